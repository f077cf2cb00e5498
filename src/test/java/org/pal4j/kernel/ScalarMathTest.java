package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pal4j.Activation;
import org.pal4j.kernel.Trial.Values;

/**
 * The elementary functions against double precision. The bounds are just above the largest errors found by an exhaustive test of
 * all floats; this test tries every 1009th float. Units in the last place are those of the exact value.
 */
@Tag("width")
class ScalarMathTest {
    /** The largest error is 1.080818, at 5.1989627 (0x1.4cbbcep2). */
    static final double EXP_ULP = 1.0809;
    /** Subnormal results are rounded a second time: 0.749434, at -88.02577 (-0x1.601a64p6). */
    static final double EXP_SUBNORMAL_ULP = 0.7495;
    /** 0.852431, at 0.7068459 (0x1.69e7b4p-1). */
    static final double LOG_ULP = 0.8525;
    /** 2.311454, at 0.24862368 turns (0x1.fd2e6ap-3). */
    static final double SIN_ULP = 2.3115;
    /** 0.730757, at 1.849584e-39 turns (0x1.423e3p-129). */
    static final double SIN_SUBNORMAL_ULP = 0.7308;
    /** 2.318139, at 0.0013763233 turns (0x1.68cb7ep-10). */
    static final double COS_ULP = 2.3182;
    /** 2.480738, at -16.635704 (-0x1.0a2bd8p4). */
    static final double LOGISTIC_ULP = 2.4808;
    /** Below -88.72284, e^-x overflows and the logistic function is 0 instead of a subnormal number. */
    static final double LOGISTIC_SUBNORMAL_ULP = 0x1p21;
    /** 1.331960, at 0.6310442 (0x1.43183ap-1). */
    static final double TANH_ULP = 1.3320;
    /** 2.796907, at -2.7570076 (-0x1.60e5ap1). */
    static final double SOFT_RELU_ULP = 2.7970;
    /** 1.499998, at -101.40713 (-0x1.95a0e6p6). */
    static final double SOFT_RELU_SUBNORMAL_ULP = 1.5;

    /** A prime, so that all exponents and all parts of the mantissa are covered. */
    private static final int STRIDE = 1009;

    /**
     * The function under test, with its double-precision counterpart, the bounds for normal and for subnormal results, the
     * argument with the largest error, and a checksum of results, which must be the same on every machine.
     */
    enum Function {
        EXP(StrictMath::exp, EXP_ULP, EXP_SUBNORMAL_ULP, 0x1.4cbbcep2f, 0xfcc58199),
        LOG(StrictMath::log, LOG_ULP, 0, 0x1.69e7b4p-1f, 0x2b0b5505),
        SIN_TURNS(x -> sinOfQuarter(Math.abs(fraction(x)) > 0.25 ? Math.copySign(0.5, fraction(x)) - fraction(x) : fraction(x)),
                SIN_ULP, SIN_SUBNORMAL_ULP, 0x1.fd2e6ap-3f, 0x31d296a6),
        COS_TURNS(x -> sinOfQuarter(0.25 - Math.abs(fraction(x))), COS_ULP, 0, 0x1.68cb7ep-10f, 0x42e19bab),
        LOGISTIC(Activation.LOGISTIC::value, LOGISTIC_ULP, LOGISTIC_SUBNORMAL_ULP, -0x1.0a2bd8p4f, 0xe4f57ae9),
        TANH(StrictMath::tanh, TANH_ULP, 0, 0x1.43183ap-1f, 0x760b53a1),
        SOFT_RELU(Activation.SOFT_RELU::value, SOFT_RELU_ULP, SOFT_RELU_SUBNORMAL_ULP, -0x1.60e5ap1f, 0xfcdbbb6e);

        final DoubleUnaryOperator exact;
        final double bound;
        final double subnormalBound;
        final float worstArgument;
        final int checksum;

