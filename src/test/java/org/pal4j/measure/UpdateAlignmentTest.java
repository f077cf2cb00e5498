package org.pal4j.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Variable;

class UpdateAlignmentTest {
    private static final CircuitParameters P = CircuitParameters.builder().layers(3, 6, 5, 4).algorithm(Algorithm.FA)
            .activations(List.of(Activation.TANH, Activation.LOGISTIC, Activation.SOFT_RELU)).build();
    private static final float[] INPUT = {0.2f, -0.7f, 0.9f};
    private static final float[] TARGET = {0.5f, -0.2f, 0.1f, 0.3f};

    private static double[][] weights(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new double[][] {random.doubles(18, -1, 1).toArray(), random.doubles(30, -1, 1).toArray(), random.doubles(20, -1, 1).toArray()};
    }

    /** The loss |target - voltage|^2 / 2 of the artificial network, implemented independently. */
    private static double loss(double[][] w) {
        double[] rates = new double[INPUT.length];
        Arrays.setAll(rates, i -> INPUT[i]);
        double loss = 0;
        for (int l = 1; l <= 3; l++) {
            double[] next = new double[P.size(l)];
            for (int i = 0; i < next.length; i++) {
                double v = 0;
                for (int j = 0; j < rates.length; j++) {
                    v += w[l - 1][i * rates.length + j] * rates[j];
                }
                v *= P.basalAttenuation(l);
                next[i] = P.activation(l).value(v);
                loss += l == 3 ? (TARGET[i] - v) * (TARGET[i] - v) / 2 : 0;
            }
            rates = next;
        }
        return loss;
    }

    /** Central differences. By definition, the gradient omits the attenuation of its area, which does not change any angle. */
    @Test
    void gradientMatchesTheLoss() {
        double[][] w = weights(3);
        double[][] gradient = UpdateAlignment.gradient(P, w, INPUT, TARGET);
        double[] attenuated = {P.basalAttenuation(1) * P.basalAttenuation(2) * P.basalAttenuation(3), P.basalAttenuation(2) * P.basalAttenuation(3),
            P.basalAttenuation(3)};
        for (int l = 0; l < 3; l++) {
            for (int k = 0; k < w[l].length; k++) {
                double original = w[l][k];
                w[l][k] = original + 1e-5;
                double above = loss(w);
                w[l][k] = original - 1e-5;
                double below = loss(w);
                w[l][k] = original;
                assertEquals(-(above - below) / 2e-5, attenuated[l] * gradient[l][k], 1e-8);
            }
        }
    }

    private static double[] angles(boolean transported) {
        Circuit circuit = new Circuit(P, new NoiseSource.Given());
        double[][] w = weights(7);
        for (int l = 1; l <= 3; l++) {
            circuit.write(Variable.W, l - 1, w[l - 1]);
        }
        for (int l = 1; l < 3; l++) {
            double[] b = new double[P.size(l) * P.size(l + 1)];
            SplittableRandom random = new SplittableRandom(l);
            for (int i = 0; i < P.size(l); i++) {
                for (int j = 0; j < P.size(l + 1); j++) {
                    b[i * P.size(l + 1) + j] = transported ? w[l][j * P.size(l) + i] : random.nextDouble(-1, 1);
                }
            }
            circuit.write(Variable.B, l - 1, b);
        }
        return UpdateAlignment.angles(circuit, new float[][] {INPUT}, new float[][] {TARGET}, 300);
    }

    /** With transported weights the circuit learns like the network, up to the effect of nudging; with random weights it does not. */
    @Test
    void transportedWeightsTeachAndRandomOnesDoNot() {
        double[] transported = angles(true);
        double[] random = angles(false);
        assertTrue(transported[0] < 25 && transported[1] < 25 && transported[2] < 10, Arrays.toString(transported));
        assertTrue(random[0] > 40 && random[1] > 40 && random[2] < 10, Arrays.toString(random));
    }
}
