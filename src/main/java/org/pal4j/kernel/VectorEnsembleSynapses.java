package org.pal4j.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.VectorSynapses.LANES_SHIFT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link EnsembleSynapses}, in strands like those of {@link VectorSynapses}. Where those broadcast one rate,
 * these load the rates of all lanes. If vectors are narrower than 16 floats, a strand loads only its own part of each input's 16
 * floats.
 *
 * <p>The methods are too large to be inlined (more than 325 bytecodes), so each gets a node budget of its own. Negation is
 * written as multiplication by -1, which gives the same bits: C2 would repeat a negation at every use, reading the operand from
 * memory again.
 */
final class VectorEnsembleSynapses {
    private static final VectorShuffle<Float> FIRST_OF_TWO = part(0, 2);
    private static final VectorShuffle<Float> SECOND_OF_TWO = part(1, 2);
    private static final VectorShuffle<Float> FIRST_OF_FOUR = part(0, 4);
    private static final VectorShuffle<Float> SECOND_OF_FOUR = part(1, 4);
    private static final VectorShuffle<Float> THIRD_OF_FOUR = part(2, 4);
    private static final VectorShuffle<Float> FOURTH_OF_FOUR = part(3, 4);

    /** Whether a strand covers only part of its panel. If not, each strand begins where the previous one ends. */
    private static final boolean PANEL_IS_SPLIT = Simd.BYTES < Lanes.BYTES;

    private VectorEnsembleSynapses() {}

    static void spread(long from, long to, int values, int lanes) {
        int size = Lanes.padded(values * lanes) / lanes;
        if (Simd.FLOAT_COUNT <= lanes) {
            repeat(from, to, size, lanes * Float.BYTES);
        } else if (Simd.FLOAT_COUNT == 2 * lanes) {
            spreadTwo(from, to, size);
        } else {
            spreadFour(from, to, size);
        }
    }

    /** Each value fills one or more vectors, which are copied. */
    private static void repeat(long from, long to, int size, int bytes) {
        for (int i = 0; i < size; i++) {
            for (int at = 0; at < Lanes.BYTES; at += Simd.BYTES) {
                fromMemorySegment(FLOATS, ALL, from + (long) i * bytes + at % bytes, ORDER)
                        .intoMemorySegment(ALL, to + (long) i * Lanes.BYTES + at, ORDER);
            }
        }
    }

    /** Two values share a vector. */
    private static void spreadTwo(long from, long to, int size) {
        for (int i = 0; i < size; i += 2) {
            FloatVector x = fromMemorySegment(FLOATS, ALL, from + (i >> 1) * (long) Simd.BYTES, ORDER);
            long at = to + (i << LANES_SHIFT);
            store(x.rearrange(FIRST_OF_TWO), at);
            store(x.rearrange(SECOND_OF_TWO), at + Lanes.BYTES);
        }
    }

    /** Four values share a vector. */
    private static void spreadFour(long from, long to, int size) {
        for (int i = 0; i < size; i += 4) {
            FloatVector x = fromMemorySegment(FLOATS, ALL, from + (i >> 2) * (long) Simd.BYTES, ORDER);
            long at = to + (i << LANES_SHIFT);
            store(x.rearrange(FIRST_OF_FOUR), at);
            store(x.rearrange(SECOND_OF_FOUR), at + Lanes.BYTES);
            store(x.rearrange(THIRD_OF_FOUR), at + 2 * Lanes.BYTES);
            store(x.rearrange(FOURTH_OF_FOUR), at + 3 * Lanes.BYTES);
        }
    }

    private static void store(FloatVector x, long to) {
        for (long at = to; at < to + Lanes.BYTES; at += Simd.BYTES) {
            x.intoMemorySegment(ALL, at, ORDER);
        }
    }

    /** Shuffle that copies part {@code index} of a vector into all of its {@code parts} parts. */
    private static VectorShuffle<Float> part(int index, int parts) {
        int size = Simd.FLOAT_COUNT / parts;
        return VectorShuffle.fromOp(FLOATS, j -> index * size + j % size);
    }

