package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The simulator against the double-precision reference model: every variable at every step, within the bounds of rounding errors. */
@Tag("width")
class CircuitAgainstReferenceTest {
    private static final int STEPS = 60;
    /** A larger bound (relative to 1, the scale of all variables) would say little. */
    private static final double MAX_USEFUL_BOUND = 0x1p-10;

    @Provide
    Arbitrary<CircuitParameters> small() {
        return RandomCircuits.parameters(1);
    }

    @Provide
    Arbitrary<CircuitParameters> large() {
        return RandomCircuits.parameters(4);
    }

    @Provide
    Arbitrary<List<Phase>> phases() {
        return RandomCircuits.phases();
    }

    @Property(tries = 300)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void simulatorFollowsTheReference(
            @ForAll("small") CircuitParameters p, @ForAll("phases") List<Phase> phases, @ForAll long seed) {
        follow(p, phases, 1, seed);
    }

    /** The same with voltages on both sides of the kinks of hard_sigmoid at -3 and 3. */
    @Property(tries = 150)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void simulatorFollowsTheReferenceAtLargeVoltages(
            @ForAll("large") CircuitParameters p, @ForAll("phases") List<Phase> phases, @ForAll long seed) {
        follow(p, phases, 4, seed);
    }

    /**
     * W_1 written once per presentation, and at each step: over random sizes, presentations, learning rates, time constants and
     * variants of the update, the two differ by at most the sum of their bounds against the reference.
     */
    @Property(tries = 150)
    void clampedAndDenseFirstAreaAgree(@ForAll("small") CircuitParameters p, @ForAll("phases") List<Phase> phases, @ForAll long seed) {
        Circuit clamped = new Circuit(p.toBuilder().clampedInput(true).build(), new NoiseSource.Given());
        Circuit dense = new Circuit(p.toBuilder().clampedInput(false).build(), new NoiseSource.Given());
        ReferenceCircuit reference = new ReferenceCircuit(p);
        SplittableRandom random = new SplittableRandom(seed);
        RandomCircuits.start(random, 0.5, 1, clamped, dense, reference);
        RunningErrorBound ofClamped = new RunningErrorBound(reference, clamped);
        RunningErrorBound ofDense = new RunningErrorBound(reference, dense);
        double[] target = RandomCircuits.values(random, 1, p.size(p.areas()));
        double[] input = RandomCircuits.values(random, 1, p.size(0));
        int stepsPerInput = random.nextInt(1, 25);
        for (int n = 0; n < STEPS; n++) {
            Phase phase = phases.get(n * phases.size() / STEPS);
            if (n % stepsPerInput == stepsPerInput - 1) {
                input = RandomCircuits.values(random, 1, p.size(0));
            }
            double[][] draws = RandomCircuits.draws(random, p);
            ofClamped.before();
            ofDense.before();
            for (Circuit circuit : List.of(clamped, dense)) {
                provide(circuit, input, target, draws);
                circuit.advance(phase, 1);
            }
            reference.step(phase, input, target, draws);
            if (p.oneNoiseClock() && (silenceDiffers(clamped, reference) || silenceDiffers(dense, reference))) {
                return;
            }
            ofClamped.after(phase, input, target, draws);
            ofDense.after(phase, input, target, draws);
        }
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(p); i++) {
                double[] one = clamped.read(variable, i);
                double[] other = dense.read(variable, i);
                double bound = ofClamped.of(variable, i) + ofDense.of(variable, i);
                for (int k = 0; k < one.length; k++) {
                    if (!(Math.abs(one[k] - other[k]) <= bound)) {
                        fail("%s%d%s is %s clamped and %s dense, which is more than %.3g apart".formatted(variable, i,
                                index(k, variable.shape(p, i)), one[k], other[k], bound));
                    }
                }
            }
        }
    }

    private static void follow(CircuitParameters p, List<Phase> phases, double spread, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Circuit circuit = new Circuit(p, new NoiseSource.Given());
        ReferenceCircuit reference = new ReferenceCircuit(p);
        RandomCircuits.start(random, 0.5, spread, circuit, reference);
        RunningErrorBound bound = new RunningErrorBound(reference, circuit);

        double[] target = RandomCircuits.values(random, 1, p.size(p.areas()));
        double[] input = RandomCircuits.values(random, 1, p.size(0));
        int stepsPerInput = random.nextInt(1, 25);
        double largest = 0;
        for (int n = 0; n < STEPS; n++) {
            Phase phase = phases.get(n * phases.size() / STEPS);
            if (n % stepsPerInput == stepsPerInput - 1) {
                input = RandomCircuits.values(random, 1, p.size(0));
            }
            double[][] draws = RandomCircuits.draws(random, p);
            bound.before();
            provide(circuit, input, target, draws);
            circuit.advance(phase, 1);
            reference.step(phase, input, target, draws);
            bound.after(phase, input, target, draws);
            if (p.oneNoiseClock() && silenceDiffers(circuit, reference)) {
                return;
            }
            largest = Math.max(largest, compare(circuit, reference, bound));
        }
        Statistics.label("useful bounds")
                .collect(largest < MAX_USEFUL_BOUND)
                .coverage(coverage -> coverage.check(true).percentage(percent -> percent > 95));
    }

    /**
     * Whether an area's noise is exactly zero in one of the two only. Then one clock for all areas draws at another step: a decision by
     * rounding, which no bound of an error covers.
     */
    private static boolean silenceDiffers(Circuit circuit, ReferenceCircuit reference) {
        for (int i = 0; i < Variable.noise.count(reference.parameters()); i++) {
            if (isSilent(circuit.read(Variable.noise, i)) != isSilent(reference.read(Variable.noise, i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSilent(double[] noise) {
        return Arrays.stream(noise).allMatch(value -> value == 0);
    }

    private static void provide(Circuit circuit, double[] input, double[] target, double[][] draws) {
        circuit.input().set(input);
        circuit.target().set(target);
        for (int l = 1; l <= draws.length; l++) {
            circuit.draws(l).set(draws[l - 1]);
        }
    }

    /** Fails if an error exceeds its bound; returns the largest bound. */
    private static double compare(Circuit circuit, ReferenceCircuit reference, RunningErrorBound bounds) {
        CircuitParameters p = reference.parameters();
        double largest = 0;
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(p); i++) {
                double[] got = circuit.read(variable, i);
                double[] expected = reference.read(variable, i);
                double bound = bounds.of(variable, i);
                largest = Math.max(largest, bound);
                for (int k = 0; k < got.length; k++) {
                    double error = Math.abs(got[k] - expected[k]);
                    if (!(error <= bound)) {
                        fail("%s%d%s after step %d is %s, the reference has %s: off by %.3g, which is more than %.3g".formatted(
                                variable, i, index(k, variable.shape(p, i)), reference.step(), got[k], expected[k], error, bound));
                    }
                }
            }
        }
        return largest;
    }

    private static String index(int k, int[] shape) {
        return Arrays.toString(shape.length == 1 ? new int[] {k} : new int[] {k / shape[1], k % shape[1]});
    }
}
