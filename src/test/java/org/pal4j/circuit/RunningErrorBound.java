package org.pal4j.circuit;

import static org.pal4j.circuit.Variable.*;

import java.util.Arrays;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;

/**
 * A bound for the deviation of float arithmetic from the reference model: a running error analysis (Wilkinson; Higham, Accuracy
 * and Stability of Numerical Algorithms, section 3.3). No parameter in it is fitted.
 *
 * <p>For each variable of each population, {@code e} bounds |simulator - reference| in the maximum norm. One operation in float
 * has an error of at most u = 2^-24 times its result; k successive operations have an error of at most gamma(k) = k u / (1 - k u)
 * times the sum of the magnitudes of all terms. The start is exact (both models get the same floats), and the propagation through
 * a step follows from its equations:
 * <ul>
 *   <li>y = a x with a parameter a: e(y) = |a| e(x) + gamma(k) |a| |x|, where k includes the rounding of a to float;
 *   <li>a product of two variables: e(x y) = e(x) |y| + |x| e(y);
 *   <li>y = phi(x): e(y) = L e(x) + 6 u max(1, |y|) with the Lipschitz constant L of phi;
 *   <li>y = W x: e(y) = n e(W) |x| + |W| e(x) + gamma(n + 4) |W| |x|, where |W| is the largest sum over a row.
 * </ul>
 * So errors grow with the weights, conductances and learning rates of the given circuit, step by step. Magnitudes are those of
 * the simulator: the reference's plus the bound. The rounding errors of the reference itself, 2^-29 of all this, are covered by
 * the generous operation counts.
 *
 * <p>The slopes of relu, hard_sigmoid and clip01 and the gate of the regularizer are discontinuous, so rounding may decide which
 * side is taken. The regularizer's factors are therefore bounded by their actual difference at the arguments of the two models,
 * which are compared themselves. Without a jump this adds nothing; a jump adds its full effect; no case is excluded.
 */
final class RunningErrorBound extends ErrorTable {
    private final int areas;
    private final Circuit circuit;
    private long step;
    private long noiseClock;
    /** For each hidden area, whether its noise was all zero before the step. */
    private boolean[] silent;
    private double[][] highReference;
    private double[][] highCircuit;
    /** Bounds of the prospective voltages of the next step, and of the sum of B and its residual; index l. */
    private final double[] next;
    private final double[] nextI;
    private final double[] total;
    private final ForwardBound forward;

    RunningErrorBound(ReferenceCircuit reference, Circuit circuit) {
        super(reference);
        this.circuit = circuit;
        areas = p.areas();
        next = new double[areas + 1];
        nextI = new double[areas];
        total = new double[areas];
        forward = new ForwardBound(this);
    }

    /** The current bound of a variable. Below the normal range of float, rounding is absolute. Infinite if the analysis gives no bound. */
    double of(Variable variable, int index) {
        double bound = e(variable, index) + Float.MIN_NORMAL;
        return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
    }

    /** Must be called before both models take a step. */
    void before() {
        startStep();
        silent = new boolean[areas];
        for (int l = 1; l < areas; l++) {
            silent[l] = Arrays.stream(reference.read(noise, l - 1)).allMatch(x -> x == 0);
        }
        highReference = read(reference);
        highCircuit = read(circuit);
    }

    private double[][] read(CircuitState state) {
        double[][] values = new double[areas][];
        Arrays.setAll(values, i -> state.read(hi, i));
        return values;
    }

