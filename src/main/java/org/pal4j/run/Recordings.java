package org.pal4j.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.run.Outcome.Snapshot;

/**
 * The arrays of recordings.npz: {@code epoch}, {@code steps}, {@code train_error}, {@code validation_accuracy}, {@code angle_B}, {@code angle_phi} (epochs x hidden
 * areas); {@code snapshot_epoch} and {@code W1} .., {@code B1} .. (snapshots x post x pre); {@code test_output} (samples x outputs),
 * {@code test_class}, {@code test_prediction}.
 */
final class Recordings {
    private Recordings() {}

    static Map<String, NpyArray> of(Experiment e, Outcome outcome) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        metrics(arrays, outcome.metrics(), e.circuit().areas() - 1);
        snapshots(arrays, outcome.snapshots(), e.circuit());
        outcome.test().ifPresent(test -> test(arrays, test));
        return arrays;
    }

    private static void metrics(Map<String, NpyArray> arrays, List<EpochMetrics> metrics, int hidden) {
        int rows = metrics.size();
        arrays.put("epoch", NpyArray.ofInts(metrics.stream().mapToInt(EpochMetrics::epoch).toArray(), rows));
        arrays.put("steps", NpyArray.ofLongs(metrics.stream().mapToLong(EpochMetrics::steps).toArray(), rows));
        arrays.put("train_error", NpyArray.ofDoubles(metrics.stream().mapToDouble(EpochMetrics::trainError).toArray(), rows));
        arrays.put("validation_accuracy",
                NpyArray.ofDoubles(metrics.stream().mapToDouble(EpochMetrics::validationAccuracy).toArray(), rows));
        double[] angles = metrics.stream().map(EpochMetrics::angles).flatMapToDouble(java.util.Arrays::stream).toArray();
        arrays.put("angle_B", NpyArray.ofDoubles(angles, rows, hidden));
        double[] converged = metrics.stream().map(EpochMetrics::convergedAngles).flatMapToDouble(java.util.Arrays::stream).toArray();
        arrays.put("angle_phi", NpyArray.ofDoubles(converged, rows, hidden));
    }

    private static void snapshots(Map<String, NpyArray> arrays, List<Snapshot> snapshots, CircuitParameters p) {
        if (snapshots.isEmpty()) {
            return;
        }
        arrays.put("snapshot_epoch", NpyArray.ofInts(snapshots.stream().mapToInt(Snapshot::epoch).toArray(), snapshots.size()));
        for (int l = 1; l <= p.areas(); l++) {
            int index = l - 1;
            arrays.put("W" + l, stack(snapshots.stream().map(s -> s.forward().get(index)).toList(), Variable.W.shape(p, index)));
            if (l < p.areas()) {
                arrays.put("B" + l, stack(snapshots.stream().map(s -> s.feedback().get(index)).toList(), Variable.B.shape(p, index)));
            }
        }
    }

    private static void test(Map<String, NpyArray> arrays, TestResult test) {
        arrays.put("test_output", stack(List.of(test.outputs()), test.outputs()[0].length));
        arrays.put("test_class", NpyArray.ofInts(test.expected(), test.expected().length));
        arrays.put("test_prediction", NpyArray.ofInts(test.predicted(), test.predicted().length));
    }

    /** Arrays of one shape, one after the other along a new first axis. */
    private static NpyArray stack(List<float[]> parts, int... shape) {
        int size = parts.getFirst().length;
        float[] all = new float[Math.multiplyExact(parts.size(), size)];
        for (int k = 0; k < parts.size(); k++) {
            System.arraycopy(parts.get(k), 0, all, k * size, size);
        }
        int[] stacked = new int[shape.length + 1];
        stacked[0] = parts.size();
        System.arraycopy(shape, 0, stacked, 1, shape.length);
        return NpyArray.ofFloats(all, stacked);
    }
}
