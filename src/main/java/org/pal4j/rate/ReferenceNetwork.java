package org.pal4j.rate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/**
 * A rate network in double precision: a plain transcription of docs/rate-networks.md into loops, in the order of its steps, to be
 * read beside it. The simulator is {@link RateNetwork}; this model checks it and is slow.
 *
 * <p>Arrays of layers are indexed by l, so entry 0 (the input, or unused) always exists. Activity is samples x neurons; weights
 * are neurons x inputs (for a kernel, filters x inputs) in every kind of layer, see {@link Connections}.
 */
public final class ReferenceNetwork implements RateStepper {
    private final RateParameters p;
    private final int depth;
    private long updates;

    /** For layers with weights. */
    private final Connections[] connections = new Connections[depth + 1];
    private final double[][][] w = new double[depth + 1][][];
    private final double[][] bias = new double[depth + 1][];
    private final double[][][] feedback = new double[depth + 1][][];
    /** Shape outputs x neurons, with the neurons in the layer's own order. */
    private final double[][][] direct = new double[depth + 1][][];
    /** Low-passed updates of weights and biases. */
    private final double[][][] low = new double[depth + 1][][];
    private final double[][] lowBias = new double[depth + 1][];
    /** Rates, their derivatives, voltages and errors. */
    private final double[][][] r = activity();
    private final double[][][] slope = activity();
    private final double[][][] u = activity();
    private final double[][][] e = activity();
    /** Noise of the layer, the noise that the layer above sees, and high-passed rates. */
    private final double[][][] xi = activity();
    private final double[][][] noise = activity();
    private final double[][][] high = activity();
    /** For a max-pool: the neuron below from which each neuron takes its rate. */
    private final int[][][] winner = new int[depth + 1][][];

    /** A network in which all weights and all state are 0. */
    public ReferenceNetwork(RateParameters parameters) {
        p = parameters;
        depth = parameters.depth();
        super();
        for (int l = 1; l <= depth; l++) {
            int neurons = p.shape(l).size();
            if (p.layer(l).hasWeights()) {
                Connections c = new Connections(p, l);
                connections[l] = c;
                bias[l] = new double[c.filters()];
                lowBias[l] = new double[c.filters()];
                w[l] = new double[c.filters()][c.inputs()];
                low[l] = new double[c.filters()][c.inputs()];
                feedback[l] = new double[c.filters()][c.inputs()];
                direct[l] = new double[p.shape(depth).size()][neurons];
            } else {
                winner[l] = new int[p.batch()][neurons];
            }
        }
    }

    /** Activity of all layers, initially 0. */
    private double[][][] activity() {
        double[][][] all = new double[depth + 1][][];
        for (int l = 0; l <= depth; l++) {
            all[l] = new double[p.batch()][p.shape(l).size()];
        }
        return all;
    }

    @Override
    public void update(double[] x, double[] y, boolean train, boolean noiseOn, double[][] ou, double[][] white) {
        // 1. The input is the current one; the target is compared with the output after the previous update.
        r[0] = ReferenceArrays.rows(x, p.batch(), p.input().size());
        double @Nullable [][] target = train ? ReferenceArrays.rows(y, p.batch(), p.shape(depth).size()) : null;
        double[][] outputError = outputError(target);

        // 2. Forward sweep: every layer sees the previous rates of the layer below.
        double[][][] rOld = copy(r);
        double[][][] slopeOld = copy(slope);
        double[][][] back = new double[depth + 1][][];
        for (int l = 1; l <= depth; l++) {
            if (p.algorithm() == RateAlgorithm.PAL) {
                advanceNoise(l, ReferenceArrays.rows(ou[l - 1], p.batch(), p.shape(l).size()));
            } else if (train && RateVariable.xi.exists(p, l)) {
                drawNoise(l, ReferenceArrays.rows(ou[l - 1], p.batch(), p.shape(l).size()));
            }
            if (p.layer(l).kind() == LayerKind.MAXPOOL) {
                pool(l, rOld[l - 1], slopeOld[l - 1], noiseOn && p.algorithm() == RateAlgorithm.PAL);
                continue;
            }
            u[l] = connections[l].forward(w[l], bias[l], rOld[l - 1]);
            if (p.algorithm() == RateAlgorithm.PAL) {
                addNoise(l, noiseOn, white);
            }
            activate(l);
            highPass(l, rOld[l]);
            if (l > 1 && p.algorithm() != RateAlgorithm.DFA) {
                double[][] fromAbove = connections[l].backward(p.algorithm() == RateAlgorithm.BP ? w[l] : feedback[l], e[l]);
                back[l] = product(slopeOld[l - 1], fromAbove);
            }
        }

        // 3. Errors. A max-pool passes its errors down without delay.
        e[depth] = outputError;
        for (int l = depth - 1; l >= 1; l--) {
            if (p.algorithm() == RateAlgorithm.DFA) {
                e[l] = p.layer(l).hasWeights() ? product(slope[l], directFeedback(l)) : e[l];
            } else {
                e[l] = p.layer(l + 1).hasWeights() ? back[l + 1] : unpool(l + 1);
            }
        }

        // 4. Forward weights. 5. Backward weights.
        for (int l = 1; train && l <= depth; l++) {
            if (p.layer(l).hasWeights()) {
                if (p.algorithm() == RateAlgorithm.KP && l > 1) {
                    // The gradient does not depend on W, so the decay may come first.
                    decay(l);
                }
                learnForward(l, rOld[l - 1]);
                if (l > 1) {
                    switch (p.algorithm()) {
                        case PAL -> learnBackward(l, connections[l].correlation(high[l], noise[l - 1]));
                        case KP -> learnBackward(l, connections[l].correlation(e[l], rOld[l - 1]));
                        case WM -> learnBackward(l, connections[l].correlation(mirrored(l), xi[l - 1]));
                        case BP, FA, DFA -> {}
                    }
                }
            }
        }
        updates++;
    }

