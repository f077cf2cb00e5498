package org.pal4j.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitState;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.ReferenceCircuit;
import org.pal4j.circuit.Variable;

/**
 * Follows a golden trajectory with the simulator and with the reference model.
 *
 * <p>The error of a value is |got - expected| / max(1, largest |expected| of its array over all times of the case).
 */
public final class Verification {
    /** The largest error that the double-precision reference may show. */
    public static final double REFERENCE_BOUND = 1e-9;
    /** The largest error that the simulator may show: its state is in float, which alone costs up to 1e-5. */
    public static final double SIMD_BOUND = 5e-5;

    private static final Variable[] START = {
        Variable.W, Variable.WI, Variable.B, Variable.BI, Variable.uP, Variable.uI
    };

    private final GoldenCase golden;
    private final CircuitParameters p;

    private Verification(GoldenCase golden) {
        this.golden = golden;
        p = golden.parameters();
    }

    /** The result of one case. */
    public static Result of(GoldenCase golden) {
        return new Verification(golden).run();
    }

    /**
     * What a case showed.
     *
     * @param name      of the case
     * @param simd      of the simulator
     * @param reference of the reference model
     */
    public record Result(String name, Comparison simd, Comparison reference) {
        /** Whether both stay within their bounds. */
        public boolean passed() {
            return simd.divergence().isEmpty() && reference.divergence().isEmpty();
        }
    }

    /**
     * One model against the expected states.
     *
     * @param error      the largest error; infinite if something was not a number
     * @param divergence the first value outside the bound, if there is one
     */
    public record Comparison(double error, Optional<Divergence> divergence) {}

    /**
     * Where a model leaves the bound first.
     *
     * @param step     completed steps
     * @param variable with its index, as in the arrays
     * @param index    within the variable
     * @param got      the model's value
     * @param expected the trajectory's
     */
    public record Divergence(long step, String variable, String index, double got, double expected) {}

    private Result run() {
        requireKnownArrays();
        requireShapes();
        // The simulator in both of its forms: whatever is faster must be right, and so must what it is compared with.
        List<Circuit> circuits = Stream.of(true, false)
                .map(clamped -> new Circuit(p.toBuilder().clampedInput(clamped).build(), new NoiseSource.Given()))
                .toList();
        ReferenceCircuit reference = new ReferenceCircuit(p);
        circuits.forEach(this::start);
        start(reference);

        int inputs = p.size(0);
        int outputs = p.size(p.areas());
        double[] input = golden.values("input", golden.steps(), inputs);
        double[] target = golden.values("target", golden.steps(), outputs);
        boolean[] hasTarget = golden.switches("has_target");
        boolean[] forward = golden.switches("learn_forward");
        boolean[] lateral = golden.switches("learn_lateral");
        boolean[] backward = golden.switches("learn_backward");
        double[][] xi = draws();

        IntConsumer step = n -> {
            Phase phase = new Phase(forward[n], lateral[n], backward[n], backward[n] && p.algorithm() == Algorithm.PAL, hasTarget[n]);
            double[] r0 = row(input, n, inputs);
            double[] t = row(target, n, outputs);
            double[][] z = new double[xi.length][];
            for (int l = 0; l < z.length; l++) {
                z[l] = row(xi[l], n, p.size(l + 1));
            }
            for (Circuit circuit : circuits) {
                for (int l = 0; l < z.length; l++) {
                    circuit.draws(l + 1).set(z[l]);
                }
                circuit.input().set(r0);
                circuit.target().set(t);
                circuit.advance(phase, 1);
            }
            reference.step(phase, r0, t, z);
        };

        long[] at = golden.expectedAt();
        List<Comparing> simd = circuits.stream().map(circuit -> new Comparing(circuit, SIMD_BOUND, at.length)).toList();
        Comparing exact = new Comparing(reference, REFERENCE_BOUND, at.length);
        int next = 0;
        for (int n = 0; n < golden.steps() && next < at.length; n++) {
            step.accept(n);
            if (n + 1 == at[next]) {
                for (Comparing comparing : simd) {
                    comparing.compare(next);
                }
                exact.compare(next);
                next++;
            }
        }
        return new Result(golden.name(), worse(simd.get(0).result(), simd.get(1).result()), exact.result());
    }

