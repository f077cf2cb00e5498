package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pal4j.memory.Lanes;

/**
 * A call of kernels on regions with random contents at random offsets, with guards around each region. All kernels of a trial
 * start from the same memory, may change only the regions that they write, and must leave the same bits there.
 */
final class Trial {
    /** A specific NaN around all regions; a kernel that reads it spoils its sums. */
    static final int GUARD = 0x7FC5A3E1;

    /** The kind of values in a region. */
    enum Values {
        /** Numbers of the magnitude found in networks. */
        PLAIN,
        /** Numbers near 1 and -1 with full mantissas, so that sums and updates cancel. */
        CANCELLING,
        /** Subnormal numbers, including zeros of both signs. */
        SUBNORMAL,
        /** Numbers near the largest float, so that products and sums overflow. */
        HUGE,
        /** Zeros, infinities, NaN and other special values among plain numbers. */
        SPECIAL,
        /** Arbitrary bits. */
        BITS;

        private static final float[] SPECIAL_VALUES = {
            0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE,
            Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 1f, -1f, 3f, -3f
        };

        /** Whether sums and products of these values stay finite, so that error bounds hold. */
        boolean bounded() {
            return ordinal() <= SUBNORMAL.ordinal();
        }

        float draw(Random random) {
            return switch (this) {
                case PLAIN -> (float) random.nextGaussian();
                case CANCELLING -> (random.nextBoolean() ? 1f : -1f) * (1f + 0x1p-11f * random.nextFloat());
                case SUBNORMAL -> Float.intBitsToFloat(random.nextInt() & (random.nextInt(8) == 0 ? 0x80000000 : 0x807FFFFF));
                case HUGE -> Math.scalb((float) random.nextGaussian(), 124);
                case SPECIAL -> random.nextBoolean() ? SPECIAL_VALUES[random.nextInt(SPECIAL_VALUES.length)] : (float) random.nextGaussian();
                case BITS -> Float.intBitsToFloat(random.nextInt());
            };
        }
    }

    /** Code that operates on the memory of a trial. */
    interface Kernel {
        void run(MemorySegment m);
    }

    private record Region(int offset, float[] content) {
        boolean contains(int at) {
            return at >= offset && at < offset + content.length * Float.BYTES;
        }
    }

    private final Random random;
    private final Values values;
    private final List<Region> regions = new ArrayList<>();
    private int end;

    /** A trial in which about half of the regions (all of them for CANCELLING) hold the given values, and the others plain ones. */
    Trial(Values values, long seed) {
        this.values = values;
        random = new Random(seed);
    }

    /** A region for a vector, with its padding filled as well; returns its offset in bytes. */
    int vector(int size) {
        return region(Lanes.padded(size));
    }

    /** A region for a matrix, with its padding filled as well. */
    int matrix(int outputs, int inputs) {
        return region(Lanes.padded(outputs) * inputs);
    }

    /** A region with the given values, a multiple of 16 of them. */
    int region(float[] content) {
        int offset = end + (1 + random.nextInt(4)) * Lanes.BYTES;
        regions.add(new Region(offset, content));
        end = offset + content.length * Float.BYTES;
        return offset;
    }

    private int region(int floats) {
        Values here = values == Values.CANCELLING || random.nextBoolean() ? values : Values.PLAIN;
        float[] content = new float[floats];
        for (int i = 0; i < floats; i++) {
            content[i] = here.draw(random);
        }
        return region(content);
    }

    /** A parameter of a kernel: a number between 0 and 1, or one of the trial's values. */
    float parameter() {
        return random.nextInt(3) == 0 ? values.draw(random) : random.nextFloat();
    }

    /** The memory as every kernel finds it. */
    MemorySegment memory() {
        MemorySegment m = Arena.ofAuto().allocate(end + Lanes.BYTES, Lanes.BYTES);
        for (int at = 0; at < end + Lanes.BYTES; at += Float.BYTES) {
            m.set(ValueLayout.JAVA_INT, at, GUARD);
        }
        for (Region region : regions) {
            MemorySegment.copy(region.content, 0, m, ValueLayout.JAVA_FLOAT, region.offset, region.content.length);
        }
        return m;
    }

    /** Runs the specification and then all others, which must agree with it; returns the memory after the specification. */
    MemorySegment assertAgree(List<Integer> written, Kernel specification, Kernel... others) {
        MemorySegment expected = memory();
        specification.run(expected);
        assertOnlyWritten(written, expected, "the specification");
        for (int i = 0; i < others.length; i++) {
            MemorySegment actual = memory();
            others[i].run(actual);
            String name = "kernel " + (i + 1);
            assertOnlyWritten(written, actual, name);
            assertSameBits(expected, actual, name);
        }
        return expected;
    }

    private void assertOnlyWritten(List<Integer> written, MemorySegment m, String name) {
        MemorySegment before = memory();
        for (Region region : regions) {
            if (written.contains(region.offset)) {
                MemorySegment.copy(m, region.offset, before, region.offset, (long) region.content.length * Float.BYTES);
            }
        }
        long at = before.mismatch(m);
        assertEquals(-1, at, () -> name + " changed memory outside its output, at " + describe((int) at & -Float.BYTES));
    }

    private void assertSameBits(MemorySegment expected, MemorySegment actual, String name) {
        for (int at = 0; at < end; at += Float.BYTES) {
            float x = expected.get(ValueLayout.JAVA_FLOAT, at);
            float y = actual.get(ValueLayout.JAVA_FLOAT, at);
            if (Float.floatToIntBits(x) != Float.floatToIntBits(y)) {
                assertEquals(Float.toHexString(x), Float.toHexString(y), name + " at " + describe(at));
            }
        }
    }

    private String describe(int at) {
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i).contains(at)) {
                return "float " + (at - regions.get(i).offset) / Float.BYTES + " of region " + i;
            }
        }
        return "byte " + at + ", a guard";
    }

    /**
     * A value in double precision with a bound for the error of the same computation in float. Each operation adds half a unit in
     * the last place of its result, or half the least float, to the errors of its operands.
     */
    record Rounded(double value, double error) {
        /** The unit roundoff of float. */
        static final double U = 0x1p-24;
        /** Half the least positive float. */
        static final double HALF_MIN_VALUE = 0x1p-150;
        /** Exceeds the roundoff of the double operations here. */
        private static final double U_DOUBLE = 0x1p-51;
        private static final Rounded ONE = exactly(1);
        private static final Rounded ZERO = exactly(0);

        static Rounded exactly(double value) {
            return new Rounded(value, 0);
        }

        static Rounded fma(Rounded a, Rounded b, Rounded c) {
            double product = a.value * b.value;
            double value = product + c.value;
            double inherited = Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error + c.error;
            return new Rounded(value, inherited + U * (Math.abs(value) + inherited) + HALF_MIN_VALUE
                    + U_DOUBLE * (Math.abs(product) + Math.abs(c.value)));
        }

        Rounded times(Rounded b) {
            return fma(this, b, ZERO);
        }

        Rounded plus(Rounded b) {
            return fma(this, ONE, b);
        }

        Rounded minus(Rounded b) {
            return plus(b.negated());
        }

        Rounded negated() {
            return new Rounded(-value, error);
        }

        /** Fails if the float differs from the value by more than the bound. */
        void assertCovers(float y) {
            assertTrue(Math.abs(y - value) <= error, () -> y + " is " + Math.abs(y - value) + " from " + value
                    + ", more than the bound " + error);
        }
    }
}
