package org.pal4j.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pal4j.Fault;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.Regularizer;

/** The constraints on circuit parameters. Each violation is one sentence with field, value, bound and fix. */
final class ParameterCheck {
    /** Largest size of an area: byte offsets within 16 replicas of it still fit in an int. */
    static final int MAX_NEURONS = 1 << 24;

    private final List<Fault> faults = new ArrayList<>();

    private ParameterCheck() {}

    static List<Fault> sizes(List<Long> layers) {
        ParameterCheck check = new ParameterCheck();
        if (layers.size() < 2) {
            check.fault("layers", layers.toString(), "needs at least two areas, input and output", "for example [4, 30, 3]");
        }
        for (int l = 0; l < layers.size(); l++) {
            long n = layers.get(l);
            if (n < 1 || n > MAX_NEURONS) {
                check.fault("layers[" + l + "]", n, "must be from 1 to " + MAX_NEURONS, "give the number of neurons of area " + l);
            }
        }
        return check.faults;
    }

    static List<Fault> values(CircuitParameters p) {
        ParameterCheck check = new ParameterCheck();
        check.conductances(p);
        // Time constants are meaningful only if the conductances are valid.
        boolean sound = check.faults.isEmpty();
        check.times(p);
        if (sound && p.dt() > 0 && Double.isFinite(p.dt())) {
            check.membranes(p);
        }
        check.lists(p);
        check.choices(p);
        return check.faults;
    }

    private void conductances(CircuitParameters p) {
        notNegative("gl", p.gl());
        notNegative("gbas", p.gbas());
        notNegative("gapi", p.gapi());
        notNegative("gden", p.gden());
        notNegative("gnI", p.gnI());
        notNegative("gntgt", p.gntgt());
        if (p.gl() + p.gbas() <= 0) {
            fault("gl + gbas", p.gl() + p.gbas(), "must be above 0", "a soma needs a leak or a basal conductance");
        }
        if (p.gden() <= 0) {
            fault("gden", p.gden(), "must be above 0", "interneurons get their input through it");
        }
    }

    private void times(CircuitParameters p) {
        boolean timed = p.dt() > 0 && Double.isFinite(p.dt());
        if (!timed) {
            fault("dt", p.dt(), "must be above 0 and finite", "the paper has 0.01");
        }
        timeConstant("tauHP", p.tauHP(), p.dt());
        timeConstant("tauLO", p.tauLO(), p.dt());
        timeConstant("tauxi", p.tauxi(), p.dt());
        double ratio = p.dtxi() / p.dt();
        if (timed && (!(ratio >= 0.999999) || ratio > Integer.MAX_VALUE || Math.abs(ratio - Math.rint(ratio)) > 1e-6 * ratio)) {
            fault("dtxi", p.dtxi(), "must be dt (" + p.dt() + ") or a whole multiple of it", "noise is drawn at steps");
        }
        if (!(p.taur() >= 0) || Double.isInfinite(p.taur())) {
            fault("taur", p.taur(), "must be 0 or more and finite", "1 is the full look-ahead, 0 none");
        }
    }

    private void membranes(CircuitParameters p) {
        // Of the fastest neurons, four deviations away.
        double least = p.spreadTau() > 0 && p.spreadTau() <= 1 ? Math.exp(-4 * p.spreadTau()) : 1;
        membrane("the output area", least * p.tau(p.areas()), p.dt());
        if (p.areas() > 1) {
            membrane("hidden areas", least * p.tau(1), p.dt());
            membrane("interneurons", least * p.tauInterneuron(), p.dt());
        }
    }

    private void membrane(String who, double tau, double dt) {
        if (dt > tau) {
            fault("dt", dt, "must not be above the membrane time constant of " + who + ", " + tau + " ms",
                    "Euler steps would overshoot; use a smaller dt or smaller conductances");
        }
    }

    private void timeConstant(String field, double tau, double dt) {
        if (!(tau > 0) || Double.isInfinite(tau)) {
            fault(field, tau, "must be above 0 and finite", "times are in ms");
        } else if (Double.isFinite(dt) && dt > tau) {
            fault("dt", dt, "must not be above " + field + ", " + tau + " ms", "use a smaller dt or a larger " + field);
        }
    }

    private void lists(CircuitParameters p) {
        int areas = p.areas();
        length("activation", p.activations().size(), areas, "area");
        list("eta_fw", p.etaForward(), areas, "area");
        list("noise_scale", p.noiseScale(), areas - 1, "hidden area");
        list("eta_bw", p.etaBackward(), areas - 1, "hidden area");
        list("eta_IP", p.etaPyramidalToInter(), areas - 1, "hidden area");
        list("eta_PI", p.etaInterToPyramidal(), areas - 1, "hidden area");
        list("alpha", p.alpha(), areas - 1, "hidden area");
    }

    private void list(String field, List<Double> values, int expected, String each) {
        length(field, values.size(), expected, each);
        boolean same = values.stream().distinct().count() == 1;
        for (int i = 0; i < (same ? 1 : values.size()); i++) {
            notNegative(same ? field : field + "[" + i + "]", values.get(i));
        }
    }

    private void length(String field, int got, int expected, String each) {
        if (got != expected) {
            fault(field, got + " values", "must be " + expected + ", one for each " + each, "or give one value for all");
        }
    }

    private void choices(CircuitParameters p) {
        boolean skip = p.connectivity() == Connectivity.SKIP;
        if (skip && (p.algorithm() == Algorithm.BP || p.algorithm() == Algorithm.FA || p.algorithm() == Algorithm.KP)) {
            fault("connectivity", "skip", "goes with DFA and PAL, not with " + p.algorithm(),
                    p.algorithm() == Algorithm.FA ? "use algorithm DFA, or connectivity layered" : "use connectivity layered");
        }
        if (!skip && p.algorithm() == Algorithm.DFA) {
            fault("connectivity", "layered", "does not go with DFA", "use connectivity skip, or algorithm FA");
        }
        spread("spread_tau", p.spreadTau());
        spread("spread_gain", p.spreadGain());
        if (p.spreadGain() > 0 && p.regularizer() == Regularizer.PHI) {
            fault("regularizer", p.regularizer().label(), "does not go with spread_gain", "use regularizer plain or gated, or spread_gain 0");
        }
        if (p.spreadGain() > 0 && !p.postWithActivation()) {
            fault("dWPP_use_activation", "false", "does not go with spread_gain", "post terms have to compare rates; set it to true");
        }
        if (p.algorithm() == Algorithm.KP && p.regularizer() != Regularizer.PLAIN) {
            fault("regularizer", p.regularizer().label(), "does not go with KP, by which B and W must decay alike", "use regularizer plain");
        }
    }

    private void spread(String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            fault(field, value, "must be from 0 to 1", "it is the standard deviation of a logarithm; 0.1 is a spread of about 10 %");
        }
    }

    private void notNegative(String field, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            fault(field, value, "must be 0 or more and finite", "");
        }
    }

    private void fault(String field, Object value, String bound, String fix) {
        String shown = value instanceof Double number ? String.format(Locale.ROOT, "%s", number) : value.toString();
        String text = field + " = " + shown + ": " + bound + (fix.isEmpty() ? "" : " (" + fix + ")");
        faults.add(new Fault(field, shown, bound, fix, text));
    }
}