    private static Comparison worse(Comparison a, Comparison b) {
        return a.error() >= b.error() ? a : b;
    }

    private void start(CircuitState circuit) {
        for (Variable variable : START) {
            for (int i = 0; i < variable.count(p); i++) {
                circuit.write(variable, i, golden.values(GoldenCase.key("init_", variable, i), variable.shape(p, i)));
            }
        }
    }

    private double[][] draws() {
        double[][] xi = new double[p.noisy() ? p.areas() - 1 : 0][];
        for (int l = 0; l < xi.length; l++) {
            xi[l] = golden.values("xi" + l, golden.steps(), p.size(l + 1));
        }
        return xi;
    }

    private static double[] row(double[] values, int row, int columns) {
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    /** Before anything is allocated by what case.json claims. */
    private void requireShapes() {
        golden.require("input", golden.steps(), p.size(0));
        golden.require("target", golden.steps(), p.size(p.areas()));
        int times = golden.expectedAt().length;
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                if (List.of(START).contains(variable)) {
                    golden.require(GoldenCase.key("init_", variable, i), shape);
                }
                if (golden.has(GoldenCase.key("exp_", variable, i))) {
                    golden.require(GoldenCase.key("exp_", variable, i), stacked(times, shape));
                }
            }
        }
    }

    private static int[] stacked(int times, int[] shape) {
        return IntStream.concat(IntStream.of(times), Arrays.stream(shape)).toArray();
    }

    /** An expectation under a name that nobody knows would never be checked. */
    private void requireKnownArrays() {
        Set<String> known = new TreeSet<>();
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(p); i++) {
                known.add(GoldenCase.key("exp_", variable, i));
            }
        }
        boolean any = false;
        for (String name : golden.arrays().keySet()) {
            if (name.startsWith("exp_")) {
                any = true;
                if (!known.contains(name)) {
                    throw new InputException(golden.name() + ": array '" + name + "' is not known" + Nearest.hint(name, known));
                }
            }
        }
        if (!any) {
            throw new InputException(golden.name() + ": arrays.npz expects nothing; there is no array exp_...");
        }
    }

    /** Compares one model at the given times and remembers the worst and the first. */
    private final class Comparing {
        private final CircuitState circuit;
        private final double bound;
        private final int times;
        private double worst;
        private Divergence first;

        Comparing(CircuitState circuit, double bound, int times) {
            this.circuit = circuit;
            this.bound = bound;
            this.times = times;
        }

        void compare(int time) {
            for (Variable variable : Variable.values()) {
                for (int i = 0; i < variable.count(p); i++) {
                    String key = GoldenCase.key("exp_", variable, i);
                    if (golden.has(key)) {
                        compare(variable, i, key, time);
                    }
                }
            }
        }

        private void compare(Variable variable, int population, String key, int time) {
            int[] shape = variable.shape(p, population);
            double[] all = golden.values(key, stacked(times, shape));
            double scale = Math.max(1, Arrays.stream(all).map(Math::abs).max().orElse(1));
            double[] got = circuit.read(variable, population);
            for (int k = 0; k < got.length; k++) {
                double expected = all[time * got.length + k];
                double error = Math.abs(got[k] - expected) / scale;
                error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
                worst = Math.max(worst, error);
                if (first == null && error > bound) {
                    String index = shape.length == 1 ? "[" + k + "]" : "[" + k / shape[1] + ", " + k % shape[1] + "]";
                    first = new Divergence(circuit.step(), variable.toString() + population, index, got[k], expected);
                }
            }
        }

        Comparison result() {
            return new Comparison(worst, Optional.ofNullable(first));
        }
    }
}
