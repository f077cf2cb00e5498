package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.ADDRESS;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;

import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link Synapses}.
 *
 * <p>A matrix is traversed in <em>strands</em>: one vector of outputs, down all inputs of its panel, in memory order, with the
 * post term and four partial sums in registers. One method processes all strands of a matrix. A call per strand would set up the
 * registers again for every ten or twenty vectors. The loops end at an address, like those of {@link VectorNeurons}.
 *
 * <p>These kernels deliberately call the JDK's load and store methods directly. A strand has so many accesses that it exceeds
 * C2's node budget, beyond which C2 inlines only methods that the JDK marks {@code @ForceInline}. A helper of ours would remain a
 * call, and its vectors would be boxed.
 */
final class VectorSynapses {
    /** log2 of {@link Lanes#BYTES}, the bytes from one input of a panel to the next. */
    static final int LANES_SHIFT = Integer.numberOfTrailingZeros(Lanes.BYTES);

    /** log2 of the bytes of a panel for each byte of the inputs. */
    private static final int INPUT_SHIFT = Integer.numberOfTrailingZeros(Lanes.BYTES / Float.BYTES);

    /** Whether a strand covers only part of its panel. If not, each strand begins where the previous one ends. */
    private static final boolean PANEL_IS_SPLIT = Simd.BYTES < Lanes.BYTES;

    private VectorSynapses() {}

