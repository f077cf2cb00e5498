package org.pal4j.sweep;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Model.SamplesKey;
import org.pal4j.model.Samples;

/**
 * The samples of a sweep. Groups with equal samples share them; samples are held only as long as a group needs them. Several threads may use this.
 */
final class SharedSamples<E extends Experiment> {
    private final Model<E> model;
    private final DataFolder data;
    /** The numbers of unfinished groups, by samples. */
    private final Map<SamplesKey, Integer> users = new HashMap<>();
    private final Map<SamplesKey, Samples<E>> held = new HashMap<>();

    /** Creates an empty store; {@code data} is the folder of samples that are read from files. */
    SharedSamples(Model<E> model, DataFolder data) {
        this.model = model;
        this.data = data;
    }

    /**
     * Registers all groups before the first is computed, and reads the samples that come from files.
     *
     * @throws InputException if samples can't be read, or with all points that need more samples than there are
     */
    void prepare(Sweep sweep, List<Group> groups) {
        groups.forEach(group -> users.merge(key(group), 1, Integer::sum));
        PointFaults found = new PointFaults();
        Set<Integer> seen = new HashSet<>();
        for (Group group : groups) {
            if (key(group).fromFiles()) {
                Samples<E> there = take(group);
                for (Run run : group.runs()) {
                    if (seen.add(run.point().number())) {
                        try {
                            there.steps(own(run.point().experiment()));
                        } catch (InputException e) {
                            found.add(run.point().label(), run.point().values(), e.faults());
                        }
                    }
                }
            }
        }
        InputException.throwIfAny(sweep.source(), found.of(sweep.points().size()));
    }

    /** Returns the number of steps of a group; exact if its samples come from files. */
    long steps(Group group) {
        return key(group).fromFiles() ? group.runs().size() * take(group).steps(own(group.point().experiment())) : group.steps();
    }

    /** Returns the files of a group's samples, with their checksums. */
    Map<String, String> files(Group group) {
        return take(group).files();
    }

    /** Returns the names of the classes, if only the files of a group's samples have them. */
    List<String> classNames(Group group) {
        return take(group).classNames();
    }

    /**
     * Starts a batch, and draws its weights.
     *
     * @param replicas the experiments of runs in the group
     * @param threads  the number of threads that share each step
     */
    Batch start(Group group, List<Experiment> replicas, int threads) {
        return take(group).start(replicas.stream().map(this::own).toList(), threads);
    }

    /** Starts a batch of one, without holding samples for it that are not held already. */
    Batch once(Group group, Experiment e) {
        Samples<E> there;
        synchronized (this) {
            there = held.get(key(group));
        }
        return (there == null ? model.samples(own(e), data) : there).start(List.of(own(e)), 1);
    }

    synchronized void release(Group group) {
        SamplesKey key = key(group);
        if (users.merge(key, -1, Integer::sum) == 0) {
            held.remove(key);
        }
    }

    /** Returns the number of different samples that are held. */
    synchronized int size() {
        return held.size();
    }

    private synchronized Samples<E> take(Group group) {
        return held.computeIfAbsent(key(group), key -> model.samples(own(group.point().experiment()), data));
    }

    private SamplesKey key(Group group) {
        return model.samplesKey(own(group.point().experiment()));
    }

    @SuppressWarnings("unchecked") // All experiments of a sweep are of its model.
    private E own(Experiment experiment) {
        return (E) experiment;
    }
}
