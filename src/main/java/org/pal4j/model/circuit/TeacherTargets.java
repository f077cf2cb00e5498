package org.pal4j.model.circuit;

import java.util.List;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.config.Range;
import org.pal4j.data.SampleSet;
import org.pal4j.data.UniformInputs;
import org.pal4j.model.circuit.CircuitExperiment.Teacher;

/** Uniform inputs, with the outputs of a teacher network as targets. */
final class TeacherTargets {
    private TeacherTargets() {}

    /** Returns the inputs of the tasks uniform and teacher, without targets. */
    static SampleSet inputs(CircuitExperiment e) {
        return UniformInputs.samples(rows(e));
    }

    /** Returns the inputs with the teacher's outputs as targets. */
    static SampleSet samples(CircuitExperiment e) {
        float[][] rows = rows(e);
        return SampleSet.taught(rows, targets(e, rows));
    }

    private static float[][] rows(CircuitExperiment e) {
        int inputs = e.circuit().size(0);
        return e.random().startsWithNumpy()
                ? UniformInputs.numpy(e.dataSeed(), e.trainSamples(), inputs)
                : UniformInputs.counter(e.dataSeed(), e.trainSamples(), inputs);
    }

    /** Returns the circuit's parameters that determine the teacher's outputs; all others are fixed. */
    static CircuitParameters parameters(CircuitExperiment e) {
        List<Double> none = List.of(0.0);
        return e.circuit().toBuilder().taur(1).noiseScale(none).etaForward(none).etaBackward(none).etaPyramidalToInter(none).etaInterToPyramidal(none)
                .alpha(none).tracesWhileSettling(false).transportWhileSettling(false).oneNoiseClock(false).build();
    }

    /** Returns the teacher before its first step. */
    static Circuit teacher(CircuitExperiment e) {
        CircuitParameters p = e.circuit().toBuilder().taur(1).noiseScale(List.of(0.0)).build();
        Circuit circuit = new Circuit(p, new NoiseSource.Given());
        Teacher teacher = e.teacher();
        Range unused = new Range(-1, 1);
        InitialState start = new InitialState(teacher.forward(), teacher.feedback(), unused, unused, e.start().voltages(), true);
        InitialCircuit.fill(circuit, e.random(), teacher.seed(), start);
        return circuit;
    }

    /**
     * Returns the teacher's prospective output voltages at the end of each presentation, after the same settling as a student. It can be cancelled
     * ({@link org.pal4j.Cancellation}).
     *
     * @param rows inputs, in order
     */
    static float[][] targets(CircuitExperiment e, float[][] rows) {
        Circuit teacher = teacher(e);
        int steps = e.stepsOfPresentation();
        long left = e.stepsOfSettling();
        for (int sample = 0; left > 0; sample = (sample + 1) % rows.length) {
            teacher.input().set(rows[sample]);
            teacher.advanceUnlessCancelled(Phase.SETTLE, (int) Math.min(left, steps));
            left -= steps;
        }
        float[][] targets = new float[rows.length][];
        for (int sample = 0; sample < rows.length; sample++) {
            teacher.input().set(rows[sample]);
            teacher.advanceUnlessCancelled(Phase.SETTLE, steps - e.teacher().early());
            targets[sample] = teacher.prospective(teacher.parameters().areas()).toArray();
            teacher.advance(Phase.SETTLE, e.teacher().early());
        }
        return targets;
    }
}
