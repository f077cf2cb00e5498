package org.pal4j.kernel.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.pal4j.kernel.Simd;
import org.pal4j.memory.Lanes;

/**
 * Products and updates of batches are bit-identical to their twins, and equal independently computed sums in double: in the form that this processor
 * takes and in those for few and for many vector registers.
 */
@Tag("width")
@net.jqwik.api.Tag("width")
class BatchesTest {
    private static final int BYTES = 1 << 22;

    /** Memory filled with random numbers of both signs. */
    private static MemorySegment memory(long seed) {
        MemorySegment m = Arena.ofAuto().allocate(BYTES, 64);
        SplittableRandom random = new SplittableRandom(seed);
        for (long at = 0; at < BYTES; at += 4) {
            m.set(ValueLayout.JAVA_FLOAT, at, (float) random.nextDouble(-1, 1));
        }
        return m;
    }

    private static byte[] bytes(MemorySegment m) {
        return m.toArray(ValueLayout.JAVA_BYTE);
    }

    private static float get(MemorySegment m, int at) {
        return m.get(ValueLayout.JAVA_FLOAT, at);
    }

    @Property(tries = 60)
    void productsEqualTheTwin(@ForAll @IntRange(min = 1, max = 40) int rows, @ForAll @IntRange(min = 1, max = 70) int steps, @ForAll long seed) {
        MemorySegment fast = memory(seed);
        MemorySegment slow = memory(seed);
        int table = 0;
        int w = 4096;
        int panel = (steps + 2) * Lanes.BYTES;
        int x = 1 << 20;
        int out = 2 << 20;
        SplittableRandom random = new SplittableRandom(seed + 1);
        for (int s = 0; s < steps; s++) {
            int row = random.nextInt(100) * Batches.ROW;
            fast.set(ValueLayout.JAVA_INT, table + s * 4L, row);
            slow.set(ValueLayout.JAVA_INT, table + s * 4L, row);
        }
        MemorySegment few = memory(seed);
        few.copyFrom(slow);
        MemorySegment many = memory(seed);
        many.copyFrom(slow);
        Batches.product(fast, w, panel, table, steps, x, out, 3 * Batches.ROW, rows);
        ScalarBatches.product(slow, w, panel, table, steps, x, out, 3 * Batches.ROW, rows);
        assertArrayEquals(bytes(slow), bytes(fast));
        if (Simd.FLOAT_COUNT < Lanes.COUNT) {
            FewRegisterProducts.product(few.address() + w, panel, few.address() + table, steps, few.address() + x, few.address() + out,
                    3 * Batches.ROW,
                    rows);
            assertEquals(-1, slow.mismatch(few), "with few registers");
        }
        VectorBatches.product(many.address() + w, panel, many.address() + table, steps, many.address() + x, many.address() + out, 3 * Batches.ROW,
                rows);
        assertEquals(-1, slow.mismatch(many), "with many registers");
        int r = rows - 1;
        double sum = 0;
        for (int s = 0; s < steps; s++) {
            int weight = w + r / 16 * panel + s * 64 + r % 16 * 4;
            sum += (double) get(fast, weight) * get(fast, x + fast.get(ValueLayout.JAVA_INT, s * 4L) + 31 * 4);
        }
        assertEquals(sum, get(fast, out + r * 3 * Batches.ROW + 31 * 4), steps * steps * 6e-8);
    }

