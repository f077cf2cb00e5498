package org.pal4j.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives the values of a mapping to a draft of an experiment. A value that is wrong leaves its default behind, so that what else is wrong is found
 * beside it.
 *
 * @param fresh a draft to try values on
 * @param known what sets a key; nothing if there is no such key
 * @param names all keys, for hints
 */
record KeyReader<D>(Supplier<D> fresh, Function<String, Optional<BiConsumer<D, Value>>> known, Collection<String> names) {
    /**
     * What became of the keys.
     *
     * @param given those that were taken
     * @param wrong those whose values have faults
     */
    record Read(Set<String> given, Set<String> wrong) {}

    /** Reads all keys; what is wrong goes into the faults. */
    Read read(ObjectNode keys, D draft, List<String> faults) {
        Read read = new Read(new HashSet<>(), new HashSet<>());
        keys.properties().forEach(entry -> {
            String key = entry.getKey();
            Optional<BiConsumer<D, Value>> set = known.apply(key);
            if (set.isEmpty()) {
                faults.add("key '" + Faults.shown(key) + "' is not known" + Nearest.hint(key, names));
                return;
            }
            Value value = new Value(key, entry.getValue(), faults);
            int before = faults.size();
            set.get().accept(fresh.get(), value);
            if (faults.size() == before) {
                set.get().accept(draft, value);
                read.given.add(key);
            } else {
                read.wrong.add(key);
            }
        });
        return read;
    }
}
