package org.pal4j.model.rate.golden;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateStepper;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.ReferenceNetwork;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.TrajectoryComparison;
import org.pal4j.verify.Verification;
import org.pal4j.verify.Verification.Result;

/** Compares the simulator and the reference model with the trajectory of a {@link RateCase}. */
record RateVerification(RateCase golden, GoldenArrays arrays, RateParameters p) {
    RateVerification(RateCase golden) {
        this(golden, golden.arrays(), golden.parameters());
    }

    Result run() {
        List<RateStepper> all = List.of(new RateNetwork(p, new RateNoise.Given()), new ReferenceNetwork(p));
        all.forEach(this::start);

        int batches = (golden.steps() - 1) / golden.hold() + 1;
        double[][] x = arrays.rows("x", batches);
        double[][] y = arrays.rows("y", batches);
        boolean[] train = arrays.switches("train", golden.steps());
        boolean[] noise = arrays.switches("ou_noise_on", golden.steps());
        Map<Integer, double[][]> ou = draws("ou", CaseArrays.ouLayers(p));
        Map<Integer, double[][]> white = draws("wn", CaseArrays.whiteLayers(p));

        List<TrajectoryComparison> comparisons = Stream.of(Verification.RATE_SIMD_BOUND, Verification.REFERENCE_BOUND)
                .map(bound -> new TrajectoryComparison(arrays, golden.steps(), bound, Verification.RATE_LEAST)).toList();
        arrays.follow(golden.steps(), n -> {
            int batch = n / golden.hold();
            all.forEach(network -> network.update(x[batch], y[batch], train[n], noise[n], step(ou, n), step(white, n)));
        }, time -> {
            for (int k = 0; k < all.size(); k++) {
                compare(comparisons.get(k), all.get(k), time);
            }
        });
        return new Result(golden.name(), comparisons.getFirst().result(), comparisons.getLast().result());
    }

    private void start(RateStepper network) {
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.isWeight() && variable.exists(p, l)) {
                    network.write(variable, l, arrays.present(RateCase.key("init_", variable, l)).toDoubles());
                }
            }
        }
    }

    /** Returns the draws of the given layers, by step. */
    private Map<Integer, double[][]> draws(String name, List<Integer> layers) {
        return layers.stream().collect(Collectors.toMap(l -> l, l -> arrays.rows(name + l, golden.steps())));
    }

    /** Returns the draws of a step; empty for layers without draws. */
    private double[][] step(Map<Integer, double[][]> draws, int n) {
        return IntStream.rangeClosed(1, p.depth()).mapToObj(l -> draws.containsKey(l) ? draws.get(l)[n] : new double[0]).toArray(double[][]::new);
    }

    private void compare(TrajectoryComparison comparison, RateStepper network, int time) {
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                // The simulator forgets the voltages of hidden layers; their rates tell enough.
                boolean kept = variable != RateVariable.u || l == p.depth() || network instanceof ReferenceNetwork;
                if (kept && variable.exists(p, l) && arrays.has(RateCase.key(GoldenArrays.EXPECTED, variable, l))) {
                    comparison.compare(time, RateCase.key("", variable, l), variable.shape(p, l), network.read(variable, l));
                }
            }
        }
    }
}
