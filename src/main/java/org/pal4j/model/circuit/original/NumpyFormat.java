package org.pal4j.model.circuit.original;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.Translation;

/** Parameter files of the original NumPy program: one JSON object. The task is an option of its command line. */
public final class NumpyFormat implements OriginalFormat {
    @Override
    public long knownKeys(Object document) {
        return document instanceof Map<?, ?> keys ? keys.keySet().stream().filter(key -> NumpyTranslation.KEYS.contains(key)).count() : 0;
    }

    @Override
    public String program() {
        return "the NumPy program for microcircuits (params.json)";
    }

    @Override
    public List<String> tasks() {
        return Arrays.stream(NumpyTask.values()).map(NumpyTask::label).toList();
    }

    @Override
    public Translation translate(String source, String name, Object document, Optional<String> task) {
        Optional<NumpyTask> learned = task.map(label -> Arrays.stream(NumpyTask.values()).filter(known -> known.label().equals(label)).findFirst()
                .orElseThrow(() -> new InputException("--task " + label + ": must be " + String.join(" or ", tasks()))));
        return NumpyTranslation.translate(source, name, Documents.mapping(document, source), learned);
    }
}
