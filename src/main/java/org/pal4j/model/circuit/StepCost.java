package org.pal4j.model.circuit;

import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.Lanes;

/**
 * Approximate duration of a step, used to form ensembles, to balance work and to estimate run times. The numbers are from docs/performance.md, for
 * one core with 512-bit vectors and PAL with all learning on. Only their ratios matter.
 */
final class StepCost {
    /** Overhead of kernel calls, independent of size. */
    private static final double STEP = 0.096;
    /** A vector of 16 neurons: activations, noise, filters and voltages. */
    private static final double NEURONS = 0.025;
    /** A vector of 16 synapses, read, multiplied, changed and written, in the first two levels of cache. */
    private static final double SYNAPSES = 0.00103;
    /** A vector of 16 synapses beyond the second-level cache. */
    private static final double FAR_SYNAPSES = 0.0020;
    /** Bytes of synapses beyond which they no longer fit into these caches. */
    private static final double FAR = 4e6;
    /** Cost of spreading the rates of a neuron over the lanes, with fewer than 16 lanes. */
    private static final double SPREAD = 0.0023;

    /** BP: a weight that is moved to B and BI, of a circuit alone, and of replicas side by side. */
    private static final double TRANSPORT = 0.0014;
    private static final double TRANSPORT_SIDE_BY_SIDE = 0.0029;

    private StepCost() {}

    /** Returns the microseconds of a step of an ensemble of 1 to 16 replicas. */
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
        return STEP + vectors * NEURONS + synapses(p, lanes) * each + spread + transport(p, lanes);
    }

    private static double transport(CircuitParameters p, int lanes) {
        double weights = 0;
        for (int l = 1; p.algorithm() == Algorithm.BP && l < p.areas(); l++) {
            weights += (double) p.size(l) * p.size(l + 1);
        }
        return weights * (lanes == 1 ? TRANSPORT : TRANSPORT_SIDE_BY_SIDE);
    }

    /** Returns the microseconds of a step of any number of replicas, on one thread. */
    static double together(CircuitParameters p, int replicas) {
        return EnsembleSizes.of(p, replicas).stream().mapToDouble(size -> microseconds(p, size)).sum();
    }

    private static int vectors(int size, int lanes) {
        return Lanes.padded(size * lanes) / Lanes.COUNT;
    }

    /**
     * Counts the vectors of synapses visited in every step. With a clamped input, W of the first area is written only once a presentation. With KP,
     * the decay of the other W is a pass of its own beside that of low-passed updates.
     */
    private static double synapses(CircuitParameters p, int lanes) {
        boolean resting = p.clampedInput() && !p.traceLowPass();
        double all = 0;
        for (Variable variable : new Variable[] {Variable.W, Variable.WI, Variable.B, Variable.BI}) {
            for (int i = variable == Variable.W && resting ? 1 : 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                int passes = variable == Variable.W && i > 0 && p.algorithm() == Algorithm.KP && p.updateLowPass() ? 2 : 1;
                all += (double) passes * shape[1] * vectors(shape[0], lanes);
            }
        }
        return all;
    }
}
