package org.pal4j.run;

import org.pal4j.circuit.Replica;

/**
 * A step that is recorded: what can be read of a circuit right after it.
 *
 * @param experiment what is run
 * @param circuit    rests while this is looked at
 * @param epoch      epochs completed
 * @param targeted   whether the step had a target
 * @param comparison what the measure angle_update presents
 */
record Moment(Experiment experiment, Replica circuit, int epoch, boolean targeted, Comparison comparison) {

    /**
     * Samples with targets; none if nothing is compared.
     *
     * @param inputs  rates
     * @param targets voltages
     */
    record Comparison(float[][] inputs, float[][] targets) {
        /** More would only take longer: the original programs compare with 100. */
        private static final int MOST = 100;

        /** The first training samples, or for the task uniform the same inputs with a teacher's targets. */
        static Comparison of(Experiment e, DataSets data) {
            if (!e.recording().quantities().contains(Recordable.UPDATE_ANGLE)) {
                return new Comparison(new float[0][], new float[0][]);
            }
            var samples = data.train().hasTargets() ? data.train() : Lesson.samples(e);
            int count = Math.min(MOST, samples.size());
            float[][] inputs = new float[count][];
            float[][] targets = new float[count][];
            for (int i = 0; i < count; i++) {
                inputs[i] = samples.input(i);
                targets[i] = samples.target(i);
            }
            return new Comparison(inputs, targets);
        }
    }
}
