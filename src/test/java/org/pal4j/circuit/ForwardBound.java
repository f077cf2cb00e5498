package org.pal4j.circuit;

import static org.pal4j.circuit.ErrorTable.gamma;
import static org.pal4j.circuit.ErrorTable.maxAbs;
import static org.pal4j.circuit.Variable.*;

import org.pal4j.circuit.Choices.Algorithm;

/** The part of {@link RunningErrorBound} for forward weights, their low-passed updates, and basal voltages. */
final class ForwardBound {
    private final ErrorTable table;
    private final CircuitParameters p;
    private final ClampedBound clamped;
    /** Bounds and magnitudes of low-passed rates and post terms, index l. */
    private final double[] trace;
    private final double[] traceSize;
    private final double[] post;
    private final double[] postSize;
    /** With KP: the same of post terms without learning rate, and the largest magnitude that W of an area has had. */
    private final double[] error;
    private final double[] errorSize;
    private final double[] largest;
    private double inputWas;

    ForwardBound(ErrorTable table) {
        this.table = table;
        p = table.p;
        clamped = ClampedInput.possible(p) ? new ClampedBound(table) : null;
        trace = new double[p.areas() + 1];
        traceSize = new double[p.areas() + 1];
        post = new double[p.areas() + 1];
        postSize = new double[p.areas() + 1];
        error = new double[p.areas() + 1];
        errorSize = new double[p.areas() + 1];
        largest = new double[p.areas() + 1];
    }

    /** Advances by one step; the bounds of prospective voltages and rates must already be those of this step. */
    void step(Phase phase, double[] input) {
        boolean learns = phase.forward();
        boolean kolenPollack = phase.backward() && p.algorithm() == Algorithm.KP;
        for (int l = 1; l <= p.areas(); l++) {
            boolean traces = learns || p.tracesWhileSettling() || kolenPollack;
            double[] term = traces ? term(l) : new double[2];
            if (traces) {
                advanceError(l);
            }
            if (traces && p.traceLowPass()) {
                trace(l);
            }
            if (l == 1 && clamped != null) {
                clamped.step(learns, term[0], term[1], input);
                continue;
            }
            table.set(vbas, l - 1, l == 1 ? table.product(W, 0, p.size(0), 0, maxAbs(input)) : table.product(W, l - 1, rP, l - 2));
            table.set(W, l - 1, table.eBefore(W, l - 1));
            table.set(lo, l - 1, table.eBefore(lo, l - 1));
            largest[l] = Math.max(largest[l], table.sizeBefore(W, l - 1));
            if (learns && kolenPollack) {
                learnAndDecay(l, term[0], term[1]);
            } else if (learns) {
                learn(l, term[0], term[1]);
            }
        }
        inputWas = maxAbs(input);
    }

    /** The post term, low-passed or not: its bound and its magnitude. */
    private double[] term(int l) {
        double eta = p.dt() * p.etaForward().get(l - 1);
        boolean activated = p.postWithActivation();
        double[] term = table.postTerm(l, eta, p.basalAttenuation(l), activated ? rP : bP, vbas, l - 1, activated);
        if (!p.postLowPass()) {
            return term;
        }
        double rate = p.dt() / p.tauLO();
        post[l] = table.lowPass(post[l], postSize[l], term[0], term[1]);
        postSize[l] = (1 - rate) * postSize[l] + rate * term[1] + post[l];
        return new double[] {post[l], postSize[l]};
    }

    /** The post term of an area without its learning rate, low-passed or not: its bound and its magnitude. */
    double[] error(int l) {
        return new double[] {error[l], errorSize[l]};
    }

    private void advanceError(int l) {
        boolean activated = p.postWithActivation();
        double[] term = table.postTerm(l, 1, p.basalAttenuation(l), activated ? rP : bP, vbas, l - 1, activated);
        double rate = p.dt() / p.tauLO();
        error[l] = p.postLowPass() ? table.lowPass(error[l], errorSize[l], term[0], term[1]) : term[0];
        errorSize[l] = p.postLowPass() ? (1 - rate) * errorSize[l] + rate * term[1] + error[l] : term[1];
    }

    /** The presynaptic factor of the update of W_l, low-passed or not: its bound and its magnitude. */
    double[] presynaptic(int l) {
        if (p.traceLowPass()) {
            return new double[] {trace[l], traceSize[l]};
        }
        return l == 1 ? new double[] {0, inputWas} : new double[] {table.eBefore(rP, l - 2), table.sizeBefore(rP, l - 2)};
    }

    private void trace(int l) {
        double x = l == 1 ? 0 : table.eBefore(rP, l - 2);
        double max = l == 1 ? inputWas : table.sizeBefore(rP, l - 2);
        double rate = p.dt() / p.tauLO();
        trace[l] = table.lowPass(trace[l], traceSize[l], x, max);
        traceSize[l] = (1 - rate) * traceSize[l] + rate * max + trace[l];
    }

    private void learn(int l, double term, double termSize) {
        double x = presynaptic(l)[0];
        double max = presynaptic(l)[1];
        if (p.updateLowPass()) {
            lowPass(l, term, termSize, x, max);
            table.set(W, l - 1, table.eBefore(W, l - 1) + table.e(lo, l - 1));
            table.set(W, l - 1, table.e(W, l - 1) + gamma(1) * table.size(W, l - 1));
        } else {
            table.update(W, l - 1, term, termSize, x, max);
        }
    }

    private void lowPass(int l, double term, double termSize, double x, double max) {
        // One more rounding than in a low-pass of a variable: that of the product.
        table.set(lo, l - 1, table.lowPass(table.eBefore(lo, l - 1), table.sizeBefore(lo, l - 1), term * max + termSize * x, termSize * max)
                + gamma(1) * p.dt() / p.tauLO() * termSize * max);
    }

    /** KP: the residual, which is below half an ULP of the largest W so far, counts as an error. So the bound is that of a plain sum. */
    private void learnAndDecay(int l, double term, double termSize) {
        if (l == 1) {
            learn(l, term, termSize);
            return;
        }
        double x = presynaptic(l)[0];
        double max = presynaptic(l)[1];
        double decay = p.dt() * p.etaBackward().get(l - 2) * p.alpha().get(l - 2);
        double shrunk = Math.abs(1 - decay) * table.eBefore(W, l - 1) + gamma(4) * decay * table.sizeBefore(W, l - 1);
        if (p.updateLowPass()) {
            lowPass(l, term, termSize, x, max);
            table.set(W, l - 1, shrunk + table.e(lo, l - 1));
        } else {
            table.set(W, l - 1, shrunk + term * max + termSize * x + gamma(4) * termSize * max);
        }
        largest[l] = Math.max(largest[l], table.size(W, l - 1));
        table.set(W, l - 1, table.e(W, l - 1) + gamma(4) * largest[l]);
    }
}
