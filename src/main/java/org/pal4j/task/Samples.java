package org.pal4j.task;

import java.util.Arrays;

/**
 * Samples of a task, in order.
 *
 * @param inputs  one row of rates for each sample
 * @param targets one row of target voltages for each sample; rows of length 0 where there is no target
 * @param classes the class of each sample; empty where there are none
 */
public record Samples(float[][] inputs, float[][] targets, int[] classes) {

    /** How many there are. */
    public int size() {
        return inputs.length;
    }

    /** Whether they have targets. */
    public boolean hasTargets() {
        return targets.length > 0 && targets[0].length > 0;
    }

    /** Whether they have classes. */
    public boolean hasClasses() {
        return classes.length > 0;
    }

    /** Samples with target voltages {@code high} for the own class and {@code low} for all others. */
    static Samples classified(float[][] inputs, int[] classes, int classCount, double high, double low) {
        float[][] targets = new float[inputs.length][classCount];
        for (int i = 0; i < inputs.length; i++) {
            Arrays.fill(targets[i], (float) low);
            targets[i][classes[i]] = (float) high;
        }
        return new Samples(inputs, targets, classes);
    }

    /** Samples without targets or classes. */
    static Samples unlabelled(float[][] inputs) {
        return new Samples(inputs, new float[inputs.length][0], new int[0]);
    }
}
