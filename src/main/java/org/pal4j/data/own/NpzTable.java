package org.pal4j.data.own;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;

/**
 * Reads the arrays {@code x} and {@code y} of an npz file. {@code x} has the samples in its first dimension. {@code y} has integers, the class of
 * each sample, or floats, its targets. The arrays {@code time} and {@code has_target} may say how each sample is presented; others are left out.
 */
final class NpzTable {
    private static final String X = "x";
    private static final String Y = "y";
    private static final String TIME = "time";
    private static final String HAS_TARGET = "has_target";
    private static final Set<String> WANTED = Set.of(X, Y, TIME, HAS_TARGET);

    private final String name;
    private final boolean optional;
    private final TableFaults faults;

    private NpzTable(String name, boolean optional, TableFaults faults) {
        this.name = name;
        this.optional = optional;
        this.faults = faults;
    }

    /** Reads a file with classes or targets. */
    static Optional<Table> read(Path file, Optional<Table> first, TableFaults faults, MemoryBudget memory) {
        return read(file, first, false, faults, memory);
    }

    /**
     * Reads a file.
     *
     * @param first    the training file, whose classes the others must have; empty for that file itself
     * @param optional whether y may be missing
     * @return the samples; empty if there were faults
     */
    static Optional<Table> read(Path file, Optional<Table> first, boolean optional, TableFaults faults, MemoryBudget memory) {
        try {
            NpzTable reader = new NpzTable(TableFaults.name(file), optional, faults);
            Map<String, Optional<Npz.Header>> headers = Npz.headers(file, WANTED::contains);
            if (!reader.fits(headers, memory)) {
                return Optional.empty();
            }
            Map<String, NpyArray> arrays = Npz.read(file, WANTED::contains);
            return reader.table(arrays, first);
        } catch (InputException e) {
            faults.add(e);
            return Optional.empty();
        }
    }

    /** Checks names, shapes and sizes, before memory is taken for the arrays. */
    private boolean fits(Map<String, Optional<Npz.Header>> headers, MemoryBudget memory) {
        for (String wanted : List.of(X, Y)) {
            if (!headers.containsKey(wanted) && !(optional && wanted.equals(Y))) {
                faults.add(
                        "has no array " + wanted + ", only "
                                + (headers.isEmpty() ? "none at all" : Fault.shown(Table.shown(List.copyOf(headers.keySet())))),
                        "write it with numpy.savez(file, x=..., y=...)");
            }
        }
        if (!faults.none()) {
            return false;
        }
        Npz.Header x = Objects.requireNonNull(headers.get(X)).orElseThrow();
        // Without answers, those of the inputs stand for them.
        Npz.Header y = headers.containsKey(Y) ? Objects.requireNonNull(headers.get(Y)).orElseThrow() : new Npz.Header(ElementKind.FLOAT32, x.shape());
        if (x.shape().length < 2) {
            faults.add("x is " + x + ", and must be samples x inputs", "x.reshape(-1, 1) has one input for each sample");
        }
        if (y.shape().length == 0 || x.shape().length > 0 && y.shape()[0] != x.shape()[0]) {
            faults.add("x is " + x + " and y is " + y + ", and both must have the same number of samples, their first dimension", "");
        } else if (!isTarget(y.kind()) && size(y.shape()) != 1) {
            faults.add("y is " + y + ": integers are classes, one for each sample", size(y.shape()) == 0 ? "" : "y.argmax(axis=1) makes classes "
                    + "of one-hot rows, and y.astype('float32') makes targets");
        } else if (x.shape().length > 1 && (x.bytes() == 0 || y.bytes() == 0)) {
            faults.add("x is " + x + " and y is " + y + ", so there is nothing in it", "");
        }
        checkPresentation(TIME, "float64 or float32", headers, x, NpzTable::isTarget);
        checkPresentation(HAS_TARGET, "bool", headers, x, kind -> kind == ElementKind.BOOL);
        double samples = x.shape().length == 0 ? 0 : (double) x.shape()[0];
        // The arrays, twice as they are unpacked, and the samples as floats.
        double bytes = 2.0 * (x.bytes() + y.bytes()) + samples * (24 + Float.BYTES * (double) (size(x.shape()) + size(y.shape())));
        return faults.none() && memory.take(bytes, faults);
    }

