package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * An experiment with a rate network, or several replicas of it: as {@link Study}. Each replica gives what it gives alone, to the bit.
 *
 * @param base     the experiment
 * @param replicas what is run; the base itself if nothing else is asked for
 * @param labels   what tells the replicas apart, in the same order; names of folders
 * @param lists    the keys {@code seeds} and {@code each} as they were given, for {@code show}
 */
public record RateStudy(RateExperiment base, List<RateExperiment> replicas, List<String> labels, Map<String, JsonNode> lists) implements Job {
    /** Keys in which replicas may differ besides their seeds. */
    static final List<String> DIFFERING = List.of("multiplier", "lr_factors", "bw_lr_factors", "regularizer", "sigma");

    /** Copies the lists. */
    public RateStudy {
        replicas = List.copyOf(replicas);
        labels = List.copyOf(labels);
        lists = Map.copyOf(lists);
    }

    /**
     * The study that a mapping describes.
     *
     * @param source    what to call the mapping in messages
     * @param keys      its keys, without {@code model}
     * @param overrides values from the command line, by key
     * @throws org.pal4j.InputException with all that is wrong
     */
    static RateStudy read(String source, ObjectNode keys, Map<String, JsonNode> overrides) {
        Replicas<RateExperiment> read = Replicas.read(source, keys, overrides, ModelKeys.RATE);
        return new RateStudy(read.base(), read.replicas(), read.labels(), read.lists());
    }

    /** The same with another number of epochs. */
    public RateStudy withEpochs(int number) {
        return new RateStudy(base.withEpochs(number), replicas.stream().map(e -> e.withEpochs(number)).toList(), labels, lists);
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public String title() {
        return base.title();
    }

    @Override
    public int epochs() {
        return base.epochs();
    }

    @Override
    public int previewEpochs() {
        return base.previewEpochs();
    }

    @Override
    public boolean hasReplicas() {
        return !lists.isEmpty();
    }

    @Override
    public List<Long> seeds() {
        return replicas.stream().map(RateExperiment::seed).toList();
    }

    @Override
    public String show() {
        return RateKeys.show(base) + Replicas.show(lists);
    }
}
