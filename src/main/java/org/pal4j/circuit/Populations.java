package org.pal4j.circuit;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.Activation;
import org.pal4j.memory.Lanes;

/** Where the populations of a circuit lie within a region of all neurons ({@link CircuitLayout}). */
abstract class Populations {
    final CircuitParameters p;
    /** Replicas side by side: 1, 4, 8 or 16. */
    final int lanes;
    /** Float index of P_l in a region of all neurons, l = 1..N; entry N+1 is the start of the interneurons. */
    final int[] pyramidal;
    /** Float index of interneuron population k, from 0; one additional entry marks the end. */
    final int[] interneuron;
    /** Floats of all populations, of all pyramidal populations, and of the hidden pyramidal populations. */
    final int allFloats;
    final int pyramidalFloats;
    final int hiddenFloats;

    Populations(CircuitParameters p, int lanes) {
        this.p = p;
        this.lanes = lanes;
        int areas = p.areas();
        pyramidal = new int[areas + 2];
        for (int l = 1; l <= areas; l++) {
            pyramidal[l + 1] = pyramidal[l] + Lanes.padded(floats(l));
        }
        pyramidalFloats = pyramidal[areas + 1];
        hiddenFloats = pyramidal[areas];
        interneuron = new int[p.interneuronPopulations() + 1];
        interneuron[0] = pyramidalFloats;
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            interneuron[k + 1] = interneuron[k] + Lanes.padded(floats(p.interneuronArea(k) + 1));
        }
        allFloats = interneuron[p.interneuronPopulations()];
    }

    /** Floats of area {@code l} of all replicas. */
    final int floats(int l) {
        return p.size(l) * lanes;
    }

    /** Byte offset of P_l within a region of all neurons. */
    int atPyramidal(int l) {
        return pyramidal[l] * Float.BYTES;
    }

    /** Byte offset of interneuron population k within a region of all neurons. */
    int atInterneuron(int k) {
        return interneuron[k] * Float.BYTES;
    }

    /**
     * A run of adjacent populations with the same activation. The adjacent regions look-ahead and dendrite count as one, with
     * twice all neurons.
     */
    record Run(Activation phi, int from, int size) {}

    /** The minimal number of runs: one if all areas have the same activation. */
    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            int base = half * allFloats;
            for (int l = 1; l <= p.areas(); l++) {
                // Without activation in the post term, the basal dendrite predicts a voltage.
                Activation phi = half == 1 && !p.postWithActivation() ? Activation.LINEAR : p.activation(l);
                append(runs, new Run(phi, base + pyramidal[l], pyramidal[l + 1] - pyramidal[l]));
            }
            for (int k = 0; k < interneuron.length - 1; k++) {
                Activation phi = p.activation(p.interneuronArea(k) + 1);
                append(runs, new Run(phi, base + interneuron[k], interneuron[k + 1] - interneuron[k]));
            }
        }
        return List.copyOf(runs);
    }

    private static void append(List<Run> runs, Run next) {
        Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.phi == next.phi) {
            runs.set(runs.size() - 1, new Run(last.phi, last.from, last.size + next.size));
        } else {
            runs.add(next);
        }
    }
}
