package org.pal4j.memory;

/** The granularity of the memory layout: 16 floats, which is one 512-bit vector, two 256-bit vectors or four 128-bit vectors. */
public final class Lanes {
    /** Vectors, and the outputs of matrices, are padded to a multiple of this many floats. */
    public static final int COUNT = 16;
    /** Bytes of {@link #COUNT} floats: the alignment of every region, and one cache line on most processors. */
    public static final int BYTES = COUNT * Float.BYTES;

    private Lanes() {}

    /**
     * A size with its padding.
     *
     * @param size a number of floats, 0 or more
     * @return the least multiple of {@link #COUNT} that is not below {@code size}
     * @throws ArithmeticException if the result does not fit in an int
     */
    public static int padded(int size) {
        return Math.addExact(size, COUNT - 1) & -COUNT;
    }
}
