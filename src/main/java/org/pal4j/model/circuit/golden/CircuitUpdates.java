package org.pal4j.model.circuit.golden;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.verify.Trajectory.Mistake;

/** Mistakes in the updates of weights (steps 6 and 7 of docs/concepts.md). */
record CircuitUpdates(CircuitParameters p, States at, Phase phase, Variable variable, int l, List<Mistake> mistakes) {
    /** An update eta post pre^T and what is made of it. */
    private record Rule(double rate, double[] post, double[] pre, UnaryOperator<double[]> finish) {
        double[] with(double[] otherPost, double[] otherPre) {
            return finish.apply(Vectors.times(rate, Vectors.outer(otherPost, otherPre)));
        }
    }

    private void add(String text, double[] values) {
        mistakes.add(new Mistake(text, values));
    }

    /** Adds mistakes, and returns the equation in words. */
    String equation() {
        return switch (variable) {
            case W, lo -> forward();
            case WI -> toInter();
            case BI -> fromInter();
            default -> backward();
        };
    }

    private void common(Rule rule, double dt) {
        add("an update, though it is switched off", rule.with(rule.post, rule.pre));
        add("an update of the opposite sign", rule.with(Vectors.times(-1, rule.post), rule.pre));
        add("no dt in the update", rule.with(Vectors.times(1 / dt, rule.post), rule.pre));
        add("dt twice in the update", rule.with(Vectors.times(dt, rule.post), rule.pre));
        add("no learning rate", rule.with(Vectors.times(dt / rule.rate, rule.post), rule.pre));
    }

    /** Returns r - phi(k v), or b - k v. */
    private double[] error(double[] r, double[] b, int area, double k, double[] v, boolean rates) {
        return rates ? Vectors.map(r, v, (a, x) -> a - p.activation(area).value(k * x)) : Vectors.map(b, v, (a, x) -> a - k * x);
    }

    private String forward() {
        double factor = p.dt() / p.tauLO();
        double[] w = at.of(1, Variable.W, l);
        double[] low = at.of(1, Variable.lo, l);
        UnaryOperator<double[]> passed = change -> Vectors.map(low, change, (a, x) -> a + factor * (x - a));
        boolean own = variable == Variable.lo;
        double decay = forwardDecay();
        double[] kept = Vectors.times(1 - decay, w);
        UnaryOperator<double[]> finish = own ? passed
                : p.updateLowPass() ? change -> Vectors.plus(kept, passed.apply(change)) : change -> Vectors.plus(kept, change);
        String equation = "steps 6 and 7 of docs/concepts.md, dW = dt eta_fw (r - phi(kP vbas_old)) r_below_old"
                + (p.updateLowPass() ? ", D + dt / tauLO (dW - D), W + D" : ", W + dW")
                + (decay > 0 ? " - dt eta_bw alpha W, with eta_bw and alpha of the area below" : "");
        add("the opposite sign of the change", Vectors.map(own ? low : w, at.of(0, variable, l), (old, now) -> 2 * old - now));
        if (!own) {
            add("no change of W by D of this step but of the step before", Vectors.plus(kept, low));
        }
        if (!own && p.algorithm() == Algorithm.KP) {
            decays(w, decay);
        }
        if (p.traceLowPass() || p.postLowPass()) {
            return equation + ", with the low-passes of dWPP_r_low_pass and dWPP_post_low_pass in it";
        }
        double[] r = at.rates(0, l);
        double[] b = at.of(0, Variable.bP, l);
        double[] v = at.of(1, Variable.vbas, l);
        double k = p.basalAttenuation(l);
        boolean rates = p.postWithActivation();
        double[] pre = at.rates(1, l - 1);
        Rule rule = new Rule(p.dt() * p.etaForward().get(l - 1), error(r, b, l, k, v, rates), pre, finish);
        common(rule, p.dt());
        add("rates below of this step instead of the step before", rule.with(rule.post, at.rates(0, l - 1)));
        add("vbas of this step instead of the step before", rule.with(error(r, b, l, k, at.of(0, Variable.vbas, l), rates), pre));
        add("vbas and rates below of this step", rule.with(error(r, b, l, k, at.of(0, Variable.vbas, l), rates), at.rates(0, l - 1)));
        add("r of the step before in the post term", rule.with(error(at.rates(1, l), at.of(1, Variable.bP, l), l, k, v, rates), pre));
        add("no attenuation kP", rule.with(error(r, b, l, 1, v, rates), pre));
        add("kP of an output in a hidden area, gbas / (gl + gbas)", rule.with(error(r, b, l, p.gbas() / (p.gl() + p.gbas()), v, rates), pre));
        add("kP with a nudging conductance", rule.with(error(r, b, l, p.gbas() * p.tau(l), v, rates), pre));
        add("kP of a hidden area in the output", rule.with(error(r, b, l, p.basalAttenuation(1), v, rates), pre));
        add("a post term of " + (rates ? "voltages" : "rates") + " (dWPP_use_activation)", rule.with(error(r, b, l, k, v, !rates), pre));
        add("u instead of b in the post term",
                rule.with(error(Vectors.map(at.of(0, Variable.uP, l), p.activation(l)::value), at.of(0, Variable.uP, l), l, k, v, rates), pre));
        double[] change = Vectors.times(rule.rate, Vectors.outer(rule.post, pre));
        if (own) {
            add("dW without a low-pass", change);
            add("no dt / tauLO in the low-pass", Vectors.plus(low, change));
            add("no decay in the low-pass", Vectors.plus(low, factor, change));
            add("a low-pass, though dWPP_low_pass is false", passed.apply(change));
        } else {
            add(p.updateLowPass() ? "no low-pass of the update (dWPP_low_pass)" : "a low-pass of the update, though dWPP_low_pass is false",
                    p.updateLowPass() ? Vectors.plus(kept, change) : Vectors.plus(kept, passed.apply(change)));
        }
        return equation;
    }