    static void product(long w, long pre, long out, int inputs, int outputs, boolean add) {
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            if (PANEL_IS_SPLIT) {
                at = w + (o & -Lanes.BYTES) * inputs + (o & Lanes.BYTES - 1);
            }
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long start = at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), s0);
                s1 = w1.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 4)), s1);
                s2 = w2.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 8)), s2);
                s3 = w3.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 12)), s3);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, ALL, out + o, ORDER));
            }
            while (at != strandEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                sum = fromMemorySegment(FLOATS, ALL, at, ORDER).fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), sum);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(ALL, out + o, ORDER);
        }
    }

    static void productAndUpdate(
            long w, long pre, long trace, long post, long out, int inputs, int outputs, boolean add) {
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            if (PANEL_IS_SPLIT) {
                at = w + (o & -Lanes.BYTES) * inputs + (o & Lanes.BYTES - 1);
            }
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long start = at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                long traceAt = (trace & ADDRESS) + input;
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), s0);
                s1 = w1.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 4)), s1);
                s2 = w2.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 8)), s2);
                s3 = w3.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 12)), s3);
                term.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt)), w0).intoMemorySegment(ALL, at, ORDER);
                term.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt + 4)), w1).intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
                term.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt + 8)), w2).intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
                term.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt + 12)), w3).intoMemorySegment(ALL, at + 3 * Lanes.BYTES, ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            if (add) {
                sum = sum.add(fromMemorySegment(FLOATS, ALL, out + o, ORDER));
            }
            while (at != strandEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                long traceAt = (trace & ADDRESS) + input;
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                sum = weight.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), sum);
                term.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt)), weight).intoMemorySegment(ALL, at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(ALL, out + o, ORDER);
        }
    }

    static void productAndLowPassUpdate(
            long w, long low, long pre, long trace, long post, long out, int inputs, int outputs, float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        long toLow = low - w;
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            if (PANEL_IS_SPLIT) {
                at = w + (o & -Lanes.BYTES) * inputs + (o & Lanes.BYTES - 1);
            }
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long start = at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                long traceAt = (trace & ADDRESS) + input;
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), s0);
                s1 = w1.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 4)), s1);
                s2 = w2.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 8)), s2);
                s3 = w3.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 12)), s3);
                FloatVector l0 = fromMemorySegment(FLOATS, ALL, toLow + at, ORDER);
                l0 = term.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt))).sub(l0).fma(rates, l0);
                l0.intoMemorySegment(ALL, toLow + at, ORDER);
                w0.add(l0).intoMemorySegment(ALL, at, ORDER);
                FloatVector l1 = fromMemorySegment(FLOATS, ALL, toLow + at + Lanes.BYTES, ORDER);
                l1 = term.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt + 4))).sub(l1).fma(rates, l1);
                l1.intoMemorySegment(ALL, toLow + at + Lanes.BYTES, ORDER);
                w1.add(l1).intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
                FloatVector l2 = fromMemorySegment(FLOATS, ALL, toLow + at + 2 * Lanes.BYTES, ORDER);
                l2 = term.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt + 8))).sub(l2).fma(rates, l2);
                l2.intoMemorySegment(ALL, toLow + at + 2 * Lanes.BYTES, ORDER);
                w2.add(l2).intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector l3 = fromMemorySegment(FLOATS, ALL, toLow + at + 3 * Lanes.BYTES, ORDER);
                l3 = term.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt + 12))).sub(l3).fma(rates, l3);
                l3.intoMemorySegment(ALL, toLow + at + 3 * Lanes.BYTES, ORDER);
                w3.add(l3).intoMemorySegment(ALL, at + 3 * Lanes.BYTES, ORDER);
                at += 4 * Lanes.BYTES;
            }
            FloatVector sum = s0.add(s1).add(s2.add(s3));
            while (at != strandEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                long traceAt = (trace & ADDRESS) + input;
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                sum = weight.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), sum);
                FloatVector updated = fromMemorySegment(FLOATS, ALL, toLow + at, ORDER);
                updated = term.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, traceAt))).sub(updated).fma(rates, updated);
                updated.intoMemorySegment(ALL, toLow + at, ORDER);
                weight.add(updated).intoMemorySegment(ALL, at, ORDER);
                at += Lanes.BYTES;
            }
            sum.intoMemorySegment(ALL, out + o, ORDER);
        }
    }

    static void productAndAlign(
            long w, long residual, long pre, long high, long noise, long out, int inputs, int outputs, float rate,
            float alpha, boolean add) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector shrink = broadcast(FLOATS, -alpha);
        long toResidual = residual - w;
        long fours = (long) (inputs & -4) << LANES_SHIFT;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            if (PANEL_IS_SPLIT) {
                at = w + (o & -Lanes.BYTES) * inputs + (o & Lanes.BYTES - 1);
            }
            FloatVector xi = fromMemorySegment(FLOATS, ALL, noise + o, ORDER);
            FloatVector s0 = zero(FLOATS);
            FloatVector s1 = zero(FLOATS);
            FloatVector s2 = zero(FLOATS);
            FloatVector s3 = zero(FLOATS);
            long start = at;
            long strandEnd = at + all;
            long foursEnd = at + fours;
            while (at != foursEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                long highAt = (high & ADDRESS) + input;
                FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
                FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
                FloatVector w3 = fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER);
                s0 = w0.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), s0);
                s1 = w1.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 4)), s1);
                s2 = w2.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 8)), s2);
                s3 = w3.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt + 12)), s3);
                FloatVector c0 = w0.fma(shrink, xi.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, highAt))))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at, ORDER));
                FloatVector n0 = w0.add(c0);
                n0.intoMemorySegment(ALL, at, ORDER);
                c0.sub(n0.sub(w0)).intoMemorySegment(ALL, toResidual + at, ORDER);
                FloatVector c1 = w1.fma(shrink, xi.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, highAt + 4))))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at + Lanes.BYTES, ORDER));
                FloatVector n1 = w1.add(c1);
                n1.intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
                c1.sub(n1.sub(w1)).intoMemorySegment(ALL, toResidual + at + Lanes.BYTES, ORDER);
                FloatVector c2 = w2.fma(shrink, xi.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, highAt + 8))))
                        .fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at + 2 * Lanes.BYTES, ORDER));
                FloatVector n2 = w2.add(c2);
                n2.intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
                c2.sub(n2.sub(w2)).intoMemorySegment(ALL, toResidual + at + 2 * Lanes.BYTES, ORDER);
                FloatVector c3 = w3.fma(shrink, xi.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, highAt + 12))))
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
                long input = at - start >>> INPUT_SHIFT;
                long preAt = (pre & ADDRESS) + input;
                long highAt = (high & ADDRESS) + input;
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                sum = weight.fma(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, preAt)), sum);
                FloatVector step = weight.fma(shrink, xi.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, highAt))))
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
            float rate, boolean add) {
        product(w, pre, out, inputs, outputs, add);
        alignScaledStrands(w, residual, high, decay, noise, slope, inputs, outputs, rate);
    }

    private static void alignScaledStrands(
            long w, long residual, long high, long decay, long noise, long slope, int inputs, int outputs, float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        long toResidual = residual - w;
        long all = (long) inputs << LANES_SHIFT;
        long bytes = (long) Lanes.padded(outputs) * Float.BYTES;
        long at = w;
        for (long o = 0; o != bytes; o += Simd.BYTES) {
            if (PANEL_IS_SPLIT) {
                at = w + (o & -Lanes.BYTES) * inputs + (o & Lanes.BYTES - 1);
            }
            FloatVector xi = fromMemorySegment(FLOATS, ALL, noise + o, ORDER);
            FloatVector minusSlope = fromMemorySegment(FLOATS, ALL, slope + o, ORDER).mul(-1f);
            long start = at;
            long strandEnd = at + all;
            while (at != strandEnd) {
                long input = at - start >>> INPUT_SHIFT;
                long highAt = (high & ADDRESS) + input;
                long decayAt = (decay & ADDRESS) + input;
                FloatVector weight = fromMemorySegment(FLOATS, ALL, at, ORDER);
                FloatVector shrunk = weight.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, decayAt)));
                FloatVector change = shrunk.fma(minusSlope, xi.mul(broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, highAt))));
                FloatVector step = change.fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at, ORDER));
                FloatVector updated = weight.add(step);
                updated.intoMemorySegment(ALL, at, ORDER);
                step.sub(updated.sub(weight)).intoMemorySegment(ALL, toResidual + at, ORDER);
                at += Lanes.BYTES;
            }
        }
    }
}
