package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Makes an experiment of a mapping of keys: all faults come in one error. */
final class ExperimentReader {
    private static final KeyReader<ExperimentDraft> KEYS = new KeyReader<>(ExperimentDraft::new, ExperimentReader::setter, ExperimentKeys.all());

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
        KeyReader.Read read = KEYS.read(all, draft, faults);
        draft.given.addAll(read.given());
        // Without sizes, nothing else can be checked against them.
        Optional<Experiment> experiment = read.wrong().contains("layers") ? Optional.empty() : draft.finish(faults);
        return experiment.filter(e -> faults.isEmpty()).orElseThrow(() -> Faults.of(source, faults));
    }

    private static Optional<BiConsumer<ExperimentDraft, Value>> setter(String key) {
        Optional<BiConsumer<ExperimentDraft, Value>> own = ExperimentKeys.ALL.stream().filter(k -> k.name().equals(key)).findFirst()
                .map(ExperimentKeys.Key::set);
        return own.or(() -> CircuitKeys.ALL.stream().filter(k -> k.name().equals(key)).findFirst()
                .map(k -> (draft, value) -> k.set().accept(draft.circuit, value)));
    }
}
