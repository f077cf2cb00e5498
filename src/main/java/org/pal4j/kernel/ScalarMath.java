package org.pal4j.kernel;

import org.pal4j.Activation;
import org.pal4j.VectorWidth;

/**
 * Elementary functions of one float, computed with polynomials that use only addition, multiplication, fma, division, square root
 * and integer operations. They are the specification that {@link VectorMath} repeats in lanes. The stated errors are in units in
 * the last place (ULP) of the exact value and come from an exhaustive test of all floats (docs/numerics.md).
 *
 * <p>All functions propagate NaN.
 */
public final class ScalarMath {
    private static final boolean FUSED = VectorWidth.hasFma();

    /**
     * 1.5 * 2^23. Adding it to a float below 2^22 in magnitude rounds that float to an integer, which appears in the low bits of
     * the sum.
     */
    public static final float ROUNDING_SHIFT = 12582912.0f;
    public static final int ROUNDING_SHIFT_BITS = 0x4B400000;

    public static final float LOG2_E = 0x1.715476p+0f;
    public static final float LN2_HIGH = 0x1.62e43p-1f;
    public static final float LN2_LOW = -0x1.05c61p-29f;

    /** Outside this range, exp is 0 or infinity in float. */
    public static final float EXP_MIN = -104f;
    public static final float EXP_MAX = 89f;
    /** Clamps of the argument. Above 18 the logistic function is 1 in float; below -88.72284 it is 0. */
    public static final float LOGISTIC_MAX = 80f;
    public static final float LOGISTIC_MIN = -89f;
    /** {@link #ROUNDING_SHIFT} + 126. The low bits of a number n rounded with it are the exponent field of 2^(n-1). */
    public static final float LOGISTIC_ROUNDING_SHIFT = 12583038.0f;

    /** Coefficients of {@code (e^r - 1 - r) / r^2} on {@code |r| <= ln(2)/2}. */
    public static final float EXP_0 = 0.5f;
    public static final float EXP_1 = 0x1.5554dcp-3f;
    public static final float EXP_2 = 0x1.5554b8p-5f;
    public static final float EXP_3 = 0x1.120ba6p-7f;
    public static final float EXP_4 = 0x1.6d7594p-10f;

    /** Bits of sqrt(1/2). Mantissas are reduced to [sqrt(1/2), sqrt(2)), so that the log of the mantissa is small near 1. */
    public static final int SQRT_HALF_BITS = 0x3F3504F3;
    /** Coefficients of (log(1+f) - f + f^2/2) / f^3 on that interval. */
    public static final float LOG_0 = 0x1.555554p-2f;
    public static final float LOG_1 = -0x1.ffffe6p-3f;
    public static final float LOG_2 = 0x1.999d36p-3f;
    public static final float LOG_3 = -0x1.55625cp-3f;
    public static final float LOG_4 = 0x1.23dd1ap-3f;
    public static final float LOG_5 = -0x1.fbc4d2p-4f;
    public static final float LOG_6 = 0x1.dc8e46p-4f;
    public static final float LOG_7 = -0x1.dd973ep-4f;
    public static final float LOG_8 = 0x1.2c5732p-4f;
    public static final float TWO_TO_23 = 0x1p23f;

    public static final float TWO_PI_HIGH = 0x1.921fb6p+2f;
    public static final float TWO_PI_LOW = -0x1.777a5cp-23f;
    /** Coefficients of {@code (sin(2 pi f)/f - 2 pi) / f^2} on {@code |f| <= 1/4}, in powers of {@code f^2}. */
    public static final float SIN_0 = -0x1.4abbcep+5f;
    public static final float SIN_1 = 0x1.466bc6p+6f;
    public static final float SIN_2 = -0x1.32d214p+6f;
    public static final float SIN_3 = 0x1.503718p+5f;
    public static final float SIN_4 = -0x1.d04c50p+3f;
    /** Below this |x|, tanh is a polynomial; above it, tanh is computed from exp. */
    public static final float TANH_SMALL = 0.625f;
    /** Coefficients of {@code (tanh(x)/x - 1) / x^2} on {@code |x| <= 0.625}, in powers of {@code x^2}. */
    public static final float TANH_0 = -0x1.555556p-2f;
    public static final float TANH_1 = 0x1.1110ecp-3f;
    public static final float TANH_2 = -0x1.ba0960p-5f;
    public static final float TANH_3 = 0x1.64b22cp-6f;
    public static final float TANH_4 = -0x1.119cf2p-7f;
    public static final float TANH_5 = 0x1.2d53b0p-9f;