        Function(DoubleUnaryOperator exact, double bound, double subnormalBound, float worstArgument, int checksum) {
            this.exact = exact;
            this.bound = bound;
            this.subnormalBound = subnormalBound;
            this.worstArgument = worstArgument;
            this.checksum = checksum;
        }

        float at(float x) {
            return switch (this) {
                case EXP -> ScalarMath.exp(x);
                case LOG -> ScalarMath.log(x);
                case SIN_TURNS -> ScalarMath.sinTurns(x);
                case COS_TURNS -> ScalarMath.cosTurns(x);
                case LOGISTIC -> ScalarMath.logistic(x);
                case TANH -> ScalarMath.tanh(x);
                case SOFT_RELU -> ScalarMath.softRelu(x);
            };
        }

        /** The function over an array, in lanes unless the JVM's width is scalar. */
        void run(MemorySegment m, int x, int ones, int out, int size) {
            switch (this) {
                case EXP -> Elementary.exp(m, x, out, size);
                case LOG -> Elementary.log(m, x, out, size);
                case SIN_TURNS -> Elementary.sinTurns(m, x, out, size);
                case COS_TURNS -> Elementary.cosTurns(m, x, out, size);
                case LOGISTIC, TANH, SOFT_RELU -> Neurons.activation(Activation.valueOf(name()), m, x, ones, out, size).forEach(Runnable::run);
            }
        }

        /** The same with {@link #at}, one float after the other. */
        void runScalar(MemorySegment m, int x, int out, int size) {
            for (int i = 0; i < size; i++) {
                ScalarSynapses.set(m, out, i, at(ScalarSynapses.get(m, x, i)));
            }
        }

        double boundAt(double exact) {
            return Math.abs(exact) < Float.MIN_NORMAL ? subnormalBound : bound;
        }
    }

    /** The remainder of an angle in turns after removing whole turns; exact. */
    private static double fraction(double x) {
        return x - Math.rint(x);
    }

    private static double sinOfQuarter(double turns) {
        return StrictMath.sin(2 * Math.PI * turns);
    }

    /** The unit in the last place of the float that holds {@code value}. */
    static double ulp(double value) {
        double size = Math.abs(value);
        return size < Float.MIN_NORMAL ? Float.MIN_VALUE : Math.scalb(1.0, Math.getExponent(size) - 23);
    }

    /** Halfway between the largest float and the next power of two. From there on, the nearest float is infinite. */
    private static final double OVERFLOW = 0x1.ffffffp127;

