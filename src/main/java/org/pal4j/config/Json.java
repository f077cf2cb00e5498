package org.pal4j.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Writes plain Java values (see {@link Documents}) as JSON, which is also valid YAML. */
public final class Json {
    private static final JsonMapper COMPACT = new JsonMapper();
    private static final JsonMapper INDENTED = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** Returns a value as JSON on one line. */
    public static String text(@Nullable Object value) {
        return text(COMPACT, Value.isMissing(value) ? null : value);
    }

    /** Returns a value as indented JSON for files, with a final newline. */
    public static String indented(Object value) {
        return text(INDENTED, value) + "\n";
    }

    private static String text(JsonMapper mapper, @Nullable Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
