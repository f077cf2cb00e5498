package org.pal4j.bench.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of the table, and the further sizes whose bits are compared. */
public final class Rows {
    private static final Map<PassCase.Kind, String> PASSES = Map.of(PassCase.Kind.PRODUCT, "product", PassCase.Kind.UPDATE, "product + update",
            PassCase.Kind.LOW_PASS, "product + low-passed update", PassCase.Kind.ALIGN, "product + PAL's update", PassCase.Kind.WRITE_BACK,
            "end of a presentation");
    private static final Map<NeuronsCase.Kind, String> NEURONS = Map.of(NeuronsCase.Kind.RESPOND, "rates and post terms",
            NeuronsCase.Kind.HIGH_PASS, "high-pass", NeuronsCase.Kind.SOMA, "soma with noise", NeuronsCase.Kind.WORDS, "random words",
            NeuronsCase.Kind.NORMALS, "normal draws", NeuronsCase.Kind.CLAMPED_STEP, "step of a clamped W_1");
    private static final Map<BatchCase.Kind, String> BATCHES = Map.of(BatchCase.Kind.PRODUCT, "batch product", BatchCase.Kind.TRANSPOSED,
            "batch product, transposed", BatchCase.Kind.UPDATE, "batch update");

    private Rows() {}

    /** Everything that is measured, in the order of the table. */
    public static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.add(pass(PassCase.Kind.PRODUCT, 784, 112));
        rows.add(pass(PassCase.Kind.PRODUCT, 100, 16));
        rows.add(pass(PassCase.Kind.LOW_PASS, 784, 112));
        rows.add(pass(PassCase.Kind.LOW_PASS, 100, 10));
        rows.add(pass(PassCase.Kind.LOW_PASS, 30, 3));
        rows.add(pass(PassCase.Kind.UPDATE, 100, 10));
        rows.add(pass(PassCase.Kind.UPDATE, 3, 30));
        rows.add(pass(PassCase.Kind.ALIGN, 10, 100));
        rows.add(pass(PassCase.Kind.ALIGN, 3, 30));
        rows.add(pass(PassCase.Kind.WRITE_BACK, 784, 112));
        rows.add(neurons(NeuronsCase.Kind.RESPOND, 64));
        rows.add(neurons(NeuronsCase.Kind.RESPOND, 576));
        rows.add(neurons(NeuronsCase.Kind.WORDS, 32));
        rows.add(neurons(NeuronsCase.Kind.WORDS, 480));
        rows.add(neurons(NeuronsCase.Kind.NORMALS, 32));
        rows.add(neurons(NeuronsCase.Kind.NORMALS, 480));
        rows.add(neurons(NeuronsCase.Kind.SOMA, 480));
        rows.add(neurons(NeuronsCase.Kind.HIGH_PASS, 528));
        rows.add(neurons(NeuronsCase.Kind.CLAMPED_STEP, 112));
        rows.add(replicas(PassCase.Kind.LOW_PASS, 30, 3));
        rows.add(replicas(PassCase.Kind.UPDATE, 30, 3));
        rows.add(replicas(PassCase.Kind.UPDATE, 3, 30));
        rows.add(replicas(PassCase.Kind.ALIGN, 3, 30));
        rows.add(batch(BatchCase.Kind.PRODUCT, 200, 784));
        rows.add(batch(BatchCase.Kind.TRANSPOSED, 200, 784));
        rows.add(batch(BatchCase.Kind.UPDATE, 200, 784));
        rows.addAll(steps());
        return List.copyOf(rows);
    }

    /**
     * The first difference of a row between its columns.
     *
     * @param runs times that every column runs
     */
    public static Optional<String> difference(Row row, long seed, int runs) {
        Case prepared = row.prepare(seed);
        for (int k = 1; k <= runs; k++) {
            prepared.runAll();
            Optional<String> difference = prepared.difference();
            if (difference.isPresent()) {
                int run = k;
                return difference.map(what -> what + " (run " + run + ", seed " + seed + ")");
            }
        }
        return Optional.empty();
    }

    /** Why there is no column in C; empty if there is. */
    public static Optional<String> whyNoC() {
        return Native.fault();
    }

    /** What the compiler of the column in C says of itself. */
    public static String compiler() {
        return Compiler.version();
    }

    /** Whole networks. */
    public static List<Row> steps() {
        return List.of(step("4-30-3", true, 1), step("4-30-3", true, 16), step("5-20-10-20-5", true, 1), step("5-20-10-20-5", true, 16),
                step("784-100-10", true, 1), step("784-100-10", false, 1));
    }

    /** Every kernel in sizes around the widths of vectors and the numbers of inputs that are special: compared, not measured. */
    public static List<Row> toCompare() {
        List<Row> rows = new ArrayList<>();
        int[] inputs = {1, 2, 3, 4, 5, 7, 8, 30, 101, 256, 261};
        int[] outputs = {1, 15, 16, 17, 30, 48};
        for (int i : inputs) {
            for (int o : outputs) {
                for (PassCase.Kind kind : PassCase.Kind.values()) {
                    rows.add(pass(kind, i, o));
                    if (kind != PassCase.Kind.WRITE_BACK && i <= 30) {
                        rows.add(replicas(kind, i, o));
                    }
                }
                for (BatchCase.Kind kind : BatchCase.Kind.values()) {
                    rows.add(batch(kind, i, o));
                }
            }
        }
        for (NeuronsCase.Kind kind : NeuronsCase.Kind.values()) {
            for (int size : new int[] {1, 16, 17, 33, 64, 100, 480}) {
                rows.add(neurons(kind, size));
            }
        }
        // Kernels of batches may take 64 outputs at a time.
        for (int o : new int[] {65, 130}) {
            for (BatchCase.Kind kind : BatchCase.Kind.values()) {
                rows.add(batch(kind, 5, o));
            }
        }
        rows.addAll(steps());
        rows.add(step("4-30-3", false, 1));
        rows.add(step("4-30-3", false, 16));
        rows.add(step("7-17-3", true, 1));
        return List.copyOf(rows);
    }

    private static Row pass(PassCase.Kind kind, int inputs, int outputs) {
        return new Row(PASSES.get(kind), inputs + "x" + outputs, seed -> new PassCase(kind, inputs, outputs, seed));
    }

    private static Row replicas(PassCase.Kind kind, int inputs, int outputs) {
        return new Row(PASSES.get(kind) + ", 16 replicas", inputs + "x" + outputs, seed -> new ReplicasCase(kind, inputs, outputs, seed));
    }

    private static Row neurons(NeuronsCase.Kind kind, int size) {
        return new Row(NEURONS.get(kind), String.valueOf(size), seed -> new NeuronsCase(kind, size, seed));
    }

    private static Row batch(BatchCase.Kind kind, int inputs, int outputs) {
        return new Row(BATCHES.get(kind), inputs + "x" + outputs + "x32", seed -> new BatchCase(kind, inputs, outputs, seed));
    }

    private static Row step(String network, boolean clamped, int replicas) {
        return new Row((clamped ? "step" : "step, dense") + (replicas > 1 ? ", 16 replicas" : ""), network,
                seed -> new StepCase(network, clamped, replicas, seed));
    }
}
