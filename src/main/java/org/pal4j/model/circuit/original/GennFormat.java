package org.pal4j.model.circuit.original;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongBiFunction;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.Translation;

/** Configurations of the original GeNN program: a YAML list of two mappings. */
public final class GennFormat implements OriginalFormat {
    private final ToLongBiFunction<CircuitParameters, String> recordBytes;

    /** @param recordBytes the bytes of one record of a quantity, which the key {@code record} names, of a circuit */
    public GennFormat(ToLongBiFunction<CircuitParameters, String> recordBytes) {
        this.recordBytes = recordBytes;
    }

    /** No other format is a list of two mappings. */
    @Override
    public long knownKeys(Object document) {
        return document instanceof List<?> list && list.size() == 2 && list.get(0) instanceof Map && list.get(1) instanceof Map ? Long.MAX_VALUE : 0;
    }

    @Override
    public Translation translate(String source, String name, Object document, Optional<String> task) {
        List<?> mappings = (List<?>) document;
        return GennTranslation.translate(source, keys(mappings.get(0)), keys(mappings.get(1)), recordBytes);
    }

    private static Map<String, Object> keys(Object mapping) {
        Map<String, Object> keys = new LinkedHashMap<>();
        ((Map<?, ?>) mapping).forEach((key, value) -> keys.put((String) key, value));
        return keys;
    }
}
