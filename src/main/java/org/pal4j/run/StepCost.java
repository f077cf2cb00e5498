package org.pal4j.run;

import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.MatrixView;

/**
 * What a step will take, roughly: for sharing work out evenly and for telling how long it may last. The numbers are those of docs/performance.md,
 * from one core with 512-bit vectors; what matters is their proportion.
 */
final class StepCost {
    /** Of the smallest network; calls and neurons, not bytes, take the time. */
    private static final double LEAST_MICROSECONDS = 0.3;
    /** From 8 in the second-level cache to 15 in memory. */
    private static final double MICROSECONDS_A_MEGABYTE = 12;

    private StepCost() {}

    /** Microseconds for a step of so many replicas side by side, 1 to 16. */
    static double microseconds(CircuitParameters p, int replicas) {
        double bytes = MemoryNeed.block(p);
        if (p.clampedInput() && !p.traceLowPass()) {
            // W_1 and its low-pass are written once a presentation.
            int[] shape = Variable.W.shape(p, 0);
            bytes -= (p.updateLowPass() ? 2.0 : 1.0) * Float.BYTES * MatrixView.storedFloats(shape[0], shape[1]);
        }
        double alone = LEAST_MICROSECONDS + MICROSECONDS_A_MEGABYTE * bytes / 1e6;
        return alone * switch (Ensemble.lanes(replicas)) {
            case 1 -> 1.0;
            case 4 -> 2.0;
            case 8 -> 3.3;
            default -> 5.0;
        };
    }
}
