package org.pal4j.model.rate;

import java.util.Arrays;
import java.util.List;
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
final class RateVerification {
    private final RateCase golden;
    private final GoldenArrays arrays;
    private final RateParameters p;

    RateVerification(RateCase golden) {
        this.golden = golden;
        arrays = golden.arrays();
        p = golden.parameters();
    }

    Result run() {
        List<RateStepper> all = List.of(new RateNetwork(p, new RateNoise.Given()), new ReferenceNetwork(p));
        all.forEach(this::start);

        int samples = p.batch();
        int outputs = p.shape(p.depth()).size();
        double[] x = arrays.present("x").toDoubles();
        double[] y = arrays.present("y").toDoubles();
        boolean[] train = arrays.switches("train", golden.steps());
        boolean[] noise = arrays.switches("ou_noise_on", golden.steps());
        double[][] ou = draws("ou", CaseArrays.ouLayers(p));
        double[][] white = draws("wn", CaseArrays.whiteLayers(p));

        long[] at = arrays.expectedAt(golden.steps());
        List<TrajectoryComparison> comparisons = Stream.of(Verification.RATE_SIMD_BOUND, Verification.REFERENCE_BOUND)
                .map(bound -> new TrajectoryComparison(arrays, at.length, bound, Verification.RATE_LEAST)).toList();
        int next = 0;
        for (int n = 0; n < golden.steps() && next < at.length; n++) {
            double[] xNow = row(x, n / golden.hold(), samples * p.input().size());
            double[] yNow = row(y, n / golden.hold(), samples * outputs);
            double[][] ouNow = rows(ou, n);
            double[][] whiteNow = rows(white, n);
            for (int k = 0; k < all.size(); k++) {
                all.get(k).update(xNow, yNow, train[n], noise[n], ouNow, whiteNow);
                if (n + 1 == at[next]) {
                    compare(comparisons.get(k), all.get(k), next);
                }
            }
            next += n + 1 == at[next] ? 1 : 0;
        }
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

    /** Returns all draws of the given layers; empty for other layers. */
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

    private void compare(TrajectoryComparison comparison, RateStepper network, int time) {
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.exists(p, l) && arrays.has(RateCase.key(GoldenArrays.EXPECTED, variable, l))) {
                    comparison.compare(time, network.updates(), RateCase.key("", variable, l), variable.shape(p, l), network.read(variable, l));
                }
            }
        }
    }
}
