package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarMath.*;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.INTS;
import static org.pal4j.kernel.Simd.REINTERPRET_BOXES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The lanewise form of {@link ScalarMath}: the same operations in the same order, so bit-identical results. */
public final class VectorMath {
    private VectorMath() {}

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(Simd.FLOATS, value);
    }

    private static IntVector bits(FloatVector x) {
        return REINTERPRET_BOXES ? (IntVector) x.reinterpretShape(INTS, 0) : x.reinterpretAsInts();
    }

    public static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.blend(EXP_MIN, x.lt(EXP_MIN));
        clamped = clamped.blend(EXP_MAX, clamped.compare(VectorOperators.GT, EXP_MAX));
        FloatVector shifted = clamped.fma(constant(LOG2_E), constant(ROUNDING_SHIFT));
        FloatVector n = shifted.sub(ROUNDING_SHIFT);
        FloatVector r = n.fma(constant(-LN2_HIGH), clamped);
        r = n.fma(constant(-LN2_LOW), r);
        FloatVector q = r.fma(constant(EXP_4), constant(EXP_3));
        q = q.fma(r, constant(EXP_2));
        q = q.fma(r, constant(EXP_1));
        q = q.fma(r, constant(EXP_0));
        FloatVector y = r.mul(r).fma(q, r).add(1f);
        IntVector exponent = bits(shifted).sub(ROUNDING_SHIFT_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return y.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        IntVector bits = exponent.add(127).lanewise(VectorOperators.LSHL, 23);
        return REINTERPRET_BOXES ? (FloatVector) bits.reinterpretShape(FLOATS, 0) : bits.reinterpretAsFloats();
    }

    public static FloatVector log(FloatVector x) {
        VectorMask<Float> tiny = x.lt(Float.MIN_NORMAL);
        FloatVector scaled = x.blend(x.mul(TWO_TO_23), tiny);
        FloatVector y = log(bits(scaled), FloatVector.zero(Simd.FLOATS).blend(-23f, tiny));
        FloatVector special = x.blend(Float.NEGATIVE_INFINITY, x.eq(0f));
        special = special.blend(Float.NaN, x.lt(0f));
        return special.blend(y, x.compare(VectorOperators.GT, 0f).and(x.lt(Float.POSITIVE_INFINITY)));
    }

    private static FloatVector log(IntVector bits, FloatVector exponentShift) {
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        IntVector mantissa = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23));
        FloatVector f = (REINTERPRET_BOXES ? (FloatVector) mantissa.reinterpretShape(FLOATS, 0) : mantissa.reinterpretAsFloats()).sub(1f);
        FloatVector e = toFloats(exponent).add(exponentShift);
        FloatVector z = f.mul(f);
        FloatVector p = f.fma(constant(LOG_8), constant(LOG_7));
        p = p.fma(f, constant(LOG_6));
        p = p.fma(f, constant(LOG_5));
        p = p.fma(f, constant(LOG_4));
        p = p.fma(f, constant(LOG_3));
        p = p.fma(f, constant(LOG_2));
        p = p.fma(f, constant(LOG_1));
        p = p.fma(f, constant(LOG_0));
        FloatVector y = f.mul(z).mul(p);
        y = e.fma(constant(LN2_LOW), y);
        y = z.fma(constant(-0.5f), y);
        return e.fma(constant(LN2_HIGH), f.add(y));
    }

    private static FloatVector toFloats(IntVector x) {
        return (FloatVector) x.convert(VectorOperators.I2F, 0);
    }

    private static FloatVector fractionOfTurn(FloatVector x) {
        return x.sub(x.add(ROUNDING_SHIFT).sub(ROUNDING_SHIFT));
    }

    public static FloatVector sinTurns(FloatVector x) {
        return sinOfTurn(fractionOfTurn(fractionOfTurn(x)));
    }

    public static FloatVector cosTurns(FloatVector x) {
        return cosOfTurn(fractionOfTurn(fractionOfTurn(x.abs())));
    }

    private static FloatVector sinOfTurn(FloatVector t) {
        FloatVector reflected = flipSign(constant(0.5f), bits(t).and(0x80000000)).sub(t);
        return sinOfQuarter(t.blend(reflected, t.abs().compare(VectorOperators.GT, 0.25f)));
    }

    private static FloatVector cosOfTurn(FloatVector t) {
        return sinOfQuarter(constant(0.25f).sub(t.abs()));
    }

    private static FloatVector sinOfQuarter(FloatVector f) {
        FloatVector z = f.mul(f);
        FloatVector p = z.fma(constant(SIN_4), constant(SIN_3));
        p = p.fma(z, constant(SIN_2));
        p = p.fma(z, constant(SIN_1));
        p = p.fma(z, constant(SIN_0));
        p = p.fma(z, constant(TWO_PI_LOW));
        return f.fma(constant(TWO_PI_HIGH), f.mul(p));
    }

    private static FloatVector flipSign(FloatVector value, IntVector signBit) {
        IntVector flipped = bits(value).lanewise(VectorOperators.XOR, signBit);
        return REINTERPRET_BOXES ? (FloatVector) flipped.reinterpretShape(FLOATS, 0) : flipped.reinterpretAsFloats();
    }

    public static FloatVector logistic(FloatVector x) {
        FloatVector clamped = x.blend(LOGISTIC_MAX, x.compare(VectorOperators.GT, LOGISTIC_MAX));
        clamped = clamped.blend(LOGISTIC_MIN, clamped.lt(LOGISTIC_MIN));
        FloatVector shifted = clamped.fma(constant(-LOG2_E), constant(LOGISTIC_ROUNDING_SHIFT));
        FloatVector n = shifted.sub(LOGISTIC_ROUNDING_SHIFT);
        FloatVector s = n.fma(constant(LN2_HIGH), clamped);
        s = n.fma(constant(LN2_LOW), s);
        FloatVector q = s.fma(constant(-EXP_4), constant(EXP_3));
        q = q.fma(s, constant(-EXP_2));
        q = q.fma(s, constant(EXP_1));
        q = q.fma(s, constant(-EXP_0));
        FloatVector y = constant(1f).sub(s.mul(s).fma(q, s));
        IntVector power = bits(shifted).lanewise(VectorOperators.LSHL, 23);
        FloatVector half = y.mul(REINTERPRET_BOXES ? (FloatVector) power.reinterpretShape(FLOATS, 0) : power.reinterpretAsFloats());
        return constant(1f).div(half.fma(constant(2f), constant(1f)));
    }

    /** First part of tanh: e^(2|x|). The parts are separate kernels, to stay within the compiler's limits. */
    public static FloatVector tanhExp(FloatVector x) {
        FloatVector magnitude = x.abs();
        return exp(magnitude.add(magnitude));
    }

    /** tanh(x), given the result of {@link #tanhExp}. */
    public static FloatVector tanhRest(FloatVector x, FloatVector exp) {
        FloatVector z = x.mul(x);
        FloatVector p = z.fma(constant(TANH_5), constant(TANH_4));
        p = p.fma(z, constant(TANH_3));
        p = p.fma(z, constant(TANH_2));
        p = p.fma(z, constant(TANH_1));
        p = p.fma(z, constant(TANH_0));
        FloatVector small = x.mul(z).fma(p, x);
        FloatVector large = constant(1f).sub(constant(2f).div(exp.add(1f)));
        large = flipSign(large, bits(x).and(0x80000000));
        return large.blend(small, x.abs().lt(TANH_SMALL));
    }

    /** First part of the soft rectifier: e^-|x|. */
    public static FloatVector softReluExp(FloatVector x) {
        return exp(x.abs().neg());
    }

    /** log(1 + e^x), given the result of {@link #softReluExp}. */
    public static FloatVector softReluRest(FloatVector x, FloatVector exp) {
        FloatVector s = exp.div(exp.add(2f));
        FloatVector z = s.mul(s);
        FloatVector p = z.fma(constant(ATANH_4), constant(ATANH_3));
        p = p.fma(z, constant(ATANH_2));
        p = p.fma(z, constant(ATANH_1));
        p = p.fma(z, constant(ATANH_0));
        FloatVector rest = s.mul(z).fma(p, s.add(s));
        return relu(x).add(rest);
    }

    public static FloatVector relu(FloatVector x) {
        return x.blend(0f, x.lt(0f));
    }

    public static FloatVector hardSigmoid(FloatVector x) {
        return clip01(x.fma(constant(1f / 6f), constant(0.5f)));
    }

    public static FloatVector clip01(FloatVector x) {
        FloatVector y = relu(x);
        return y.blend(1f, y.compare(VectorOperators.GT, 1f));
    }
}
