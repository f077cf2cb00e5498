package org.pal4j.model.circuit.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.verify.Trajectory;
import org.pal4j.verify.Trajectory.Evidence;
import org.pal4j.verify.Trajectory.Mistake;

/**
 * Guesses what is wrong in a circuit of which one variable differs. A step computes its variables in a fixed order, and all that the equation of this
 * variable reads has agreed. So the equation is known, and of the mistakes that people make in it the one that gives the subject's values is told.
 */
final class CircuitCauses {
    private static final String PAGE = " of docs/concepts.md";

    private final CircuitParameters p;
    private final CircuitCourse course;
    private final Evidence evidence;
    private final States at;
    private final Variable variable;
    /** The area, as in the paper. */
    private final int l;
    private final Phase phase;
    private final List<Mistake> mistakes = new ArrayList<>();

    CircuitCauses(CircuitParameters p, CircuitCourse course, Evidence evidence) {
        this.p = p;
        this.course = course;
        this.evidence = evidence;
        at = new States(p, course, evidence);
        String name = evidence.variable();
        variable = Variable.valueOf(name.replaceFirst("\\d+$", ""));
        l = Integer.parseInt(name.substring(variable.name().length()));
        phase = evidence.step() == 0 ? Phase.SETTLE : course.phase(evidence.step() - 1);
    }

    String guess() {
        double[] expected = at.of(0, variable, l);
        if (evidence.step() == 0) {
            mistakes.add(
                    new Mistake("its values were taken column by column", isMatrix() ? Vectors.flat(Vectors.otherOrder(at.matrix(0, variable, l)))
                            : expected));
            mistakes.add(new Mistake("it is 0 after set", new double[expected.length]));
            return "set and get: " + evidence.variable() + " is not what was set" + Trajectory.explanation(evidence.got(), expected, mistakes)
                    .map(text -> "; " + text).orElse("");
        }
        double[] before = at.of(1, variable, l);
        if (!Arrays.equals(before, expected)) {
            mistakes.add(new Mistake("it does not change in this step", before));
        }
        mistakes.add(new Mistake("the opposite sign of all of it", Vectors.times(-1, expected)));
        String equation = switch (variable) {
            case bP, bI -> prospective();
            case rP, rI -> rates();
            case vbas -> basal();
            case vden -> dendritic();
            case vapi -> apical();
            case noise -> noise();
            case uP, uI -> somata();
            case hi -> highPass();
            default -> new CircuitUpdates(p, at, phase, variable, l, mistakes).equation();
        };
        return equation + Trajectory.explanation(evidence.got(), expected, mistakes).map(text -> "; the subject's values come out with: " + text)
                .orElse("; all that it reads has agreed so far");
    }

    private boolean isMatrix() {
        return switch (variable) {
            case W, WI, B, BI, lo -> true;
            default -> false;
        };
    }

    private void add(String text, double[] values) {
        mistakes.add(new Mistake(text, values));
    }

    private String prospective() {
        boolean inter = variable == Variable.bI;
        Variable soma = inter ? Variable.uI : Variable.uP;
        add("u of this step, without the look-ahead", at.of(1, soma, l));
        if (at.has(2)) {
            double[] old = at.of(2, soma, l);
            for (Mistake steady : new SteadyStates(p, course, at).of(1, inter, l)) {
                add(steady.text() + " (in e of the step before)", look(old, steady.values(), p.taur()));
            }
            double[] right = new SteadyStates(p, course, at).right(1, inter, l);
            double[] now = at.of(1, soma, l);
            add("u after the Euler step instead of u before it", look(now, right, p.taur()));
            add("taur left out: b = e", right);
            add("the opposite sign of the look-ahead", look(old, right, -p.taur()));
            add("a look-ahead that is divided by tau", look(old, right, p.taur() / tau(inter)));
            add("a look-ahead of dt / tau, that is u of this step", look(old, right, p.dt() / tau(inter)));
            add("no look-ahead: u before the Euler step", old);
        }
        return "step 1" + PAGE + ", b = u_old + taur (e_old - u_old)";
    }

    private static double[] look(double[] u, double[] e, double factor) {
        return Vectors.map(u, e, (a, b) -> a + factor * (b - a));
    }

    private double tau(boolean inter) {
        return inter ? p.tauInterneuron() : p.tau(l);
    }

    private String rates() {
        boolean inter = variable == Variable.rI;
        int area = inter ? l + 1 : l;
        double[] b = at.of(0, inter ? Variable.bI : Variable.bP, l);
        add("u instead of b", Vectors.map(at.of(1, inter ? Variable.uI : Variable.uP, l), p.activation(area)::value));
        for (Activation other : Activation.values()) {
            if (other != p.activation(area)) {
                add("the activation " + other.label() + " instead of " + p.activation(area).label(), Vectors.map(b, other::value));
            }
        }
        add("b of the step before", at.of(1, variable, l));
        return "step 2" + PAGE + ", r = phi(b)";
    }

