package org.pal4j.random;

/**
 * A sequence of draws from {@link Threefry} for quantities that are drawn once: weights, inputs, the order of samples. The
 * streams of a seed are independent of each other and of the noise.
 */
public final class CounterRandom {
    /** The purpose of the draws. */
    public enum Stream {
        /** Initial forward weights. */
        FORWARD_WEIGHTS,
        /** Initial feedback weights. */
        FEEDBACK_WEIGHTS,
        /** Inputs of a task. */
        INPUTS,
        /** The order of samples. */
        ORDER,
        /** Initial weights from interneurons. */
        FROM_INTERNEURONS,
        /** Initial weights to interneurons. */
        TO_INTERNEURONS,
        /** Initial voltages. */
        VOLTAGES,
        /** Which images are used for training and which for validation. */
        SPLIT,
        /** The order in which a linear classifier visits its samples. */
        CLASSIFIER,
        /** Initial biases. */
        BIASES,
        /** Which presentations have a target. */
        TARGETS,
        /** Forward weights that replace others during a run. */
        NEW_FORWARD_WEIGHTS,
        /** Inputs, draws and switches of golden cases. */
        GOLDEN,
        /** Time constants of neurons that differ, pyramidal ones and then interneurons. */
        PACES,
        /** Gains of such neurons. */
        GAINS
    }

    /** Distinguishes the keys of streams from those of noise, which are population numbers and small. */
    private static final int STREAM_FLAG = 0x8000_0000;

    private final long key;
    private long counter;

    /** The start of a stream. */
    public CounterRandom(long seed, Stream stream) {
        this(seed, stream, 0);
    }

    /** The start of part {@code part} of a stream, for example the sample order of one epoch. */
    public CounterRandom(long seed, Stream stream, int part) {
        key = Threefry.block(seed, (STREAM_FLAG | stream.ordinal()) & 0xFFFFFFFFL | (long) part << 32);
    }

    /** 64 random bits. */
    public long nextLong() {
        return Threefry.block(key, counter++);
    }

    /** Uniform in [0, 1), a multiple of 2^-24. */
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /** Uniform in [low, high) up to rounding, from 53 random bits. */
    public double uniform(double low, double high) {
        return low + (high - low) * ((nextLong() >>> 11) * 0x1p-53);
    }

    /** A standard-normal draw by the polar method, using one value of each pair. */
    public double nextGaussian() {
        double x;
        double square;
        do {
            x = uniform(-1, 1);
            double y = uniform(-1, 1);
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        return x * Math.sqrt(-2 * StrictMath.log(square) / square);
    }

    /** Uniform in 0 .. bound-1, with a negligible bias (2^-32): the high half of a product. */
    public int nextInt(int bound) {
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /** Shuffles {@code indices}; all orders are equally likely. */
    public void shuffle(int[] indices) {
        for (int i = indices.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = indices[i];
            indices[i] = indices[j];
            indices[j] = swapped;
        }
    }
}
