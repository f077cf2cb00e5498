package org.pal4j.model.circuit;

import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.Lanes;

/**
 * What a step takes, roughly: for putting replicas side by side, for sharing work out evenly and for telling how long it may last. The numbers
 * are those of docs/performance.md, of one core with 512-bit vectors and PAL with all learning on; what matters is their proportion.
 */
final class StepCost {
    /** Calls of kernels, whatever they work on. */
    private static final double STEP = 0.096;
    /** A vector of 16 neurons: activations, noise, filters and voltages. */
    private static final double NEURONS = 0.025;
    /** A vector of 16 synapses, read, multiplied, changed and written; so long as they lie in the first two levels of cache. */
    private static final double SYNAPSES = 0.00103;
    /** The same from farther away. */
    private static final double FAR_SYNAPSES = 0.0020;
    /** Bytes of synapses from which on they are far away. */
    private static final double FAR = 4e6;
    /** Rates of a neuron spread over the lanes, where there are fewer replicas than 16. */
    private static final double SPREAD = 0.0023;

    private StepCost() {}

    /** Microseconds for a step of so many replicas side by side, 1 to 16. */
    static double microseconds(CircuitParameters p, int replicas) {
        int lanes = Ensemble.lanes(replicas);
        double neurons = 0;
        double vectors = 0;
        for (int l = 1; l <= p.areas(); l++) {
            neurons += p.size(l);
            vectors += vectors(p.size(l), lanes);
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            int size = p.size(p.interneuronArea(k) + 1);
            neurons += size;
            vectors += vectors(size, lanes);
        }
        double spread = lanes > 1 && lanes < Lanes.COUNT ? neurons * SPREAD : 0;
        double each = CircuitMemory.block(p) * lanes > FAR ? FAR_SYNAPSES : SYNAPSES;
        return STEP + vectors * NEURONS + synapses(p, lanes) * each + spread;
    }

    /** Microseconds for a step of as many replicas as you like, on one thread. */
    static double together(CircuitParameters p, int replicas) {
        return EnsembleSizes.of(p, replicas).stream().mapToDouble(size -> microseconds(p, size)).sum();
    }

    private static int vectors(int size, int lanes) {
        return Lanes.padded(size * lanes) / Lanes.COUNT;
    }

    /** Vectors of the synapses that every step passes over: with a clamped input, not the first area's, which are written once a presentation. */
    private static double synapses(CircuitParameters p, int lanes) {
        boolean resting = p.clampedInput() && !p.traceLowPass();
        double all = 0;
        for (Variable variable : new Variable[] {Variable.W, Variable.WI, Variable.B, Variable.BI}) {
            for (int i = variable == Variable.W && resting ? 1 : 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                all += (double) shape[1] * vectors(shape[0], lanes);
            }
        }
        return all;
    }
}
