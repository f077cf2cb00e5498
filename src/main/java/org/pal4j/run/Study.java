package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.InputException;

/**
 * Something to run: one experiment, or several replicas of it, with other seeds and perhaps other learning rates, noise scales and the like. Each
 * replica is a whole experiment, and gives what it gives alone, to the bit.
 *
 * @param <E>      whether with circuits or with rate networks
 * @param base     the experiment
 * @param replicas what is run; the base itself if nothing else is asked for
 * @param labels   what tells the replicas apart, in the same order; names of folders
 * @param lists    the keys {@code seeds} and {@code each} as they were given, for {@link #show}
 */
public record Study<E extends Configuration>(E base, List<E> replicas, List<String> labels, Map<String, JsonNode> lists) {
    /** Seeds of the replicas: a number of them, or a list. */
    static final String SEEDS = "seeds";
    /** Keys with a list of values, one for each replica. */
    static final String EACH = "each";

    /** Copies the lists. */
    public Study {
        replicas = List.copyOf(replicas);
        labels = List.copyOf(labels);
        lists = Map.copyOf(lists);
    }

    /** Whether there is more than the experiment itself. */
    public boolean hasReplicas() {
        return !lists.isEmpty();
    }

    /** The seed of each replica. */
    public List<Long> seeds() {
        return replicas.stream().map(Configuration::seed).toList();
    }

    /** The name of the experiment. */
    public String name() {
        return base.name();
    }

    /** One line about it. */
    public String title() {
        return base.title();
    }

    /** Passes over the training samples. */
    public int epochs() {
        return base.epochs();
    }

    /** Passes that a plain run makes; 0 for all. */
    public int previewEpochs() {
        return base.previewEpochs();
    }

    /** The configuration, as a file that reads back as the same. */
    public String show() {
        return base.show() + StudyReader.show(lists);
    }

    /** The same with another number of epochs. */
    public Study<E> withEpochs(int number) {
        return new Study<>(other(base, number), replicas.stream().map(e -> other(e, number)).toList(), labels, lists);
    }

    @SuppressWarnings("unchecked") // A configuration with other epochs is of the same class.
    private static <E extends Configuration> E other(E e, int epochs) {
        return (E) e.withEpochs(epochs);
    }

    /** This as a study of circuits, or of rate networks; empty if it is of the other kind. */
    public <T extends Configuration> Optional<Study<T>> of(Class<T> kind) {
        return kind.isInstance(base) ? Optional.of(new Study<>(kind.cast(base), replicas.stream().map(kind::cast).toList(), labels, lists))
                : Optional.empty();
    }

    /**
     * This as a study of circuits, for what knows nothing else.
     *
     * @throws InputException if it is of rate networks
     */
    public Study<Experiment> circuits() {
        return of(Experiment.class).orElseThrow(() -> new InputException(name() + ": is of a rate network, and this is for circuits"));
    }
}