    /** E; 0 without a target. */
    private double[][] outputError(double @Nullable [][] target) {
        double[][] error = new double[p.batch()][p.shape(depth).size()];
        for (int s = 0; target != null && s < p.batch(); s++) {
            double[] softmax = ReferenceArrays.softmax(u[depth][s]);
            for (int i = 0; i < error[s].length; i++) {
                error[s][i] = p.beta() * switch (p.target()) {
                    case RATE -> slope[depth][s][i] * (target[s][i] - r[depth][s][i]);
                    case MSE -> target[s][i] - u[depth][s][i];
                    case SOFTMAX -> target[s][i] - softmax[i];
                };
            }
        }
        return error;
    }

    private void advanceNoise(int l, double[][] draws) {
        double rate = p.dt() / p.tauXi();
        for (int s = 0; s < p.batch(); s++) {
            for (int i = 0; i < xi[l][s].length; i++) {
                xi[l][s][i] = (1 - rate) * xi[l][s][i] + Math.sqrt(rate) * p.layer(l).sigma() * draws[s][i];
            }
            noise[l][s] = xi[l][s].clone();
        }
    }

    /** The noise that a layer sends to its mirror. */
    private void drawNoise(int l, double[][] draws) {
        for (int s = 0; s < p.batch(); s++) {
            for (int i = 0; i < xi[l][s].length; i++) {
                xi[l][s][i] = p.layer(l).sigma() * draws[s][i];
            }
        }
    }

