package org.pal4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.config.Json;

/**
 * Something to run: one experiment, or several replicas of it, with other seeds and perhaps other learning rates and the like. Each replica is a
 * whole experiment, and gives what it gives alone, to the bit.
 *
 * @param <E>      its experiments
 * @param base     the experiment
 * @param replicas what is run; the base itself if nothing else is asked for
 * @param labels   what tells the replicas apart, in the same order; names of folders
 * @param lists    the keys {@code seeds} and {@code each} as they were given, for {@link #show}; plain Java
 */
public record Study<E extends Experiment>(E base, List<E> replicas, List<String> labels, Map<String, Object> lists) {
    /** Seeds of the replicas: a number of them, or a list. */
    public static final String SEEDS = "seeds";
    /** Keys with a list of values, one for each replica. */
    public static final String EACH = "each";
    /** The key that makes a sweep of an experiment; sweeps are read elsewhere. */
    public static final String SWEEP = "sweep";
    /** The key that says which model class an experiment is of. */
    public static final String MODEL = "model";
    /** The keys beside those of a model. */
    public static final List<String> KEYS = List.of(MODEL, SEEDS, EACH, SWEEP);

    /** Copies the lists. */
    public Study {
        replicas = List.copyOf(replicas);
        labels = List.copyOf(labels);
        lists = Map.copyOf(lists);
    }

    /** An experiment alone. */
    public static <E extends Experiment> Study<E> of(E experiment) {
        return new Study<>(experiment, List.of(experiment), List.of("seed-" + experiment.seed()), Map.of());
    }

    /** Whether there is more than the experiment itself. */
    public boolean hasReplicas() {
        return !lists.isEmpty();
    }

    /** The model class of all its experiments. */
    @SuppressWarnings("unchecked") // An experiment's model is that of its class.
    public Model<E> model() {
        return (Model<E>) base.model();
    }

    /** The seed of each replica. */
    public List<Long> seeds() {
        return replicas.stream().map(Experiment::seed).toList();
    }

    /** The name of the experiment. */
    public String name() {
        return base.name();
    }

    /** Passes over the training samples. */
    public int epochs() {
        return base.epochs();
    }

    /** What each replica has for the keys of {@code each}, by key; empty if they differ in seeds only. */
    public Map<String, List<Object>> each() {
        Map<String, List<Object>> each = new LinkedHashMap<>();
        if (lists.get(EACH) instanceof Map<?, ?> given) {
            given.forEach((key, values) -> each.put((String) key, List.copyOf((List<?>) values)));
        }
        return each;
    }

    /** The configuration, as a file that reads back as the same. */
    public String show() {
        StringBuilder text = new StringBuilder(base.show());
        if (hasReplicas()) {
            text.append("\n# Replicas: their seeds (or a number of them), and a list of values for each key in which they differ.\n");
            for (String key : List.of(SEEDS, EACH)) {
                if (lists.containsKey(key)) {
                    text.append(key).append(": ").append(Json.text(lists.get(key))).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** The same with another number of epochs. */
    public Study<E> withEpochs(int number) {
        return new Study<>(other(base, number), replicas.stream().map(e -> other(e, number)).toList(), labels, lists);
    }

    @SuppressWarnings("unchecked") // An experiment with other settings is of the same class.
    private static <E extends Experiment> E other(E e, int epochs) {
        return (E) e.with(e.settings().withEpochs(epochs));
    }
}