    /** Coefficients of {@code 2 (atanh(s)/s - 1) / s^2} on {@code |s| <= 1/3}, in powers of {@code s^2}. */
    public static final float ATANH_0 = 0x1.555556p-1f;
    public static final float ATANH_1 = 0x1.9998cep-2f;
    public static final float ATANH_2 = 0x1.24ca56p-2f;
    public static final float ATANH_3 = 0x1.bc6ab6p-3f;
    public static final float ATANH_4 = 0x1.dc3cc8p-3f;

    private ScalarMath() {}

    /**
     * {@code a * b + c}, rounded once. Where the processor can't do that, {@link Math#fma} takes thousands of instructions, and {@link #exactFma} a
     * dozen; all three have the same bits.
     */
    public static float fma(float a, float b, float c) {
        return FUSED ? Math.fma(a, b, c) : exactFma(a, b, c);
    }

    /**
     * {@code a * b + c}, rounded once, by operations in double. The product is exact there, and TwoSum (Knuth) gives the sum with its error. Where
     * there is an error, the sum is rounded to the neighbour whose last bit is 1 (round to odd; Boldo and Melquiond, 2008). A second rounding, to
     * float, is then right, as double has more than twice the bits of float and two.
     */
    static float exactFma(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        double back = sum - product;
        double error = (product - (sum - back)) + (c - back);
        if (error < 0 || error > 0) { // not if it is NaN
            long bits = Double.doubleToRawLongBits(sum);
            if ((bits & 1) == 0) {
                sum = Double.longBitsToDouble(error > 0 == sum > 0 ? bits + 1 : bits - 1);
            }
        }
        return (float) sum;
    }

    /** e^x for every float. */
    public static float exp(float x) {
        float clamped = x < EXP_MIN ? EXP_MIN : x;
        clamped = clamped > EXP_MAX ? EXP_MAX : clamped;
        float shifted = fma(clamped, LOG2_E, ROUNDING_SHIFT);
        float n = shifted - ROUNDING_SHIFT;
        float r = fma(n, -LN2_HIGH, clamped);
        r = fma(n, -LN2_LOW, r);
        float q = fma(EXP_4, r, EXP_3);
        q = fma(q, r, EXP_2);
        q = fma(q, r, EXP_1);
        q = fma(q, r, EXP_0);
        float y = fma(r * r, q, r) + 1f;
        // 2^n as two factors: a subnormal result is rounded only once, and no intermediate overflows.
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDING_SHIFT_BITS;
        int half = exponent >> 1;
        float first = Float.intBitsToFloat((half + 127) << 23);
        float second = Float.intBitsToFloat((exponent - half + 127) << 23);
        return y * first * second;
    }

    /** log(x) for every float: -infinity at 0, NaN below. */
    public static float log(float x) {
        boolean tiny = x < Float.MIN_NORMAL;
        float scaled = tiny ? x * TWO_TO_23 : x;
        float y = log(Float.floatToRawIntBits(scaled), tiny ? -23f : 0f);
        float special = x == 0f ? Float.NEGATIVE_INFINITY : x;
        special = x < 0f ? Float.NaN : special;
        return x > 0f && x < Float.POSITIVE_INFINITY ? y : special;
    }