    /** The rates of a layer that nothing but the noise of the layer below drives, without those at rest. */
    private double[][] mirrored(int l) {
        double[][] rates = connections[l].forward(w[l], new double[bias[l].length], xi[l - 1]);
        for (double[] sample : rates) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = p.layer(l).activation().value(sample[i]) - p.layer(l).activation().value(0);
            }
        }
        return rates;
    }

    private void addNoise(int l, boolean noiseOn, double[][] white) {
        double[][] fresh =
                p.whiteNoise() > 0 ? ReferenceArrays.rows(white[l - 1], p.batch(), p.shape(l).size()) : new double[p.batch()][p.shape(l).size()];
        for (int s = 0; s < p.batch(); s++) {
            for (int i = 0; i < u[l][s].length; i++) {
                u[l][s][i] += (noiseOn ? xi[l][s][i] : 0) + p.whiteNoise() * fresh[s][i];
            }
        }
    }

    private void activate(int l) {
        for (int s = 0; s < p.batch(); s++) {
            for (int i = 0; i < u[l][s].length; i++) {
                r[l][s][i] = p.layer(l).activation().value(u[l][s][i]);
                slope[l][s][i] = p.layer(l).activation().slope(u[l][s][i]);
            }
        }
    }

    private void highPass(int l, double[][] old) {
        for (int s = 0; s < p.batch(); s++) {
            for (int i = 0; i < old[s].length; i++) {
                double change = updates == 0 ? 0 : r[l][s][i] - old[s][i];
                high[l][s][i] = (1 - p.dt() / p.tauHP()) * high[l][s][i] + change;
            }
        }
    }

    private void pool(int l, double[][] rBelow, double[][] slopeBelow, boolean noiseOn) {
        for (int s = 0; s < p.batch(); s++) {
            for (int i = 0; i < r[l][s].length; i++) {
                int best = largest(l, i, rBelow[s]);
                winner[l][s][i] = best;
                r[l][s][i] = rBelow[s][best] + (noiseOn ? xi[l][s][i] : 0);
                slope[l][s][i] = slopeBelow[s][best];
                noise[l][s][i] = noise[l - 1][s][best] + xi[l][s][i];
            }
        }
    }

    /** The neuron with the largest rate among the four below neuron i of a max-pool; the first among equals. */
    private int largest(int l, int i, double[] rates) {
        Shape shape = p.shape(l);
        int channel = i / shape.positions();
        int row = 2 * (i % shape.positions() / shape.width());
        int column = 2 * (i % shape.width());
        int width = 2 * shape.width();
        int best = (channel * 2 * shape.height() + row) * width + column;
        for (int other : new int[] {best + 1, best + width, best + width + 1}) {
            best = rates[other] > rates[best] ? other : best;
        }
        return best;
    }

    /** The errors of a max-pool, at the neurons from which its rates came. */
    private double[][] unpool(int l) {
        double[][] errors = new double[p.batch()][p.shape(l - 1).size()];
        for (int s = 0; s < p.batch(); s++) {
            for (int i = 0; i < e[l][s].length; i++) {
                errors[s][winner[l][s][i]] += e[l][s][i];
            }
        }
        return errors;
    }

    /** The output's errors through the layer's direct feedback weights. */
    private double[][] directFeedback(int l) {
        double[][] fromAbove = new double[p.batch()][p.shape(l).size()];
        for (int s = 0; s < p.batch(); s++) {
            for (int o = 0; o < direct[l].length; o++) {
                for (int i = 0; i < fromAbove[s].length; i++) {
                    fromAbove[s][i] += e[depth][s][o] * direct[l][o][i];
                }
            }
        }
        return fromAbove;
    }

    private void learnForward(int l, double[][] rBelowOld) {
        double[][] gradient = connections[l].correlation(e[l], rBelowOld);
        double[] gradientOfBias = connections[l].mean(e[l]);
        for (int f = 0; f < w[l].length; f++) {
            learn(w[l][f], low[l][f], gradient[f], p.layer(l).eta());
        }
        learn(bias[l], lowBias[l], gradientOfBias, p.layer(l).eta());
    }

    private void learn(double[] weights, double[] lowPass, double[] gradient, double eta) {
        for (int k = 0; k < weights.length; k++) {
            double change = p.dt() * gradient[k];
            if (p.tauLO() > 0) {
                lowPass[k] += p.dt() / p.tauLO() * (change - lowPass[k]);
                change = lowPass[k];
            }
            weights[k] += eta * change;
        }
    }

    /** Kolen-Pollack: where W learns, it decays as B does. */
    private void decay(int l) {
        double rate = p.layer(l).eta() > 0 ? p.dt() * p.layer(l).etaBackward() * p.layer(l).alpha() : 0;
        for (double[] weights : w[l]) {
            for (int k = 0; k < weights.length; k++) {
                weights[k] -= rate * weights[k];
            }
        }
    }

    private void learnBackward(int l, double[][] correlation) {
        for (int f = 0; f < correlation.length; f++) {
            for (int k = 0; k < correlation[f].length; k++) {
                feedback[l][f][k] += p.dt() * p.layer(l).etaBackward() * (correlation[f][k] - p.layer(l).alpha() * feedback[l][f][k]);
            }
        }
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][];
        for (int s = 0; s < a.length; s++) {
            c[s] = a[s].clone();
            for (int i = 0; i < c[s].length; i++) {
                c[s][i] *= b[s][i];
            }
        }
        return c;
    }

    private static double[][][] copy(double[][][] values) {
        return Arrays.stream(values).map(rows -> Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new)).toArray(double[][][]::new);
    }

    @Override
    public RateParameters parameters() {
        return p;
    }

    @Override
    public long updates() {
        return updates;
    }

    @Override
    public double[] read(RateVariable variable, int l) {
        ReferenceArrays.require(variable, p, l);
        return switch (variable) {
            case r -> ReferenceArrays.flat(r[l]);
            case u -> ReferenceArrays.flat(u[l]);
            case e -> ReferenceArrays.flat(e[l]);
            case h -> ReferenceArrays.flat(high[l]);
            case xi -> ReferenceArrays.flat(xi[l]);
            case b -> bias[l].clone();
            case W -> ReferenceArrays.flat(p.layer(l).kind() == LayerKind.CONVOLUTION ? w[l] : ReferenceArrays.transposed(w[l]));
            case B -> ReferenceArrays.flat(feedback[l]);
            case D -> ReferenceArrays.flat(ReferenceArrays.toRowColumnChannel(direct[l], p.shape(l)));
        };
    }

    @Override
    public void write(RateVariable variable, int l, double[] values) {
        ReferenceArrays.require(variable, p, l);
        if (!variable.isWeight()) {
            throw new IllegalArgumentException(variable + " is derived from other variables and can't be set");
        }
        int[] shape = variable.shape(p, l);
        double[][] rows = ReferenceArrays.rows(values, shape[0], RateNetwork.columns(shape));
        switch (variable) {
            case b -> bias[l] = values.clone();
            case W -> w[l] = p.layer(l).kind() == LayerKind.CONVOLUTION ? rows : ReferenceArrays.transposed(rows);
            case B -> feedback[l] = rows;
            default -> direct[l] = ReferenceArrays.fromRowColumnChannel(rows, p.shape(l));
        }
    }
}
