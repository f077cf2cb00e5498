package org.pal4j.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;

/**
 * A batch in the hand of somebody: it advances with inputs, targets, noise and learning of the caller's, outside the stages of its experiment.
 *
 * <p>For each presentation the caller sets the input of every replica, and its target if there is one, calls {@link #begin}, and then {@link
 * #advance} in any number of calls. All replicas advance together. Used by one thread at a time, and not within a presentation of {@link Batch}.
 */
public interface Driven {
    /**
     * What is on while a batch advances.
     *
     * @param learning what learns, from {@link Driven#plasticities}
     * @param noise    whether there is noise, as far as the experiment has it
     * @param target   whether the targets act on the network
     */
    record Mode(Set<String> learning, boolean noise, boolean target) {
        /** Copies the set. */
        public Mode {
            learning = Set.copyOf(learning);
        }
    }

    /** Returns the variables that {@link #read} gives, in the order of the documentation. */
    List<NetworkVariable> variables();

    /**
     * Returns a copy of a variable, in C order.
     *
     * @param variable the name of one of {@link #variables}
     */
    NpyArray read(int replica, String variable);

    /**
     * Sets a settable variable. What depends on it follows, so that the network continues as if it had always had this value.
     *
     * @param values   its values, of its shape; converted to its type
     * @throws IllegalStateException if {@link #canWrite} is false
     */
    void write(int replica, String variable, NpyArray values);

    /** Returns whether variables can be written now. Replicas in shared vectors can be written only before their first step. */
    default boolean canWrite() {
        return true;
    }

    /** Returns the names of what can learn: {@code forward}, {@code lateral}, {@code backward}. */
    List<String> plasticities();

    /** Returns what must learn for targets to act; nothing if they act by themselves. */
    default Set<String> learningOfTargets() {
        return Set.of();
    }

    /**
     * A sample of the experiment, as {@link Driven#input} and {@link Driven#target} take it. If a presentation shows several samples at once, it is
     * in all their places.
     *
     * @param target  nothing if it has none
     * @param ofClass the index of its class; nothing if it has none
     */
    record Sample(float[] input, Optional<float[]> target, OptionalInt ofClass) {}

    /**
     * Returns how many samples the experiment has.
     *
     * @param stage training, validation or test
     * @throws InputException if this model can't show one of them by itself
     */
    default int sampleCount(Stage stage) {
        throw new InputException("look: this model can't show a single sample of its experiment; present one");
    }

    /**
     * Returns a sample of the experiment.
     *
     * @param stage  training, validation or test
     * @param sample its index, in the order of the set, not shuffled
     */
    default Sample sample(Stage stage, int sample) {
        throw new IllegalStateException("there are no samples");
    }

    /**
     * Checks a mode.
     *
     * @throws org.pal4j.InputException if this model can't combine what it says
     */
    default void require(Mode mode) {}

    /** Returns the number of samples that a presentation shows at once. */
    default int samples() {
        return 1;
    }

    /** Returns the shape of an input. */
    int[] inputShape();

    /** Returns the shape of a target, and of an output. */
    int[] targetShape();

    /**
     * Returns the draws that the caller has to give for each step, standard-normal numbers by name and shape; none if the batch draws its noise
     * itself.
     */
    List<NetworkVariable> draws();

    /** Returns whether the noise advances, and takes draws, also in steps in which it does not act. */
    default boolean drawsAlways() {
        return false;
    }

    /**
     * Sets the input of a replica.
     *
     * @param values the values of one input in C order, from index {@code from}
     */
    void input(int replica, float[] values, int from);

    /** Sets the target of a replica; otherwise as {@link #input}. */
    void target(int replica, float[] values, int from);

    /** Sets draws of the next step of a replica; otherwise as {@link #input}. */
    default void draw(int replica, String name, float[] values, int from) {
        throw new IllegalStateException("this batch draws its noise itself");
    }

    /** Begins a presentation with the inputs as they are. */
    void begin();

    /** Takes steps. */
    void advance(Mode mode, int steps);

    /**
     * Reads the output of the last step, as it counts in an evaluation.
     *
     * @param to   takes the values in C order
     * @param from the index of the first
     */
    void output(int replica, float[] to, int from);
}