    /** The share of W that decays in this step, with KP. */
    private double forwardDecay() {
        boolean decays = p.algorithm() == Algorithm.KP && l > 1 && phase.forward() && phase.backward();
        return decays ? p.dt() * p.etaBackward().get(l - 2) * p.alpha().get(l - 2) : 0;
    }

    /** Adds mistakes in the decay of W with KP. */
    private void decays(double[] w, double decay) {
        double[] change = Vectors.plus(at.of(0, Variable.W, l), -(1 - decay), w);
        if (decay > 0) {
            add("no decay of W", Vectors.plus(w, change));
            add("a decay of the opposite sign", Vectors.plus(Vectors.times(1 + decay, w), change));
            add("a decay of W without dt", Vectors.plus(Vectors.times(1 - decay / p.dt(), w), change));
            add("a decay of W without eta_bw", Vectors.plus(Vectors.times(1 - p.dt() * p.alpha().get(l - 2), w), change));
            add("a decay of W by eta_fw", Vectors.plus(Vectors.times(1 - p.dt() * p.etaForward().get(l - 1) * p.alpha().get(l - 2), w), change));
        } else {
            int area = Math.max(1, l - 1);
            double other = p.areas() > 1 ? p.dt() * p.etaBackward().get(area - 1) * p.alpha().get(area - 1) : 0;
            add("a decay of W, which has none here", Vectors.plus(Vectors.times(1 - other, w), change));
        }
    }

    private String toInter() {
        double[] before = at.of(1, Variable.WI, l);
        double[] r = at.of(0, Variable.rI, l);
        double[] v = at.of(1, Variable.vden, l);
        double[] pre = at.rates(1, l);
        double k = p.dendriticAttenuation();
        Rule rule =
                new Rule(p.dt() * p.etaPyramidalToInter().get(l - 1), error(r, r, l + 1, k, v, true), pre, change -> Vectors.plus(before, change));
        common(rule, p.dt());
        add("rates of this step instead of the step before as presynaptic", rule.with(rule.post, at.rates(0, l)));
        add("vden of this step instead of the step before", rule.with(error(r, r, l + 1, k, at.of(0, Variable.vden, l), true), pre));
        add("vden and presynaptic rates of this step", rule.with(error(r, r, l + 1, k, at.of(0, Variable.vden, l), true), at.rates(0, l)));
        double[] old = at.of(1, Variable.rI, l);
        add("rI of the step before in the post term", rule.with(error(old, old, l + 1, k, v, true), pre));
        add("no attenuation kI", rule.with(error(r, r, l + 1, 1, v, true), pre));
        add("kI with a nudging conductance", rule.with(error(r, r, l + 1, p.gden() * p.tauInterneuron(), v, true), pre));
        add("kP instead of kI", rule.with(error(r, r, l + 1, p.basalAttenuation(l), v, true), pre));
        add("a post term of voltages", rule.with(error(r, at.of(0, Variable.bI, l), l + 1, k, v, false), pre));
        return "steps 6 and 7 of docs/concepts.md, WI + dt eta_IP (rI - phi(kI vden_old)) r_old";
    }