    private static float log(int bits, float exponentShift) {
        int exponent = (bits - SQRT_HALF_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        float e = (float) exponent + exponentShift;
        float z = f * f;
        float p = fma(LOG_8, f, LOG_7);
        p = fma(p, f, LOG_6);
        p = fma(p, f, LOG_5);
        p = fma(p, f, LOG_4);
        p = fma(p, f, LOG_3);
        p = fma(p, f, LOG_2);
        p = fma(p, f, LOG_1);
        p = fma(p, f, LOG_0);
        float y = f * z * p;
        y = fma(e, LN2_LOW, y);
        y = fma(-0.5f, z, y);
        return fma(e, LN2_HIGH, f + y);
    }

    /** x minus the nearest integer, the same angle in turns: in [-1/2, 1/2] for {@code |x| < 2^22}, otherwise 0 or a small integer. */
    private static float fractionOfTurn(float x) {
        return x - ((x + ROUNDING_SHIFT) - ROUNDING_SHIFT);
    }

    /** sin(2 pi x). With the angle in turns, argument reduction is exact for every finite float. */
    public static float sinTurns(float x) {
        return sinOfTurn(fractionOfTurn(fractionOfTurn(x)));
    }

    /** cos(2 pi x), with the angle in turns. */
    public static float cosTurns(float x) {
        return cosOfTurn(fractionOfTurn(fractionOfTurn(Math.abs(x))));
    }

    /** sin(2 pi t) for {@code |t| <= 1/2}. Angles beyond a quarter turn are reflected. */
    public static float sinOfTurn(float t) {
        float reflected = flipSign(0.5f, Float.floatToRawIntBits(t) & 0x80000000) - t;
        return sinOfQuarter(Math.abs(t) > 0.25f ? reflected : t);
    }

    /** {@code cos(2 pi t) = sin(2 pi (1/4 - |t|))} for {@code |t| <= 1/2}. */
    public static float cosOfTurn(float t) {
        return sinOfQuarter(0.25f - Math.abs(t));
    }

    private static float sinOfQuarter(float f) {
        float z = f * f;
        float p = fma(SIN_4, z, SIN_3);
        p = fma(p, z, SIN_2);
        p = fma(p, z, SIN_1);
        p = fma(p, z, SIN_0);
        p = fma(p, z, TWO_PI_LOW);
        return fma(f, TWO_PI_HIGH, f * p);
    }

    private static float flipSign(float value, int signBit) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) ^ signBit);
    }

    /**
     * 1 / (1 + e^-x), bit-identical to {@code 1 / (1 + exp(-x))} in three quarters of the operations. A subnormal e^-x needs no
     * special treatment because it vanishes in the sum, and the last factor 2 is applied in the sum. Here s is the -r of
     * {@link #exp}, with alternating signs of the coefficients, so that x need not be negated.
     */
    public static float logistic(float x) {
        float clamped = x > LOGISTIC_MAX ? LOGISTIC_MAX : x;
        clamped = clamped < LOGISTIC_MIN ? LOGISTIC_MIN : clamped;
        float shifted = fma(clamped, -LOG2_E, LOGISTIC_ROUNDING_SHIFT);
        float n = shifted - LOGISTIC_ROUNDING_SHIFT;
        float s = fma(n, LN2_HIGH, clamped);
        s = fma(n, LN2_LOW, s);
        float q = fma(-EXP_4, s, EXP_3);
        q = fma(q, s, -EXP_2);
        q = fma(q, s, EXP_1);
        q = fma(q, s, -EXP_0);
        float y = 1f - fma(s * s, q, s);
        float half = y * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
        return 1f / fma(half, 2f, 1f);
    }

    /** tanh(x). */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float z = x * x;
        float p = fma(TANH_5, z, TANH_4);
        p = fma(p, z, TANH_3);
        p = fma(p, z, TANH_2);
        p = fma(p, z, TANH_1);
        p = fma(p, z, TANH_0);
        float small = fma(x * z, p, x);
        float large = 1f - 2f / (exp(magnitude + magnitude) + 1f);
        large = flipSign(large, Float.floatToRawIntBits(x) & 0x80000000);
        return magnitude < TANH_SMALL ? small : large;
    }

    /** log(1 + e^x), the soft rectifier. */
    public static float softRelu(float x) {
        float y = exp(-Math.abs(x));
        float s = y / (2f + y);
        float z = s * s;
        float p = fma(ATANH_4, z, ATANH_3);
        p = fma(p, z, ATANH_2);
        p = fma(p, z, ATANH_1);
        p = fma(p, z, ATANH_0);
        float rest = fma(s * z, p, s + s);
        return (x < 0f ? 0f : x) + rest;
    }

    /** max(x, 0). */
    public static float relu(float x) {
        return x < 0f ? 0f : x;
    }

    /** x/6 + 1/2, clamped to [0, 1]. */
    public static float hardSigmoid(float x) {
        return clip01(fma(x, 1f / 6f, 0.5f));
    }

    /** x, clamped to [0, 1]. */
    public static float clip01(float x) {
        float y = x < 0f ? 0f : x;
        return y > 1f ? 1f : y;
    }

    /** An activation function. */
    public static float value(Activation phi, float x) {
        return switch (phi) {
            case LINEAR -> x;
            case RELU -> relu(x);
            case SOFT_RELU -> softRelu(x);
            case LOGISTIC -> logistic(x);
            case TANH -> tanh(x);
            case HARD_SIGMOID -> hardSigmoid(x);
            case CLIP01 -> clip01(x);
        };
    }

    /** The slope of an activation function at x, where its value is y. */
    public static float slope(Activation phi, float x, float y) {
        return switch (phi) {
            case LINEAR -> 1f;
            case RELU -> x > 0f ? 1f : 0f;
            case SOFT_RELU -> logistic(x);
            case LOGISTIC -> y * (1f - y);
            case TANH -> fma(-y, y, 1f);
            case HARD_SIGMOID -> x > -3f && x < 3f ? 1f : 0f;
            case CLIP01 -> x > 0f && x < 1f ? 1f : 0f;
        };
    }

    /** The radius of a standard-normal pair, by the Box-Muller transform, from a random word. */
    public static float radius(int word) {
        float u = fma((float) (word >>> 8), 0x1p-24f, 0x1p-25f);
        return (float) Math.sqrt(-2f * log(Float.floatToRawIntBits(u), 0f));
    }

    /** The angle of the pair, in turns in [-1/2, 1/2), from another random word. */
    public static float turn(int word) {
        return (float) (word >> 8) * 0x1p-24f;
    }
}
