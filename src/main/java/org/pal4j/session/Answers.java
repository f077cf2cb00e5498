package org.pal4j.session;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.pal4j.InputException;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Memory;
import org.pal4j.model.Series;

/** Collects what the replicas of a session answer. Several parts write to it at once, each for its own replicas. */
final class Answers {
    private final String operation;
    /** The number of the first replica. */
    private final int first;
    private final int replicas;
    private final Given given;
    private final int[] outputShape;
    private final int outputs;
    private final float[] output;
    private final float[] mean;
    private final Map<String, Column> records = new LinkedHashMap<>();
    private final Map<Integer, String> faults = new TreeMap<>();
    private final int[] completed;

    /** A series of all replicas. */
    private record Column(ElementKind kind, int[] shape, int size, double[] wide, float[] narrow) {}

    Answers(String operation, Given given, int first, int replicas, int[] outputShape) {
        this.operation = operation;
        this.first = first;
        this.given = given;
        this.replicas = replicas;
        this.outputShape = outputShape;
        outputs = Arrays.stream(outputShape).reduce(1, Math::multiplyExact);
        output = new float[size(outputs, Float.BYTES)];
        mean = new float[given.mean() ? output.length : 0];
        Arrays.fill(output, Float.NaN);
        Arrays.fill(mean, Float.NaN);
        completed = new int[replicas];
    }

    /** Returns the number of values of all replicas and presentations. */
    private int size(long each, int bytes) {
        double values = (double) each * replicas * given.presentations();
        if (values * bytes > Runtime.getRuntime().maxMemory() / 4.0 || values > Integer.MAX_VALUE - 8) {
            throw new InputException(
                    operation + ": the answers take " + Memory.shown((long) (values * bytes)) + ", more than a quarter of the memory; "
                            + "show less at once, or record less often with every");
        }
        return (int) values;
    }

    int outputs() {
        return outputs;
    }

    /** Makes room for records. All replicas have the same series. */
    synchronized void prepare(List<Series> series) {
        int rows = given.steps() / given.every();
        for (Series one : series) {
            records.computeIfAbsent(one.name(), name -> {
                int each = Arrays.stream(one.shape()).reduce(1, Math::multiplyExact);
                boolean narrow = one.kind() == ElementKind.FLOAT32;
                int size = size((long) each * rows, narrow ? Float.BYTES : Double.BYTES);
                float[] floats = new float[narrow ? size : 0];
                double[] doubles = new double[narrow ? 0 : size];
                Arrays.fill(floats, Float.NaN);
                Arrays.fill(doubles, Double.NaN);
                return new Column(narrow ? ElementKind.FLOAT32 : ElementKind.FLOAT64, one.shape(), each, doubles, floats);
            });
        }
    }

    void record(int replica, int presentation, int row, List<Series> series) {
        int rows = given.steps() / given.every();
        for (Series one : series) {
            Column column = Objects.requireNonNull(records.get(one.name()), one.name());
            double[] values = one.row().get();
            int from = (((replica - first) * given.presentations() + presentation) * rows + row) * column.size;
            for (int i = 0; i < values.length; i++) {
                if (column.kind == ElementKind.FLOAT32) {
                    column.narrow[from + i] = (float) values[i];
                } else {
                    column.wide[from + i] = values[i];
                }
            }
        }
    }

    /** Takes the outputs after a presentation, and clears the sums for the mean. */
    void output(int replica, int presentation, float[] values, double[] sums, int steps) {
        int from = ((replica - first) * given.presentations() + presentation) * outputs;
        System.arraycopy(values, 0, output, from, outputs);
        for (int i = 0; i < sums.length; i++) {
            mean[from + i] = (float) (sums[i] / steps);
            sums[i] = 0;
        }
    }

    synchronized void completed(List<Integer> members, int presentations, Map<Integer, String> found) {
        members.forEach(replica -> completed[replica - first] = presentations);
        found.forEach(faults::putIfAbsent);
    }

    /** Returns everything. */
    Presented all() {
        int[] shape = shape(outputShape);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        records.forEach((name, column) -> {
            int[] rows = new int[column.shape.length + 1];
            rows[0] = given.steps() / given.every();
            System.arraycopy(column.shape, 0, rows, 1, column.shape.length);
            arrays.put(name, column.kind == ElementKind.FLOAT32 ? NpyArray.ofFloats(column.narrow, shape(rows))
                    : NpyArray.ofDoubles(column.wide, shape(rows)));
        });
        return new Presented(Arrays.stream(completed).min().orElse(0), NpyArray.ofFloats(output, shape),
                given.mean() ? Optional.of(NpyArray.ofFloats(mean, shape)) : Optional.empty(), arrays, faults);
    }

    private int[] shape(int[] one) {
        int[] all = new int[one.length + 2];
        all[0] = replicas;
        all[1] = given.presentations();
        System.arraycopy(one, 0, all, 2, one.length);
        return all;
    }
}