    private String fromInter() {
        int from = at.inter(l);
        boolean transport = p.algorithm() == Algorithm.BP;
        double[] before = transport ? Vectors.times(-1, at.of(0, Variable.B, l)) : at.of(1, Variable.BI, l);
        double[] v = Vectors.times(-1, at.of(1, Variable.vapi, l));
        double[] vNow = Vectors.times(-1, at.of(0, Variable.vapi, l));
        double[] pre = at.of(1, Variable.rI, from);
        Rule rule = new Rule(p.dt() * p.etaInterToPyramidal().get(l - 1), v, pre, change -> Vectors.plus(before, change));
        common(rule, p.dt());
        add("vapi of this step instead of the step before", rule.with(vNow, pre));
        add("rI of this step instead of the step before", rule.with(v, at.of(0, Variable.rI, from)));
        add("vapi and rI of this step", rule.with(vNow, at.of(0, Variable.rI, from)));
        add("the noise in vapi", rule.with(Vectors.plus(v, -1, at.of(1, Variable.noise, l)), pre));
        if (transport) {
            add("BI is not set to -B first", Vectors.plus(at.of(1, Variable.BI, l), Vectors.times(rule.rate, Vectors.outer(v, pre))));
            add("BI is set to -B after its update", before);
        }
        return "steps 6 and 7 of docs/concepts.md, BI - dt eta_PI vapi_old rI_old" + (transport ? ", after BI = -B of BP" : "");
    }

    private String backward() {
        double[] b = at.of(1, Variable.B, l);
        if (p.algorithm() == Algorithm.KP) {
            return kolenPollack(b);
        }
        if (p.algorithm() != Algorithm.PAL) {
            if (p.algorithm() == Algorithm.BP) {
                add("W after its update instead of before", Vectors.flat(Vectors.transposed(at.matrix(0, Variable.W, l + 1))));
                add("W transposed by its order in memory alone", at.of(1, Variable.W, l + 1));
                return "step 7 of docs/concepts.md, B = transposed W of the area above, before its update, while anything learns";
            }
            return "docs/concepts.md, Algorithms: with FA and DFA, B does not change";
        }
        int from = p.feedbackArea(l);
        double[] xi = at.of(0, Variable.noise, l);
        double[] xiOld = at.of(1, Variable.noise, l);
        double[] h = p.highPass() ? at.of(1, Variable.hi, from) : at.rates(0, from);
        double[] decay = decay(h);
        double rate = p.dt() * p.etaBackward().get(l - 1);
        double alpha = p.alpha().get(l - 1);
        Rule rule = new Rule(1, xi, h, product -> Vectors.plus(b, rate, Vectors.plus(product, -alpha, decay)));
        add("the noise of the step before, instead of the one that has just advanced", rule.with(xiOld, h));
        add("the high-pass of this step instead of the step before", rule.with(xi, at.of(0, Variable.hi, from)));
        add("rates instead of high-passed rates", rule.with(xi, at.rates(0, from)));
        add("rates of the step before", rule.with(xi, at.rates(1, from)));
        add("high-passed rates, though pyr_hi_pass is false", rule.with(xi, at.of(1, Variable.hi, from)));
        add("the opposite sign of the noise term", rule.with(Vectors.times(-1, xi), h));
        double[] right = Vectors.outer(xi, h);
        add("no regularizer", Vectors.plus(b, rate, right));
        add("a regularizer of the opposite sign", Vectors.plus(b, rate, Vectors.plus(right, alpha, decay)));
        add("the plain regularizer", Vectors.plus(b, rate, Vectors.plus(right, -alpha, b)));
        add("a regularizer without alpha", Vectors.plus(b, rate, Vectors.plus(right, -1, decay)));
        add("a regularizer without eta_bw", Vectors.plus(Vectors.plus(b, rate, right), -alpha * p.dt(), decay));
        add("no dt in the update", Vectors.plus(b, rate / p.dt(), Vectors.plus(right, -alpha, decay)));
        add("an update of the opposite sign", Vectors.plus(b, -rate, Vectors.plus(right, -alpha, decay)));
        add("no learning rate", Vectors.plus(b, p.dt(), Vectors.plus(right, -alpha, decay)));
        add("vapi in the place of the noise", rule.with(at.of(0, Variable.vapi, l), h));
        add("an update, though it is switched off", rule.with(xi, h));
        return "steps 6 and 7 of docs/concepts.md, B + dt eta_bw (xi h_above - alpha R), with xi after and h before this step's advance";
    }

