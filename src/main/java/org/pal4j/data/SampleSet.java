package org.pal4j.data;

import java.util.Arrays;
import org.pal4j.memory.VectorView;

/**
 * The samples of a task, in order: rates, and, where they exist, classes and target voltages.
 *
 * <p>To show a sample and to ask for its target allocates nothing.
 */
public final class SampleSet {
    private final Inputs inputs;
    /** One for each class, or one for each sample where there are no classes. */
    private final float[][] targets;
    private final int[] classes;

    private SampleSet(Inputs inputs, float[][] targets, int[] classes) {
        this.inputs = inputs;
        this.targets = targets;
        this.classes = classes;
    }

    /** No samples. */
    public static SampleSet none() {
        return unlabelled(new Inputs.Rates(new float[0][]));
    }

    /**
     * Samples with target voltages.
     *
     * @param inputs  rates of each sample; kept, not copied
     * @param targets of each sample; kept, not copied
     * @throws IllegalArgumentException if there are not as many targets as inputs
     */
    public static SampleSet taught(float[][] inputs, float[][] targets) {
        if (inputs.length != targets.length) {
            throw new IllegalArgumentException(inputs.length + " inputs can't have " + targets.length + " targets");
        }
        return new SampleSet(new Inputs.Rates(inputs), targets, new int[0]);
    }

    /**
     * Samples with classes.
     *
     * @param inputs     what is shown
     * @param classes    the class of each sample, from 0; kept, not copied
     * @param classCount how many classes there are, and outputs
     * @param high       target voltage of the own class
     * @param low        target voltage of all others
     */
    static SampleSet classified(Inputs inputs, int[] classes, int classCount, double high, double low) {
        float[][] targets = new float[classCount][classCount];
        for (int i = 0; i < classCount; i++) {
            Arrays.fill(targets[i], (float) low);
            targets[i][i] = (float) high;
        }
        return new SampleSet(inputs, targets, classes);
    }

    /** Samples without targets or classes. */
    static SampleSet unlabelled(Inputs inputs) {
        return new SampleSet(inputs, new float[0][], new int[0]);
    }

    /** How many there are. */
    public int size() {
        return inputs.size();
    }

    /** Whether they have targets. */
    public boolean hasTargets() {
        return targets.length > 0;
    }

    /** Whether they have classes. */
    public boolean hasClasses() {
        return classes.length > 0;
    }

    /**
     * Writes the rates of a sample into a circuit's input.
     *
     * @param sample 0-based
     * @param target of exactly as many values as a sample has
     */
    public void show(int sample, VectorView target) {
        inputs.show(sample, target);
    }

    /** The rates of a sample: a copy, to look at. */
    public float[] input(int sample) {
        return inputs.copy(sample);
    }

    /** The target voltages of a sample that has any; shared with others of its class, so not to be changed. */
    public float[] target(int sample) {
        return targets[hasClasses() ? classes[sample] : sample];
    }

    /** The class of a sample that has one. */
    public int classOf(int sample) {
        return classes[sample];
    }

    /** All classes, in order: a copy; empty where there are none. */
    public int[] classes() {
        return classes.clone();
    }
}
