package org.pal4j.bench.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.pal4j.bench.RateNetworks;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/** A rate network. A batch is held for {@value #HELD} updates, in the check and when it is measured. The check's draws are given. */
final class RateContest implements Ours.Contest {
    private static final int HELD = 10;
    private static final int CHECKED = 12;

    private final RateNetwork network;
    private final float[][] inputs;
    private final float[][] targets;

    RateContest(String name, String algorithm, int threads, Ours.Files32 files) throws IOException {
        RateParameters p = RateNetworks.parameters(name, RateAlgorithm.valueOf(algorithm));
        SplittableRandom random = new SplittableRandom(2);
        inputs = new float[p.batch()][p.input().size()];
        targets = new float[p.batch()][p.shape(p.depth()).size()];
        for (int sample = 0; sample < p.batch(); sample++) {
            for (int i = 0; i < inputs[sample].length; i++) {
                // As sparse as digits are.
                inputs[sample][i] = random.nextInt(5) == 0 ? (float) random.nextDouble() : 0;
            }
            for (int i = 0; i < targets[sample].length; i++) {
                targets[sample][i] = targets[sample].length == inputs[sample].length ? inputs[sample][i] : i == sample % 10 ? 1 : 0;
            }
        }
        check(p, files);
        network = RateNetworks.network(p, threads);
    }

    private void check(RateParameters p, Ours.Files32 files) throws IOException {
        RateNetwork start = RateNetworks.network(p, 1);
        RateNetwork checked = new RateNetwork(p, new RateNoise.Given());
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : RateVariable.values()) {
                if (variable.isWeight() && variable.exists(p, l)) {
                    double[] values = start.read(variable, l);
                    checked.write(variable, l, values);
                    files.write("start_" + variable + l, values);
                }
            }
        }
        double[] x = flat(inputs);
        double[] y = flat(targets);
        files.write("inputs", x);
        files.write("targets", y);
        SplittableRandom random = new SplittableRandom(6);
        double[][][] draws = new double[CHECKED][p.depth()][];
        for (int l = 1; l <= p.depth(); l++) {
            double[] all = new double[CHECKED * p.batch() * p.shape(l).size()];
            Arrays.setAll(all, i -> (float) random.nextGaussian());
            for (int update = 0; update < CHECKED; update++) {
                draws[update][l - 1] = Arrays.copyOfRange(all, update * all.length / CHECKED, (update + 1) * all.length / CHECKED);
            }
            if (p.algorithm() == RateAlgorithm.PAL) {
                files.write("draws" + l, all);
            }
        }
        for (int update = 0; update < CHECKED; update++) {
            checked.update(x, y, true, true, draws[update], draws[update]);
        }
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : RateVariable.values()) {
                if (variable.isWeight() && variable.exists(p, l)) {
                    files.write("end_" + variable + l, checked.read(variable, l));
                }
            }
        }
        files.text("batch " + p.batch() + "\nupdates " + CHECKED + "\nheld " + HELD + "\n");
    }

    private static double[] flat(float[][] rows) {
        double[] values = new double[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return values;
    }

    @Override
    public void run(int units) {
        for (int unit = 0; unit < units; unit++) {
            for (int sample = 0; sample < inputs.length; sample++) {
                network.input(sample, inputs[sample]);
                network.target(sample, targets[sample]);
            }
            network.advance(true, true, HELD);
        }
    }
}
