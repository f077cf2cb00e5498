package org.pal4j.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.random.CounterRandom;

/**
 * Makes golden cases of a model with its double-precision reference.
 *
 * @param <E> the type of the model's experiments
 */
public interface GoldenMaker<E> {
    /** The largest number of values in a case: those of all steps that it gives, and of all states that it expects. */
    long MAX_VALUES = 1L << 25;
    /** The largest number of multiplications of all steps. */
    double MAX_WORK = 2e11;
    /** A case with at most so many values expects the state after every step unless somebody asks for fewer. */
    long FEW_VALUES = 1L << 20;
    /** The number of states that a larger case expects. */
    int USUAL_STATES = 20;

    /**
     * What is asked for.
     *
     * @param steps      the number of steps
     * @param hold       the number of steps for which an input is held; 0 for the usual one
     * @param at         the numbers of completed steps after which states are expected, ascending; empty for the usual ones
     * @param ownSamples whether the inputs are the samples of the experiment; otherwise they are drawn
     * @param data       the folder of samples that are read from files
     * @param varied     whether what learns, and what is on, is drawn for each input; otherwise the case settles, trains and evaluates
     * @param weights    weights that replace drawn ones, by their names in weights.safetensors
     */
    record Request(
            int steps, int hold, List<Integer> at, boolean ownSamples, DataFolder data, boolean varied, Map<String, NpyArray> weights) {
        /** Copies the list. */
        public Request {
            at = List.copyOf(at);
        }

        /** Returns the number of steps for which an input is held. The usual number is that of the experiment, and gives three inputs at least. */
        public int held(int usual) {
            return hold > 0 ? hold : Math.max(1, Math.min(usual, (steps + 2) / 3));
        }

        /** Returns the number of inputs. */
        public int presentations(int held) {
            return (steps - 1) / held + 1;
        }

        /**
         * Returns the numbers of completed steps after which states are expected, and checks the size of the case.
         *
         * @param state       the number of values of a state
         * @param everyStep   the number of values that a step gives
         * @param work        the number of multiplications of a step
         * @throws InputException with all that is wrong
         */
        public int[] times(double state, double everyStep, double work) {
            int[] times = at.isEmpty() ? usualTimes(state) : at.stream().mapToInt(Integer::intValue).toArray();
            for (int k = 0; k < times.length; k++) {
                if (times[k] < 1 || times[k] > steps || k > 0 && times[k] <= times[k - 1]) {
                    throw new InputException("golden", List.of(Fault.of("at", times[k], "must be ascending step numbers from 1 to " + steps)));
                }
            }
            double values = state * times.length + everyStep * steps;
            if (values > MAX_VALUES) {
                throw new InputException("golden", List.of(new Fault("steps", Integer.toString(steps), String.format(Locale.ROOT,
                        "the case would have %.3g values, and may have %d", values, MAX_VALUES), "use fewer steps, smaller layers, or --at")));
            }
            if (work * steps > MAX_WORK) {
                throw new InputException("golden", List.of(new Fault("steps", Integer.toString(steps), String.format(Locale.ROOT,
                        "the reference model would take %.1g multiplications, and may take %.1g", work * steps, MAX_WORK),
                        "use fewer steps or smaller layers")));
            }
            return times;
        }

        private int[] usualTimes(double state) {
            if (state * steps <= FEW_VALUES) {
                return IntStream.rangeClosed(1, steps).toArray();
            }
            return IntStream.rangeClosed(1, USUAL_STATES).map(k -> (int) Math.max(1, (long) steps * k / USUAL_STATES)).distinct().toArray();
        }

        /** Returns what is done in a step of a case that is not varied: it settles for a tenth of its steps, and evaluates in the last tenth. */
        public Part part(int step) {
            int tenth = steps / 10;
            return step < tenth ? Part.SETTLING : step < steps - tenth ? Part.TRAINING : Part.EVALUATION;
        }
    }

    /** The parts of a case. */
    enum Part {
        /** Nothing learns. */
        SETTLING,
        /** What the experiment says learns, with noise and targets. */
        TRAINING,
        /** Nothing learns, with noise, without targets. */
        EVALUATION
    }

    /**
     * A configuration for a random case.
     *
     * @param keys  the keys of its experiment
     * @param steps the number of steps
     * @param hold  the number of steps for which an input is held
     */
    record Draft(Map<String, Object> keys, int steps, int hold) {
        /** Returns what to ask for. */
        public Request request(DataFolder data) {
            return new Request(steps, hold, List.of(), false, data, true, Map.of());
        }
    }

    /**
     * Makes a case. It depends on the experiment, its seed among the rest, and on the request alone.
     *
     * @throws InputException if it would be too large, or samples can't be read
     */
    GoldenFiles make(E e, Request request);

    /** Draws a small configuration, which any correct implementation in float follows within the bounds. */
    Draft random(CounterRandom random);

    /** Returns simpler forms of a draft, those to try first: fewer options, fewer steps, smaller layers. None is the draft itself. */
    List<Draft> simpler(Draft draft);

    /** Returns values in C order as an array of doubles of several times. */
    static NpyArray stacked(double[][] values, int... shape) {
        return NpyArray.ofDoubles(Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray(),
                TrajectoryComparison.stacked(values.length, shape));
    }
}
