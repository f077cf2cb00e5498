package org.pal4j.model.circuit;

import org.pal4j.data.DataSets;
import org.pal4j.data.SampleSet;

/**
 * Samples that the measure angle_update presents, with targets; empty if it is neither measured nor recorded.
 *
 * @param inputs  input rates
 * @param targets target voltages
 */
record UpdateComparison(float[][] inputs, float[][] targets) {
    /** Number of samples, as in the original programs; more would only take longer. */
    private static final int MAX = 100;

    /** Selects the first training samples; for the task uniform, the same inputs with a teacher's targets. */
    static UpdateComparison of(CircuitExperiment e, DataSets data) {
        if (!e.comparesUpdates()) {
            return new UpdateComparison(new float[0][], new float[0][]);
        }
        SampleSet samples = data.train().hasTargets() ? data.train() : TeacherTargets.samples(e);
        int count = Math.min(MAX, samples.size());
        float[][] inputs = new float[count][];
        float[][] targets = new float[count][];
        for (int i = 0; i < count; i++) {
            inputs[i] = samples.input(i);
            targets[i] = samples.target(i);
        }
        return new UpdateComparison(inputs, targets);
    }
}
