package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.data.SampleSet;
import org.pal4j.model.Measures;
import org.pal4j.random.NumpyRandom;
import org.pal4j.run.Outcome;

/** Draws as the original programs make them, against values that NumPy itself gave (version 2.4, RandomState). */
@Tag("width")
class NumpyDrawsTest {
    private static final String[] SMALL = {"random=numpy", "layers=[2, 3, 2, 1]", "seed=7", "data_seed=7", "init_u=1", "init_W=[-1, 1]",
        "init_WI=[-2, 2]", "init_B=[-3, 3]", "init_BI=[-4, 4]", "init_in_SPS=false", "train_samples=5", "settling_time=0"};

    private static CircuitExperiment small(String... settings) {
        List<String> all = new ArrayList<>(List.of(SMALL));
        all.addAll(List.of(settings));
        return Tiny.alignment(all.toArray(String[]::new));
    }

    private static void assertFloats(double[] expected, double[] actual) {
        double[] rounded = expected.clone();
        Arrays.setAll(rounded, i -> (float) expected[i]);
        assertArrayEquals(rounded, actual);
    }

    @Test
    void voltagesAndWeightsStartAsTheOriginals() {
        CircuitExperiment e = small();
        Circuit circuit = Tiny.initial(e);
        assertFloats(new double[] {1.690525703800356, -0.4659373705408328, 0.0328201636785844}, circuit.read(Variable.uP, 0));
        assertFloats(new double[] {0.00206557290594813}, circuit.read(Variable.uP, 2));
        assertFloats(new double[] {-0.0008903858579313628, -1.7547243063454208}, circuit.read(Variable.uI, 0));
        assertFloats(new double[] {1.0176580056634932}, circuit.read(Variable.uI, 1));
        assertFloats(new double[] {-0.23811773370292322, -0.8681273061881898}, circuit.read(Variable.W, 2));
        assertFloats(new double[] {-0.8474176027680258, 1.6383741108784546, -1.146458585680338, -0.19150415272926757, 1.724824078756087,
            -1.900403089798608}, circuit.read(Variable.WI, 0));
        assertFloats(new double[] {1.0140794453034827, -0.19348284153011575}, circuit.read(Variable.B, 1));
        assertFloats(new double[] {2.1491800521560744, -1.4880425822987027}, circuit.read(Variable.BI, 1));
    }

    @Test
    void inputsAreTheOriginals() {
        SampleSet inputs = TeacherTargets.inputs(small());
        assertArrayEquals(new float[] {0.07630828937395717f, 0.7799187922401146f}, inputs.input(0));
        assertArrayEquals(new float[] {0.4384092314408935f, 0.7234651778309412f}, inputs.input(1));
    }

    /** One generator shuffles in place at each epoch, and makes the noise of all areas step by step in between. */
    @Test
    void ordersAndNoiseComeFromOneGenerator() {
        CircuitExperiment e = small("Tpres=0.02", "epochs=2", "train_samples=5", "noise_type=hold_white_noise", "noise_scale=1");
        Circuit byHand = (Circuit) InitialCircuit.of(List.of(e), List.of(new NoiseSource.Given()), 1);
        SampleSet inputs = TeacherTargets.inputs(e);
        NumpyRandom random = new NumpyRandom(7);
        int[] order = {0, 1, 2, 3, 4};
        for (int epoch = 0; epoch < 2; epoch++) {
            random.shuffle(order);
            if (epoch == 0) {
                assertArrayEquals(new int[] {0, 3, 2, 1, 4}, order);
            }
            for (int sample : order) {
                byHand.input().set(inputs.input(sample));
                byHand.present();
                for (int step = 0; step < 2; step++) {
                    for (int l = 1; l <= 2; l++) {
                        for (int i = 0; i < byHand.draws(l).size(); i++) {
                            byHand.draws(l).set(i, (float) random.nextGaussian());
                        }
                    }
                    byHand.advance(Phase.ALIGN, 1);
                    if (epoch == 0 && sample == order[0] && step == 0) {
                        assertFloats(new double[] {-0.037100224950122586, 0.39946284894191836, -1.09344173591184}, byHand.read(Variable.noise, 0));
                        assertFloats(new double[] {-0.8890340119394465, -0.15877062183174873}, byHand.read(Variable.noise, 1));
                    }
                }
            }
        }
        assertEquals(Tiny.bits(byHand), Tiny.bits(Tiny.run(e).circuit()));
    }

    /** The published run of seed 123: angles after 0, 1, 10 and 20 epochs, as the original program gave them. */
    @Test
    void aPublishedRunIsFollowed() {
        double[][] published = {{89.326, 93.376, 89.220}, {88.268, 92.277, 87.585}, {74.860, 78.587, 69.312}, {57.548, 58.581, 45.666}};
        CircuitExperiment e = Tiny.experiment("fig3abc", List.of("random=numpy", "epochs=20"));
        Outcome outcome = Tiny.run(e).outcome();
        int[] epochs = {0, 1, 10, 20};
        for (int k = 0; k < epochs.length; k++) {
            // Half of the last digit, and a little for float.
            assertArrayEquals(published[k], outcome.rows().get(epochs[k]).measures().values(Measures.WEIGHT_ANGLE), 0.003);
        }
    }

    @Test
    void replicasSideBySideDrawWhatEachDrawsAlone() {
        List<String> settings = new ArrayList<>(List.of(SMALL));
        settings.addAll(List.of("seeds=[7, 123, 9]", "epochs=2", "Tpres=0.2"));
        List<CircuitExperiment> replicas = Tiny.study("fig3abc", settings).replicas();
        List<Tiny.Run> together = Tiny.run(replicas, Tiny.NO_DATA, new Tiny.Heard(), () -> false);
        for (int k = 0; k < 3; k++) {
            assertEquals(Tiny.bits(Tiny.run(replicas.get(k)).circuit()), Tiny.bits(together.get(k).circuit()));
        }
    }

    @Test
    void aCopyGoesOnWithTheSameDraws() {
        CircuitExperiment e = small("epochs=1");
        Circuit circuit = Tiny.initial(e);
        circuit.advance(Phase.ALIGN, 5);
        Replica copy = circuit.copy();
        circuit.advance(Phase.ALIGN, 5);
        ((Circuit) copy).advance(Phase.ALIGN, 5);
        assertEquals(Tiny.bits(circuit), Tiny.bits(copy));
    }

    @Test
    void seedsThatNumpyDoesNotHaveAreAFault() {
        String text = assertThrows(InputException.class, () -> small("seed=-1")).getMessage();
        assertTrue(text.contains("seed = -1: must be from 0 to 4294967295, as random = numpy has no other seeds"), text);
    }
}
