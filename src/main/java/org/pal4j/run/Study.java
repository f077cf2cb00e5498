package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.pal4j.InputException;

/**
 * One experiment, or several replicas of it: with other seeds, and perhaps other learning rates, noise scales and alphas. Each replica is a
 * whole experiment, and gives what it gives alone, to the bit.
 *
 * @param base     the experiment
 * @param replicas what is run; the base itself if nothing else is asked for
 * @param labels   what tells the replicas apart, in the same order; names of folders
 * @param lists    the keys {@code seeds} and {@code each} as they were given, for {@code show}
 */
public record Study(Experiment base, List<Experiment> replicas, List<String> labels, Map<String, JsonNode> lists)
        implements Job {
    /** Seeds of the replicas: a number of them, or a list. */
    static final String SEEDS = "seeds";
    /** Keys with a list of values, one for each replica. */
    static final String EACH = "each";
    /** Keys in which replicas may differ besides their seeds. */
    static final List<String> DIFFERING = List.of("eta_fw", "eta_bw", "eta_IP", "eta_PI", "noise_scale", "alpha");

    /** Copies the lists. */
    public Study {
        replicas = List.copyOf(replicas);
        labels = List.copyOf(labels);
        lists = Map.copyOf(lists);
    }

    @Override
    public boolean hasReplicas() {
        return !lists.isEmpty();
    }

    /** The same with another number of epochs. */
    public Study withEpochs(int number) {
        return new Study(base.withEpochs(number), replicas.stream().map(e -> e.withEpochs(number)).toList(), labels, lists);
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
    public List<Long> seeds() {
        return replicas.stream().map(Experiment::seed).toList();
    }

    @Override
    public String show() {
        return ExperimentKeys.show(base) + Replicas.show(lists);
    }

    /**
     * The study that a mapping describes.
     *
     * @param source    what to call the mapping in messages
     * @param keys      its keys
     * @param overrides values from the command line, by key
     * @throws InputException with all that is wrong
     */
    static Study read(String source, ObjectNode keys, Map<String, JsonNode> overrides) {
        Replicas<Experiment> read = Replicas.read(source, keys, overrides, ModelKeys.CIRCUIT);
        return new Study(read.base(), read.replicas(), read.labels(), read.lists());
    }

    /** A number of seeds begins with that of the experiment. */
    static List<Long> seeds(Value value, long first, List<String> faults) {
        if (!value.node().isArray()) {
            long size = value.integer(1, Replicas.MOST);
            return LongStream.range(0, size).mapToObj(k -> first + k).toList();
        }
        List<Long> seeds = value.integers(Long.MIN_VALUE, Long.MAX_VALUE);
        Set<Long> seen = new HashSet<>();
        for (long seed : seeds) {
            if (!seen.add(seed)) {
                faults.add(SEEDS + ": " + seed + " is given twice; replicas with one seed would be one and the same");
            }
        }
        if (seeds.isEmpty() || seeds.size() > Replicas.MOST) {
            faults.add(SEEDS + ": has " + seeds.size() + " entries; 1 to " + Replicas.MOST + " are possible");
        }
        return seeds;
    }
}
