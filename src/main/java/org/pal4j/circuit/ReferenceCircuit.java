package org.pal4j.circuit;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.NoiseType;

/**
 * The dendritic microcircuit in double precision: a plain transcription of docs/concepts.md into loops, in the order of its
 * steps, to be read beside it. The simulator is {@link Circuit}; this model checks it and is slow.
 *
 * <p>Arrays of areas are indexed by l as in the paper, so entry 0 (the input, or unused) always exists.
 */
public final class ReferenceCircuit implements CircuitState {
    private final CircuitParameters p;
    private final int areas;
    private long step;
    /** Steps with noise; with one clock, turns since the last draw. */
    private long noiseClock;

    /** Weights, post x pre. */
    private final double[][][] w = new double[areas + 1][][];
    private final double[][][] wi = new double[areas + 1][][];
    private final double[][][] b = new double[areas + 1][][];
    private final double[][][] bi = new double[areas + 1][][];
    private final double[][][] low = new double[areas + 1][][];
    /** Somatic voltages, those of the previous step, and the steady states of the previous step. */
    private final double[][] u = vectors(0);
    private final double[][] uI = vectors(1);
    private final double[][] uOld = vectors(0);
    private final double[][] uIOld = vectors(1);
    private final double[][] eff = vectors(0);
    private final double[][] effI = vectors(1);
    /** Prospective voltages and rates; rates[0] is the input. */
    private final double[][] look = vectors(0);
    private final double[][] lookI = vectors(1);
    private final double[][] r = vectors(0);
    private final double[][] rI = vectors(1);
    private final double[][] vbas = vectors(0);
    private final double[][] vden = vectors(1);
    private final double[][] vapi = vectors(0);
    private final double[][] xi = vectors(0);
    private final double[][] high = vectors(0);
    private final double[][] trace = vectors(0);
    private final double[][] post = vectors(0);
    /** Of neurons that differ; 1 without spreads. */
    private final double[][] pace = vectors(0);
    private final double[][] paceI = vectors(1);
    private final double[][] gain = vectors(0);
    private final double[][] gainI = vectors(1);

    /** A circuit in which all weights and voltages are 0. */
    public ReferenceCircuit(CircuitParameters parameters) {
        p = parameters;
        areas = parameters.areas();
        super();
        Stream.of(pace, paceI, gain, gainI).flatMap(Arrays::stream).forEach(values -> Arrays.fill(values, 1));
        for (int l = 1; l <= areas; l++) {
            w[l] = new double[p.size(l)][p.size(l - 1)];
            low[l] = new double[p.size(l)][p.size(l - 1)];
            if (l < areas) {
                b[l] = new double[p.size(l)][p.size(p.feedbackArea(l))];
                bi[l] = new double[p.size(l)][p.size(p.feedbackArea(l))];
                wi[l] = new double[p.size(l + 1)][p.size(l)];
            }
        }
    }

    /** One vector for each area l, with the size of area l + {@code above}. */
    private double[][] vectors(int above) {
        double[][] all = new double[areas + 1][];
        for (int l = 0; l <= areas; l++) {
            all[l] = new double[l + above <= areas ? p.size(l + above) : 0];
        }
        return all;
    }

    /** The area of the interneurons that provide apical input to hidden area l. */
    private int inter(int l) {
        return p.interneuronArea(p.feedbackInterneurons(l));
    }

    private boolean hasInterneurons(int l) {
        return l < areas && (p.connectivity() == Choices.Connectivity.LAYERED || l == areas - 1);
    }

