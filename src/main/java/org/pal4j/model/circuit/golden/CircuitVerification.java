package org.pal4j.model.circuit.golden;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
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

/**
 * Compares the simulator and the reference model with the trajectory of a golden case.
 *
 * @param name   the name of the case
 * @param steps  the number of its steps
 * @param arrays its arrays
 * @param p      its circuit
 */
public record CircuitVerification(String name, int steps, GoldenArrays arrays, CircuitParameters p) {
    /** Errors of variables below this size are absolute. */
    static final double MIN = 1;
    private static final List<Variable> ALL = List.of(Variable.values());

    /** Follows the case. */
    public Result run() {
        arrays.requireExpectations(known());
        requireShapes();
        // Both variants of the simulator, with and without clamped input.
        List<Circuit> circuits = Stream.of(true, false)
                .map(clamped -> new Circuit(p.toBuilder().clampedInput(clamped).build(), new NoiseSource.Given()))
                .toList();
        ReferenceCircuit reference = new ReferenceCircuit(p);
        CircuitCourse course = CircuitCourse.of(p, arrays, steps);
        circuits.forEach(course::start);
        course.start(reference);

        IntConsumer step = n -> {
            Phase phase = course.phase(n);
            double[][] z = course.draws(n);
            for (Circuit circuit : circuits) {
                for (int l = 0; l < z.length; l++) {
                    circuit.draws(l + 1).set(z[l]);
                }
                circuit.input().set(course.input()[n]);
                circuit.target().set(course.target()[n]);
                circuit.advance(phase, 1);
            }
            reference.step(phase, course.input()[n], course.target()[n], z);
        };

        List<TrajectoryComparison> simd = circuits.stream()
                .map(circuit -> new TrajectoryComparison(arrays, steps, Verification.SIMD_BOUND, MIN)).toList();
        TrajectoryComparison exact = new TrajectoryComparison(arrays, steps, Verification.REFERENCE_BOUND, MIN);
        arrays.follow(steps, step, time -> {
            for (int c = 0; c < simd.size(); c++) {
                compare(simd.get(c), circuits.get(c), time);
            }
            compare(exact, reference, time);
        });
        return new Result(name, Comparison.worst(simd.stream().map(TrajectoryComparison::result).toList()), exact.result());
    }

    private void requireShapes() {
        CircuitCourse.requireShapes(p, arrays, steps);
        int times = arrays.expectedAt(steps).length;
        CircuitCourse.forEach(p, ALL, (variable, i) -> {
            String expected = CircuitCourse.key(GoldenArrays.EXPECTED, variable, i);
            if (arrays.has(expected)) {
                arrays.require(expected, TrajectoryComparison.stacked(times, variable.shape(p, i)));
            }
        });
    }

    private Set<String> known() {
        Set<String> known = new TreeSet<>();
        CircuitCourse.forEach(p, ALL, (variable, i) -> known.add(CircuitCourse.key(GoldenArrays.EXPECTED, variable, i)));
        return known;
    }

    private void compare(TrajectoryComparison comparing, CircuitState circuit, int time) {
        CircuitCourse.forEach(p, ALL, (variable, i) -> {
            if (arrays.has(CircuitCourse.key(GoldenArrays.EXPECTED, variable, i))) {
                comparing.compare(time, CircuitCourse.key("", variable, i), variable.shape(p, i), circuit.read(variable, i));
            }
        });
    }
}
