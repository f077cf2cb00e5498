package org.pal4j.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.run.Checkpoint;

/**
 * Other values of keys for networks that go on. {@link org.pal4j.model.Model#changeableKeys} lists them, and shapes, samples and
 * the course of the experiment do not depend on them.
 */
final class Change {
    private static final String REMEDY = ". A value of 0 leaves out what it turns off; take a tiny one instead";

    private Change() {}

    /**
     * Returns a study with other values of keys.
     *
     * @param operation what is being done, for messages
     * @param keys      values in plain Java; {@code each} replaces that of the study
     * @throws InputException with all that can't change
     */
    @SuppressWarnings("unchecked") // The keys name the model of the study.
    static <E extends Experiment> Study<E> of(Study<E> study, String operation, Map<String, Object> keys) {
        List<String> possible = study.model().changeableKeys();
        List<Fault> faults = new ArrayList<>();
        Set<String> each = study.each().keySet();
        keys.forEach((key, value) -> {
            if (key.equals(Study.EACH) && study.hasReplicas()) {
                if (value instanceof Map<?, ?> lists) {
                    lists.keySet().forEach(own -> require(String.valueOf(own), study.model().replicaKeys(), faults));
                }
            } else if (each.contains(key) && !keys.containsKey(Study.EACH)) {
                faults.add(Fault.saying(key, key + " differs among these replicas; give a value for each: {\"each\": {\"" + key + "\": [..]}}"));
            } else {
                require(key, possible, faults);
            }
        });
        InputException.throwIfAny(operation, faults);
        List<String> settings = keys.entrySet().stream().map(entry -> entry.getKey() + "=" + Json.text(entry.getValue())).toList();
        Study<E> changed = (Study<E>) Catalog.study(study.name(), Documents.yaml(study.show(), study.name()), settings);
        if (changed.replicas().size() != study.replicas().size()) {
            throw new InputException(operation, List.of(Fault.saying(Study.EACH, "each has values for " + changed.replicas().size()
                    + " replicas, and here are " + study.replicas().size())));
        }
        return changed;
    }

    private static void require(String key, List<String> possible, List<Fault> faults) {
        if (!possible.contains(key)) {
            faults.add(Fault.saying(key, "'" + Fault.shown(key) + "' can't change in a network that goes on"
                    + (possible.isEmpty() ? "" : "; these keys can: " + String.join(", ", possible)) + Nearest.hint(key, possible)));
        }
    }

    /**
     * Checks that networks take over a state whole, by giving it to them and taking it back.
     *
     * @param operation what is being done, for messages
     * @throws InputException if something is missing or left over: a rate of 0, for example, may leave an array out
     */
    static void requireSameState(Starter<?> starter, String operation, List<Checkpoint> moment) {
        for (int k = 0; k < moment.size(); k++) {
            Map<String, NpyArray> now = moment.get(k).network();
            Batch alone = starter.start(List.of(k), 1);
            try {
                alone.resume(List.of(now));
            } catch (InputException e) {
                throw new InputException(operation + ": with these values a network does not take over the state: " + e.getMessage() + REMEDY, e);
            }
            Map<String, NpyArray> then = alone.state(0);
            Set<String> others = new TreeSet<>(now.keySet());
            others.addAll(then.keySet());
            others.removeIf(name -> Objects.equals(now.get(name), then.get(name)));
            if (!others.isEmpty()) {
                throw new InputException(operation + ": with these values a network has another state, in " + String.join(", ", others) + REMEDY);
            }
        }
    }
}
