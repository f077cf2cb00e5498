package org.pal4j.data;

import org.pal4j.Cancellation;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.NumpyRandom;

/** Random inputs, uniform in [0, 1), for learning backward weights and for teacher networks. */
public final class UniformInputs {
    private UniformInputs() {}

    /**
     * Returns inputs from the counter-based generator.
     *
     * @param seed   seed, any 64 bits
     * @param size   number of samples
     * @param inputs number of values of a sample
     */
    public static float[][] counter(long seed, int size, int inputs) {
        CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.INPUTS);
        float[][] rows = new float[size][inputs];
        for (int k = 0; k < size; k++) {
            Cancellation.check(k, 1 << 8);
            for (int i = 0; i < inputs; i++) {
                rows[k][i] = random.nextFloat();
            }
        }
        return rows;
    }

    /**
     * Returns inputs from NumPy's generator: the nearest floats to {@code RandomState(seed).uniform(0, 1, (size, inputs))}.
     *
     * @param seed   seed, 0 to 2^32-1
     * @param size   number of samples
     * @param inputs number of values of a sample
     */
    public static float[][] numpy(long seed, int size, int inputs) {
        NumpyRandom random = new NumpyRandom(seed);
        float[][] rows = new float[size][inputs];
        for (int k = 0; k < size; k++) {
            Cancellation.check(k, 1 << 8);
            for (int i = 0; i < inputs; i++) {
                rows[k][i] = (float) random.nextDouble();
            }
        }
        return rows;
    }

    /** Returns samples with these inputs, without targets. */
    public static SampleSet samples(float[][] rows) {
        return SampleSet.unlabelled(new Inputs.Rates(rows));
    }
}