    private String kolenPollack(double[] b) {
        String equation = "steps 6 and 7 of docs/concepts.md, B + dt eta_bw (r_old (r_above - phi(kP vbas_above_old)) - alpha B)";
        double rate = p.dt() * p.etaBackward().get(l - 1);
        double alpha = p.alpha().get(l - 1);
        double[] kept = Vectors.times(1 - rate * alpha, b);
        double[] change = Vectors.plus(at.of(0, Variable.B, l), -1, kept);
        add("no decay of B", Vectors.plus(b, change));
        add("a decay of the opposite sign", Vectors.plus(Vectors.times(1 + rate * alpha, b), change));
        add("a decay without alpha", Vectors.plus(Vectors.times(1 - rate, b), change));
        add("a decay without eta_bw", Vectors.plus(Vectors.times(1 - p.dt() * alpha, b), change));
        add("the opposite sign of the update, beside the decay", Vectors.plus(kept, -1, change));
        add("no dt in the update", Vectors.plus(b, 1 / p.dt(), Vectors.plus(change, -rate * alpha, b)));
        if (p.traceLowPass() || p.postLowPass()) {
            return equation + ", with the low-passes of dWPP_r_low_pass and dWPP_post_low_pass in it";
        }
        int above = l + 1;
        double[] r = at.rates(0, above);
        double[] v = at.of(1, Variable.vbas, above);
        double k = p.basalAttenuation(above);
        boolean rates = p.postWithActivation();
        double[] bAbove = at.of(0, Variable.bP, above);
        double[] right = error(r, bAbove, above, k, v, rates);
        double[] own = at.rates(1, l);
        Rule rule = new Rule(rate, own, right, update -> Vectors.plus(kept, update));
        add("an update, though it is switched off", rule.with(own, right));
        add("rates of this step instead of the step before", rule.with(at.rates(0, l), right));
        add("vbas of this step instead of the step before", rule.with(own, error(r, bAbove, above, k, at.of(0, Variable.vbas, above), rates)));
        add("no attenuation kP", rule.with(own, error(r, bAbove, above, 1, v, rates)));
        add("a post term of " + (rates ? "voltages" : "rates") + " (dWPP_use_activation)", rule.with(own, error(r, bAbove, above, k, v, !rates)));
        add("rates above instead of the post term", rule.with(own, r));
        add("the noise in the place of the rates", rule.with(at.of(0, Variable.noise, l), right));
        add("the learning rate of W", Vectors.plus(kept, p.dt() * p.etaForward().get(above - 1), Vectors.outer(own, right)));
        if (p.updateLowPass()) {
            add("the low-passed update of W instead of the update itself",
                    Vectors.plus(kept, Vectors.flat(Vectors.transposed(at.matrix(0, Variable.lo, above)))));
        }
        return equation;
    }

    private double[] decay(double[] h) {
        double[] b = at.of(1, Variable.B, l);
        int columns = h.length;
        double[] factors = new double[b.length];
        double[] own = at.of(0, Variable.bP, l);
        double[] above = at.of(0, Variable.bP, p.feedbackArea(l));
        Arrays.setAll(factors, k -> switch (p.regularizer()) {
            case PLAIN -> 1;
            case GATED -> h[k % columns] > 0 ? 1 : 0;
            case PHI -> p.activation(l).slope(own[k / columns]) * p.activation(p.feedbackArea(l)).slope(above[k % columns]);
        });
        return Vectors.map(b, factors, (x, f) -> x * f);
    }
}
