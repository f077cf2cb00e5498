package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whose file a document is: told by its keys, since the names of files say nothing of it. */
enum OriginalFormat {
    /** Our own keys, or nothing that anybody knows; first, so that it wins where as many keys speak for another. */
    OWN,
    /** Format 1: one mapping for the NumPy program ({@link OriginalJson}). */
    MICROCIRCUIT,
    /** Format 2: a list of two mappings for the GeNN program ({@link OriginalYaml}). */
    GENN,
    /** Format 3: one mapping for the rate networks ({@link OriginalRate}). */
    RATE_NETWORK;

    /** The format with most keys of its own in the document; a misspelt key among others changes nothing. */
    static OriginalFormat of(JsonNode document) {
        if (document.isArray()) {
            return document.size() == 2 && document.get(0).isObject() && document.get(1).isObject() ? GENN : OWN;
        }
        if (!(document instanceof ObjectNode keys)) {
            return OWN;
        }
        return Stream.of(OWN, MICROCIRCUIT, RATE_NETWORK).max(Comparator.comparingLong(format -> format.ownKeys(keys))).orElseThrow();
    }

    private long ownKeys(ObjectNode document) {
        Set<String> known = Set.copyOf(switch (this) {
            case OWN -> own();
            case MICROCIRCUIT -> OriginalJson.KEYS;
            case RATE_NETWORK -> OriginalRate.KEYS;
            case GENN -> List.<String>of();
        });
        return document.properties().stream().filter(entry -> known.contains(entry.getKey())).count();
    }

    private static Collection<String> own() {
        List<String> all = ExperimentKeys.all();
        all.addAll(RateKeys.all());
        all.add(Catalog.BASED_ON);
        return all;
    }
}
