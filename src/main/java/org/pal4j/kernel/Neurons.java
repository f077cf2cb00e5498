package org.pal4j.kernel;

import static org.pal4j.kernel.Simd.keeping;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.pal4j.Activation;

/**
 * Elementwise operations on populations of neurons stored side by side: activations, rates and post terms, filters, and the Euler
 * step of the somata.
 *
 * <p>Offsets are in bytes from the start of {@code m} and are multiples of 64; sizes are in floats and rounded up to a multiple
 * of 16. An output region may alias an input region only where the method says so; no other overlap is allowed.
 */
public final class Neurons {
    /**
     * High-passed rates smaller in magnitude than this, 2<sup>-100</sup>, are flushed to zero. The high-pass of a constant rate
     * decays into the subnormal range, where processors take many times longer per operation. The effect on the weights is below
     * their precision.
     */
    static final float MIN_HIGH_PASS = 0x1p-100f;

    private Neurons() {}

    /**
     * {@code out = phi(factor * x)}, as kernel calls that the caller keeps and runs repeatedly, in this order.
     *
     * @param phi    the activation function
     * @param x      arguments; must not alias {@code out}
     * @param factor one factor per neuron
     * @param out    function values
     */
    public static List<Runnable> activation(Activation phi, MemorySegment m, int x, int factor, int out, int size) {
        return Simd.SCALAR
                ? List.of(() -> ScalarNeurons.activate(phi, m, x, factor, out, size))
                : keeping(m, VectorNeurons.activation(phi, m.address() + x, m.address() + factor, m.address() + out, size));
    }

    /** {@code out = phi'(x)}, as kernel calls that the caller keeps. */
    public static List<Runnable> slopes(Activation phi, MemorySegment m, int x, int out, int size) {
        return Simd.SCALAR
                ? List.of(() -> ScalarNeurons.slope(phi, m, x, out, size))
                : keeping(m, VectorNeurons.slope(phi, m.address() + x, m.address() + out, size));
    }

