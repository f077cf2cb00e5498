package org.pal4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.pal4j.config.Json;

/**
 * One experiment, or several replicas of it that differ in seeds and {@link Model#replicaKeys}. Each replica is a complete experiment, and gives bit
 * for bit the results it gives alone.
 *
 * @param <E>      the type of its experiments
 * @param base     the experiment
 * @param replicas the experiments to run; the base alone by default
 * @param labels   the labels of the replicas, in the same order; also names of folders
 * @param lists    the given values of the keys {@code seeds} and {@code each}, for {@link #show}; plain Java
 */
public record Study<E extends Experiment>(E base, List<E> replicas, List<String> labels, Map<String, Object> lists) {
    /** The key for the seeds of the replicas: their number, or a list. */
    public static final String SEEDS = "seeds";
    /** The key for lists of values, one value per replica. */
    public static final String EACH = "each";
    /** The key that turns an experiment into a sweep; sweeps are read elsewhere. */
    public static final String SWEEP = "sweep";
    /** The key for the model class of an experiment. */
    public static final String MODEL = "model";
    /** The keys in addition to those of a model. */
    public static final List<String> KEYS = List.of(MODEL, SEEDS, EACH, SWEEP);

    /** Copies the lists. */
    public Study {
        replicas = List.copyOf(replicas);
        labels = List.copyOf(labels);
        lists = Map.copyOf(lists);
    }

    /** Creates a study of one experiment without replicas. */
    public static <E extends Experiment> Study<E> of(E experiment) {
        return new Study<>(experiment, List.of(experiment), List.of("seed-" + experiment.seed()), Map.of());
    }

    /** Returns whether replicas were asked for. */
    public boolean hasReplicas() {
        return !lists.isEmpty();
    }

    /** Returns the model class of all its experiments. */
    @SuppressWarnings("unchecked") // An experiment's model is that of its class.
    public Model<E> model() {
        return (Model<E>) base.model();
    }

    /** Returns the seed of each replica. */
    public List<Long> seeds() {
        return replicas.stream().map(Experiment::seed).toList();
    }

    /** Returns the name of the experiment. */
    public String name() {
        return base.name();
    }

    /** Returns the number of epochs. */
    public int epochs() {
        return base.epochs();
    }

    /** Returns the lists of {@code each} by key, one value per replica; empty if replicas differ in seeds only. */
    public Map<String, List<Object>> each() {
        Map<String, List<Object>> each = new LinkedHashMap<>();
        if (lists.get(EACH) instanceof Map<?, ?> given) {
            given.forEach((key, values) -> each.put((String) key, List.copyOf((List<?>) values)));
        }
        return each;
    }

    /**
     * Returns the numbers of the replicas by the values in which they differ: those of one entry differ in seeds only, and a mean over them means
     * something. An entry is named by its values, {@code eta_bw 0.5}; a study without such values has one entry with an empty name.
     */
    public SequencedMap<String, List<Integer>> byValue() {
        SequencedMap<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int k = 0; k < replicas.size(); k++) {
            int replica = k;
            String values = each().entrySet().stream().map(entry -> entry.getKey() + " " + Json.text(entry.getValue().get(replica)))
                    .collect(Collectors.joining(", "));
            groups.computeIfAbsent(values, v -> new ArrayList<>()).add(k);
        }
        return groups;
    }

    /** Returns whether replicas differ in more than seeds. */
    public boolean hasValues() {
        return byValue().size() > 1;
    }

    /** Returns the study as a configuration file. Reading the file gives an equal study. */
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

    /** Returns a copy with another number of epochs. */
    public Study<E> withEpochs(int number) {
        return with(settings -> settings.withEpochs(number));
    }

    /** Returns a copy with another title. */
    public Study<E> withTitle(String title) {
        return with(settings -> settings.withTitle(title));
    }

    private Study<E> with(UnaryOperator<RunSettings> change) {
        return new Study<>(other(base, change), replicas.stream().map(e -> other(e, change)).toList(), labels, lists);
    }

    @SuppressWarnings("unchecked") // An experiment with other settings is of the same class.
    private static <E extends Experiment> E other(E e, UnaryOperator<RunSettings> change) {
        return (E) e.with(change.apply(e.settings()));
    }
}
