package org.pal4j.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pal4j.Activation;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.circuit.Variable;

/**
 * Measures how well the circuit's feedback weights teach: the angle between the update of W_l in a circuit that has settled with the given W and B,
 * and the descent direction of an artificial network with the same W.
 *
 * <p>A new circuit is used, in the self-predicting state, without noise, and with fixed weights, so only the feedback weights are
 * assessed. The artificial network has the voltages k W r (k being the basal attenuations) and the output error target - voltage,
 * which it propagates with W^T.
 *
 * <p>An update of 0 has no angle. It occurs where neurons saturate and an error falls below the resolution of a float. Such a sample is left out of
 * the mean of its area; the mean of none is NaN.
 */
public final class UpdateAlignment {
    private static final Phase NUDGED = new Phase(false, false, false, false, true);

    private UpdateAlignment() {}

    /**
     * Returns the mean over samples of the angles of areas 1..N, in degrees.
     *
     * @param circuit provides W and B; it is only read
     * @param inputs  input rates to present, at least one sample
     * @param targets target voltages of the outputs for each sample
     * @param steps   number of steps for which each sample is presented
     */
    public static double[] angles(Replica circuit, float[][] inputs, float[][] targets, int steps) {
        return angles(List.of(circuit), inputs, targets, steps).getFirst();
    }

    /**
     * Returns the angles of several circuits, each with the bits that it has alone. Side by side they take less time. It can be cancelled ({@link
     * org.pal4j.Cancellation}).
     *
     * @param circuits circuits that can be replicas in one ensemble; they are only read
     * @param inputs   input rates to present, at least one sample
     * @param targets  target voltages of the outputs for each sample
     * @param steps    number of steps for which each sample is presented
     */
    public static List<double[]> angles(List<? extends Replica> circuits, float[][] inputs, float[][] targets, int steps) {
        Simulator probes = probes(circuits);
        int areas = circuits.getFirst().parameters().areas();
        List<double[][]> forward = new ArrayList<>();
        List<double[]> sums = new ArrayList<>();
        int[][] undefined = new int[circuits.size()][areas];
        for (int k = 0; k < circuits.size(); k++) {
            forward.add(start(probes.replicas().get(k), circuits.get(k)));
            sums.add(new double[areas]);
        }
        for (int sample = 0; sample < inputs.length; sample++) {
            for (Replica probe : probes.replicas()) {
                probe.input().set(inputs[sample]);
                probe.target().set(targets[sample]);
            }
            probes.present();
            probes.advanceUnlessCancelled(NUDGED, steps);
            for (int k = 0; k < circuits.size(); k++) {
                Replica probe = probes.replicas().get(k);
                double[][] gradient = gradient(probe.parameters(), forward.get(k), inputs[sample], targets[sample]);
                for (int l = 1; l <= areas; l++) {
                    double angle = Alignment.angle(probe.update(Variable.W, l - 1), gradient[l - 1]);
                    if (Double.isNaN(angle)) {
                        undefined[k][l - 1]++;
                    } else {
                        sums.get(k)[l - 1] += angle / inputs.length;
                    }
                }
            }
        }
        for (int k = 0; k < circuits.size(); k++) {
            for (int l = 0; l < areas; l++) {
                if (undefined[k][l] > 0) {
                    sums.get(k)[l] *= (double) inputs.length / (inputs.length - undefined[k][l]);
                }
            }
        }
        return sums;
    }

    /** Returns circuits without noise whose last update of W can be read, one for each circuit. */
    private static Simulator probes(List<? extends Replica> circuits) {
        List<CircuitParameters> parameters = circuits.stream().map(circuit -> circuit.parameters().toBuilder().etaForward(List.of(1.0))
                .noiseScale(List.of(0.0)).postLowPass(false).traceLowPass(false).build()).toList();
        return circuits.size() == 1
                ? new Circuit(parameters.getFirst(), new NoiseSource.Given())
                : new Ensemble(parameters, Collections.nCopies(circuits.size(), new NoiseSource.Given()));
    }

    /** Gives a probe the W and B of a circuit, and returns W. */
    private static double[][] start(Replica probe, Replica circuit) {
        int areas = probe.parameters().areas();
        double[][] forward = new double[areas][];
        for (int l = 1; l <= areas; l++) {
            forward[l - 1] = circuit.read(Variable.W, l - 1);
            probe.write(Variable.W, l - 1, forward[l - 1]);
            if (l < areas) {
                probe.write(Variable.B, l - 1, circuit.read(Variable.B, l - 1));
            }
        }
        probe.startSelfPredicting();
        return forward;
    }

    /** Returns the descent directions of W_1 .. W_N, in C order. */
    static double[][] gradient(CircuitParameters p, double[][] w, float[] input, float[] target) {
        int areas = p.areas();
        double[][] voltages = new double[areas + 1][];
        double[][] rates = new double[areas + 1][];
        rates[0] = new double[input.length];
        for (int i = 0; i < input.length; i++) {
            rates[0][i] = input[i];
        }
        for (int l = 1; l <= areas; l++) {
            Activation phi = p.activation(l);
            voltages[l] = new double[p.size(l)];
            rates[l] = new double[p.size(l)];
            for (int i = 0; i < p.size(l); i++) {
                double sum = 0;
                for (int j = 0; j < p.size(l - 1); j++) {
                    sum += w[l - 1][i * p.size(l - 1) + j] * rates[l - 1][j];
                }
                voltages[l][i] = p.basalAttenuation(l) * sum;
                rates[l][i] = phi.value(voltages[l][i]);
            }
        }
        double[] error = new double[target.length];
        for (int i = 0; i < error.length; i++) {
            error[i] = target[i] - voltages[areas][i];
        }
        double[][] gradient = new double[areas][];
        for (int l = areas; l >= 1; l--) {
            int inputs = p.size(l - 1);
            gradient[l - 1] = new double[error.length * inputs];
            double[] below = new double[inputs];
            for (int i = 0; i < error.length; i++) {
                for (int j = 0; j < inputs; j++) {
                    gradient[l - 1][i * inputs + j] = error[i] * rates[l - 1][j];
                    below[j] += w[l - 1][i * inputs + j] * error[i];
                }
            }
            if (l > 1) {
                Activation phi = p.activation(l - 1);
                for (int j = 0; j < inputs; j++) {
                    below[j] *= phi.slope(voltages[l - 1][j]);
                }
            }
            error = below;
        }
        return gradient;
    }
}