    /** Adds mistakes of a product of the form finish(W x). */
    private void product(Variable weights, int area, double[] x, double[] xOld, String of, UnaryOperator<double[]> finish) {
        double[][] w = at.matrix(1, weights, area);
        add("the rates " + of + " of the step before", finish.apply(Vectors.product(w, xOld)));
        add(weights + " after its update instead of before", finish.apply(Vectors.product(at.matrix(0, weights, area), x)));
        add(weights + " transposed, or taken column by column", finish.apply(Vectors.product(Vectors.otherOrder(w), x)));
        if (w.length == w[0].length) {
            add(weights + " transposed", finish.apply(Vectors.product(Vectors.transposed(w), x)));
        }
        add("the opposite sign of " + weights, finish.apply(Vectors.times(-1, Vectors.product(w, x))));
    }

    private String basal() {
        product(Variable.W, l, at.rates(0, l - 1), at.rates(1, l - 1), l == 1 ? "of the input" : "of the area below", UnaryOperator.identity());
        return "step 3" + PAGE + ", vbas = W r of the area below";
    }

    private String dendritic() {
        double[] before = at.of(1, Variable.vden, l);
        double factor = p.dt() / p.tauLO();
        UnaryOperator<double[]> passed = now -> Vectors.map(before, now, (a, b) -> a + factor * (b - a));
        double[] now = Vectors.product(at.matrix(1, Variable.WI, l), at.rates(0, l));
        product(Variable.WI, l, at.rates(0, l), at.rates(1, l), "of the own area", p.interneuronLowPass() ? passed : UnaryOperator.identity());
        add(p.interneuronLowPass() ? "no low-pass (inter_low_pass)" : "a low-pass, though inter_low_pass is false",
                p.interneuronLowPass() ? now : passed.apply(now));
        add("W instead of WI", Vectors.product(at.matrix(1, Variable.W, l + 1), at.rates(0, l)));
        return "step 3" + PAGE + ", vden = WI r of the own area";
    }

    private String apical() {
        int from = p.feedbackArea(l);
        double[] rI = at.of(0, Variable.rI, at.inter(l));
        double[] above = Vectors.product(at.matrix(1, Variable.B, l), at.rates(0, from));
        double[] inter = Vectors.product(at.matrix(1, Variable.BI, l), rI);
        product(Variable.B, l, at.rates(0, from), at.rates(1, from), "of the area above", other -> Vectors.plus(other, inter));
        product(Variable.BI, l, rI, at.of(1, Variable.rI, at.inter(l)), "of the interneurons", other -> Vectors.plus(above, other));
        add("B alone, without BI", above);
        add("BI alone, without B", inter);
        double[] both = Vectors.plus(above, inter);
        add("the noise added to vapi itself", Vectors.plus(both, at.of(1, Variable.noise, l)));
        add("the noise added to vapi itself, after it has advanced", Vectors.plus(both, at.of(0, Variable.noise, l)));
        add("all rates of the step before", Vectors.plus(Vectors.product(at.matrix(1, Variable.B, l), at.rates(1, from)),
                Vectors.product(at.matrix(1, Variable.BI, l), at.of(1, Variable.rI, at.inter(l)))));
        return "step 3" + PAGE + ", vapi = B r above + BI rI";
    }

