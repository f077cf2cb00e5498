package org.pal4j.model.circuit.original;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongBiFunction;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.config.Documents;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.Translation;

/**
 * Configurations of the original GeNN program: a YAML list of two mappings.
 *
 * @param recordBytes returns the bytes of one record of a circuit's quantity, given its name in the key {@code record}
 */
public record GennFormat(ToLongBiFunction<CircuitParameters, String> recordBytes) implements OriginalFormat {
    /** {@inheritDoc} A list of two mappings identifies the format, since no other format has this structure. */
    @Override
    public long knownKeys(Object document) {
        return document instanceof List<?> list && list.size() == 2 && list.get(0) instanceof Map && list.get(1) instanceof Map ? Long.MAX_VALUE : 0;
    }

    @Override
    public long keysOfProgram(Object document) {
        return document instanceof List<?> list && list.size() == 2
                ? known(list.get(0), GennTranslation.EXPERIMENT_KEYS) + known(list.get(1), GennNetwork.KEYS) : 0;
    }

    private static long known(Object mapping, List<String> keys) {
        return mapping instanceof Map<?, ?> given ? given.keySet().stream().filter(keys::contains).count() : 0;
    }

    @Override
    public String program() {
        return "the GeNN program for microcircuits (a YAML list of two mappings)";
    }

    @Override
    public Translation translate(String source, String name, Object document, Optional<String> task) {
        List<?> mappings = (List<?>) document;
        return GennTranslation.translate(source, Documents.mapping(mappings.get(0), source), Documents.mapping(mappings.get(1), source), recordBytes);
    }
}
