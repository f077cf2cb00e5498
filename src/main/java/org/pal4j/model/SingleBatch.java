package org.pal4j.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
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
    public List<Series> series(int replica, List<String> quantities) {
        return quantities.stream().map(name -> {
            NpyArray now = arrays.save(name);
            return new Series(name, now.kind(), now.shape(), () -> arrays.save(name).toDoubles());
        }).toList();
    }

    /**
     * This batch driven by hand. Its variables are the arrays of the list, and all of them can be set. A subclass says what a step is; its model has
     * one plasticity, {@code weights}.
     */
    protected abstract class Hand implements Driven {
        /** For subclasses. */
        protected Hand() {}

        /** Copies values from index {@code from} on, as many as {@code to} has. */
        protected final void copy(float[] values, int from, double[] to) {
            Arrays.setAll(to, i -> values[from + i]);
        }

        @Override
        public final List<NetworkVariable> variables() {
            return arrays.save().entrySet().stream()
                    .map(entry -> new NetworkVariable(entry.getKey(), "an array of the state", entry.getValue().kind(), entry.getValue().shape(),
                            true))
                    .toList();
        }

        @Override
        public final NpyArray read(int replica, String variable) {
            return arrays.save(variable);
        }

        @Override
        public final void write(int replica, String variable, NpyArray values) {
            Map<String, NpyArray> all = new LinkedHashMap<>(arrays.save());
            all.put(variable, values.to(arrays.save(variable).kind()));
            arrays.check(e.name(), all);
            arrays.restore(all);
        }

        @Override
        public List<String> plasticities() {
            return List.of("weights");
        }

        @Override
        public List<NetworkVariable> draws() {
            return List.of();
        }

        @Override
        public void begin() {}
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
