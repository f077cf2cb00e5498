package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.pal4j.Activation;

/**
 * What happens in neurons, elementwise over populations that lie side by side: activations, rates and post terms, filters, and the
 * Euler step of the somata.
 *
 * <p>Offsets are in bytes from the start of {@code m}, multiples of 64; sizes are in floats and rounded up to a multiple of 16. A
 * region may be written by the call that reads it only where an entry says so; no other overlap is allowed.
 */
public final class Neurons {
    /**
     * A rate that rests leaves its high-passed rate to decay, to numbers so small (subnormal) that processors take many times longer with
     * them; below this, 2<sup>-100</sup>, it is zero. No weight is small enough to have felt the rest.
     */
    static final float MIN_HIGH_PASS = 0x1p-100f;

    private Neurons() {}

    /**
     * {@code out = phi(factor * x)}, as calls to be kept and made again and again, in this order.
     *
     * @param phi    the activation
     * @param x      arguments; not {@code out}
     * @param factor one factor for each neuron
     * @param out    values
     */
    public static List<Runnable> activation(Activation phi, MemorySegment m, int x, int factor, int out, int size) {
        return Simd.SCALAR
                ? List.of(() -> ScalarNeurons.activate(phi, m, x, factor, out, size))
                : VectorNeurons.activation(phi, m, x, factor, out, size);
    }

    /** {@link #activation}, once. */
    public static void activate(Activation phi, MemorySegment m, int x, int factor, int out, int size) {
        activation(phi, m, x, factor, out, size).forEach(Runnable::run);
    }

    /** {@code out = phi'(x)}, as calls to be kept. */
    public static List<Runnable> slopes(Activation phi, MemorySegment m, int x, int out, int size) {
        return Simd.SCALAR ? List.of(() -> ScalarNeurons.slope(phi, m, x, out, size)) : VectorNeurons.slope(phi, m, x, out, size);
    }

    /** {@link #slopes}, once. */
    public static void slope(Activation phi, MemorySegment m, int x, int out, int size) {
        slopes(phi, m, x, out, size).forEach(Runnable::run);
    }

    /**
     * New rates, and the post terms of plasticity: {@code b = lookAhead; old = r; r = fresh; post = gain * (fresh - prediction)}.
     *
     * @param lookAhead  prospective voltages for this step, as the step before left them
     * @param fresh      their rates
     * @param prediction rates that the dendrites of the step before predict
     * @param gain       learning rate times dt, for each neuron
     */
    public static void respond(
            MemorySegment m, int lookAhead, int fresh, int prediction, int gain, int b, int r, int old, int post, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.respond(m, lookAhead, fresh, prediction, gain, b, r, old, post, size);
        } else {
            VectorNeurons.respond(m, lookAhead, fresh, prediction, gain, b, r, old, post, size);
        }
    }

    /**
     * {@link #respond} for logistic neurons, activations included: {@code b = lookAhead; old = r; r = phi(lookAhead);
     * post = gain * (r - phi(attenuation * dendrite))}.
     *
     * @param lookAhead   prospective voltages for this step, as the step before left them
     * @param dendrite    dendritic voltages of the step before
     * @param attenuation from dendritic voltages to what they predict of the soma's, for each neuron
     * @param gain        learning rate times dt, for each neuron
     */
    public static void respondLogistic(
            MemorySegment m, int lookAhead, int dendrite, int attenuation, int gain, int b, int r, int old, int post, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.respondLogistic(m, lookAhead, dendrite, attenuation, gain, b, r, old, post, size);
        } else {
            VectorNeurons.respondLogistic(m, lookAhead, dendrite, attenuation, gain, b, r, old, post, size);
        }
    }

    /** {@code out = gain * (x - y)}. */
    public static void difference(MemorySegment m, int x, int y, int gain, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.difference(m, x, y, gain, out, size);
        } else {
            VectorNeurons.difference(m, x, y, gain, out, size);
        }
    }

    /** {@code out = x * y}; {@code out} may be one of them. */
    public static void multiply(MemorySegment m, int x, int y, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.multiply(m, x, y, out, size);
        } else {
            VectorNeurons.multiply(m, x, y, out, size);
        }
    }

    /** {@code out = out * |x|}. */
    public static void multiplyByMagnitude(MemorySegment m, int x, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.multiplyByMagnitude(m, x, out, size);
        } else {
            VectorNeurons.multiplyByMagnitude(m, x, out, size);
        }
    }

    /** {@code out = x > 0 ? y : 0}. */
    public static void gate(MemorySegment m, int x, int y, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.gate(m, x, y, out, size);
        } else {
            VectorNeurons.gate(m, x, y, out, size);
        }
    }

    /**
     * High-pass: {@code seen = h; h = fma(-decay, h, h + (r - old))}, and what is closer to zero than {@link #MIN_HIGH_PASS} becomes zero.
     *
     * @param r     rates of this step
     * @param old   of the step before
     * @param h     the high-passed rates
     * @param seen  where {@code h} before this step goes, which plasticity sees
     * @param decay dt / tauHP
     */
    public static void highPass(MemorySegment m, int r, int old, int h, int seen, float decay, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.highPass(m, r, old, h, seen, decay, size);
        } else {
            VectorNeurons.highPass(m, r, old, h, seen, decay, size);
        }
    }

    /** Low-pass: {@code state = fma(rate, x - state, state)}, rate = dt / tauLO. */
    public static void lowPass(MemorySegment m, int x, int state, float rate, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.lowPass(m, x, state, rate, size);
        } else {
            VectorNeurons.lowPass(m, x, state, rate, size);
        }
    }

    /**
     * The Euler step of somata with the look-ahead of the next step, in the form that does not cancel:
     * {@code d = fma(dendriteGain, dendrite, nudgeGain * nudge) - u; lookAhead = fma(prospect, d, u); u = fma(step, d, u)}.
     *
     * @param u            somatic voltages
     * @param lookAhead    prospective voltages of the next step
     * @param dendrite     basal or dendritic voltages
     * @param dendriteGain their weight in the steady state
     * @param nudge        the other input: a target, or the voltage of the neuron above
     * @param nudgeGain    its weight in the steady state
     * @param prospect     taur: 1 for a full look-ahead, 0 for none
     * @param step         dt / tau
     */
    public static void soma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, float nudgeGain, float prospect,
            float step, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.soma(m, u, lookAhead, dendrite, dendriteGain, nudge, nudgeGain, prospect, step, size);
        } else {
            VectorNeurons.soma(m, u, lookAhead, dendrite, dendriteGain, nudge, nudgeGain, prospect, step, size);
        }
    }

    /** {@link #soma} with {@code nudge + noise} in the place of {@code nudge}. */
    public static void noisySoma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, int noise, float nudgeGain,
            float prospect, float step, int size) {
        if (Simd.SCALAR) {
            ScalarNeurons.noisySoma(m, u, lookAhead, dendrite, dendriteGain, nudge, noise, nudgeGain, prospect, step, size);
        } else {
            VectorNeurons.noisySoma(m, u, lookAhead, dendrite, dendriteGain, nudge, noise, nudgeGain, prospect, step, size);
        }
    }
}