    /**
     * One step.
     *
     * @param phase  what is switched on
     * @param input  rates r_0 of this step
     * @param target target voltages of the output area; used only in a phase with a target
     * @param draws  standard-normal draws, for hidden area l at index l - 1; used only in steps that draw noise
     */
    public void step(Phase phase, double[] input, double[] target, double[][] draws) {
        if (step == 0) {
            begin();
        }
        double[][] rOld = copy(r);
        double[][] rIOld = copy(rI);
        double[][] vbasOld = copy(vbas);
        double[][] vdenOld = copy(vden);
        double[][] vapiOld = copy(vapi);

        // 1. Prospective voltages. 2. Rates.
        for (int l = 1; l <= areas; l++) {
            for (int i = 0; i < p.size(l); i++) {
                look[l][i] = step == 0 ? u[l][i] : uOld[l][i] + p.taur() * pace[l][i] * (eff[l][i] - uOld[l][i]);
                r[l][i] = p.activation(l).value(gain[l][i] * look[l][i]);
            }
            if (hasInterneurons(l)) {
                for (int i = 0; i < p.size(l + 1); i++) {
                    lookI[l][i] = step == 0 ? uI[l][i] : uIOld[l][i] + p.taur() * paceI[l][i] * (effI[l][i] - uIOld[l][i]);
                    rI[l][i] = p.activation(l + 1).value(gainI[l][i] * lookI[l][i]);
                }
            }
        }
        r[0] = input.clone();

        // 3. Dendrites.
        for (int l = 1; l <= areas; l++) {
            vbas[l] = product(w[l], r[l - 1]);
            if (hasInterneurons(l)) {
                double[] now = product(wi[l], r[l]);
                for (int i = 0; i < now.length; i++) {
                    vden[l][i] = p.interneuronLowPass() ? vden[l][i] + p.dt() / p.tauLO() * (now[i] - vden[l][i]) : now[i];
                }
            }
        }
        for (int l = 1; l < areas; l++) {
            double[] fromAbove = product(b[l], r[p.feedbackArea(l)]);
            double[] fromInter = product(bi[l], rI[inter(l)]);
            for (int i = 0; i < p.size(l); i++) {
                vapi[l][i] = fromAbove[i] + fromInter[i];
            }
        }

        // 4. The soma sees the noise of the previous step; then the noise advances.
        boolean noisy = phase.noise() && p.drawsNoise();
        double[][] seen = noisy ? copy(xi) : vectors(0);
        if (noisy && p.oneNoiseClock()) {
            for (int l = 1; l < areas; l++) {
                if (isSilent(xi[l]) || noiseClock % p.stepsBetweenDraws() == 0) {
                    advanceNoise(l, draws[l - 1]);
                    noiseClock = 0;
                }
                noiseClock++;
            }
        } else if (noisy && noiseClock++ % p.stepsBetweenDraws() == 0) {
            for (int l = 1; l < areas; l++) {
                advanceNoise(l, draws[l - 1]);
            }
        }

        // 5. Steady states and somata.
        for (int l = 1; l <= areas; l++) {
            uOld[l] = u[l].clone();
            uIOld[l] = uI[l].clone();
            somata(l, seen[l], phase.target() ? target : null);
        }

        // 6. Plasticity. 7. Apply.
        boolean transports = p.algorithm() == Algorithm.BP && (phase.forward() || phase.lateral() || phase.backward()
                || p.transportWhileSettling());
        for (int l = 1; transports && l < areas; l++) {
            for (int i = 0; i < p.size(l); i++) {
                for (int j = 0; j < p.size(l + 1); j++) {
                    b[l][i][j] = w[l + 1][j][i];
                    bi[l][i][j] = -b[l][i][j];
                }
            }
        }
        for (int l = 1; l <= areas; l++) {
            if (phase.forward() || p.tracesWhileSettling() || phase.backward() && p.algorithm() == Algorithm.KP) {
                learnForward(l, rOld[l - 1], vbasOld[l], phase);
            }
            if (phase.lateral() && hasInterneurons(l)) {
                learnInterneuron(l, rOld[l], vdenOld[l]);
            }
            if (phase.lateral() && l < areas) {
                learnFromInterneurons(l, vapiOld[l], rIOld[inter(l)]);
            }
            if (phase.backward() && l < areas && p.algorithm() == Algorithm.PAL) {
                learnBackward(l);
            }
        }

        // 8. High-pass; frozen with the algorithms that do not read it.
        for (int l = 1; p.algorithm() == Algorithm.PAL && l <= areas; l++) {
            for (int i = 0; i < p.size(l); i++) {
                high[l][i] += r[l][i] - rOld[l][i] - p.dt() / p.tauHP() * high[l][i];
            }
        }
        step++;
    }

