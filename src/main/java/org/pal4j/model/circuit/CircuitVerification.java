package org.pal4j.model.circuit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitState;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.ReferenceCircuit;
import org.pal4j.circuit.Variable;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.TrajectoryComparison;
import org.pal4j.verify.Verification;
import org.pal4j.verify.Verification.Comparison;
import org.pal4j.verify.Verification.Result;

/** Compares the simulator and the reference model with the trajectory of a {@link CircuitCase}. */
record CircuitVerification(CircuitCase golden, GoldenArrays arrays, CircuitParameters p) {
    /** Errors of variables below this size are absolute. */
    private static final double MIN = 1;
    private static final Variable[] START = {
        Variable.W, Variable.WI, Variable.B, Variable.BI, Variable.uP, Variable.uI
    };

    CircuitVerification(CircuitCase golden) {
        this(golden, golden.arrays(), golden.parameters());
    }

    Result run() {
        arrays.requireExpectations(known());
        requireShapes();
        // Both variants of the simulator, with and without clamped input.
        List<Circuit> circuits = Stream.of(true, false)
                .map(clamped -> new Circuit(p.toBuilder().clampedInput(clamped).build(), new NoiseSource.Given()))
                .toList();
        ReferenceCircuit reference = new ReferenceCircuit(p);
        circuits.forEach(this::start);
        start(reference);

        double[][] input = arrays.rows("input", golden.steps());
        double[][] target = arrays.rows("target", golden.steps());
        boolean[] hasTarget = arrays.switches("has_target", golden.steps());
        boolean[] forward = arrays.switches("learn_forward", golden.steps());
        boolean[] lateral = arrays.switches("learn_lateral", golden.steps());
        boolean[] backward = arrays.switches("learn_backward", golden.steps());
        List<double[][]> xi = IntStream.range(0, p.noisy() ? p.areas() - 1 : 0).mapToObj(l -> arrays.rows("xi" + l, golden.steps())).toList();

        IntConsumer step = n -> {
            Phase phase = new Phase(forward[n], lateral[n], backward[n], backward[n] && p.algorithm() == Algorithm.PAL, hasTarget[n]);
            double[][] z = xi.stream().map(draws -> draws[n]).toArray(double[][]::new);
            for (Circuit circuit : circuits) {
                for (int l = 0; l < z.length; l++) {
                    circuit.draws(l + 1).set(z[l]);
                }
                circuit.input().set(input[n]);
                circuit.target().set(target[n]);
                circuit.advance(phase, 1);
            }
            reference.step(phase, input[n], target[n], z);
        };

        List<TrajectoryComparison> simd = circuits.stream()
                .map(circuit -> new TrajectoryComparison(arrays, golden.steps(), Verification.SIMD_BOUND, MIN)).toList();
        TrajectoryComparison exact = new TrajectoryComparison(arrays, golden.steps(), Verification.REFERENCE_BOUND, MIN);
        arrays.follow(golden.steps(), step, time -> {
            for (int c = 0; c < simd.size(); c++) {
                compare(simd.get(c), circuits.get(c), time);
            }
            compare(exact, reference, time);
        });
        return new Result(golden.name(), Comparison.worst(simd.stream().map(TrajectoryComparison::result).toList()), exact.result());
    }

    private void start(CircuitState circuit) {
        forEach(START, (variable, i) -> circuit.write(variable, i, arrays.values(CircuitCase.key("init_", variable, i), variable.shape(p, i))));
    }

    private void forEach(Variable[] variables, ObjIntConsumer<Variable> what) {
        for (Variable variable : variables) {
            IntStream.range(0, variable.count(p)).forEach(i -> what.accept(variable, i));
        }
    }

    /** Checks all shapes before allocation, since case.json may be wrong. */
    private void requireShapes() {
        arrays.require("input", golden.steps(), p.size(0));
        arrays.require("target", golden.steps(), p.size(p.areas()));
        for (int l = 0; p.noisy() && l < p.areas() - 1; l++) {
            arrays.require("xi" + l, golden.steps(), p.size(l + 1));
        }
        int times = arrays.expectedAt(golden.steps()).length;
        forEach(Variable.values(), (variable, i) -> {
            int[] shape = variable.shape(p, i);
            if (List.of(START).contains(variable)) {
                arrays.require(CircuitCase.key("init_", variable, i), shape);
            }
            String expected = CircuitCase.key(GoldenArrays.EXPECTED, variable, i);
            if (arrays.has(expected)) {
                arrays.require(expected, TrajectoryComparison.stacked(times, shape));
            }
        });
    }

    private Set<String> known() {
        Set<String> known = new TreeSet<>();
        forEach(Variable.values(), (variable, i) -> known.add(CircuitCase.key(GoldenArrays.EXPECTED, variable, i)));
        return known;
    }

    private void compare(TrajectoryComparison comparing, CircuitState circuit, int time) {
        forEach(Variable.values(), (variable, i) -> {
            if (arrays.has(CircuitCase.key(GoldenArrays.EXPECTED, variable, i))) {
                comparing.compare(time, CircuitCase.key("", variable, i), variable.shape(p, i), circuit.read(variable, i));
            }
        });
    }
}
