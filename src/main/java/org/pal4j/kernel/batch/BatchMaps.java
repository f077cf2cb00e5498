package org.pal4j.kernel.batch;

import java.lang.foreign.MemorySegment;
import org.pal4j.kernel.Simd;

/**
 * What convolutions and max-pools do with maps of a batch, besides the products of {@link Batches}. A map is {@code height * width} rows of samples, one for
 * each position, row by row; maps lie one after the other. Offsets are in bytes from the start of {@code m}.
 */
public final class BatchMaps {
    private BatchMaps() {}

    /**
     * Adds to the gradients of up to 4 x 3 weights of one tap of a convolution what one row of a map contributes: {@code sums(f, c) += sum over positions of
     * e(f) * x(c)} for 4 filters f and 3 channels c, lane by lane, of all 32 samples: at each position the first 16, then the others, into the same 16
     * lanes.
     *
     * @param e     the row, of the first filter; the others are {@code eMap} bytes apart
     * @param x     the row that the tap sees, of the first channel; the others are {@code xMap} bytes apart. Filters and channels beyond the last give sums
     *              that nobody reads, but they must lie within the memory
     * @param width positions of the row
     * @param sums  16 floats for each pair, 3 channels of the first filter first
     */
    public static void correlate(MemorySegment m, int e, int eMap, int x, int xMap, int width, int sums) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.correlate(m, e, eMap, x, xMap, width, sums);
        } else {
            VectorBatchMaps.correlate(m, e, eMap, x, xMap, width, sums);
        }
    }

    /** {@link #correlate} with 16 samples at each position only, those at {@code e} and {@code x}. */
    public static void correlateHalf(MemorySegment m, int e, int eMap, int x, int xMap, int width, int sums) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.correlateHalf(m, e, eMap, x, xMap, width, sums);
        } else {
            VectorBatchMaps.correlateHalf(m, e, eMap, x, xMap, width, sums);
        }
    }

    /** The sum of rows of samples, lane by lane in ascending order: {@code sums(n) = sum over rows of x(row, n)}. */
    public static void sum(MemorySegment m, int x, int rows, int sums) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.sum(m, x, rows, sums);
        } else {
            VectorBatchMaps.sum(m, x, rows, sums);
        }
    }

    /** {@code x = x + value} in a whole map. */
    public static void shift(MemorySegment m, int x, float value, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.shift(m, x, value, bytes);
        } else {
            VectorBatchMaps.shift(m, x, value, bytes);
        }
    }

    /** {@code out(r) = out(r) + x(r)} for rows that are {@code stride} bytes apart in {@code out}. */
    public static void addRows(MemorySegment m, int x, int out, int stride, int rows) {
        for (int r = 0; r < rows; r++) {
            BatchNeurons.add(m, x + r * Batches.ROW, out + r * stride, Batches.ROW);
        }
    }

    /**
     * One row of a max-pool's map: of each 2 x 2 positions the largest rate, of equals the first, and which one it is: 0 to 3, row by row.
     *
     * @param x      two rows of the map below
     * @param width  positions of the pooled row
     * @param out    rates
     * @param winner which one, as a float
     */
    public static void pool(MemorySegment m, int x, int width, int out, int winner) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.pool(m, x, width, out, winner);
        } else {
            VectorBatchMaps.pool(m, x, width, out, winner);
        }
    }

    /** {@code out} = the value of the winner among each 2 x 2 positions of {@code x}; rows as in {@link #pool}. */
    public static void select(MemorySegment m, int x, int width, int out, int winner) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.select(m, x, width, out, winner);
        } else {
            VectorBatchMaps.select(m, x, width, out, winner);
        }
    }

    /** The reverse: {@code x} = what is in {@code out} where the winner was, and 0 elsewhere. */
    public static void spread(MemorySegment m, int x, int width, int out, int winner) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.spread(m, x, width, out, winner);
        } else {
            VectorBatchMaps.spread(m, x, width, out, winner);
        }
    }
}
