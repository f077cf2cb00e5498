package org.pal4j.model.circuit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.config.Range;

/** Finds the likely cause of a voltage that is no longer finite, and of a circuit that no longer answers. */
final class RunawayCause {
    /** Weights, voltages and noise are of order 1; larger values than this are mistakes. */
    private static final double ORDINARY = 100;

    /** Weights that learning has made this many times as large as at the start may have driven neurons into saturation. */
    private static final double GROWN = 10;

    private RunawayCause() {}

    /** Returns a sentence: the value that was too large from the start, or the weights that grew most, and what to change. */
    static String likelyCause(CircuitExperiment e, Replica circuit) {
        CircuitParameters p = e.circuit();
        double target = e.task().hasTargets() ? Math.max(Math.abs(e.targetHigh()), Math.abs(e.targetLow())) : 0;
        if (end(e.start().forward()) > ORDINARY) {
            return large("init_W", end(e.start().forward()));
        }
        if (end(e.start().feedback()) > ORDINARY) {
            return large("init_B", end(e.start().feedback()));
        }
        if (target > ORDINARY) {
            return large("target_high, target_low", target);
        }
        if (most(p.noiseScale()) > ORDINARY) {
            return large("noise_scale", most(p.noiseScale()));
        }
        List<Growth> grown = growths(circuit).stream()
                .filter(growth -> growth.rate > 0 && growth.size > ORDINARY)
                .sorted()
                .toList();
        if (grown.isEmpty()) {
            return "The weights are of ordinary size, so the conductances or time constants are likely at fault, or dt = " + p.dt()
                    + " ms is too large for them.";
        }
        Growth worst = grown.getLast();
        String grew = Double.isInfinite(worst.size) ? "are no longer finite" : "grew to " + (float) worst.size;
        return "The likely cause: the weights " + worst.variable + " " + grew + ", so the learning rate " + worst.key + " = "
                + worst.rate + " is too large for dt = " + p.dt() + " ms; try a tenth of it.";
    }

    private static List<Growth> growths(Replica circuit) {
        CircuitParameters p = circuit.parameters();
        return List.of(
                growth(circuit, Variable.W, "eta_fw", p.etaForward()),
                growth(circuit, Variable.WI, "eta_IP", p.etaPyramidalToInter()),
                growth(circuit, Variable.B, "eta_bw", p.etaBackward()),
                growth(circuit, Variable.BI, "eta_PI", p.etaInterToPyramidal()));
    }

    /** Returns a sentence for a circuit whose neurons are saturated or silent: the weights that grew, and what to change. */
    static String standstill(CircuitExperiment e, Replica circuit) {
        if (end(e.start().forward()) > GROWN) {
            return large("init_W", end(e.start().forward()));
        }
        double least = GROWN * Math.max(1, Math.max(end(e.start().forward()), end(e.start().feedback())));
        List<Growth> grown = growths(circuit).stream().filter(growth -> growth.rate > 0 && growth.size > least).sorted(Comparator.reverseOrder())
                .toList();
        if (grown.isEmpty()) {
            return "The weights are of ordinary size; inputs or targets far from 1, the range of init_W or the activation may be the cause.";
        }
        return "The likely cause: " + grown.stream().map(growth -> growth.variable + " grew to " + (float) growth.size + " (" + growth.key + " = "
                + growth.rate + ")").collect(Collectors.joining(", ")) + "; try a tenth of " + (grown.size() == 1 ? "this learning rate."
                        : "these learning rates.");
    }

    /** Size and learning rate of a group of weights. The natural order is by size; if several diverged, the fastest comes last. */
    private record Growth(Variable variable, String key, double rate, double size) implements Comparable<Growth> {
        @Override
        public int compareTo(Growth other) {
            int bySize = Double.compare(size, other.size);
            return bySize != 0 ? bySize : Double.compare(rate, other.rate);
        }
    }

    private static Growth growth(Replica circuit, Variable variable, String key, List<Double> rates) {
        double size = 0;
        for (int i = 0; i < variable.count(circuit.parameters()); i++) {
            for (float weight : circuit.matrix(variable, i).toArray()) {
                size = Math.max(size, Float.isFinite(weight) ? Math.abs(weight) : Double.POSITIVE_INFINITY);
            }
        }
        return new Growth(variable, key, most(rates), size);
    }

    private static String large(String key, double value) {
        return "The likely cause: " + key + " reaches " + value + "; weights and voltages are of the size of 1.";
    }

    private static double end(Range range) {
        return Math.max(Math.abs(range.low()), Math.abs(range.high()));
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