    /**
     * Updates the rates and computes the post terms of plasticity: {@code b = lookAhead; old = r; r = fresh; post = gain * (fresh
     * - prediction)}.
     *
     * @param lookAhead  prospective voltages for this step, computed by the previous step
     * @param fresh      the rates of {@code lookAhead}
     * @param prediction rates predicted by the dendrites of the previous step
     * @param gain       learning rate times dt, one per neuron
     */
    public static void respond(
            MemorySegment m, int lookAhead, int fresh, int prediction, int gain, int b, int r, int old, int post, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.respond(m, lookAhead, fresh, prediction, gain, b, r, old, post, size);
        } else {
            long at = m.address();
            VectorNeurons.respond(at + lookAhead, at + fresh, at + prediction, at + gain, at + b, at + r, at + old, at + post, size);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link #respond} for logistic neurons with the activations fused in: {@code b = lookAhead; old = r; r = phi(lookAhead);
     * post = gain * (r - phi(attenuation * dendrite))}.
     *
     * @param lookAhead   prospective voltages for this step, computed by the previous step
     * @param dendrite    dendritic voltages of the previous step
     * @param attenuation factor from the dendritic voltage to the somatic voltage it predicts, one per neuron
     * @param gain        learning rate times dt, one per neuron
     */
    public static void respondLogistic(
            MemorySegment m, int lookAhead, int dendrite, int attenuation, int gain, int b, int r, int old, int post, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.respondLogistic(m, lookAhead, dendrite, attenuation, gain, b, r, old, post, size);
        } else {
            long at = m.address();
            VectorNeurons.respondLogistic(at + lookAhead, at + dendrite, at + attenuation, at + gain, at + b, at + r, at + old, at + post, size);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out = gain * (x - y)}. */
    public static void difference(MemorySegment m, int x, int y, int gain, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.difference(m, x, y, gain, out, size);
        } else {
            long at = m.address();
            VectorNeurons.difference(at + x, at + y, at + gain, at + out, size);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out = x * y}; {@code out} may alias {@code x} or {@code y}. */
    public static void multiply(MemorySegment m, int x, int y, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.multiply(m, x, y, out, size);
        } else {
            long at = m.address();
            VectorNeurons.multiply(at + x, at + y, at + out, size);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out = out * |x|}. */
    public static void multiplyByMagnitude(MemorySegment m, int x, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.multiplyByMagnitude(m, x, out, size);
        } else {
            long at = m.address();
            VectorNeurons.multiplyByMagnitude(at + x, at + out, size);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out = x > 0 ? y : 0}. */
    public static void gate(MemorySegment m, int x, int y, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.gate(m, x, y, out, size);
        } else {
            long at = m.address();
            VectorNeurons.gate(at + x, at + y, at + out, size);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * High-pass: {@code seen = h; h = fma(-decay, h, h + (r - old))}. Results below {@link #MIN_HIGH_PASS} in magnitude become
     * zero.
     *
     * @param r     rates of this step
     * @param old   rates of the previous step
     * @param h     the high-passed rates
     * @param seen  receives {@code h} as it was before this step; plasticity reads it
     * @param decay dt / tauHP
     */
    public static void highPass(MemorySegment m, int r, int old, int h, int seen, float decay, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.highPass(m, r, old, h, seen, decay, size);
        } else {
            long at = m.address();
            VectorNeurons.highPass(at + r, at + old, at + h, at + seen, decay, size);
            Reference.reachabilityFence(m);
        }
    }

    /** Low-pass: {@code state = fma(rate, x - state, state)} with rate = dt / tauLO. */
    public static void lowPass(MemorySegment m, int x, int state, float rate, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.lowPass(m, x, state, rate, size);
        } else {
            long at = m.address();
            VectorNeurons.lowPass(at + x, at + state, rate, size);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * The Euler step of the somata together with the look-ahead for the next step, in a form free of cancellation: {@code d =
     * fma(dendriteGain, dendrite, nudgeGain * nudge) - u; lookAhead = fma(prospect, d, u); u = fma(step, d, u)}.
     *
     * @param u            somatic voltages
     * @param lookAhead    prospective voltages for the next step
     * @param dendrite     basal or dendritic voltages
     * @param dendriteGain weight of {@code dendrite} in the steady state
     * @param nudge        the other input: a target, or the voltage of the neuron above
     * @param nudgeGain    weight of {@code nudge} in the steady state
     * @param prospect     taur: 1 for full look-ahead, 0 for none
     * @param step         dt / tau
     */
    public static void soma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, float nudgeGain, float prospect,
            float step, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.soma(m, u, lookAhead, dendrite, dendriteGain, nudge, nudgeGain, prospect, step, size);
        } else {
            long at = m.address();
            VectorNeurons.soma(at + u, at + lookAhead, at + dendrite, dendriteGain, at + nudge, nudgeGain, prospect, step, size);
            Reference.reachabilityFence(m);
        }
    }

    /** {@link #soma} with {@code nudge + noise} in place of {@code nudge}. */
    public static void noisySoma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, int noise, float nudgeGain,
            float prospect, float step, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.noisySoma(m, u, lookAhead, dendrite, dendriteGain, nudge, noise, nudgeGain, prospect, step, size);
        } else {
            long at = m.address();
            VectorNeurons.noisySoma(at + u, at + lookAhead, at + dendrite, dendriteGain, at + nudge, at + noise, nudgeGain, prospect, step, size);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link #noisySoma} of neurons that differ in their membrane time constants: with {@code pace * d} in place of {@code d}.
     *
     * @param pace nominal over own time constant, one per neuron
     */
    public static void pacedSoma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, int noise, float nudgeGain, int pace,
            float prospect, float step, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.pacedSoma(m, u, lookAhead, dendrite, dendriteGain, nudge, noise, nudgeGain, pace, prospect, step, size);
        } else {
            long at = m.address();
            VectorNeurons.pacedSoma(at + u, at + lookAhead, at + dendrite, dendriteGain, at + nudge, at + noise, nudgeGain, at + pace, prospect,
                    step, size);
            Reference.reachabilityFence(m);
        }
    }
}