    @ParameterizedTest
    @EnumSource
    void errorsAreWithinBounds(Function f) {
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            assertWithinBound(f, Float.intBitsToFloat((int) bits));
        }
    }

    private static void assertWithinBound(Function f, float x) {
        float y = f.at(x);
        double exact = f.exact.applyAsDouble(x);
        if (Double.isNaN(exact) || Math.abs(exact) >= OVERFLOW) {
            assertEquals((float) exact, y, () -> f + " of " + Float.toHexString(x));
        } else if (!(Math.abs(y - exact) <= f.boundAt(exact) * ulp(exact))) {
            throw new AssertionError(f + " of " + Float.toHexString(x) + " is " + y + ", which is " + Math.abs(y - exact) / ulp(exact)
                    + " ULP from " + exact + "; the bound is " + f.boundAt(exact));
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsAreTight(Function f) {
        double exact = f.exact.applyAsDouble(f.worstArgument);
        double error = Math.abs(f.at(f.worstArgument) - exact) / ulp(exact);
        assertTrue(error <= f.bound && error > f.bound - 1e-3, () -> f + " has an error of " + error + " ULP at its worst argument");
    }

    /** An intentional change of a function, and with it of the bits of all results, requires a new checksum here. */
    @ParameterizedTest
    @EnumSource
    void bitsAreTheSameOnEveryMachine(Function f) {
        int checksum = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            checksum = 31 * checksum + Float.floatToIntBits(f.at(Float.intBitsToFloat((int) bits)));
        }
        assertEquals(Integer.toHexString(f.checksum), Integer.toHexString(checksum));
    }

    /** Tests every float near the limits of the float range, the branches of the functions, and their argument reductions. */
    @ParameterizedTest
    @EnumSource
    void errorsAreWithinBoundsNearCriticalValues(Function f) {
        float[] criticalValues = {
            0f, Float.MIN_NORMAL, 0x1p-24f, 0x1.62e43p-2f, 0.0625f, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f, 0x1.6a09e6p-1f, 0.75f, 1f,
            0x1.6a09e6p0f, 2f, 9.01f, 16.6f, 87.33655f, 88.72284f, 89f, 103.97208f, 104f, 0x1p21f, 0x1p22f, 0x1.4p22f, 0x1.8p22f,
            0x1p23f, 0x1.8p23f, 0x1p24f, Float.MAX_VALUE, Float.POSITIVE_INFINITY
        };
        for (float criticalValue : criticalValues) {
            int middle = Float.floatToRawIntBits(criticalValue);
            for (int bits = Math.max(0, middle - 2000); bits <= middle + 2000; bits++) {
                assertWithinBound(f, Float.intBitsToFloat(bits));
                assertWithinBound(f, Float.intBitsToFloat(bits | 0x80000000));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "LOG", "LOGISTIC", "TANH"})
    void increasingFunctionsAreMonotonic(Function f) {
        int infinity = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
        float last = Float.NEGATIVE_INFINITY;
        for (int rank = f == Function.LOG ? 0 : -infinity; rank < infinity; rank += STRIDE) {
            float x = Float.intBitsToFloat(rank < 0 ? -rank | 0x80000000 : rank);
            float here = f.at(x);
            float next = f.at(Math.nextUp(x));
            if (!(last <= here && here <= next)) {
                throw new AssertionError(f + " falls at " + Float.toHexString(x));
            }
            last = next;
        }
    }

    /** The logistic function uses a shortcut for e^-x. */
    @Test
    void logisticEqualsItsDefinition() {
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            if (Float.floatToIntBits(ScalarMath.logistic(x)) != Float.floatToIntBits(1f / (1f + ScalarMath.exp(-x)))) {
                throw new AssertionError("differs at " + Float.toHexString(x));
            }
        }
    }

    @Test
    void specialValues() {
        for (Function f : Function.values()) {
            assertEquals(Float.NaN, f.at(Float.NaN), f.name());
        }
        assertEquals(0f, ScalarMath.exp(Float.NEGATIVE_INFINITY));
        assertEquals(0f, ScalarMath.exp(-103.97209f));
        assertEquals(Float.MIN_VALUE, ScalarMath.exp(-103.97207f));
        assertEquals(1f, ScalarMath.exp(0f));
        assertEquals(1f, ScalarMath.exp(-0f));
        assertTrue(ScalarMath.exp(88.72283f) < Float.POSITIVE_INFINITY);
        assertEquals(Float.POSITIVE_INFINITY, ScalarMath.exp(88.72284f));
        assertEquals(Float.POSITIVE_INFINITY, ScalarMath.exp(Float.POSITIVE_INFINITY));

        assertEquals(Float.NEGATIVE_INFINITY, ScalarMath.log(0f));
        assertEquals(Float.NEGATIVE_INFINITY, ScalarMath.log(-0f));
        assertEquals(Float.NaN, ScalarMath.log(-Float.MIN_VALUE));
        assertEquals(Float.NaN, ScalarMath.log(Float.NEGATIVE_INFINITY));
        assertEquals(0f, ScalarMath.log(1f));
        assertEquals((float) Math.log(Float.MIN_VALUE), ScalarMath.log(Float.MIN_VALUE));
        assertEquals(Float.POSITIVE_INFINITY, ScalarMath.log(Float.POSITIVE_INFINITY));

        for (float x : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertEquals(Float.NaN, ScalarMath.sinTurns(x));
            assertEquals(Float.NaN, ScalarMath.cosTurns(x));
        }
        for (float turns : new float[] {0, 1, -1, 3, -7, 0x1p21f, -0x1p21f, 0x1p22f, -0x1p23f, Float.MAX_VALUE, -Float.MAX_VALUE}) {
            assertEquals(0.0, ScalarMath.sinTurns(turns), 0.0, "sin of whole turns");
            assertEquals(1f, ScalarMath.cosTurns(turns), "cos of whole turns");
        }
        for (float turns : new float[] {0.5f, -0.5f, 2.5f, -7.5f, 1048576.5f, -1048576.5f, 5000000.5f, -5000000.5f}) {
            assertEquals(0.0, ScalarMath.sinTurns(turns), 0.0, "sin of half turns");
            assertEquals(-1f, ScalarMath.cosTurns(turns), "cos of half turns");
        }

        assertEquals(0f, ScalarMath.logistic(Float.NEGATIVE_INFINITY));
        assertEquals(0.5f, ScalarMath.logistic(0f));
        assertEquals(1f, ScalarMath.logistic(18f));
        assertEquals(1f, ScalarMath.logistic(Float.POSITIVE_INFINITY));
        assertEquals(-1f, ScalarMath.tanh(Float.NEGATIVE_INFINITY));
        assertEquals(-1f, ScalarMath.tanh(-9.02f));
        assertEquals(1f, ScalarMath.tanh(9.02f));
        assertEquals(1f, ScalarMath.tanh(Float.POSITIVE_INFINITY));
        assertEquals(Float.MIN_VALUE, ScalarMath.tanh(Float.MIN_VALUE));
        assertEquals(-Float.MIN_VALUE, ScalarMath.tanh(-Float.MIN_VALUE));
        assertEquals(0f, ScalarMath.softRelu(Float.NEGATIVE_INFINITY));
        assertEquals(0f, ScalarMath.softRelu(-104f));
        assertEquals(17.5f, ScalarMath.softRelu(17.5f));
        assertEquals(Float.POSITIVE_INFINITY, ScalarMath.softRelu(Float.POSITIVE_INFINITY));
    }

    /** tanh(-x) is -tanh(x), sin likewise, and cos(-x) is cos(x), bit for bit except for the sign of zero. */
    @Test
    void symmetries() {
        for (long bits = 1; bits < 0x7F800000; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            if (ScalarMath.tanh(-x) != -ScalarMath.tanh(x) || ScalarMath.sinTurns(-x) != -ScalarMath.sinTurns(x)
                    || ScalarMath.cosTurns(-x) != ScalarMath.cosTurns(x)) {
                throw new AssertionError("not symmetric at " + Float.toHexString(x));
            }
        }
    }

    /** The same bits from interpreted, partly compiled and fully compiled code, as far as one JVM can show it. */
    @ParameterizedTest
    @EnumSource
    void lanesEqualTheTwinColdAndWarm(Function f) {
        lanesEqualTheTwin(f, 4_194_301, 1024);
        Trial t = new Trial(Values.PLAIN, 1);
        int x = t.vector(64);
        int ones = t.region(ones(64));
        int out = t.vector(64);
        MemorySegment m = t.memory();
        for (int i = 0; i < 20_000; i++) {
            f.run(m, x, ones, out, 64);
        }
        lanesEqualTheTwin(f, 4_194_301, 1024);
        lanesEqualTheTwin(f, 16_381, 1 << 18);
    }

    private static void lanesEqualTheTwin(Function f, int stride, int size) {
        float[] arguments = new float[size];
        for (int i = 0; i < size; i++) {
            arguments[i] = Float.intBitsToFloat(i * stride);
        }
        Trial t = new Trial(Values.PLAIN, 1);
        int x = t.region(arguments);
        int ones = t.region(ones(size));
        int out = t.vector(size);
        t.assertAgree(List.of(out), m -> f.runScalar(m, x, out, size), m -> f.run(m, x, ones, out, size));
    }

    private static float[] ones(int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1f);
        return ones;
    }
}
