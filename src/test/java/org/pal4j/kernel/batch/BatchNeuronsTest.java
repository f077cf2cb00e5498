package org.pal4j.kernel.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pal4j.Activation;

/** The kernels on neurons and maps of batches are bit-identical to their twins and write nothing else. */
@Tag("width")
@net.jqwik.api.Tag("width")
class BatchNeuronsTest {
    private static final int REGION = 1 << 15;
    private static final int X = REGION;
    private static final int Y = 2 * REGION;
    private static final int Z = 3 * REGION;
    private static final int OUT = 4 * REGION;

    /** Numbers of all magnitudes that voltages have, with some special values in between. */
    private static MemorySegment memory(long seed) {
        MemorySegment m = Arena.ofAuto().allocate(6L * REGION, 64);
        SplittableRandom random = new SplittableRandom(seed);
        float[] special = {0f, -0f, 1f, -3f, 3f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1e30f};
        for (long at = 0; at < m.byteSize(); at += 4) {
            float value = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-3, 2)));
            m.set(ValueLayout.JAVA_FLOAT, at, random.nextInt(40) == 0 ? special[random.nextInt(special.length)] : value);
        }
        return m;
    }

    private static void assertSame(long seed, Consumer<MemorySegment> kernel, Consumer<MemorySegment> twin) {
        MemorySegment fast = memory(seed);
        MemorySegment slow = memory(seed);
        kernel.accept(fast);
        twin.accept(slow);
        int[] expected = slow.toArray(ValueLayout.JAVA_INT);
        int[] actual = fast.toArray(ValueLayout.JAVA_INT);
        for (int i = 0; i < expected.length; i++) {
            boolean nan = Float.isNaN(Float.intBitsToFloat(expected[i])) && Float.isNaN(Float.intBitsToFloat(actual[i]));
            assertEquals(nan ? actual[i] : expected[i], actual[i], "float " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activations(Activation phi) {
        for (int rows = 1; rows < 9; rows++) {
            int bytes = rows * Batches.ROW;
            assertSame(rows, m -> BatchNeurons.activation(phi, m, X, OUT, Y, bytes).forEach(Runnable::run),
                    m -> ScalarBatchNeurons.activate(phi, m, X, OUT, Y, bytes));
        }
    }

    /** Rates and slopes equal those of the double-precision definitions. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsMatchTheirDefinitions(Activation phi) {
        MemorySegment m = memory(1);
        for (int i = 0; i < 32; i++) {
            m.set(ValueLayout.JAVA_FLOAT, X + 4L * i, (i - 15.5f) / 4);
        }
        BatchNeurons.activation(phi, m, X, OUT, Y, Batches.ROW).forEach(Runnable::run);
        for (int i = 0; i < 32; i++) {
            assertEquals(phi.value((i - 15.5) / 4), m.get(ValueLayout.JAVA_FLOAT, OUT + 4L * i), 1e-6);
            if (phi != Activation.LINEAR) {
                assertEquals(phi.slope((i - 15.5) / 4), m.get(ValueLayout.JAVA_FLOAT, Y + 4L * i), 1e-6);
            }
        }
    }

    @Property(tries = 30)
    void arithmetic(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int rows) {
        int bytes = rows * Batches.ROW;
        assertSame(seed, m -> BatchNeurons.noise(m, OUT, X, 0.9f, 0.3f, bytes), m -> ScalarBatchNeurons.noise(m, OUT, X, 0.9f, 0.3f, bytes));
        assertSame(seed, m -> BatchNeurons.addScaled(m, X, 0.3f, OUT, bytes), m -> ScalarBatchNeurons.addScaled(m, X, 0.3f, OUT, bytes));
        assertSame(seed, m -> BatchNeurons.multiply(m, X, OUT, OUT, bytes), m -> ScalarBatchNeurons.multiply(m, X, OUT, OUT, bytes));
        assertSame(seed, m -> BatchNeurons.difference(m, X, Y, 0.1f, OUT, bytes), m -> ScalarBatchNeurons.difference(m, X, Y, 0.1f, OUT, bytes));
        assertSame(seed, m -> BatchNeurons.highPass(m, X, Y, OUT, 0.8f, bytes), m -> ScalarBatchNeurons.highPass(m, X, Y, OUT, 0.8f, bytes));
        assertSame(seed, m -> BatchNeurons.lowPassUpdate(m, X, 0.1f, 0.01f, Y, 0.5f, OUT, bytes),
                m -> ScalarBatchNeurons.lowPassUpdate(m, X, 0.1f, 0.01f, Y, 0.5f, OUT, bytes));
        assertSame(seed, m -> BatchNeurons.softmax(m, X, rows, OUT).forEach(Runnable::run), m -> ScalarBatchNeurons.softmax(m, X, rows, OUT));
    }

    /** Errors of small and of large outputs, which are computed in different ways. */
    @Property(tries = 30)
    void errors(@ForAll long seed, @ForAll @IntRange(min = 1, max = 130) int rows) {
        int bytes = rows * Batches.ROW;
        MemorySegment m = Arena.ofAuto().allocate(4L * bytes, 64);
        SplittableRandom random = new SplittableRandom(seed);
        for (long at = 0; at < m.byteSize(); at += 4) {
            m.set(ValueLayout.JAVA_FLOAT, at, (float) random.nextDouble(-3, 3));
        }
        BatchNeurons.difference(m, 0, bytes, 0.1f, 2 * bytes, bytes);
        ScalarBatchNeurons.difference(m, 0, bytes, 0.1f, 3 * bytes, bytes);
        assertEquals(-1, m.asSlice(2L * bytes, bytes).mismatch(m.asSlice(3L * bytes, bytes)));
    }

    @Property(tries = 30)
    void maps(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int width) {
        assertSame(seed, m -> BatchMaps.sum(m, X, width, OUT), m -> ScalarBatchMaps.sum(m, X, width, OUT));
        assertSame(seed, m -> BatchMaps.shift(m, OUT, 0.3f, width * Batches.ROW), m -> ScalarBatchMaps.shift(m, OUT, 0.3f, width * Batches.ROW));
        assertSame(seed, m -> BatchMaps.addRows(m, X, OUT, 3 * Batches.ROW, width), m -> ScalarBatchMaps.addRows(m, X, OUT, 3 * Batches.ROW, width));
        Consumer<MemorySegment> winners = m -> ScalarBatchMaps.pool(m, X, width, OUT, Z);
        assertSame(seed, m -> BatchMaps.pool(m, X, width, OUT, Z), winners);
        assertSame(seed, winners.andThen(m -> BatchMaps.select(m, Y, width, OUT, Z)),
                winners.andThen(m -> ScalarBatchMaps.select(m, Y, width, OUT, Z)));
        assertSame(seed, winners.andThen(m -> BatchMaps.spread(m, Y, width, OUT, Z)),
                winners.andThen(m -> ScalarBatchMaps.spread(m, Y, width, OUT, Z)));
    }

    @Property(tries = 30)
    void correlations(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int width, @ForAll @IntRange(min = 1, max = 4) int height,
            @ForAll @IntRange(min = 0, max = 7) int more) {
        int row = (width + more) * Batches.ROW;
        assertSame(seed, m -> BatchMaps.correlate(m, X, 5120, Y, 4096, row, width, height, OUT),
                m -> ScalarBatchMaps.correlate(m, X, 5120, Y, 4096, row, 2 * width, 64, height, OUT, BatchMaps.FILTERS));
        assertSame(seed, m -> BatchMaps.correlateHalf(m, X + 64, 5120, Y, 4096, row, width, height, OUT),
                m -> ScalarBatchMaps.correlate(m, X + 64, 5120, Y, 4096, row, width, 128, height, OUT, BatchMaps.FILTERS));
    }

    /** Both forms of the kernel, whichever this processor takes: three filters with few registers, four with many. */
    @Property(tries = 30)
    void correlationsWithFewAndWithManyRegisters(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int width,
            @ForAll @IntRange(min = 1, max = 4) int height) {
        int row = (width + 2) * Batches.ROW;
        assertSame(seed,
                m -> FewRegisterUpdates.correlate(m.address() + X, 5120, m.address() + Y, 4096, row, 2 * width, 64, height, m.address() + OUT),
                m -> ScalarBatchMaps.correlate(m, X, 5120, Y, 4096, row, 2 * width, 64, height, OUT, 3));
        assertSame(seed, m -> FewRegisterUpdates.correlate(m.address() + X, 5120, m.address() + Y, 4096, row, width, 128, height, m.address() + OUT),
                m -> ScalarBatchMaps.correlate(m, X, 5120, Y, 4096, row, width, 128, height, OUT, 3));
        assertSame(seed, m -> VectorBatchMaps.correlate(m.address() + X, 5120, m.address() + Y, 4096, row, 2 * width, 64, height, m.address() + OUT),
                m -> ScalarBatchMaps.correlate(m, X, 5120, Y, 4096, row, 2 * width, 64, height, OUT, 4));
        assertSame(seed, m -> VectorBatchMaps.correlate(m.address() + X, 5120, m.address() + Y, 4096, row, width, 128, height, m.address() + OUT),
                m -> ScalarBatchMaps.correlate(m, X, 5120, Y, 4096, row, width, 128, height, OUT, 4));
    }

    /** The first of equal rates wins, and spread is the inverse of select. */
    @Test
    void poolPicksTheFirstAmongEquals() {
        MemorySegment m = Arena.ofAuto().allocate(6L * REGION, 64);
        for (int i = 0; i < 4 * 32; i++) {
            m.set(ValueLayout.JAVA_FLOAT, X + 4L * i, i / 32 == 0 ? 1f : 2f);
        }
        BatchMaps.pool(m, X, 1, OUT, Z);
        float[] winner = m.asSlice(Z, Batches.ROW).toArray(ValueLayout.JAVA_FLOAT);
        float[] ones = new float[32];
        java.util.Arrays.fill(ones, 1f);
        assertArrayEquals(ones, winner);
        BatchMaps.spread(m, Y, 1, OUT, Z);
        float[] spread = m.asSlice(Y, 4 * Batches.ROW).toArray(ValueLayout.JAVA_FLOAT);
        for (int i = 0; i < spread.length; i++) {
            assertEquals(i / 32 == 1 ? 2f : 0f, spread[i]);
        }
    }
}
