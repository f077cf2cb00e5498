package org.pal4j.config;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * YAML in which numbers are decimal ({@link Decimal}). The library follows YAML 1.1, where 010 is eight. A number in a foreign notation stays text,
 * so that {@link Value} refuses it by the name of its key.
 */
final class DecimalYaml extends YAMLFactory {
    private static final long serialVersionUID = 1L;

    private static final String TAG = "tag:yaml.org,2002:";

    @Override
    protected YAMLParser _createParser(Reader reader, IOContext context) {
        return new Parser(context, _parserFeatures, _yamlParserFeatures, _loaderOptions, _objectCodec, reader);
    }

    private static final class Parser extends YAMLParser {
        Parser(IOContext context, int features, int yamlFeatures, LoaderOptions options, ObjectCodec codec, Reader reader) {
            super(context, features, yamlFeatures, options, codec, reader);
        }

        @Override
        protected JsonToken _decodeScalar(ScalarEvent scalar) throws IOException {
            String tag = scalar.getTag();
            boolean number = tag == null ? scalar.isPlain() : tag.equals(TAG + "int") || tag.equals(TAG + "float");
            if (!number) {
                return super._decodeScalar(scalar);
            }
            if (Decimal.isForeign(scalar.getValue())) {
                return super._decodeScalar(with(scalar, TAG + "str", scalar.getValue()));
            }
            String decimal = Decimal.withoutLeadingZeros(scalar.getValue());
            return super._decodeScalar(decimal.equals(scalar.getValue()) ? scalar : with(scalar, tag, decimal));
        }

        private static ScalarEvent with(ScalarEvent scalar, String tag, String value) {
            ImplicitTuple implicit = tag != null && tag.endsWith("str") ? new ImplicitTuple(false, false) : scalar.getImplicit();
            return new ScalarEvent(scalar.getAnchor(), tag, implicit, value, scalar.getStartMark(), scalar.getEndMark(), scalar.getScalarStyle());
        }
    }
}
