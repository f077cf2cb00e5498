package org.pal4j.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Nearest;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;

/** The arrays of a golden trajectory. An array is read when it is asked for, and not before its shape is known to be the right one. */
public final class GoldenArrays {
    /** The name of the file that holds the keys of a case. */
    public static final String FILE = "case.json";
    /** The prefix of arrays with expected values. */
    public static final String EXPECTED = "exp_";

    private final String name;
    private final Path file;
    private final Set<String> names;
    private final Map<String, Npz.Header> headers = new HashMap<>();
    private final Map<String, NpyArray> arrays = new HashMap<>();

    private GoldenArrays(String name, Path file) {
        this.name = name;
        this.file = file;
        names = Npz.headers(file, array -> false).keySet();
    }

    /** Opens the arrays of the case in a folder. */
    public static GoldenArrays read(String name, Path folder) {
        return new GoldenArrays(name, folder.resolve("arrays.npz"));
    }

    /** Returns the name of the case. */
    public String name() {
        return name;
    }

    /** Returns the name of a case: the {@code name} of its case.json, or that of its folder. */
    public static String nameOf(Path folder, Map<String, Object> json) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return json.get("name") instanceof String given ? Fault.shown(given) : String.valueOf(last == null ? folder : last);
    }

    /** Returns the case.json in a folder; nothing if it is not there. */
    public static Optional<Map<String, Object>> json(Path folder) {
        Path file = folder.resolve(FILE);
        return Files.isRegularFile(file) ? Optional.of(Documents.json(file)) : Optional.empty();
    }

    /** Returns an array of switches, one per step. */
    public boolean[] switches(String name, int steps) {
        NpyArray array = array(name, steps);
        if (array.kind() != ElementKind.BOOL) {
            throw fault(name, name + " must be of type bool, is " + array.kind());
        }
        return array.toBooleans();
    }

    /** Returns the ascending numbers of completed steps, at most {@code steps}, after which states are expected. */
    public long[] expectedAt(int steps) {
        // One entry a step at most, so that a short case never reads a long list.
        Npz.Header header = header("at");
        if (header.shape().length == 1 && header.shape()[0] > steps) {
            throw fault("at", "'at' must hold ascending step numbers from 1 to " + steps);
        }
        NpyArray array = present("at");
        boolean whole = array.kind() == ElementKind.INT64 || array.kind() == ElementKind.INT32;
        long[] at = whole && array.shape().length == 1 ? array.toLongs() : new long[0];
        for (int k = 0; k < at.length; k++) {
            if (at[k] < 1 || at[k] > steps || k > 0 && at[k] <= at[k - 1]) {
                throw fault("at", "'at' must hold ascending step numbers from 1 to " + steps);
            }
        }
        if (at.length == 0) {
            throw fault("at", "'at' must be a list of step numbers of type int64 or int32, with at least one");
        }
        return at;
    }

    /** Returns an array of exactly this shape, in double precision. */
    public double[] values(String name, int... shape) {
        return array(name, shape).toDoubles();
    }

    /** Returns the rows of an array that holds one row per step, or of a part of it, in double precision. */
    public double[][] rows(String name, int rows) {
        double[] values = present(name).toDoubles();
        int columns = values.length / rows;
        return IntStream.range(0, rows).mapToObj(n -> Arrays.copyOfRange(values, n * columns, (n + 1) * columns)).toArray(double[][]::new);
    }

    /**
     * Takes steps until the last expected state.
     *
     * @param steps   the number of steps of the case
     * @param step    takes the step of an index, from 0
     * @param compare compares the state with the expected state of an index, from 0
     */
    public void follow(int steps, IntConsumer step, IntConsumer compare) {
        long[] at = expectedAt(steps);
        for (int n = 0, next = 0; next < at.length; n++) {
            step.accept(n);
            if (n + 1 == at[next]) {
                compare.accept(next++);
            }
        }
    }

    /** Checks that there is an array of exactly this shape. */
    public void require(String name, int... shape) {
        array(name, shape);
    }

    /** Checks that there are expected values, and none under unknown names, which would never be compared. */
    public void requireExpectations(Set<String> known) {
        boolean any = false;
        for (String array : names) {
            if (array.startsWith(EXPECTED)) {
                any = true;
                if (!known.contains(array)) {
                    throw fault(array, "array '" + Fault.shown(array) + "' is not known" + Nearest.hint(array, known));
                }
            }
        }
        if (!any) {
            throw fault("arrays.npz", "arrays.npz expects nothing; there is no array exp_...");
        }
    }

    /** Returns whether there is an array with this name. */
    public boolean has(String name) {
        return names.contains(name);
    }

    /** Returns kind and shape of the array with this name. The array itself is not read. */
    public Npz.Header header(String name) {
        if (!has(name)) {
            throw fault(name, "arrays.npz has no array '" + name + "'" + Nearest.hint(name, names));
        }
        return headers.computeIfAbsent(name, array -> Objects.requireNonNull(Npz.headers(file, array::equals).get(array)).orElseThrow());
    }

    /** Returns the array with this name, of any shape. */
    public NpyArray present(String name) {
        header(name);
        return arrays.computeIfAbsent(name, array -> Objects.requireNonNull(Npz.read(file, array::equals).get(array)));
    }

    private NpyArray array(String name, int... shape) {
        int[] there = header(name).shape();
        if (!Arrays.equals(there, shape)) {
            throw fault(name, name + " must have the shape " + Arrays.toString(shape) + ", has " + Arrays.toString(there));
        }
        return present(name);
    }

    private InputException fault(String array, String sentence) {
        return new InputException(name, List.of(Fault.saying(array, sentence)));
    }
}
