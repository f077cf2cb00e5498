package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Makes an experiment of a mapping of keys: all faults come in one error. */
final class ExperimentReader {
    private ExperimentReader() {}

    /**
     * The experiment.
     *
     * @param source    what to call the mapping in messages
     * @param keys      its keys, those of the experiment that it is based on included
     * @param overrides values from the command line, by key
     */
    static Experiment read(String source, ObjectNode keys, Map<String, JsonNode> overrides) {
        List<String> faults = new ArrayList<>();
        Set<String> wrong = new HashSet<>();
        ObjectNode all = keys.deepCopy();
        overrides.forEach(all::set);
        ExperimentDraft draft = new ExperimentDraft();
        all.properties().forEach(entry -> {
            String key = entry.getKey();
            Value value = new Value(key, entry.getValue(), faults);
            Optional<ExperimentKeys.Key> own = ExperimentKeys.ALL.stream().filter(k -> k.name().equals(key)).findFirst();
            Optional<CircuitKeys.Key> circuit = CircuitKeys.ALL.stream().filter(k -> k.name().equals(key)).findFirst();
            Consumer<ExperimentDraft> set;
            if (own.isPresent()) {
                set = d -> own.get().set().accept(d, value);
            } else if (circuit.isPresent()) {
                set = d -> circuit.get().set().accept(d.circuit, value);
            } else {
                faults.add("key '" + Faults.shown(key) + "' is not known" + Nearest.hint(key, ExperimentKeys.all()));
                return;
            }
            // First on trial: a value that is wrong leaves its default behind, and what else is wrong is found beside it.
            int before = faults.size();
            set.accept(new ExperimentDraft());
            if (faults.size() == before) {
                set.accept(draft);
                draft.given.add(key);
            } else {
                wrong.add(key);
            }
        });
        // Without sizes, nothing else can be checked against them.
        Optional<Experiment> experiment = wrong.contains("layers") ? Optional.empty() : draft.finish(faults);
        return experiment.filter(e -> faults.isEmpty()).orElseThrow(() -> Faults.of(source, faults));
    }
}