    static void product(long w, long pre, long out, int inputs, int outputs, boolean add) {
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
            }
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long toPre = pre + part - at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, ALL, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, ALL, out + o, ORDER));
            }
            while (at != strandEnd) {
                sum = fromMemorySegment(FLOATS, ALL, at, ORDER).fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), sum);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(ALL, out + o, ORDER);
        }
    }

    static void productAndUpdate(
            long w, long pre, long trace, long post, long out, int inputs, int outputs, boolean add) {
        if (inputs <= FewInputs.MAX_INPUTS) {
            FewInputs.productAndUpdate(w, pre, trace, post, out, inputs, outputs, add);
            return;
        }
        updateStrands(w, pre, trace, post, out, inputs, outputs, add);
    }

    private static void updateStrands(
            long w, long pre, long trace, long post, long out, int inputs, int outputs, boolean add) {
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
            }
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long toPre = pre + part - at;
            long toTrace = trace + part - at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, ALL, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                term.fma(fromMemorySegment(FLOATS, ALL, toTrace + at, ORDER), w0).intoMemorySegment(ALL, at, ORDER);
                term.fma(fromMemorySegment(FLOATS, ALL, toTrace + at + Lanes.BYTES, ORDER), w1).intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
                term.fma(fromMemorySegment(FLOATS, ALL, toTrace + at + 2 * Lanes.BYTES, ORDER), w2).intoMemorySegment(ALL, at + 2 * Lanes.BYTES,
                        ORDER);
                term.fma(fromMemorySegment(FLOATS, ALL, toTrace + at + 3 * Lanes.BYTES, ORDER), w3).intoMemorySegment(ALL, at + 3 * Lanes.BYTES,
                        ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, ALL, out + o, ORDER));
            }
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                sum = weight.fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), sum);
                term.fma(fromMemorySegment(FLOATS, ALL, toTrace + at, ORDER), weight).intoMemorySegment(ALL, at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(ALL, out + o, ORDER);
        }
    }

    static void productAndLowPassUpdate(
            long w, long low, long pre, long trace, long post, long out, int inputs, int outputs, float rate) {
        if (inputs <= FewInputs.MAX_INPUTS) {
            FewInputs.productAndLowPassUpdate(w, low, pre, trace, post, out, inputs, outputs, rate);
            return;
        }
        lowPassStrands(w, low, pre, trace, post, out, inputs, outputs, rate);
    }

    private static void lowPassStrands(
            long w, long low, long pre, long trace, long post, long out, int inputs, int outputs, float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        long toLow = low - w;
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
            }
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long toPre = pre + part - at;
            long toTrace = trace + part - at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, ALL, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                FloatVector l0 = fromMemorySegment(FLOATS, ALL, toLow + at, ORDER);
                l0 = term.mul(fromMemorySegment(FLOATS, ALL, toTrace + at, ORDER)).sub(l0).fma(rates, l0);
                l0.intoMemorySegment(ALL, toLow + at, ORDER);
                w0.add(l0).intoMemorySegment(ALL, at, ORDER);
                FloatVector l1 = fromMemorySegment(FLOATS, ALL, toLow + at + Lanes.BYTES, ORDER);
                l1 = term.mul(fromMemorySegment(FLOATS, ALL, toTrace + at + Lanes.BYTES, ORDER)).sub(l1).fma(rates, l1);
                l1.intoMemorySegment(ALL, toLow + at + Lanes.BYTES, ORDER);
                w1.add(l1).intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
                FloatVector l2 = fromMemorySegment(FLOATS, ALL, toLow + at + 2 * Lanes.BYTES, ORDER);
                l2 = term.mul(fromMemorySegment(FLOATS, ALL, toTrace + at + 2 * Lanes.BYTES, ORDER)).sub(l2).fma(rates, l2);
                l2.intoMemorySegment(ALL, toLow + at + 2 * Lanes.BYTES, ORDER);
                w2.add(l2).intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector l3 = fromMemorySegment(FLOATS, ALL, toLow + at + 3 * Lanes.BYTES, ORDER);
                l3 = term.mul(fromMemorySegment(FLOATS, ALL, toTrace + at + 3 * Lanes.BYTES, ORDER)).sub(l3).fma(rates, l3);
                l3.intoMemorySegment(ALL, toLow + at + 3 * Lanes.BYTES, ORDER);
                w3.add(l3).intoMemorySegment(ALL, at + 3 * Lanes.BYTES, ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                sum = weight.fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), sum);
                FloatVector updated = fromMemorySegment(FLOATS, ALL, toLow + at, ORDER);
                updated = term.mul(fromMemorySegment(FLOATS, ALL, toTrace + at, ORDER)).sub(updated).fma(rates, updated);
                updated.intoMemorySegment(ALL, toLow + at, ORDER);
                weight.add(updated).intoMemorySegment(ALL, at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(ALL, out + o, ORDER);
        }
    }

    static void productAndAlign(
            long w, long residual, long pre, long high, long noise, long out, int inputs, int outputs, long rate, long alpha,
            boolean add) {
        if (inputs <= FewInputs.MAX_INPUTS) {
            FewInputs.productAndAlign(w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add);
            return;
        }
        alignStrands(w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add);
    }

    private static void alignStrands(
            long w, long residual, long pre, long high, long noise, long out, int inputs, int outputs, long rate,
            long alpha, boolean add) {
        long toResidual = residual - w;
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        FloatVector rates = fromMemorySegment(FLOATS, ALL, rate, ORDER);
        FloatVector shrink = fromMemorySegment(FLOATS, ALL, alpha, ORDER).mul(-1f);
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
                rates = fromMemorySegment(FLOATS, ALL, rate + part, ORDER);
                shrink = fromMemorySegment(FLOATS, ALL, alpha + part, ORDER).mul(-1f);
            }
            FloatVector xi = fromMemorySegment(FLOATS, ALL, noise + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long toPre = pre + part - at;
            long toHigh = high + part - at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, ALL, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, ALL, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                FloatVector c0 = w0.fma(shrink, xi.mul(fromMemorySegment(FLOATS, ALL, toHigh + at, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at, ORDER));
                FloatVector n0 = w0.add(c0);
                n0.intoMemorySegment(ALL, at, ORDER);
                c0.sub(n0.sub(w0)).intoMemorySegment(ALL, toResidual + at, ORDER);
                FloatVector c1 = w1.fma(shrink, xi.mul(fromMemorySegment(FLOATS, ALL, toHigh + at + Lanes.BYTES, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at + Lanes.BYTES, ORDER));
                FloatVector n1 = w1.add(c1);
                n1.intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
                c1.sub(n1.sub(w1)).intoMemorySegment(ALL, toResidual + at + Lanes.BYTES, ORDER);
                FloatVector c2 = w2.fma(shrink, xi.mul(fromMemorySegment(FLOATS, ALL, toHigh + at + 2 * Lanes.BYTES, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at + 2 * Lanes.BYTES, ORDER));
                FloatVector n2 = w2.add(c2);
                n2.intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
                c2.sub(n2.sub(w2)).intoMemorySegment(ALL, toResidual + at + 2 * Lanes.BYTES, ORDER);
                FloatVector c3 = w3.fma(shrink, xi.mul(fromMemorySegment(FLOATS, ALL, toHigh + at + 3 * Lanes.BYTES, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at + 3 * Lanes.BYTES, ORDER));
                FloatVector n3 = w3.add(c3);
                n3.intoMemorySegment(ALL, at + 3 * Lanes.BYTES, ORDER);
                c3.sub(n3.sub(w3)).intoMemorySegment(ALL, toResidual + at + 3 * Lanes.BYTES, ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, ALL, out + o, ORDER));
            }
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                sum = weight.fma(fromMemorySegment(FLOATS, ALL, toPre + at, ORDER), sum);
                FloatVector step = weight.fma(shrink, xi.mul(fromMemorySegment(FLOATS, ALL, toHigh + at, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at, ORDER));
                FloatVector updated = weight.add(step);
                updated.intoMemorySegment(ALL, at, ORDER);
                step.sub(updated.sub(weight)).intoMemorySegment(ALL, toResidual + at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(ALL, out + o, ORDER);
        }
    }

    static void productAndAlignScaled(
            long w, long residual, long pre, long high, long decay, long noise, long slope, long out, int inputs, int outputs,
            long rate, boolean add) {
        product(w, pre, out, inputs, outputs, add);
        alignScaledStrands(w, residual, high, decay, noise, slope, inputs, outputs, rate);
    }

    private static void alignScaledStrands(
            long w, long residual, long high, long decay, long noise, long slope, int inputs, int outputs, long rate) {
        long toResidual = residual - w;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        FloatVector rates = fromMemorySegment(FLOATS, ALL, rate, ORDER);
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
                rates = fromMemorySegment(FLOATS, ALL, rate + part, ORDER);
            }
            FloatVector xi = fromMemorySegment(FLOATS, ALL, noise + o, ORDER);
            FloatVector minusSlope = fromMemorySegment(FLOATS, ALL, slope + o, ORDER).mul(-1f);
            long toHigh = high + part - at;
            long toDecay = decay + part - at;
            long strandEnd = at + all;
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector shrunk = weight.mul(fromMemorySegment(FLOATS, ALL, toDecay + at, ORDER));
                FloatVector change = shrunk.fma(minusSlope, xi.mul(fromMemorySegment(FLOATS, ALL, toHigh + at, ORDER)));
                FloatVector step = change.fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at, ORDER));
                FloatVector updated = weight.add(step);
                updated.intoMemorySegment(ALL, at, ORDER);
                step.sub(updated.sub(weight)).intoMemorySegment(ALL, toResidual + at, ORDER);
                at += Lanes.BYTES;
            }
        }
    }

    static void writeBack(
            long w, long low, long x, long c, long d, int inputs, int outputs, float s, float power) {
        FloatVector sums = broadcast(FLOATS, s);
        FloatVector powers = broadcast(FLOATS, power);
        long toLow = low - w;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
            }
            FloatVector cSum = fromMemorySegment(FLOATS, ALL, c + o, ORDER);
            FloatVector dStep = fromMemorySegment(FLOATS, ALL, d + o, ORDER);
            long toX = x + part - at;
            long strandEnd = at + all;
            while (at != strandEnd) {
                FloatVector rate = fromMemorySegment(FLOATS, ALL, toX + at, ORDER);
                FloatVector old = fromMemorySegment(FLOATS, ALL, toLow + at, ORDER);
                FloatVector weight = old.fma(sums, fromMemorySegment(FLOATS, ALL, at, ORDER));
                cSum.fma(rate, weight).intoMemorySegment(ALL, at, ORDER);
                dStep.fma(rate, old.mul(powers)).intoMemorySegment(ALL, toLow + at, ORDER);
                at += Lanes.BYTES;
            }
        }
    }
}
