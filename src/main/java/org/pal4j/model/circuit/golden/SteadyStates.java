package org.pal4j.model.circuit.golden;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.verify.Trajectory.Mistake;

/** The steady state e of a soma in a step, and what it is with mistakes (step 5 of docs/concepts.md). */
record SteadyStates(CircuitParameters p, CircuitCourse course, States at) {
    private static double[] sum(double tau, double g, double[] v, double g2, double[] v2) {
        return Vectors.map(v, v2, (a, b) -> tau * (g * a + g2 * b));
    }

    /** Returns e as it should be. */
    double[] right(int back, boolean inter, int l) {
        if (inter) {
            return sum(p.tauInterneuron(), p.gden(), at.of(back, Variable.vden, l), p.gnI(), at.of(back, Variable.bP, l + 1));
        }
        double[] vbas = at.of(back, Variable.vbas, l);
        if (l < p.areas()) {
            return sum(p.tau(l), p.gbas(), vbas, p.gapi(), Vectors.plus(at.of(back, Variable.vapi, l), at.seen(back, l)));
        }
        return hasTarget(back) ? sum(p.tau(l), p.gbas(), vbas, p.gntgt(), target(back)) : Vectors.times(p.gbas() / (p.gl() + p.gbas()), vbas);
    }

    private boolean hasTarget(int back) {
        return at.step() - back > 0 && course.hasTarget()[at.step() - back - 1];
    }

    private double[] target(int back) {
        return course.target()[Math.max(0, at.step() - back - 1)];
    }

    /** Returns e with mistakes. */
    List<Mistake> of(int back, boolean inter, int l) {
        List<Mistake> mistakes = new ArrayList<>();
        if (inter) {
            inter(back, l, mistakes);
        } else if (l < p.areas()) {
            hidden(back, l, mistakes);
        } else {
            output(back, l, mistakes);
        }
        return mistakes;
    }

    private void inter(int back, int l, List<Mistake> to) {
        double tau = p.tauInterneuron();
        double[] vden = at.of(back, Variable.vden, l);
        to.add(new Mistake("u above instead of b above", sum(tau, p.gden(), vden, p.gnI(), at.of(back + 1, Variable.uP, l + 1))));
        to.add(new Mistake("u above, after its Euler step, instead of b above", sum(tau, p.gden(), vden, p.gnI(), at.of(back, Variable.uP, l + 1))));
        to.add(new Mistake("r above instead of b above", sum(tau, p.gden(), vden, p.gnI(), at.rates(back, l + 1))));
        to.add(new Mistake("no nudging from above", Vectors.times(tau * p.gden(), vden)));
        to.add(new Mistake("no nudging from above, in tau either", Vectors.times(p.dendriticAttenuation(), vden)));
        to.add(new Mistake("nudging of the opposite sign", sum(tau, p.gden(), vden, -p.gnI(), at.of(back, Variable.bP, l + 1))));
        to.add(new Mistake("gbas instead of gden", sum(tau, p.gbas(), vden, p.gnI(), at.of(back, Variable.bP, l + 1))));
        if (at.has(back + 1)) {
            to.add(new Mistake("b above of the step before", sum(tau, p.gden(), vden, p.gnI(), at.of(back + 1, Variable.bP, l + 1))));
            to.add(new Mistake("vden of the step before",
                    sum(tau, p.gden(), at.of(back + 1, Variable.vden, l), p.gnI(), at.of(back, Variable.bP, l + 1))));
        }
    }

    private void hidden(int back, int l, List<Mistake> to) {
        double tau = p.tau(l);
        double[] vbas = at.of(back, Variable.vbas, l);
        double[] vapi = at.of(back, Variable.vapi, l);
        double[] seen = at.seen(back, l);
        double[] both = Vectors.plus(vapi, seen);
        to.add(new Mistake("the noise as it is after it has advanced, one step early",
                sum(tau, p.gbas(), vbas, p.gapi(), Vectors.plus(vapi, at.of(back, Variable.noise, l)))));
        if (at.has(back + 2)) {
            to.add(new Mistake("the noise of one step too late",
                    sum(tau, p.gbas(), vbas, p.gapi(), Vectors.plus(vapi, at.of(back + 2, Variable.noise, l)))));
        }
        to.add(new Mistake("no noise", sum(tau, p.gbas(), vbas, p.gapi(), vapi)));
        to.add(new Mistake("the noise, though it is off",
                sum(tau, p.gbas(), vbas, p.gapi(), Vectors.plus(vapi, at.of(back + 1, Variable.noise, l)))));
        to.add(new Mistake("the noise without gapi",
                Vectors.plus(sum(tau, p.gbas(), vbas, p.gapi(), vapi), tau, seen)));
        to.add(new Mistake("no apical input", sum(tau, p.gbas(), vbas, p.gapi(), seen)));
        to.add(new Mistake("no apical input and no noise", Vectors.times(tau * p.gbas(), vbas)));
        to.add(new Mistake("apical input of the opposite sign", sum(tau, p.gbas(), vbas, -p.gapi(), both)));
        to.add(new Mistake("tau of an output", sum(p.tau(p.areas()), p.gbas(), vbas, p.gapi(), both)));
        to.add(new Mistake("tau without gapi", sum(1 / (p.gl() + p.gbas()), p.gbas(), vbas, p.gapi(), both)));
        to.add(new Mistake("no tau", sum(1, p.gbas(), vbas, p.gapi(), both)));
        if (at.has(back + 1)) {
            to.add(new Mistake("vapi of the step before",
                    sum(tau, p.gbas(), vbas, p.gapi(), Vectors.plus(at.of(back + 1, Variable.vapi, l), seen))));
            to.add(new Mistake("vbas of the step before", sum(tau, p.gbas(), at.of(back + 1, Variable.vbas, l), p.gapi(), both)));
        }
    }

    private void output(int back, int l, List<Mistake> to) {
        double tau = p.tau(l);
        double[] vbas = at.of(back, Variable.vbas, l);
        double[] target = target(back);
        to.add(new Mistake(hasTarget(back) ? "no target: gbas / (gl + gbas) vbas" : "no target, but an attenuation that does not ignore nudging",
                hasTarget(back) ? Vectors.times(p.gbas() / (p.gl() + p.gbas()), vbas) : Vectors.times(tau * p.gbas(), vbas)));
        to.add(new Mistake("no target, tau times gbas vbas", Vectors.times(tau * p.gbas(), vbas)));
        to.add(new Mistake(hasTarget(back) ? "tau without gntgt" : "a target, though there is none",
                sum(hasTarget(back) ? 1 / (p.gl() + p.gbas()) : tau, p.gbas(), vbas, p.gntgt(), target)));
        to.add(new Mistake("a target of the opposite sign", sum(tau, p.gbas(), vbas, -p.gntgt(), target)));
        to.add(new Mistake("tau of a hidden area", sum(p.tau(1), p.gbas(), vbas, p.gntgt(), target)));
        if (at.step() - back >= 2) {
            to.add(new Mistake("the target of the step before", sum(tau, p.gbas(), vbas, p.gntgt(), target(back + 1))));
            double[] old = at.of(back + 1, Variable.vbas, l);
            to.add(new Mistake("vbas of the step before",
                    hasTarget(back) ? sum(tau, p.gbas(), old, p.gntgt(), target) : Vectors.times(p.gbas() / (p.gl() + p.gbas()), old)));
        }
    }
}
