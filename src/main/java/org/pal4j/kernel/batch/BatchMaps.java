package org.pal4j.kernel.batch;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.pal4j.kernel.Simd;
import org.pal4j.memory.Lanes;

/**
 * The operations of convolutions and max-pools on maps of a batch, apart from the products in {@link Batches}. A map is
 * {@code height * width} rows of samples, one per position, in row-major order; maps are stored one after the other. Offsets are
 * in bytes from the start of {@code m}.
 */
public final class BatchMaps {
    /** Filters of a tile of {@link #correlate}: as many as the processor has registers for. */
    public static final int FILTERS = Simd.REGISTERS < 32 ? 3 : 4;
    /** Channels of a tile. */
    public static final int CHANNELS = 3;

    private BatchMaps() {}

    /**
     * Accumulates the contribution of a strip of a map, some of its rows, to the gradients of a tile of weights of one kernel tap:
     * {@code sums(f, c) += sum over positions of e(f) * x(c)} for {@link #FILTERS} filters f and {@link #CHANNELS} channels c. The sum is lanewise
     * over all 32 samples: at each position the first 16 samples, then the other 16, are added to the same 16 lanes.
     *
     * @param e      the strip of the first filter; the other filters are {@code eMap} bytes apart
     * @param x      the positions seen by the tap in the first channel; the other channels are {@code xMap} bytes apart. Filters and channels
     *               beyond the last give sums that are never read, but they must lie within the memory
     * @param xRow   bytes from one row of x to the next; the rows of e have no gaps
     * @param width  positions per row
     * @param height rows
     * @param sums   16 floats per pair, starting with the channels of the first filter
     */
    public static void correlate(MemorySegment m, int e, int eMap, int x, int xMap, int xRow, int width, int height, int sums) {
        accumulate(m, e, eMap, x, xMap, xRow, 2 * width, Lanes.BYTES, height, sums);
    }

    /** {@link #correlate} with only the 16 samples at {@code e} and {@code x} at each position. */
    public static void correlateHalf(MemorySegment m, int e, int eMap, int x, int xMap, int xRow, int width, int height, int sums) {
        accumulate(m, e, eMap, x, xMap, xRow, width, Batches.ROW, height, sums);
    }

    /**
     * {@link #correlate} with a row as steps of 16 samples.
     *
     * @param steps  per row
     * @param stride bytes from one step to the next
     */
    private static void accumulate(MemorySegment m, int e, int eMap, int x, int xMap, int xRow, int steps, int stride, int height, int sums) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.correlate(m, e, eMap, x, xMap, xRow, steps, stride, height, sums, FILTERS);
        } else {
            long at = m.address();
            if (Simd.REGISTERS < 32) {
                FewRegisterUpdates.correlate(at + e, eMap, at + x, xMap, xRow, steps, stride, height, at + sums);
            } else {
                VectorBatchMaps.correlate(at + e, eMap, at + x, xMap, xRow, steps, stride, height, at + sums);
            }
            Reference.reachabilityFence(m);
        }
    }

    /** Lanewise sum of rows of samples in ascending order: {@code sums(n) = sum over rows of x(row, n)}. */
    public static void sum(MemorySegment m, int x, int rows, int sums) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.sum(m, x, rows, sums);
        } else {
            long at = m.address();
            VectorBatchMaps.sum(at + x, rows, at + sums);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code x = x + value} over a whole map. */
    public static void shift(MemorySegment m, int x, float value, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.shift(m, x, value, bytes);
        } else {
            long at = m.address();
            VectorBatchMaps.shift(at + x, value, bytes);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out(r) = out(r) + x(r)} for rows that are {@code stride} bytes apart in {@code out} and follow each other in {@code x}. */
    public static void addRows(MemorySegment m, int x, int out, int stride, int rows) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.addRows(m, x, out, stride, rows);
        } else {
            long at = m.address();
            VectorBatchMaps.addRows(at + x, at + out, stride, rows);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * Computes one row of a max-pool's map: the largest rate of each 2 x 2 positions, the first among equals, and its index from
     * 0 to 3 in row-major order.
     *
     * @param x      two rows of the map below
     * @param width  positions of the pooled row
     * @param out    rates
     * @param winner index of the largest rate, as a float
     */
    public static void pool(MemorySegment m, int x, int width, int out, int winner) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.pool(m, x, width, out, winner);
        } else {
            long at = m.address();
            VectorBatchMaps.pool(at + x, width, at + out, at + winner);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out} = the value of {@code x} at the winner of each 2 x 2 positions; rows as in {@link #pool}. */
    public static void select(MemorySegment m, int x, int width, int out, int winner) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.select(m, x, width, out, winner);
        } else {
            long at = m.address();
            VectorBatchMaps.select(at + x, width, at + out, at + winner);
            Reference.reachabilityFence(m);
        }
    }

    /** The inverse of {@link #select}: {@code x} = the value of {@code out} at the winner, and 0 elsewhere. */
    public static void spread(MemorySegment m, int x, int width, int out, int winner) {
        if (Simd.SCALAR) {
            ScalarBatchMaps.spread(m, x, width, out, winner);
        } else {
            long at = m.address();
            VectorBatchMaps.spread(at + x, width, at + out, at + winner);
            Reference.reachabilityFence(m);
        }
    }
}
