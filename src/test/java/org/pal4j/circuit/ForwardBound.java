package org.pal4j.circuit;

import static org.pal4j.circuit.ErrorTable.gamma;
import static org.pal4j.circuit.ErrorTable.maxAbs;
import static org.pal4j.circuit.Variable.*;

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
    private double inputWas;

    ForwardBound(ErrorTable table) {
        this.table = table;
        p = table.p;
        clamped = ClampedInput.possible(p) ? new ClampedBound(table) : null;
        trace = new double[p.areas() + 1];
        traceSize = new double[p.areas() + 1];
        post = new double[p.areas() + 1];
        postSize = new double[p.areas() + 1];
    }

    /** Advances by one step; the bounds of prospective voltages and rates must already be those of this step. */
    void step(boolean learns, double[] input) {
        for (int l = 1; l <= p.areas(); l++) {
            boolean traces = learns || p.tracesWhileSettling();
            double[] term = traces ? term(l) : new double[2];
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
            if (learns) {
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

    private void trace(int l) {
        double x = l == 1 ? 0 : table.eBefore(rP, l - 2);
        double max = l == 1 ? inputWas : table.sizeBefore(rP, l - 2);
        double rate = p.dt() / p.tauLO();
        trace[l] = table.lowPass(trace[l], traceSize[l], x, max);
        traceSize[l] = (1 - rate) * traceSize[l] + rate * max + trace[l];
    }

    private void learn(int l, double term, double termSize) {
        double x = l == 1 ? 0 : table.eBefore(rP, l - 2);
        double max = l == 1 ? inputWas : table.sizeBefore(rP, l - 2);
        double rate = p.dt() / p.tauLO();
        if (p.traceLowPass()) {
            x = trace[l];
            max = traceSize[l];
        }
        if (p.updateLowPass()) {
            double change = term * max + termSize * x;
            // One more rounding than in a low-pass of a variable: that of the product.
            table.set(lo, l - 1, table.lowPass(table.eBefore(lo, l - 1), table.sizeBefore(lo, l - 1), change, termSize * max)
                    + gamma(1) * rate * termSize * max);
            table.set(W, l - 1, table.eBefore(W, l - 1) + table.e(lo, l - 1));
            table.set(W, l - 1, table.e(W, l - 1) + gamma(1) * table.size(W, l - 1));
        } else {
            table.update(W, l - 1, term, termSize, x, max);
        }
    }
}
