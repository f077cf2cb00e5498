package org.pal4j.data;

import org.pal4j.random.CounterRandom;
import org.pal4j.random.NumpyRandom;

/** Inputs without a meaning, uniform in [0, 1): what backward weights learn from when nothing else does. */
public final class UniformInputs {
    private UniformInputs() {}

    /**
     * Inputs from the counter-based generator.
     *
     * @param seed   any 64 bits
     * @param size   samples
     * @param inputs values of a sample
     */
    public static float[][] counter(long seed, int size, int inputs) {
        CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.INPUTS);
        float[][] rows = new float[size][inputs];
        for (float[] row : rows) {
            for (int i = 0; i < inputs; i++) {
                row[i] = random.nextFloat();
            }
        }
        return rows;
    }

    /**
     * Inputs from NumPy's generator: the nearest floats to {@code RandomState(seed).uniform(0, 1, (size, inputs))}.
     *
     * @param seed   0 to 2^32-1
     * @param size   samples
     * @param inputs values of a sample
     */
    public static float[][] numpy(long seed, int size, int inputs) {
        NumpyRandom random = new NumpyRandom(seed);
        float[][] rows = new float[size][inputs];
        for (float[] row : rows) {
            for (int i = 0; i < inputs; i++) {
                row[i] = (float) random.nextDouble();
            }
        }
        return rows;
    }

    /** Samples of such inputs, without targets. */
    public static SampleSet samples(float[][] rows) {
        return SampleSet.unlabelled(new Inputs.Rates(rows));
    }
}
