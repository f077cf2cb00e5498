package org.pal4j.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.VectorView;

class AlignmentTest {
    @Test
    void knownAngles() {
        assertEquals(0, angle(new double[] {1, 2}, 1, 2));
        assertEquals(0, angle(new double[] {1, 2}, 4, 8), "the length has no effect");
        assertEquals(180, angle(new double[] {1, 2}, -1, -2));
        assertEquals(90, angle(new double[] {1, 1}, 1, -1));
        assertEquals(90, angle(new double[] {0, 3}, 5, 0));
        assertEquals(45, angle(new double[] {1, 0}, 1, 1), 1e-12);
        assertEquals(60, angle(new double[] {1, 0}, 0.5, Math.sqrt(0.75)), 1e-5);
        assertEquals(120, angle(new double[] {1, 0}, -0.5, Math.sqrt(0.75)), 1e-5);
    }

    @Test
    void zeroWeightsHaveNoAngle() {
        assertTrue(Double.isNaN(angle(new double[] {1, 1}, 0, 0)));
        assertTrue(Double.isNaN(angle(new double[] {0, 0}, 1, 1)));
    }

    /** Rounding may give a cosine of 1.0000000000000002. */
    @Test
    void parallelWeightsAlwaysHaveAnAngle() {
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

    /** The angle of a 1-2-1 circuit with the given W_2 and B_1. */
    private static double angle(double[] w2, double... b1) {
        Circuit circuit = circuit(Connectivity.LAYERED, 1, 2, 1);
        circuit.write(Variable.W, 1, w2);
        circuit.write(Variable.B, 0, b1);
        return Alignment.weightAngle(circuit, 1);
    }

    /** B[i, j] corresponds to W[j, i]; each matrix has a single nonzero value. */
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
    void skipFeedbackIsComparedWithTheProductOfTransposes() {
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
        // The product in the other order is different.
        circuit.write(Variable.B, 0, new double[] {3, 14, 4, 18});
        circuit.write(Variable.W, 1, new double[] {0, 1, -1, 5});
        circuit.write(Variable.W, 2, new double[] {1, 2, 3, 4});
        assertTrue(Alignment.weightAngle(circuit, 1) > 10);
    }

    /** Against plain arrays, for sizes around the padding of the block. */
    @Property(tries = 300)
    void anglesMatchPlainArrays(@ForAll boolean skip, @ForAll long seed) {
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

    /** Values representable as floats, because the circuit would round others. */
    private static double[] draw(Random random, int size) {
        return random.doubles(size, -1, 1).map(x -> (float) x).toArray();
    }

    private static Circuit circuit(Connectivity connectivity, int... layers) {
        return new Circuit(CircuitParameters.builder().layers(layers).connectivity(connectivity).build(), new NoiseSource.Counter(1));
    }

    @Test
    void meanOutputCoversOnePresentation() {
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
    void argmaxPicksTheFirstAmongEquals() {
        MeanOutput mean = new MeanOutput(3);
        VectorView voltages = new VectorView(Arena.ofAuto().allocate(64, 64), 0, 3);
        voltages.set(new float[] {-2, -1, -1});
        mean.add(voltages);
        assertEquals(1, mean.argmax());
    }

    /** Both angles against the matrices in their definitions, for layered and skip connectivity. */
    @ParameterizedTest
    @EnumSource(Connectivity.class)
    void convergedAndJacobianAnglesIncludeSlopes(Connectivity connectivity) {
        CircuitParameters p = CircuitParameters.builder().layers(2, 3, 4, 2).algorithm(Algorithm.PAL).connectivity(connectivity)
                .activations(List.of(Activation.TANH, Activation.LOGISTIC, Activation.TANH)).build();
        Circuit circuit = new Circuit(p, new NoiseSource.Given());
        SplittableRandom random = new SplittableRandom(4);
        for (Variable variable : List.of(Variable.W, Variable.B)) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                circuit.write(variable, i, random.doubles((long) shape[0] * shape[1], -2, 2).toArray());
            }
        }
        circuit.input().set(new double[] {0.3, 0.8});
        circuit.advance(Phase.SETTLE, 30);
        double[][] w2t = transposed(circuit.read(Variable.W, 1), 4, 3);
        double[][] w3t = transposed(circuit.read(Variable.W, 2), 2, 4);
        double[][] s1 = slopes(circuit, 1);
        double[][] s2 = slopes(circuit, 2);
        double[][] s3 = slopes(circuit, 3);
        boolean skip = connectivity == Connectivity.SKIP;
        double[][] b = rows(circuit.read(Variable.B, 0), 3, skip ? 2 : 4);
        double[][] forward = skip ? product(s1, w2t, s2, w3t) : product(s1, w2t);
        double[][] above = skip ? s3 : s2;
        assertEquals(angle(b, product(forward, above)), Alignment.convergedAngle(circuit, 1), 1e-6);
        assertEquals(angle(product(b, above), forward), Alignment.jacobianAngle(circuit, 1), 1e-6);
    }

    private static double[][] slopes(Circuit circuit, int l) {
        double[] basal = circuit.read(Variable.vbas, l - 1);
        double[][] diagonal = new double[basal.length][basal.length];
        for (int i = 0; i < basal.length; i++) {
            diagonal[i][i] = circuit.parameters().activation(l).slope(circuit.parameters().basalAttenuation(1) * basal[i]);
        }
        return diagonal;
    }

    private static double[][] rows(double[] values, int rows, int columns) {
        double[][] matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
        }
        return matrix;
    }

    private static double[][] transposed(double[] values, int rows, int columns) {
        double[][] matrix = new double[columns][rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix[j][i] = values[i * columns + j];
            }
        }
        return matrix;
    }

    private static double[][] product(double[][]... factors) {
        double[][] left = factors[0];
        for (int f = 1; f < factors.length; f++) {
            double[][] next = new double[left.length][factors[f][0].length];
            for (int i = 0; i < left.length; i++) {
                for (int j = 0; j < next[0].length; j++) {
                    for (int k = 0; k < factors[f].length; k++) {
                        next[i][j] += left[i][k] * factors[f][k][j];
                    }
                }
            }
            left = next;
        }
        return left;
    }

    private static double angle(double[][] a, double[][] b) {
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                dot += a[i][j] * b[i][j];
                squareA += a[i][j] * a[i][j];
                squareB += b[i][j] * b[i][j];
            }
        }
        return Math.toDegrees(Math.acos(dot / Math.sqrt(squareA) / Math.sqrt(squareB)));
    }
}
