package org.pal4j.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.VectorView;

class AlignmentTest {
    @Test
    void knownAngles() {
        assertEquals(0, angle(new double[] {1, 2}, 1, 2));
        assertEquals(0, angle(new double[] {1, 2}, 4, 8), "the length does not matter");
        assertEquals(180, angle(new double[] {1, 2}, -1, -2));
        assertEquals(90, angle(new double[] {1, 1}, 1, -1));
        assertEquals(90, angle(new double[] {0, 3}, 5, 0));
        assertEquals(45, angle(new double[] {1, 0}, 1, 1), 1e-12);
        assertEquals(60, angle(new double[] {1, 0}, 0.5, Math.sqrt(0.75)), 1e-5);
        assertEquals(120, angle(new double[] {1, 0}, -0.5, Math.sqrt(0.75)), 1e-5);
    }

    @Test
    void weightsOfZeroHaveNoAngle() {
        assertTrue(Double.isNaN(angle(new double[] {1, 1}, 0, 0)));
        assertTrue(Double.isNaN(angle(new double[] {0, 0}, 1, 1)));
    }

    /** Rounding may make a cosine of 1.0000000000000002. */
    @Test
    void parallelWeightsNeverLackAnAngle() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            assertEquals(0, angle(new double[] {x, y}, x, y), 2e-6);
            assertEquals(180, angle(new double[] {x, y}, -x, -y), 2e-6);
        }
        assertEquals(0, Alignment.degrees(1.0000000000000002, 1, 1));
        assertEquals(180, Alignment.degrees(-1.0000000000000002, 1, 1));
    }

    /** From 1-2-1 with that W_2 and B_1. */
    private static double angle(double[] w2, double... b1) {
        Circuit circuit = circuit(Connectivity.LAYERED, 1, 2, 1);
        circuit.write(Variable.W, 1, w2);
        circuit.write(Variable.B, 0, b1);
        return Alignment.weightAngle(circuit, 1);
    }

    /** B[i, j] goes with W[j, i]: each matrix has one value that is not 0. */
    @Test
    void feedbackIsComparedWithTheTranspose() {
        Circuit circuit = circuit(Connectivity.LAYERED, 1, 2, 3, 1);
        circuit.write(Variable.W, 1, new double[] {0, 0, 0, 0, 1, 0}); // W_2, 3 x 2: row 2, column 0
        circuit.write(Variable.B, 0, new double[] {0, 0, 1, 0, 0, 0}); // B_1, 2 x 3: row 0, column 2
        assertEquals(0, Alignment.weightAngle(circuit, 1));
        circuit.write(Variable.B, 0, new double[] {0, 0, 0, 1, 0, 0});
        assertEquals(90, Alignment.weightAngle(circuit, 1));
    }

    @Test
    void withSkipConnectivityItIsComparedWithTheProductOfTransposes() {
        Circuit circuit = circuit(Connectivity.SKIP, 1, 2, 2, 2);
        circuit.write(Variable.W, 1, new double[] {1, 2, 3, 4});
        circuit.write(Variable.W, 2, new double[] {0, 1, -1, 5});
        // W_3 W_2 = [3 4; 14 18], and W_2^T W_3^T is its transpose.
        circuit.write(Variable.B, 0, new double[] {3, 14, 4, 18});
        circuit.write(Variable.B, 1, new double[] {0, -1, 1, 5});
        assertEquals(0, Alignment.weightAngle(circuit, 1), 2e-6);
        assertEquals(0, Alignment.weightAngle(circuit, 2), 2e-6);
        circuit.write(Variable.B, 0, new double[] {-3, -14, -4, -18});
        assertEquals(180, Alignment.weightAngle(circuit, 1), 2e-6);
        // The product in the other order is something else.
        circuit.write(Variable.B, 0, new double[] {3, 14, 4, 18});
        circuit.write(Variable.W, 1, new double[] {0, 1, -1, 5});
        circuit.write(Variable.W, 2, new double[] {1, 2, 3, 4});
        assertTrue(Alignment.weightAngle(circuit, 1) > 10);
    }

    /** Against plain arrays, for sizes around the padding of the block. */
    @Property(tries = 300)
    void anglesAreThoseOfPlainArrays(@ForAll boolean skip, @ForAll long seed) {
        Random random = new Random(seed);
        int n1 = random.nextInt(1, 20);
        int n2 = random.nextInt(1, 35);
        int n3 = random.nextInt(1, 18);
        Circuit circuit = circuit(skip ? Connectivity.SKIP : Connectivity.LAYERED, 2, n1, n2, n3);
        double[] w2 = draw(random, n2 * n1);
        double[] w3 = draw(random, n3 * n2);
        int above = skip ? n3 : n2;
        double[] b1 = draw(random, n1 * above);
        circuit.write(Variable.W, 1, w2);
        circuit.write(Variable.W, 2, w3);
        circuit.write(Variable.B, 0, b1);
        double dot = 0;
        double b = 0;
        double w = 0;
        for (int i = 0; i < n1; i++) {
            for (int j = 0; j < above; j++) {
                double ideal = 0;
                for (int k = 0; skip && k < n2; k++) {
                    ideal += w3[j * n2 + k] * w2[k * n1 + i];
                }
                ideal = skip ? ideal : w2[j * n1 + i];
                dot += b1[i * above + j] * ideal;
                b += b1[i * above + j] * b1[i * above + j];
                w += ideal * ideal;
            }
        }
        double expected = dot / Math.sqrt(b) / Math.sqrt(w);
        assertEquals(expected, Math.cos(Math.toRadians(Alignment.weightAngle(circuit, 1))), 1e-12);
    }

    /** Floats, as the circuit would round anything else. */
    private static double[] draw(Random random, int size) {
        return random.doubles(size, -1, 1).map(x -> (float) x).toArray();
    }

    private static Circuit circuit(Connectivity connectivity, int... layers) {
        return new Circuit(CircuitParameters.builder().layers(layers).connectivity(connectivity).build(), new NoiseSource.Counter(1));
    }

    @Test
    void theMeanIsOverTheStepsOfOnePresentation() {
        MeanOutput mean = new MeanOutput(3);
        VectorView voltages = new VectorView(Arena.ofAuto().allocate(64, 64), 0, 3);
        voltages.set(new float[] {100, 0, 0});
        mean.add(voltages);
        mean.clear();
        voltages.set(new float[] {1, 2, 3});
        mean.add(voltages);
        voltages.set(new float[] {2, 4, 2});
        mean.add(voltages);
        assertEquals(1.5, mean.get(0));
        assertEquals(3, mean.get(1));
        assertEquals(2.5, mean.get(2));
        assertEquals(1, mean.argmax());
    }

    @Test
    void ofEqualMeansTheFirstWins() {
        MeanOutput mean = new MeanOutput(3);
        VectorView voltages = new VectorView(Arena.ofAuto().allocate(64, 64), 0, 3);
        voltages.set(new float[] {-2, -1, -1});
        mean.add(voltages);
        assertEquals(1, mean.argmax());
    }
}
