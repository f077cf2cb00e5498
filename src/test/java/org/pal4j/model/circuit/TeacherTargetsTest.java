package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.Variable;
import org.pal4j.data.SampleSet;
import org.pal4j.model.Measures;

/** A teacher is a network whose outputs its students are to learn. */
class TeacherTargetsTest {
    private static SampleSet samples(CircuitExperiment e) {
        return e.task().samples(e, Tiny.NO_DATA).train();
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** In the self-predicting state nothing comes from above, so a chain of neurons is an artificial network, once it has settled. */
    @ParameterizedTest
    @ValueSource(strings = {"fig4ab", "fig4ab-fa", "fig4ab-bp"})
    void targetsAreWhatAChainComputes(String name) {
        CircuitExperiment e = Tiny.experiment(name, List.of("taur=0.5"));
        SampleSet samples = samples(e);
        assertEquals(100, samples.size());
        assertTrue(samples.hasTargets());
        assertFalse(samples.hasClasses());
        for (int i = 0; i < 100; i++) {
            double hidden = 0.1 / 0.19 * 2 * samples.input(i)[0];
            double output = 0.1 / 0.13 * 2 * logistic(hidden);
            assertEquals(output, samples.target(i)[0], 1e-5);
        }
    }

    @Test
    void itHasASeedOfItsOwn() {
        CircuitExperiment e = Tiny.experiment("fig4ab", List.of("layers=[2, 3, 2]", "init_teacher_W=[-1, 1]", "eta_fw=1"));
        CircuitExperiment other = Tiny.experiment("fig4ab", List.of("layers=[2, 3, 2]", "init_teacher_W=[-1, 1]", "eta_fw=1", "teacher_seed=1"));
        CircuitExperiment student = Tiny.experiment("fig4ab", List.of("layers=[2, 3, 2]", "init_teacher_W=[-1, 1]", "eta_fw=1", "seed=9"));
        assertNotEquals(samples(e).target(0)[0], samples(other).target(0)[0]);
        assertArrayEquals(samples(e).target(0), samples(student).target(0));
        assertArrayEquals(samples(e).input(7), samples(other).input(7));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void studentsStartWithWhatTheyCopy(boolean weights) {
        CircuitExperiment e = Tiny.experiment("fig4ab", List.of((weights ? "copy_teacher_weights" : "copy_teacher_voltages") + "=true"));
        Circuit teacher = TeacherTargets.teacher(e);
        Circuit student = Tiny.initial(e);
        for (Variable variable : Tiny.WEIGHTS) {
            assertEquals(weights, Arrays.equals(teacher.read(variable, 0), student.read(variable, 0)), variable.name());
        }
        assertEquals(!weights, Arrays.equals(teacher.read(Variable.uP, 0), student.read(Variable.uP, 0)));
        assertEquals(!weights, Arrays.equals(teacher.read(Variable.uI, 0), student.read(Variable.uI, 0)));
    }

    /** PAL and backpropagation learn to do what the teacher does; random feedback of the wrong sign drives a student the wrong way. */
    @Test
    void fourA() {
        double pal = error("fig4ab");
        double bp = error("fig4ab-bp");
        double fa = error("fig4ab-fa");
        // PAL goes the wrong way, too, until its B has turned round.
        assertTrue(bp < 1e-4 && pal < 0.03, "PAL " + pal + ", BP " + bp);
        assertTrue(fa > 0.3, "FA " + fa);
    }

    private static double error(String name) {
        return Tiny.run(Tiny.experiment(name, List.of("seed=123", "epochs=700"))).outcome().last(Measures.TRAIN_ERROR);
    }
}