    private String noise() {
        double[] xi = at.of(1, Variable.noise, l);
        double dt = p.dt();
        double tau = p.tauxi();
        double scale = p.noiseScale().get(l - 1);
        double root = Math.sqrt(dt * tau);
        for (int shift = -1; shift <= 1; shift++) {
            double[] plain = Vectors.times(scale, at.draws(evidence.step() + shift, l));
            String draws = shift == 0 ? "" : shift < 0 ? "the draws of the step before" : "the draws of the step after";
            double[] white = Vectors.map(plain, size(l), (a, b) -> a * b);
            boolean ou = p.noiseType() == NoiseType.OU;
            if (shift != 0) {
                add(draws, ou ? advanced(xi, root / tau, white, dt / tau) : white);
                continue;
            }
            add(ou ? "hold_white_noise instead of OU" : "OU instead of hold_white_noise", ou ? white : advanced(xi, root / tau, white, dt / tau));
            add("noise_mode left out", ou ? advanced(xi, root / tau, plain, dt / tau) : plain);
            add("noise_scale left out", ou ? advanced(xi, root / tau / scale, white, dt / tau) : Vectors.times(1 / scale, white));
            add("an advance, though the noise rests in this step", ou ? advanced(xi, root / tau, white, dt / tau) : white);
            add("no square root of dt tauxi: dt w", advanced(xi, dt / tau, white, dt / tau));
            add("sqrt(dt) instead of sqrt(dt tauxi)", advanced(xi, Math.sqrt(dt) / tau, white, dt / tau));
            add("sqrt(dt) instead of sqrt(dt tauxi) / tauxi", advanced(xi, Math.sqrt(dt), white, dt / tau));
            add("w itself instead of sqrt(dt tauxi) w", advanced(xi, 1 / tau, white, dt / tau));
            add("sqrt(2 dt tauxi) instead of sqrt(dt tauxi)", advanced(xi, Math.sqrt(2) * root / tau, white, dt / tau));
            add("no decay", advanced(xi, root / tau, white, 0));
            add("a decay without dt", advanced(xi, root / tau, white, 1 / tau));
            add("a decay of the opposite sign", advanced(xi, root / tau, white, -dt / tau));
            add("the opposite sign of the draws", advanced(xi, -root / tau, white, dt / tau));
        }
        return "step 4" + PAGE + ", the noise: xi + (sqrt(dt tauxi) w - dt xi) / tauxi, or w if it is held, when it is drawn";
    }

    private static double[] advanced(double[] xi, double gain, double[] white, double decay) {
        return Vectors.map(xi, white, (x, w) -> x + gain * w - decay * x);
    }

    private double[] size(int area) {
        return Vectors.map(switch (p.noiseMode()) {
            case CONST -> Vectors.map(new double[p.size(area)], zero -> 1);
            case SOMATIC -> at.of(1, Variable.uP, area);
            case PROSPECTIVE -> at.of(0, Variable.bP, area);
            case APICAL -> at.of(0, Variable.vapi, area);
        }, Math::abs);
    }

    private String somata() {
        boolean inter = variable == Variable.uI;
        SteadyStates steady = new SteadyStates(p, course, at);
        double[] u = at.of(1, variable, l);
        double[] right = steady.right(0, inter, l);
        for (Mistake other : steady.of(0, inter, l)) {
            add(other.text() + " (in e)", look(u, other.values(), p.dt() / tau(inter)));
        }
        add("no dt in the Euler step", look(u, right, 1 / tau(inter)));
        add("no tau in the Euler step", look(u, right, p.dt()));
        add("no Euler step: u = e", right);
        add("e - u with the opposite sign", look(u, right, -p.dt() / tau(inter)));
        add("tau of an output in the Euler step of a hidden area, or the other way round",
                look(u, right, p.dt() * (p.gl() + p.gbas() + (l < p.areas() ? p.gntgt() : p.gapi()))));
        add("tau without the nudging conductance", look(u, right, p.dt() * (inter ? p.gl() + p.gden() : p.gl() + p.gbas())));
        add("b instead of u", look(at.of(0, inter ? Variable.bI : Variable.bP, l), right, p.dt() / tau(inter)));
        String e = inter ? "eI = tauI (gden vden + gnI b above)" : l < p.areas() ? "e = tau (gbas vbas + gapi (vapi + noise seen))"
                : phase.target() ? "e = tau (gbas vbas + gntgt target)" : "e = gbas / (gl + gbas) vbas, with tau of an output in the Euler step";
        return "step 5" + PAGE + ", " + e + ", u + dt / tau (e - u)";
    }

    private String highPass() {
        double[] h = at.of(1, Variable.hi, l);
        double[] r = at.rates(0, l);
        double[] old = at.rates(1, l);
        double decay = p.dt() / p.tauHP();
        double[] difference = Vectors.plus(r, -1, old);
        add("no decay", Vectors.plus(h, difference));
        add("a decay without dt", Vectors.plus(difference, 1 - 1 / p.tauHP(), h));
        add("tauLO instead of tauHP", Vectors.plus(difference, 1 - p.dt() / p.tauLO(), h));
        add("a decay of the opposite sign", Vectors.plus(difference, 1 + decay, h));
        add("r_old - r instead of r - r_old", Vectors.plus(Vectors.times(-1, difference), 1 - decay, h));
        add("r instead of r - r_old", Vectors.plus(r, 1 - decay, h));
        add("a low-pass instead of a high-pass", Vectors.plus(Vectors.times(1 - decay, h), decay, r));
        add("a decay that takes the new difference as well", Vectors.times(1 - decay, Vectors.plus(h, difference)));
        add("r itself", r);
        add("r - r_old without h", difference);
        add("an advance, though only PAL has one", Vectors.plus(difference, 1 - decay, h));
        return "step 8" + PAGE + ", h + (r - r_old) - dt / tauHP h; it rests with all algorithms but PAL";
    }
}