    /** Checks an array with one value for each sample, if it is there. */
    private void checkPresentation(
            String array, String kinds, Map<String, Optional<Npz.Header>> headers, Npz.Header x, Predicate<ElementKind> right) {
        headers.getOrDefault(array, Optional.empty()).ifPresent(header -> {
            if (x.shape().length > 0 && (header.shape().length != 1 || header.shape()[0] != x.shape()[0] || !right.test(header.kind()))) {
                faults.add(array + " is " + header + ", and must be of " + kinds + " with one value for each of the " + x.shape()[0] + " samples",
                        "");
            }
        });
    }

    private static boolean isTarget(ElementKind kind) {
        return kind == ElementKind.FLOAT32 || kind == ElementKind.FLOAT64;
    }

    /** Returns the number of elements of a sample. */
    private static long size(int[] shape) {
        return Arrays.stream(shape).skip(1).asLongStream().reduce(1, (a, b) -> a * b);
    }

    private Optional<Table> table(Map<String, NpyArray> arrays, Optional<Table> first) {
        NpyArray x = Objects.requireNonNull(arrays.get(X));
        Optional<NpyArray> answers = Optional.ofNullable(arrays.get(Y));
        double[] times = Optional.ofNullable(arrays.get(TIME)).map(NpyArray::toDoubles).orElse(new double[0]);
        boolean[] taught = Optional.ofNullable(arrays.get(HAS_TARGET)).map(NpyArray::toBooleans).orElse(new boolean[0]);
        Columns inputs = Columns.of(x);
        requireFinite(X, inputs);
        int[] shape = Arrays.copyOfRange(x.shape(), 1, x.shape().length);
        if (answers.isEmpty()) {
            return faults.none() ? Optional.of(new Table(name, shape, List.of(), inputs, new int[0], List.of(), Table.NOTHING, "", times, taught))
                    : Optional.empty();
        }
        NpyArray y = answers.get();
        String where = "y, an " + y;
        Table table;
        if (isTarget(y.kind())) {
            Columns targets = Columns.of(y);
            requireFinite(Y, targets);
            table = new Table(name, shape, List.of(), inputs, new int[0], List.of(), targets, where, times, taught);
        } else {
            int[] classes = classes(y.toLongs(), first.filter(Table::hasClasses));
            int most = Arrays.stream(classes).max().orElse(0);
            List<String> names = first.filter(Table::hasClasses).map(Table::classNames)
                    .orElseGet(() -> IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList());
            table = new Table(name, shape, List.of(), inputs, classes, names, Table.NOTHING, where, times, taught);
        }
        return faults.none() ? Optional.of(table) : Optional.empty();
    }

    private int[] classes(long[] values, Optional<Table> first) {
        int most = first.map(Table::outputs).orElse(OwnReader.MAX_CLASSES) - 1;
        int[] classes = new int[values.length];
        for (int k = 0; k < values.length; k++) {
            if (values[k] < 0 || values[k] > most) {
                faults.add("row " + k + " of y", Long.toString(values[k]), "must be a class, from 0 to " + most
                        + first.map(table -> ", the last class of " + table.name()).orElse(""),
                        first.isEmpty() && values[k] > 0 ? "y.astype('float32') makes targets of a regression" : "");
            } else {
                classes[k] = (int) values[k];
            }
        }
        return classes;
    }

    private void requireFinite(String array, Columns values) {
        for (int row = 0; row < values.rows(); row++) {
            for (int column = 0; column < values.columns(); column++) {
                if (!Float.isFinite((float) values.at(row, column))) {
                    faults.add("row " + row + ", column " + column + " of " + array + " (" + place(array, values.array.shape(), row, column) + ")",
                            Double.toString(values.at(row, column)), "must be a finite number that a float can hold", "");
                }
            }
        }
    }

    /** Returns an element as NumPy writes it. */
    private static String place(String array, int[] shape, int row, int column) {
        int[] index = new int[shape.length];
        int left = column;
        for (int d = shape.length - 1; d > 0; d--) {
            index[d] = left % shape[d];
            left /= shape[d];
        }
        index[0] = row;
        return Arrays.stream(index).mapToObj(Integer::toString).collect(Collectors.joining(", ", array + "[", "]"));
    }

    /**
     * The rows of an array, each flattened.
     *
     * @param array   the array
     * @param rows    size of its first dimension
     * @param columns elements of a row
     */
    private record Columns(NpyArray array, int rows, int columns) implements Cells {
        static Columns of(NpyArray array) {
            return new Columns(array, array.shape()[0], (int) size(array.shape()));
        }

        @Override
        public double at(int row, int column) {
            return array.at(row * columns + column);
        }
    }
}