    private void begin() {
        for (int l = 1; l <= areas; l++) {
            for (int i = 0; i < p.size(l); i++) {
                r[l][i] = p.activation(l).value(gain[l][i] * u[l][i]);
                high[l][i] = r[l][i];
            }
            if (hasInterneurons(l)) {
                for (int i = 0; i < p.size(l + 1); i++) {
                    rI[l][i] = p.activation(l + 1).value(gainI[l][i] * uI[l][i]);
                }
            }
        }
    }

    private static boolean isSilent(double[] noise) {
        return Arrays.stream(noise).allMatch(value -> value == 0);
    }

    private void advanceNoise(int l, double[] draws) {
        for (int i = 0; i < p.size(l); i++) {
            double size = switch (p.noiseMode()) {
                case CONST -> 1;
                case SOMATIC -> Math.abs(u[l][i]);
                case PROSPECTIVE -> Math.abs(look[l][i]);
                case APICAL -> Math.abs(vapi[l][i]);
            };
            double white = p.noiseScale().get(l - 1) * draws[i] * size;
            xi[l][i] = p.noiseType() == NoiseType.HOLD_WHITE_NOISE
                    ? white
                    : xi[l][i] + (Math.sqrt(p.dt() * p.tauxi()) * white - p.dt() * xi[l][i]) / p.tauxi();
        }
    }

    private void somata(int l, double[] seen, double @Nullable [] target) {
        double tau = p.tau(l);
        for (int i = 0; i < p.size(l); i++) {
            if (l < areas) {
                eff[l][i] = tau * (p.gbas() * vbas[l][i] + p.gapi() * (vapi[l][i] + seen[i]));
            } else if (target != null) {
                eff[l][i] = tau * (p.gbas() * vbas[l][i] + p.gntgt() * target[i]);
            } else {
                eff[l][i] = p.gbas() * vbas[l][i] / (p.gl() + p.gbas());
            }
            u[l][i] += p.dt() / tau * pace[l][i] * (eff[l][i] - u[l][i]);
        }
        if (hasInterneurons(l)) {
            for (int i = 0; i < p.size(l + 1); i++) {
                effI[l][i] = p.tauInterneuron() * (p.gden() * vden[l][i] + p.gnI() * look[l + 1][i]);
                uI[l][i] += p.dt() / p.tauInterneuron() * paceI[l][i] * (effI[l][i] - uI[l][i]);
            }
        }
    }

    /** Advances the traces, then W if it learns, and with KP B of the area below, which takes the same two factors. */
    private void learnForward(int l, double[] preOld, double[] vbasOld, Phase phase) {
        double rate = p.dt() / p.tauLO();
        double[] pre = preOld;
        if (p.traceLowPass()) {
            lowPass(trace[l - 1], preOld, rate);
            pre = trace[l - 1];
        }
        double[] error = new double[p.size(l)];
        for (int i = 0; i < error.length; i++) {
            double predicted = p.basalAttenuation(l) * vbasOld[i];
            error[i] = p.postWithActivation() ? r[l][i] - p.activation(l).value(gain[l][i] * predicted) : look[l][i] - predicted;
        }
        if (p.postLowPass()) {
            lowPass(post[l], error, rate);
            error = post[l];
        }
        boolean kolenPollack = phase.backward() && p.algorithm() == Algorithm.KP && l > 1;
        double decay = kolenPollack ? p.dt() * p.etaBackward().get(l - 2) * p.alpha().get(l - 2) : 0;
        for (int i = 0; phase.forward() && i < p.size(l); i++) {
            for (int j = 0; j < p.size(l - 1); j++) {
                double change = p.dt() * p.etaForward().get(l - 1) * error[i] * pre[j];
                if (p.updateLowPass()) {
                    low[l][i][j] += rate * (change - low[l][i][j]);
                    change = low[l][i][j];
                }
                w[l][i][j] += change - decay * w[l][i][j];
            }
        }
        if (kolenPollack) {
            learnKolenPollack(l - 1, pre, error);
        }
    }

    /** Hebbian with the factors of the update of W of the area above: its presynaptic rates {@code pre} and its post terms {@code error}. */
    private void learnKolenPollack(int l, double[] pre, double[] error) {
        for (int i = 0; i < p.size(l); i++) {
            for (int j = 0; j < p.size(l + 1); j++) {
                b[l][i][j] += p.dt() * p.etaBackward().get(l - 1) * (pre[i] * error[j] - p.alpha().get(l - 1) * b[l][i][j]);
            }
        }
    }

