package org.pal4j.data;

import java.util.Arrays;
import org.pal4j.memory.VectorView;

/**
 * Samples of a task, in order: input rates and, for some tasks, classes and target voltages.
 *
 * <p>Presenting a sample and reading its target allocate no memory.
 */
public final class SampleSet {
    private final Inputs inputs;
    /** Targets of each class, or of each sample if there are no classes. */
    private final float[][] targets;
    private final int[] classes;

    /** Time of each presentation, ms; empty if all are of the usual length. */
    private final double[] times;
    /** Whether each presentation has a target; empty if all have one. */
    private final boolean[] taught;

    private SampleSet(Inputs inputs, float[][] targets, int[] classes) {
        this(inputs, targets, classes, new double[0], new boolean[0]);
    }

    private SampleSet(Inputs inputs, float[][] targets, int[] classes, double[] times, boolean[] taught) {
        this.inputs = inputs;
        this.targets = targets;
        this.classes = classes;
        this.times = times;
        this.taught = taught;
    }

    /**
     * Returns these samples with presentations of their own.
     *
     * @param durations time for which each sample is shown, ms; empty for the usual time; not copied
     * @param answered  whether each sample is shown with its target; empty if all are; not copied
     * @throws IllegalArgumentException if there is another number of them than of samples
     */
    public SampleSet presented(double[] durations, boolean[] answered) {
        if (durations.length > 0 && durations.length != size() || answered.length > 0 && answered.length != size()) {
            throw new IllegalArgumentException(size() + " samples can't have " + durations.length + " times and " + answered.length + " switches");
        }
        return new SampleSet(inputs, targets, classes, durations, answered);
    }

    /** Returns whether each sample is shown for a time of its own. */
    public boolean hasTimes() {
        return times.length > 0;
    }

    /** Returns the time for which a sample is shown, ms, if it has one of its own. */
    public double time(int sample) {
        return times[sample];
    }

    /** Returns whether some samples are shown without their targets. */
    public boolean hasGaps() {
        return taught.length > 0;
    }

    /** Returns whether a sample is shown with its target. */
    public boolean isTaught(int sample) {
        return taught.length == 0 || taught[sample];
    }

    /** Returns an empty set. */
    public static SampleSet none() {
        return unlabelled(new Inputs.Rates(new float[0][]));
    }

    /**
     * Returns samples with target voltages.
     *
     * @param inputs  rates of each sample; not copied
     * @param targets target voltages of each sample; not copied
     * @throws IllegalArgumentException if the numbers of inputs and targets differ
     */
    public static SampleSet taught(float[][] inputs, float[][] targets) {
        if (inputs.length != targets.length) {
            throw new IllegalArgumentException(inputs.length + " inputs can't have " + targets.length + " targets");
        }
        return new SampleSet(new Inputs.Rates(inputs), targets, new int[0]);
    }

    /**
     * Returns samples with classes.
     *
     * @param inputs     rates of each sample; not copied
     * @param classes    class of each sample, from 0; not copied
     * @param classCount number of classes, and of outputs
     * @param high       target voltage of the correct class
     * @param low        target voltage of the other classes
     * @throws IllegalArgumentException if the numbers of inputs and classes differ
     */
    public static SampleSet classified(float[][] inputs, int[] classes, int classCount, double high, double low) {
        if (inputs.length != classes.length) {
            throw new IllegalArgumentException(inputs.length + " inputs can't have " + classes.length + " classes");
        }
        return classified(new Inputs.Rates(inputs), classes, classCount, high, low);
    }

    /**
     * Returns samples with classes.
     *
     * @param inputs     input rates
     * @param classes    class of each sample, from 0; not copied
     * @param classCount number of classes, and of outputs
     * @param high       target voltage of the correct class
     * @param low        target voltage of the other classes
     */
    static SampleSet classified(Inputs inputs, int[] classes, int classCount, double high, double low) {
        float[][] targets = new float[classCount][classCount];
        for (int i = 0; i < classCount; i++) {
            Arrays.fill(targets[i], (float) low);
            targets[i][i] = (float) high;
        }
        return new SampleSet(inputs, targets, classes);
    }

    /**
     * Returns samples without targets or classes.
     *
     * @param inputs rates of each sample; not copied
     */
    public static SampleSet unlabelled(float[][] inputs) {
        return unlabelled(new Inputs.Rates(inputs));
    }

    /** Returns samples without targets or classes. */
    static SampleSet unlabelled(Inputs inputs) {
        return new SampleSet(inputs, new float[0][], new int[0]);
    }

    /** Returns the number of samples. */
    public int size() {
        return inputs.size();
    }

    /** Returns whether the samples have targets. */
    public boolean hasTargets() {
        return targets.length > 0;
    }

    /** Returns whether the samples have classes. */
    public boolean hasClasses() {
        return classes.length > 0;
    }

    /**
     * Writes the rates of a sample into a circuit's input.
     *
     * @param sample index of the sample, from 0
     * @param target input of the circuit, with the number of values of a sample
     */
    public void show(int sample, VectorView target) {
        inputs.show(sample, target);
    }

    /** Returns a copy of the rates of a sample. */
    public float[] input(int sample) {
        return inputs.copy(sample);
    }

    /**
     * Reads the rates of a sample.
     *
     * @param sample index of the sample, from 0
     * @param to     takes the rates; as long as a sample
     */
    public void input(int sample, float[] to) {
        inputs.copy(sample, to);
    }

    /** Returns the target voltages of a sample with a target. The array is shared with other samples of its class and must not be changed. */
    public float[] target(int sample) {
        return targets[hasClasses() ? classes[sample] : sample];
    }

    /** Returns the class of a sample with a class. */
    public int classOf(int sample) {
        return classes[sample];
    }

    /** Returns a copy of the classes of all samples, in order; empty without classes. */
    public int[] classes() {
        return classes.clone();
    }
}