    @Property(tries = 60)
    void transposedProductsEqualTheTwin(@ForAll @IntRange(min = 1, max = 40) int rows, @ForAll @IntRange(min = 1, max = 200) int steps,
            @ForAll long seed) {
        MemorySegment fast = memory(seed);
        MemorySegment slow = memory(seed);
        int panel = (rows + 3) * Lanes.BYTES;
        int x = 1 << 20;
        int out = 2 << 20;
        MemorySegment few = memory(seed);
        MemorySegment many = memory(seed);
        Batches.transposedProduct(fast, 0, panel, steps, x, out, rows);
        ScalarBatches.transposedProduct(slow, 0, panel, steps, x, out, rows);
        assertArrayEquals(bytes(slow), bytes(fast));
        if (Simd.FLOAT_COUNT < Lanes.COUNT) {
            FewRegisterProducts.transposedProduct(few.address(), panel, steps, few.address() + x, few.address() + out, rows);
            assertEquals(-1, slow.mismatch(few), "with few registers");
        }
        VectorBatches.transposedProduct(many.address(), panel, steps, many.address() + x, many.address() + out, rows);
        assertEquals(-1, slow.mismatch(many), "with many registers");
        double sum = 0;
        for (int s = 0; s < steps; s++) {
            sum += (double) get(fast, s / 16 * panel + (rows - 1) * 64 + s % 16 * 4) * get(fast, x + s * Batches.ROW + 20);
        }
        assertEquals(sum, get(fast, out + (rows - 1) * Batches.ROW + 20), steps * steps * 6e-8);
    }

    @Property(tries = 60)
    void updatesEqualTheTwin(@ForAll @IntRange(min = 1, max = 20) int steps, @ForAll @IntRange(min = 1, max = 6) int panels,
            @ForAll @IntRange(min = 1, max = 70) int samples, @ForAll long seed) {
        MemorySegment fast = memory(seed);
        MemorySegment slow = memory(seed);
        int block = (steps + 1) * Batches.ROW;
        int e = 1 << 20;
        int ePanel = (samples + 5) * Lanes.BYTES;
        int w = 2 << 20;
        int wPanel = (steps + 1) * Lanes.BYTES;
        float gain = 0.01f;
        float decay = seed % 2 == 0 ? 0 : 0.1f;
        MemorySegment few = memory(seed);
        MemorySegment many = memory(seed);
        Batches.update(fast, 0, block, e, ePanel, samples, w, wPanel, steps, panels, gain, decay);
        ScalarBatches.update(slow, 0, block, e, ePanel, samples, w, wPanel, steps, panels, gain, decay);
        assertArrayEquals(bytes(slow), bytes(fast));
        VectorBatchUpdates.update(many.address(), block, many.address() + e, ePanel, samples, many.address() + w, wPanel, steps, panels, gain, decay);
        assertEquals(-1, slow.mismatch(many), "with many registers");
        if (Simd.FLOAT_COUNT < Lanes.COUNT) {
            FewRegisterUpdates.update(few.address(), block, few.address() + e, ePanel, samples, few.address() + w, wPanel, steps, panels, gain,
                    decay);
            assertEquals(-1, slow.mismatch(few), "with few registers");
        }
        int k = steps - 1;
        int o = panels * 16 - 3;
        double sum = 0;
        for (int n = 0; n < samples; n++) {
            sum += (double) get(fast, n / 32 * block + k * Batches.ROW + n % 32 * 4) * get(fast, e + o / 16 * ePanel + n * 64 + o % 16 * 4);
        }
        int weight = w + o / 16 * wPanel + k * 64 + o % 16 * 4;
        double old = get(memory(seed), weight);
        assertEquals(old + gain * sum - decay * old, get(fast, weight), 1e-6);
    }

    @Property(tries = 40)
    void transposedBatchHasSamplesAsSteps(@ForAll @IntRange(min = 1, max = 40) int rows, @ForAll @IntRange(min = 1, max = 70) int samples,
            @ForAll long seed) {
        MemorySegment m = memory(seed);
        byte[] before = bytes(m);
        int block = (rows + 1) * Batches.ROW;
        int transposed = 2 << 20;
        int panel = samples * 64;
        Batches.transpose(m, 0, block, rows, samples, transposed, panel);
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < samples; n++) {
                assertEquals(get(m, n / 32 * block + r * Batches.ROW + n % 32 * 4), get(m, transposed + r / 16 * panel + n * 64 + r % 16 * 4));
            }
        }
        MemorySegment untouched = m.asSlice(0, transposed);
        assertEquals(-1, untouched.mismatch(MemorySegment.ofArray(before).asSlice(0, transposed)), "only the turned batch is written");
    }
}