    private static void lowPass(double[] state, double[] x, double rate) {
        for (int i = 0; i < x.length; i++) {
            state[i] += rate * (x[i] - state[i]);
        }
    }

    private void learnInterneuron(int l, double[] rOld, double[] vdenOld) {
        for (int i = 0; i < p.size(l + 1); i++) {
            double error = rI[l][i] - p.activation(l + 1).value(gainI[l][i] * p.dendriticAttenuation() * vdenOld[i]);
            for (int j = 0; j < p.size(l); j++) {
                wi[l][i][j] += p.dt() * p.etaPyramidalToInter().get(l - 1) * error * rOld[j];
            }
        }
    }

    private void learnFromInterneurons(int l, double[] vapiOld, double[] rIOld) {
        for (int i = 0; i < p.size(l); i++) {
            for (int j = 0; j < rIOld.length; j++) {
                bi[l][i][j] += p.dt() * p.etaInterToPyramidal().get(l - 1) * -vapiOld[i] * rIOld[j];
            }
        }
    }

    private void learnBackward(int l) {
        int from = p.feedbackArea(l);
        double[] pre = p.highPass() ? high[from] : r[from];
        for (int i = 0; i < p.size(l); i++) {
            for (int j = 0; j < p.size(from); j++) {
                double regularizer = b[l][i][j] * switch (p.regularizer()) {
                    case PLAIN -> 1;
                    case GATED -> pre[j] > 0 ? 1 : 0;
                    case PHI -> p.activation(l).slope(look[l][i]) * p.activation(from).slope(look[from][j]);
                };
                b[l][i][j] += p.dt() * p.etaBackward().get(l - 1) * (xi[l][i] * pre[j] - p.alpha().get(l - 1) * regularizer);
            }
        }
    }

    private static double[] product(double[][] matrix, double[] x) {
        double[] y = new double[matrix.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += matrix[i][j] * x[j];
            }
        }
        return y;
    }

    private static double[][] copy(double[][] values) {
        return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public CircuitParameters parameters() {
        return p;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public double[] read(Variable variable, int index) {
        variable.require(p);
        int l = index + 1;
        return switch (variable) {
            case uP -> u[l].clone();
            case bP -> look[l].clone();
            case rP -> r[l].clone();
            case vbas -> vbas[l].clone();
            case vapi -> vapi[l].clone();
            case noise -> xi[l].clone();
            case hi -> high[l].clone();
            case uI -> uI[p.interneuronArea(index)].clone();
            case bI -> lookI[p.interneuronArea(index)].clone();
            case rI -> rI[p.interneuronArea(index)].clone();
            case vden -> vden[p.interneuronArea(index)].clone();
            case paceP -> pace[l].clone();
            case paceI -> paceI[p.interneuronArea(index)].clone();
            case gainP -> gain[l].clone();
            case gainI -> gainI[p.interneuronArea(index)].clone();
            default -> Arrays.stream(matrix(variable, index)).flatMapToDouble(Arrays::stream).toArray();
        };
    }

    @Override
    public void write(Variable variable, int index, double[] values) {
        variable.require(p);
        switch (variable) {
            case uP -> u[index + 1] = values.clone();
            case uI -> uI[p.interneuronArea(index)] = values.clone();
            case paceP -> pace[index + 1] = values.clone();
            case paceI -> paceI[p.interneuronArea(index)] = values.clone();
            case gainP -> gain[index + 1] = values.clone();
            case gainI -> gainI[p.interneuronArea(index)] = values.clone();
            case W, WI, B, BI -> {
                double[][] rows = matrix(variable, index);
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = Arrays.copyOfRange(values, i * rows[i].length, (i + 1) * rows[i].length);
                }
            }
            default -> throw new IllegalArgumentException(variable + " is derived from other variables and can't be set");
        }
    }

    private double[][] matrix(Variable variable, int index) {
        return switch (variable) {
            case W -> w[index + 1];
            case lo -> low[index + 1];
            case WI -> wi[p.interneuronArea(index)];
            case B -> b[index + 1];
            case BI -> bi[index + 1];
            default -> throw new IllegalArgumentException(variable + " is not a matrix");
        };
    }
}
