package org.pal4j.verify;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;

/**
 * The arrays of a golden trajectory.
 *
 * @param name   the name of the case
 * @param arrays the arrays by name
 */
public record GoldenArrays(String name, Map<String, NpyArray> arrays) {
    /** The prefix of arrays with expected values. */
    public static final String EXPECTED = "exp_";

    /** Reads the arrays of the case in a folder. */
    public static GoldenArrays read(String name, Path folder) {
        return new GoldenArrays(name, Npz.read(folder.resolve("arrays.npz")));
    }

    /** Returns the default name of a case: that of its folder. */
    public static String nameOf(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null ? folder.toString() : last.toString();
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

    /** Checks that there is an array of exactly this shape. */
    public void require(String name, int... shape) {
        array(name, shape);
    }

    /** Checks that there are expected values, and none under unknown names, which would never be compared. */
    public void requireExpectations(Set<String> known) {
        boolean any = false;
        for (String array : arrays.keySet()) {
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
        return arrays.containsKey(name);
    }

    /** Returns the array with this name, of any shape. */
    public NpyArray present(String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw fault(name, "arrays.npz has no array '" + name + "'"
                    + (arrays.isEmpty() ? "" : "; the nearest is '" + Fault.shown(Nearest.to(name, arrays.keySet())) + "'"));
        }
        return array;
    }

    private NpyArray array(String name, int... shape) {
        NpyArray array = present(name);
        if (!Arrays.equals(array.shape(), shape)) {
            throw fault(name, name + " must have the shape " + Arrays.toString(shape) + ", has " + Arrays.toString(array.shape()));
        }
        return array;
    }

    private InputException fault(String array, String sentence) {
        return new InputException(name, List.of(Fault.saying(array, sentence)));
    }
}
