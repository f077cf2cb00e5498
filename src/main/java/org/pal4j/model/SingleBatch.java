package org.pal4j.model;

import java.util.List;
import java.util.Map;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;

/**
 * A batch of one replica, whose state is one list of arrays. The quantities to record are arrays of that list, by the same names. This is the short
 * way to write a model; a batch of several replicas, or one that keeps its arrays elsewhere, implements {@link Batch} itself.
 */
public abstract class SingleBatch implements Batch {
    /** Everything that changes in a run. The constructor of a subclass adds its arrays. */
    protected final NamedArrays arrays = new NamedArrays();
    private final Experiment e;
    private long step;

    /** Creates a batch with an empty list of arrays but for the number of steps. */
    protected SingleBatch(Experiment e) {
        this.e = e;
        arrays.number("step", 0, Long.MAX_VALUE, () -> step, saved -> step = saved);
    }

    /** Counts steps that were taken. */
    protected final void count(int steps) {
        step += steps;
    }

    @Override
    public final int size() {
        return 1;
    }

    @Override
    public final long step() {
        return step;
    }

    @Override
    public List<Series> series(int replica) {
        return e.settings().record().stream().map(name -> {
            NpyArray now = arrays.save(name);
            return new Series(name, now.kind(), now.shape(), () -> arrays.save(name).toDoubles());
        }).toList();
    }

    @Override
    public final Map<String, NpyArray> state(int replica) {
        return arrays.save();
    }

    @Override
    public final void resume(List<Map<String, NpyArray>> states) {
        arrays.check(e.name(), states.getFirst());
        arrays.restore(states.getFirst());
    }
}
