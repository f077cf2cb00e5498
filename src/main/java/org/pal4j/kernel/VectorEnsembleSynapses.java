package org.pal4j.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.VectorSynapses.LANES_SHIFT;

import java.lang.foreign.MemorySegment;
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

    static void spread(MemorySegment m, int from, int to, int values, int lanes) {
        int size = Lanes.padded(values * lanes) / lanes;
        if (Simd.FLOAT_COUNT <= lanes) {
            repeat(m, from, to, size, lanes * Float.BYTES);
        } else if (Simd.FLOAT_COUNT == 2 * lanes) {
            spreadTwo(m, from, to, size);
        } else {
            spreadFour(m, from, to, size);
        }
    }

    /** Each value fills one or more vectors, which are copied. */
    private static void repeat(MemorySegment m, int from, int to, int size, int bytes) {
        for (int i = 0; i < size; i++) {
            for (int at = 0; at < Lanes.BYTES; at += Simd.BYTES) {
                fromMemorySegment(FLOATS, m, from + i * bytes + at % bytes, ORDER).intoMemorySegment(m, to + i * Lanes.BYTES + at, ORDER);
            }
        }
    }

    /** Two values share a vector. */
    private static void spreadTwo(MemorySegment m, int from, int to, int size) {
        for (int i = 0; i < size; i += 2) {
            FloatVector x = fromMemorySegment(FLOATS, m, from + (i >> 1) * Simd.BYTES, ORDER);
            int at = to + (i << LANES_SHIFT);
            store(x.rearrange(FIRST_OF_TWO), m, at);
            store(x.rearrange(SECOND_OF_TWO), m, at + Lanes.BYTES);
        }
    }

    /** Four values share a vector. */
    private static void spreadFour(MemorySegment m, int from, int to, int size) {
        for (int i = 0; i < size; i += 4) {
            FloatVector x = fromMemorySegment(FLOATS, m, from + (i >> 2) * Simd.BYTES, ORDER);
            int at = to + (i << LANES_SHIFT);
            store(x.rearrange(FIRST_OF_FOUR), m, at);
            store(x.rearrange(SECOND_OF_FOUR), m, at + Lanes.BYTES);
            store(x.rearrange(THIRD_OF_FOUR), m, at + 2 * Lanes.BYTES);
            store(x.rearrange(FOURTH_OF_FOUR), m, at + 3 * Lanes.BYTES);
        }
    }

    private static void store(FloatVector x, MemorySegment m, int to) {
        for (int at = to; at < to + Lanes.BYTES; at += Simd.BYTES) {
            x.intoMemorySegment(m, at, ORDER);
        }
    }

    /** Shuffle that copies part {@code index} of a vector into all of its {@code parts} parts. */
    private static VectorShuffle<Float> part(int index, int parts) {
        int size = Simd.FLOAT_COUNT / parts;
        return VectorShuffle.fromOp(FLOATS, j -> index * size + j % size);
    }

    static void product(MemorySegment m, long w, long pre, long out, int inputs, int outputs, boolean add) {
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
                FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, m, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, m, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, m, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, m, out + o, ORDER));
            }
            while (at != strandEnd) {
                sum = fromMemorySegment(FLOATS, m, at, ORDER).fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), sum);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(m, out + o, ORDER);
        }
    }

    static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        if (inputs <= FewInputs.MAX_INPUTS) {
            FewInputs.productAndUpdate(m, w, pre, trace, post, out, inputs, outputs, add);
            return;
        }
        updateStrands(m, w, pre, trace, post, out, inputs, outputs, add);
    }

    private static void updateStrands(
            MemorySegment m, long w, long pre, long trace, long post, long out, int inputs, int outputs, boolean add) {
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
            }
            FloatVector term = fromMemorySegment(FLOATS, m, post + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long toPre = pre + part - at;
            long toTrace = trace + part - at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, m, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, m, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, m, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                term.fma(fromMemorySegment(FLOATS, m, toTrace + at, ORDER), w0).intoMemorySegment(m, at, ORDER);
                term.fma(fromMemorySegment(FLOATS, m, toTrace + at + Lanes.BYTES, ORDER), w1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
                term.fma(fromMemorySegment(FLOATS, m, toTrace + at + 2 * Lanes.BYTES, ORDER), w2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
                term.fma(fromMemorySegment(FLOATS, m, toTrace + at + 3 * Lanes.BYTES, ORDER), w3).intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, m, out + o, ORDER));
            }
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
                sum = weight.fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), sum);
                term.fma(fromMemorySegment(FLOATS, m, toTrace + at, ORDER), weight).intoMemorySegment(m, at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(m, out + o, ORDER);
        }
    }

    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        if (inputs <= FewInputs.MAX_INPUTS) {
            FewInputs.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, rate);
            return;
        }
        lowPassStrands(m, w, low, pre, trace, post, out, inputs, outputs, rate);
    }

    private static void lowPassStrands(
            MemorySegment m, long w, long low, long pre, long trace, long post, long out, int inputs, int outputs, float rate) {
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
            FloatVector term = fromMemorySegment(FLOATS, m, post + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long toPre = pre + part - at;
            long toTrace = trace + part - at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, m, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, m, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, m, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                FloatVector l0 = fromMemorySegment(FLOATS, m, toLow + at, ORDER);
                l0 = term.mul(fromMemorySegment(FLOATS, m, toTrace + at, ORDER)).sub(l0).fma(rates, l0);
                l0.intoMemorySegment(m, toLow + at, ORDER);
                w0.add(l0).intoMemorySegment(m, at, ORDER);
                FloatVector l1 = fromMemorySegment(FLOATS, m, toLow + at + Lanes.BYTES, ORDER);
                l1 = term.mul(fromMemorySegment(FLOATS, m, toTrace + at + Lanes.BYTES, ORDER)).sub(l1).fma(rates, l1);
                l1.intoMemorySegment(m, toLow + at + Lanes.BYTES, ORDER);
                w1.add(l1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
                FloatVector l2 = fromMemorySegment(FLOATS, m, toLow + at + 2 * Lanes.BYTES, ORDER);
                l2 = term.mul(fromMemorySegment(FLOATS, m, toTrace + at + 2 * Lanes.BYTES, ORDER)).sub(l2).fma(rates, l2);
                l2.intoMemorySegment(m, toLow + at + 2 * Lanes.BYTES, ORDER);
                w2.add(l2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
                FloatVector l3 = fromMemorySegment(FLOATS, m, toLow + at + 3 * Lanes.BYTES, ORDER);
                l3 = term.mul(fromMemorySegment(FLOATS, m, toTrace + at + 3 * Lanes.BYTES, ORDER)).sub(l3).fma(rates, l3);
                l3.intoMemorySegment(m, toLow + at + 3 * Lanes.BYTES, ORDER);
                w3.add(l3).intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
                sum = weight.fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), sum);
                FloatVector updated = fromMemorySegment(FLOATS, m, toLow + at, ORDER);
                updated = term.mul(fromMemorySegment(FLOATS, m, toTrace + at, ORDER)).sub(updated).fma(rates, updated);
                updated.intoMemorySegment(m, toLow + at, ORDER);
                weight.add(updated).intoMemorySegment(m, at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(m, out + o, ORDER);
        }
    }

    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, int rate, int alpha,
            boolean add) {
        if (inputs <= FewInputs.MAX_INPUTS) {
            FewInputs.productAndAlign(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add);
            return;
        }
        alignStrands(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add);
    }

    private static void alignStrands(
            MemorySegment m, long w, long residual, long pre, long high, long noise, long out, int inputs, int outputs, long rate,
            long alpha, boolean add) {
        long toResidual = residual - w;
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        FloatVector rates = fromMemorySegment(FLOATS, m, rate, ORDER);
        FloatVector shrink = fromMemorySegment(FLOATS, m, alpha, ORDER).mul(-1f);
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
                rates = fromMemorySegment(FLOATS, m, rate + part, ORDER);
                shrink = fromMemorySegment(FLOATS, m, alpha + part, ORDER).mul(-1f);
            }
            FloatVector xi = fromMemorySegment(FLOATS, m, noise + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long toPre = pre + part - at;
            long toHigh = high + part - at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), s0);
                s1 = w1.fma(fromMemorySegment(FLOATS, m, toPre + at + Lanes.BYTES, ORDER), s1);
                s2 = w2.fma(fromMemorySegment(FLOATS, m, toPre + at + 2 * Lanes.BYTES, ORDER), s2);
                s3 = w3.fma(fromMemorySegment(FLOATS, m, toPre + at + 3 * Lanes.BYTES, ORDER), s3);
                FloatVector c0 = w0.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, toHigh + at, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, m, toResidual + at, ORDER));
                FloatVector n0 = w0.add(c0);
                n0.intoMemorySegment(m, at, ORDER);
                c0.sub(n0.sub(w0)).intoMemorySegment(m, toResidual + at, ORDER);
                FloatVector c1 = w1.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, toHigh + at + Lanes.BYTES, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, m, toResidual + at + Lanes.BYTES, ORDER));
                FloatVector n1 = w1.add(c1);
                n1.intoMemorySegment(m, at + Lanes.BYTES, ORDER);
                c1.sub(n1.sub(w1)).intoMemorySegment(m, toResidual + at + Lanes.BYTES, ORDER);
                FloatVector c2 = w2.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, toHigh + at + 2 * Lanes.BYTES, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, m, toResidual + at + 2 * Lanes.BYTES, ORDER));
                FloatVector n2 = w2.add(c2);
                n2.intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
                c2.sub(n2.sub(w2)).intoMemorySegment(m, toResidual + at + 2 * Lanes.BYTES, ORDER);
                FloatVector c3 = w3.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, toHigh + at + 3 * Lanes.BYTES, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, m, toResidual + at + 3 * Lanes.BYTES, ORDER));
                FloatVector n3 = w3.add(c3);
                n3.intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
                c3.sub(n3.sub(w3)).intoMemorySegment(m, toResidual + at + 3 * Lanes.BYTES, ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, m, out + o, ORDER));
            }
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
                sum = weight.fma(fromMemorySegment(FLOATS, m, toPre + at, ORDER), sum);
                FloatVector step = weight.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, toHigh + at, ORDER)))
                        .fma(rates, fromMemorySegment(FLOATS, m, toResidual + at, ORDER));
                FloatVector updated = weight.add(step);
                updated.intoMemorySegment(m, at, ORDER);
                step.sub(updated.sub(weight)).intoMemorySegment(m, toResidual + at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(m, out + o, ORDER);
        }
    }

    static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            int rate, boolean add) {
        product(m, w, pre, out, inputs, outputs, add);
        alignScaledStrands(m, w, residual, high, decay, noise, slope, inputs, outputs, rate);
    }

    private static void alignScaledStrands(
            MemorySegment m, long w, long residual, long high, long decay, long noise, long slope, int inputs, int outputs, long rate) {
        long toResidual = residual - w;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        FloatVector rates = fromMemorySegment(FLOATS, m, rate, ORDER);
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            long part = PANEL_IS_SPLIT ? o & Lanes.BYTES - 1 : 0;
            if (PANEL_IS_SPLIT) {
                at = w + (o - part) * inputs + part;
                rates = fromMemorySegment(FLOATS, m, rate + part, ORDER);
            }
            FloatVector xi = fromMemorySegment(FLOATS, m, noise + o, ORDER);
            FloatVector minusSlope = fromMemorySegment(FLOATS, m, slope + o, ORDER).mul(-1f);
            long toHigh = high + part - at;
            long toDecay = decay + part - at;
            long strandEnd = at + all;
            while (at != strandEnd) {
                FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
                FloatVector shrunk = weight.mul(fromMemorySegment(FLOATS, m, toDecay + at, ORDER));
                FloatVector change = shrunk.fma(minusSlope, xi.mul(fromMemorySegment(FLOATS, m, toHigh + at, ORDER)));
                FloatVector step = change.fma(rates, fromMemorySegment(FLOATS, m, toResidual + at, ORDER));
                FloatVector updated = weight.add(step);
                updated.intoMemorySegment(m, at, ORDER);
                step.sub(updated.sub(weight)).intoMemorySegment(m, toResidual + at, ORDER);
                at += Lanes.BYTES;
            }
        }
    }

    static void writeBack(
            MemorySegment m, long w, long low, long x, long c, long d, int inputs, int outputs, float s, float power) {
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
            FloatVector cSum = fromMemorySegment(FLOATS, m, c + o, ORDER);
            FloatVector dStep = fromMemorySegment(FLOATS, m, d + o, ORDER);
            long toX = x + part - at;
            long strandEnd = at + all;
            while (at != strandEnd) {
                FloatVector rate = fromMemorySegment(FLOATS, m, toX + at, ORDER);
                FloatVector old = fromMemorySegment(FLOATS, m, toLow + at, ORDER);
                FloatVector weight = old.fma(sums, fromMemorySegment(FLOATS, m, at, ORDER));
                cSum.fma(rate, weight).intoMemorySegment(m, at, ORDER);
                dStep.fma(rate, old.mul(powers)).intoMemorySegment(m, toLow + at, ORDER);
                at += Lanes.BYTES;
            }
        }
    }
}