    /** Must be called after both models have taken the step, with their inputs. */
    void after(Phase phase, double[] input, double[] target, double[][] draws) {
        respond();
        forward.step(phase, input);
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            double now = product(WI, k, rP, p.interneuronArea(k) - 1);
            double max = rowSumBefore(WI, k) * size(rP, p.interneuronArea(k) - 1);
            set(vden, k, p.interneuronLowPass() ? lowPass(eBefore(vden, k), sizeBefore(vden, k), now, max) : now);
        }
        for (int l = 1; l < areas; l++) {
            set(vapi, l - 1, product(B, l - 1, rP, p.feedbackArea(l) - 1) + product(BI, l - 1, rI, p.feedbackInterneurons(l)));
        }
        boolean noisy = phase.noise() && p.drawsNoise();
        boolean together = noisy && !p.oneNoiseClock() && noiseClock++ % p.stepsBetweenDraws() == 0;
        for (int l = 1; l < areas; l++) {
            boolean draw = together || noisy && p.oneNoiseClock() && (silent[l] || noiseClock % p.stepsBetweenDraws() == 0);
            if (p.oneNoiseClock() && noisy) {
                noiseClock = draw ? 1 : noiseClock + 1;
            }
            set(noise, l - 1, draw ? noise(l, maxAbs(draws[l - 1])) : eBefore(noise, l - 1));
        }
        somata(phase, noisy, maxAbs(target));
        learn(phase);
        step++;
    }

    /** Steps 1 and 2. At the start, the "old" rates and the high-passed rates are those of the first step. */
    private void respond() {
        for (int l = 1; l <= areas; l++) {
            set(bP, l - 1, step == 0 ? 0 : next[l]);
            set(rP, l - 1, activation(p.activation(l), argument(bP, l - 1, gain(false, l - 1)), maxAbs(reference.read(rP, l - 1))));
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            set(bI, k, step == 0 ? 0 : nextI[k]);
            set(rI, k, activation(p.activation(p.interneuronArea(k) + 1), argument(bI, k, gain(true, k)), maxAbs(reference.read(rI, k))));
        }
        if (step == 0) {
            begin();
        }
    }

    /** {@code gain b}, rounded once. */
    private double argument(Variable b, int i, double gain) {
        return gain == 1 ? e(b, i) : gain * (e(b, i) + gamma(1) * size(b, i));
    }

    private void begin() {
        for (int i = 0; i < areas; i++) {
            setBefore(rP, i, e(rP, i), size(rP, i));
            setBefore(hi, i, e(rP, i), size(rP, i));
            setBefore(uP, i, 0, size(bP, i));
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            setBefore(rI, k, e(rI, k), size(rI, k));
            setBefore(uI, k, 0, size(bI, k));
        }
    }

    private double noise(int l, double draw) {
        int i = l - 1;
        double x = switch (p.noiseMode()) {
            case CONST -> 0;
            case SOMATIC -> eBefore(uP, i);
            case PROSPECTIVE -> e(bP, i);
            case APICAL -> e(vapi, i);
        };
        double max = switch (p.noiseMode()) {
            case CONST -> 1;
            case SOMATIC -> sizeBefore(uP, i);
            case PROSPECTIVE -> size(bP, i);
            case APICAL -> size(vapi, i);
        };
        boolean white = p.noiseType() == NoiseType.HOLD_WHITE_NOISE;
        double keep = white ? 0 : 1 - p.dt() / p.tauxi();
        double gain = p.noiseScale().get(i) * (white ? 1 : Math.sqrt(p.dt() / p.tauxi())) * draw;
        return keep * eBefore(noise, i) + gain * x + gamma(4) * (keep * sizeBefore(noise, i) + gain * max);
    }

    /** Step 5, and the prospective voltages of the next step. */
    private void somata(Phase phase, boolean noisy, double target) {
        for (int l = 1; l <= areas; l++) {
            double tau = p.tau(l);
            int i = l - 1;
            if (l < areas) {
                double nudge = e(vapi, i) + (noisy ? eBefore(noise, i) : 0);
                double max = size(vapi, i) + (noisy ? sizeBefore(noise, i) : 0);
                next[l] = soma(uP, i, tau, vbas, tau * p.gbas(), tau * p.gapi() * nudge, tau * p.gapi() * max);
            } else if (phase.target()) {
                next[l] = soma(uP, i, tau, vbas, tau * p.gbas(), 0, tau * p.gntgt() * target);
            } else {
                next[l] = soma(uP, i, tau, vbas, p.gbas() / (p.gl() + p.gbas()), 0, 0);
            }
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            double tau = p.tauInterneuron();
            int above = p.interneuronArea(k);
            nextI[k] = soma(uI, k, tau, vden, tau * p.gden(), tau * p.gnI() * e(bP, above), tau * p.gnI() * size(bP, above));
        }
    }

    /** Two gains, the addition of noise, a product and an fma give the steady state; a difference and an fma follow for each result. */
    private double soma(Variable u, int i, double tau, Variable dendrite, double gain, double nudge, double nudgeSize) {
        double drive = gain * size(dendrite, i) + nudgeSize;
        double steady = gain * e(dendrite, i) + nudge + gamma(5) * drive;
        double distance = drive + steady + sizeBefore(u, i);
        double voltage = 0;
        double prospective = 0;
        // The product with the pace is one more operation.
        for (double pace : paces(u == uI, i)) {
            double rate = p.dt() / tau * pace;
            double ahead = p.taur() * pace;
            voltage = Math.max(voltage, Math.abs(1 - rate) * eBefore(u, i) + rate * steady + gamma(4) * rate * distance
                    + gamma(1) * (sizeBefore(u, i) + rate * distance));
            prospective = Math.max(prospective, Math.abs(1 - ahead) * eBefore(u, i) + ahead * steady + gamma(4) * ahead * distance
                    + gamma(1) * (sizeBefore(u, i) + ahead * distance));
        }
        set(u, i, voltage);
        return prospective;
    }

    /** Steps 6 to 8. */
    private void learn(Phase phase) {
        boolean transports = p.algorithm() == Algorithm.BP && (phase.forward() || phase.lateral() || phase.backward()
                || p.transportWhileSettling());
        for (int l = 1; l < areas; l++) {
            set(B, l - 1, transports ? eBefore(W, l) : eBefore(B, l - 1));
            set(BI, l - 1, transports ? eBefore(W, l) : eBefore(BI, l - 1));
            int inter = p.feedbackInterneurons(l);
            if (phase.lateral()) {
                double eta = p.dt() * p.etaInterToPyramidal().get(l - 1);
                double term = eta * (eBefore(vapi, l - 1) + gamma(2) * sizeBefore(vapi, l - 1));
                update(BI, l - 1, term, eta * sizeBefore(vapi, l - 1), eBefore(rI, inter), sizeBefore(rI, inter));
            }
            if (phase.backward() && p.algorithm() == Algorithm.PAL) {
                align(l);
            }
            if (phase.backward() && p.algorithm() == Algorithm.KP) {
                alignKolenPollack(l);
            }
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            int l = p.interneuronArea(k);
            set(WI, k, eBefore(WI, k));
            if (phase.lateral()) {
                double eta = p.dt() * p.etaPyramidalToInter().get(l - 1);
                double[] term = postTerm(l + 1, eta, p.dendriticAttenuation(), rI, vden, k, true);
                update(WI, k, term[0], term[1], eBefore(rP, l - 1), sizeBefore(rP, l - 1));
            }
        }
        double decay = p.dt() / p.tauHP();
        for (int i = 0; i < areas; i++) {
            double change = sizeBefore(rP, i) + size(rP, i);
            set(hi, i, p.algorithm() != Algorithm.PAL ? eBefore(hi, i) : (1 - decay) * eBefore(hi, i) + e(rP, i) + eBefore(rP, i)
                    + gamma(3) * (change + decay * sizeBefore(hi, i)) + gamma(2) * sizeBefore(hi, i));
        }
    }

    private void align(int l) {
        int i = l - 1;
        int from = p.feedbackArea(l) - 1;
        double eta = p.dt() * p.etaBackward().get(i);
        double shrink = eta * p.alpha().get(i);
        double x = p.highPass() ? eBefore(hi, from) : e(rP, from);
        double max = p.highPass() ? sizeBefore(hi, from) : size(rP, from);
        double keep = p.regularizer() == Regularizer.PLAIN ? Math.abs(1 - shrink) : 1;
        double weights = sizeBefore(B, i);
        double step = eta * size(noise, i) * max + shrink * weights + gamma(1) * weights;
        // The compensated sum is exact except for the rounding of the steps; B is that sum, rounded.
        total[l] = keep * total[l] + eta * (e(noise, i) * max + size(noise, i) * x) + shrink * weights * (factor(l) + gamma(1))
                + gamma(9) * step;
        set(B, i, total[l]);
        set(B, i, total[l] + gamma(2) * size(B, i));
    }

    /** The same with the presynaptic factor and the post term of W of the area above. */
    private void alignKolenPollack(int l) {
        int i = l - 1;
        double eta = p.dt() * p.etaBackward().get(i);
        double shrink = eta * p.alpha().get(i);
        double[] rates = forward.presynaptic(l + 1);
        double[] errors = forward.error(l + 1);
        double weights = sizeBefore(B, i);
        double step = eta * errors[1] * rates[1] + shrink * weights + gamma(1) * weights;
        total[l] = Math.abs(1 - shrink) * total[l] + eta * (errors[0] * rates[1] + errors[1] * rates[0]) + shrink * weights * gamma(1)
                + gamma(9) * step;
        set(B, i, total[l]);
        set(B, i, total[l] + gamma(2) * size(B, i));
    }

    /** The difference of the regularizer's factors at the arguments of the two models. */
    private double factor(int l) {
        int from = p.feedbackArea(l);
        return switch (p.regularizer()) {
            case PLAIN -> 0;
            case PHI -> slope(l) + slope(from);
            case GATED -> {
                boolean filtered = p.highPass() && step > 0;
                double[] a = filtered ? highReference[from - 1] : reference.read(rP, from - 1);
                double[] b = filtered ? highCircuit[from - 1] : circuit.read(rP, from - 1);
                yield largestDifference(a, b, x -> x > 0 ? 1 : 0);
            }
        };
    }

    private double slope(int l) {
        return largestDifference(reference.read(bP, l - 1), circuit.read(bP, l - 1), p.activation(l)::slope) + PHI;
    }
}
