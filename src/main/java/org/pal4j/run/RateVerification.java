package org.pal4j.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateStepper;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.ReferenceNetwork;
import org.pal4j.run.Verification.Comparison;
import org.pal4j.run.Verification.Result;

/** {@link Verification} of a rate network. */
final class RateVerification {
    private static final Comparison NOT_FOLLOWED = new Comparison(Double.NaN, Verification.RATE_SIMD_BOUND, Optional.empty());

    private final RateCase golden;
    private final GoldenArrays arrays;
    private final RateParameters p;

    RateVerification(RateCase golden) {
        this.golden = golden;
        arrays = golden.arrays();
        p = golden.parameters();
    }

    private static List<RateStepper> simulators(RateParameters parameters) {
        return List.of(new RateNetwork(parameters, new RateNoise.Given()));
    }

    Result run() {
        List<RateStepper> simulators = simulators(p);
        ReferenceNetwork reference = new ReferenceNetwork(p);
        List<RateStepper> all = Stream.concat(simulators.stream(), Stream.of(reference)).toList();
        all.forEach(this::start);

        int samples = p.batch();
        int outputs = p.shape(p.depth()).size();
        double[] x = arrays.present("x").toDoubles();
        double[] y = arrays.present("y").toDoubles();
        boolean[] train = arrays.switches("train", golden.steps());
        boolean[] noise = arrays.switches("ou_noise_on", golden.steps());
        double[][] ou = draws("ou", RateArrays.ouLayers(p));
        double[][] white = draws("wn", RateArrays.whiteLayers(p));

        long[] at = arrays.expectedAt(golden.steps());
        List<Comparing> comparing = all.stream().map(network -> new Comparing(arrays, at.length,
                network == reference ? Verification.REFERENCE_BOUND : Verification.RATE_SIMD_BOUND, Verification.RATE_LEAST)).toList();
        int next = 0;
        for (int n = 0; n < golden.steps() && next < at.length; n++) {
            double[] xNow = row(x, n / golden.hold(), samples * p.input().size());
            double[] yNow = row(y, n / golden.hold(), samples * outputs);
            double[][] ouNow = rows(ou, n);
            double[][] whiteNow = rows(white, n);
            for (int k = 0; k < all.size(); k++) {
                all.get(k).update(xNow, yNow, train[n], noise[n], ouNow, whiteNow);
                if (n + 1 == at[next]) {
                    compare(comparing.get(k), all.get(k), next);
                }
            }
            next += n + 1 == at[next] ? 1 : 0;
        }
        List<Comparison> results = comparing.stream().map(Comparing::result).toList();
        List<Comparison> simd = results.subList(0, simulators.size());
        return new Result(golden.name(), simd.isEmpty() ? NOT_FOLLOWED : Comparison.worst(simd), results.getLast());
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

    /** All draws of those layers; none for others. */
    private double[][] draws(String name, List<Integer> layers) {
        double[][] draws = new double[p.depth()][0];
        for (int l : layers) {
            draws[l - 1] = arrays.present(name + l).toDoubles();
        }
        return draws;
    }

    private static double[] row(double[] values, int row, int columns) {
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    private double[][] rows(double[][] draws, int n) {
        double[][] rows = new double[draws.length][];
        for (int i = 0; i < draws.length; i++) {
            rows[i] = row(draws[i], n, draws[i].length / golden.steps());
        }
        return rows;
    }

    private void compare(Comparing comparing, RateStepper network, int time) {
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.exists(p, l) && arrays.has(RateCase.key(GoldenArrays.EXPECTED, variable, l))) {
                    comparing.compare(time, network.updates(), RateCase.key("", variable, l), variable.shape(p, l), network.read(variable, l));
                }
            }
        }
    }
}
