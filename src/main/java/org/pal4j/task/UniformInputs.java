package org.pal4j.task;

import org.pal4j.random.CounterRandom;

/** Inputs without a meaning, uniform in [0, 1): what backward weights learn from when nothing else does. */
public final class UniformInputs {
    private UniformInputs() {}

    /**
     * A data set.
     *
     * @param seed   any 64 bits
     * @param size   samples
     * @param inputs values of a sample
     */
    public static Samples generate(long seed, int size, int inputs) {
        CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.INPUTS);
        float[][] rows = new float[size][inputs];
        for (float[] row : rows) {
            for (int i = 0; i < inputs; i++) {
                row[i] = random.nextFloat();
            }
        }
        return Samples.unlabelled(new Inputs.Rates(rows));
    }
}
