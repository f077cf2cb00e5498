package org.pal4j.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntFunction;
import org.pal4j.format.NpyArray;

/**
 * A golden case as somebody else has to follow it: what to open, what to set, what to do in each step, and the double-precision reference that knows
 * all variables after each step. Names are those of sessions (docs/protocol.md).
 */
public interface Trajectory {
    /** Returns the name of the case. */
    String name();

    /** Returns the name of the model. */
    String model();

    /** Returns the number of steps. */
    int steps();

    /**
     * Returns the configuration of the network: its keys as in a file, with every parameter.
     *
     * @param scratch a folder for files that the configuration names
     */
    Map<String, Object> config(Path scratch);

    /** Returns the variables to set before the first step. */
    SequencedMap<String, NpyArray> start();

    /** Returns what is done in the step of an index, from 0. */
    Step step(int index);

    /** Returns the variables in the order in which a step computes them, with their shapes. */
    SequencedMap<String, int[]> variables();

    /** Returns the largest error that passes: for a subject that answers in float, or in double precision. */
    double bound(boolean single);

    /** Returns the lower limit of the scale by which errors are divided. */
    double least();

    /** Returns the double-precision reference at the start. */
    Reference reference();

    /** Returns a guess at what is wrong. */
    String cause(Evidence evidence);

    /**
     * What is done in a step.
     *
     * @param input  the input, in its shape
     * @param target the target, if there is one
     * @param learn  what learns
     * @param noise  whether there is noise
     * @param draws  standard-normal draws by name, in their shapes
     */
    record Step(NpyArray input, Optional<NpyArray> target, Set<String> learn, boolean noise, Map<String, NpyArray> draws) {
        /** Returns whether another step shows the same and has the same switched on. */
        boolean goesOnWith(Step other) {
            return noise == other.noise && learn.equals(other.learn) && input.equals(other.input) && target.equals(other.target)
                    && draws.keySet().equals(other.draws.keySet());
        }
    }

    /** Returns the number of steps from an index on, at most {@code most}, that show the same. */
    default int held(int index, int most) {
        Step first = step(index);
        int count = 1;
        while (count < most && index + count < steps() && first.goesOnWith(step(index + count))) {
            count++;
        }
        return count;
    }

    /** A network in double precision that follows the case. */
    interface Reference {
        /** Takes the next step. */
        void step();

        /** Returns a variable in C order. */
        double[] read(String variable);
    }

    /**
     * The first variable that differs, in the order of computation. Everything that was compared after the steps before agreed.
     *
     * @param step     the number of completed steps
     * @param variable its name
     * @param got      the subject's values
     * @param states   gives the reference's variables after a number of completed steps, down to {@code step - 3}; 0 is the start
     */
    record Evidence(int step, String variable, double[] got, IntFunction<Map<String, double[]>> states) {}

    /** A possible mistake and the values that it gives. */
    record Mistake(String text, double[] values) {}

    /**
     * Returns the mistake whose values are those of the subject, if there is one.
     *
     * @param expected the right values
     */
    static Optional<String> explanation(double[] got, double[] expected, List<Mistake> mistakes) {
        double error = distance(got, expected);
        double best = error / 100;
        Optional<String> text = Optional.empty();
        for (Mistake mistake : mistakes) {
            double distance = distance(got, mistake.values());
            if (distance < best) {
                best = distance;
                text = Optional.of(mistake.text());
            }
        }
        return text;
    }

    private static double distance(double[] a, double[] b) {
        double largest = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < a.length && i < b.length; i++) {
            double distance = Math.abs(a[i] - b[i]);
            largest = Math.max(largest, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
        }
        return largest;
    }
}
