package org.pal4j.model.circuit.golden;

import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitState;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.verify.GoldenArrays;

/**
 * What a golden case of a circuit gives: its start, and input, target, switches and draws of each step.
 *
 * @param draws for each hidden area with noise, rows of draws
 */
record CircuitCourse(
        CircuitParameters p, GoldenArrays arrays, double[][] input, double[][] target, boolean[] hasTarget, boolean[] forward, boolean[] lateral,
        boolean[] backward, boolean[] noise, List<double[][]> draws) {
    /** The variables that are given at the start. */
    static final List<Variable> START = List.of(Variable.W, Variable.WI, Variable.B, Variable.BI, Variable.uP, Variable.uI,
            Variable.paceP, Variable.paceI, Variable.gainP, Variable.gainI);
    static final String NOISE_ON = "noise_on";

    /** Reads what is given; the shapes have been checked. */
    static CircuitCourse of(CircuitParameters p, GoldenArrays arrays, int steps) {
        boolean[] backward = arrays.switches("learn_backward", steps);
        return new CircuitCourse(p, arrays, arrays.rows("input", steps), arrays.rows("target", steps), arrays.switches("has_target", steps),
                arrays.switches("learn_forward", steps), arrays.switches("learn_lateral", steps), backward,
                arrays.has(NOISE_ON) ? arrays.switches(NOISE_ON, steps) : p.algorithm() == Algorithm.PAL ? backward : new boolean[steps],
                IntStream.range(0, p.drawsNoise() ? p.areas() - 1 : 0).mapToObj(l -> arrays.rows("xi" + l, steps)).toList());
    }

    /** Checks all shapes before allocation, since case.json may be wrong. */
    static void requireShapes(CircuitParameters p, GoldenArrays arrays, int steps) {
        arrays.require("input", steps, p.size(0));
        arrays.require("target", steps, p.size(p.areas()));
        for (int l = 0; p.drawsNoise() && l < p.areas() - 1; l++) {
            arrays.require("xi" + l, steps, p.size(l + 1));
        }
        forEach(p, START, (variable, i) -> arrays.require(key("init_", variable, i), variable.shape(p, i)));
    }

    /** Returns the name of a variable's array, such as {@code init_W0} or {@code exp_uP1}. */
    static String key(String prefix, Variable variable, int index) {
        return prefix + variable + index;
    }

    /** Returns the name of a variable in sessions, with the number of its area. */
    static String name(CircuitParameters p, Variable variable, int index) {
        return variable + variable.population(p, index).substring(1);
    }

    static void forEach(CircuitParameters p, List<Variable> variables, ObjIntConsumer<Variable> what) {
        for (Variable variable : variables) {
            IntStream.range(0, variable.count(p)).forEach(i -> what.accept(variable, i));
        }
    }

    double[] start(Variable variable, int index) {
        return arrays.values(key("init_", variable, index), variable.shape(p, index));
    }

    void start(CircuitState circuit) {
        forEach(p, START, (variable, i) -> circuit.write(variable, i, start(variable, i)));
    }

    Phase phase(int n) {
        return new Phase(forward[n], lateral[n], backward[n], noise[n], hasTarget[n]);
    }

    /** Returns the draws of a step, for hidden area l at index l - 1. */
    double[][] draws(int n) {
        return draws.stream().map(rows -> rows[n]).toArray(double[][]::new);
    }
}
