package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.InputException;

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
        ObjectNode all = keys.deepCopy();
        overrides.forEach(all::set);
        ExperimentDraft draft = new ExperimentDraft();
        all.properties().forEach(entry -> {
            String key = entry.getKey();
            Value value = new Value(key, entry.getValue(), faults);
            Optional<ExperimentKeys.Key> own = ExperimentKeys.ALL.stream().filter(k -> k.name().equals(key)).findFirst();
            Optional<CircuitKeys.Key> circuit = CircuitKeys.ALL.stream().filter(k -> k.name().equals(key)).findFirst();
            if (own.isPresent()) {
                own.get().set().accept(draft, value);
            } else if (circuit.isPresent()) {
                circuit.get().set().accept(draft.circuit, value);
            } else {
                faults.add("key '" + key + "' is not known" + Nearest.hint(key, ExperimentKeys.names()));
            }
        });
        if (faults.isEmpty()) {
            Experiment experiment = draft.finish(faults);
            if (faults.isEmpty()) {
                return experiment;
            }
        }
        throw InputException.of(source, faults);
    }
}
