package org.pal4j.model.rate.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.pal4j.format.NpyArray;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateState;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.ReferenceNetwork;
import org.pal4j.rate.Shape;
import org.pal4j.verify.GoldenFiles;
import org.pal4j.verify.GoldenMaker;
import org.pal4j.verify.GoldenMaker.Part;
import org.pal4j.verify.GoldenMaker.Request;
import org.pal4j.verify.TrajectoryComparison;

/**
 * Records a golden case of a rate network with the reference model.
 *
 * @param start             the network with its initial weights
 * @param hold              the number of updates for which a batch is held
 * @param noiseInEvaluation whether the OU noise is on without training
 * @param seed              decides the draws
 */
public record RateRecorder(RateState start, int hold, boolean noiseInEvaluation, long seed, Request request) {
    private static final int DRAWS = 0;
    private static final int SWITCHES = 1;
    private static final float MOSTLY = 0.75f;

    /** A batch in C order. */
    public record Shown(float[] x, float[] y) {}

    /**
     * Checks the size of the case.
     *
     * @return the numbers of completed updates at which states are recorded
     */
    public static int[] times(RateParameters p, Request request) {
        double state = 0;
        double draws = (double) p.batch() * (p.input().size() + p.shape(p.depth()).size());
        double work = 0;
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : RateVariable.values()) {
                if (isRecorded(p, variable, l)) {
                    state += size(variable.shape(p, l));
                }
            }
            draws += 2.0 * p.batch() * p.shape(l).size();
            work += p.layer(l).hasWeights() ? 4.0 * p.batch() * p.fanIn(l) * p.shape(l).size() : 0;
        }
        return request.times(state, draws, work);
    }

    private static double size(int[] shape) {
        return Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    /** Returns whether the simulator has the variable as well, so that it can be compared. */
    private static boolean isRecorded(RateParameters p, RateVariable variable, int l) {
        return variable.exists(p, l) && (variable != RateVariable.u || l == p.depth());
    }

    /**
     * Records the case.
     *
     * @param batches what is shown, one for each presentation
     */
    public GoldenFiles record(String name, List<Shown> batches) {
        RateParameters p = start.parameters();
        int[] times = times(p, request);
        int steps = request.steps();
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
        ReferenceNetwork reference = new ReferenceNetwork(p);
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.isWeight() && variable.exists(p, l)) {
                    double[] values = start.read(variable, l);
                    reference.write(variable, l, values);
                    arrays.put(RateCase.key("init_", variable, l), NpyArray.ofDoubles(values, variable.shape(p, l)));
                }
            }
        }
        boolean[] train = new boolean[steps];
        boolean[] noise = new boolean[steps];
        switches(train, noise);
        Shape input = p.input();
        arrays.put("x", GoldenMaker.stacked(doubles(batches, true), input.isMap()
                ? new int[] {p.batch(), input.channels(), input.height(), input.width()} : new int[] {p.batch(), input.size()}));
        arrays.put("y", GoldenMaker.stacked(doubles(batches, false), RateVariable.r.shape(p, p.depth())));
        arrays.put("train", NpyArray.ofBooleans(train, steps));
        arrays.put("ou_noise_on", NpyArray.ofBooleans(noise, steps));
        double[][][] ou = draws(p, CaseArrays.ouLayers(p), steps, DRAWS);
        double[][][] white = draws(p, CaseArrays.whiteLayers(p), steps, DRAWS + 2);
        CaseArrays.ouLayers(p).forEach(l -> arrays.put("ou" + l, GoldenMaker.stacked(ou[l - 1], RateVariable.xi.shape(p, l))));
        CaseArrays.whiteLayers(p).forEach(l -> arrays.put("wn" + l, GoldenMaker.stacked(white[l - 1], RateVariable.u.shape(p, l))));

        Map<String, double[][]> expected = new LinkedHashMap<>();
        int next = 0;
        for (int n = 0; n < steps && next < times.length; n++) {
            Shown shown = batches.get(n / hold);
            int step = n;
            reference.update(doubles(shown.x()), doubles(shown.y()), train[n], noise[n],
                    Arrays.stream(ou).map(rows -> rows[step]).toArray(double[][]::new),
                    Arrays.stream(white).map(rows -> rows[step]).toArray(double[][]::new));
            if (n + 1 == times[next]) {
                int time = next++;
                for (RateVariable variable : RateVariable.values()) {
                    IntStream.rangeClosed(1, p.depth()).filter(l -> isRecorded(p, variable, l)).forEach(l -> expected
                            .computeIfAbsent(RateCase.key("exp_", variable, l), key -> new double[times.length][])[time] =
                                    reference.read(variable, l));
                }
            }
        }
        arrays.put("at", NpyArray.ofLongs(Arrays.stream(times).asLongStream().toArray(), times.length));
        for (RateVariable variable : RateVariable.values()) {
            IntStream.rangeClosed(1, p.depth()).filter(l -> isRecorded(p, variable, l)).forEach(l -> {
                String key = RateCase.key("exp_", variable, l);
                arrays.put(key, NpyArray.ofDoubles(Arrays.stream(Objects.requireNonNull(expected.get(key))).flatMapToDouble(Arrays::stream).toArray(),
                        TrajectoryComparison.stacked(times.length, variable.shape(p, l))));
            });
        }
        return new GoldenFiles(json(name, p), arrays);
    }

    private Map<String, Object> json(String name, RateParameters p) {
        Map<String, Object> json = new LinkedHashMap<>();
        Shape input = p.input();
        json.put("model", "rate");
        json.put("name", name);
        json.put("algorithm", p.algorithm().name());
        json.put("target", p.target().label());
        json.put("input_shape", input.isMap() ? List.of(input.channels(), input.height(), input.width()) : List.of(input.size()));
        json.put("batch", p.batch());
        json.put("hold", hold);
        json.put("steps", request.steps());
        List<Map<String, Object>> layers = new ArrayList<>();
        for (Layer layer : p.layers()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", layer.kind().label());
            if (layer.hasWeights()) {
                one.put("activation", layer.activation().label());
            }
            if (layer.kind() == LayerKind.CONVOLUTION || layer.kind() == LayerKind.MAXPOOL) {
                one.put("kernel", layer.window());
            }
            layers.add(one);
        }
        json.put("layers", layers);
        json.put("dt", p.dt());
        json.put("beta", p.beta());
        json.put("eta", p.layers().stream().map(Layer::eta).toList());
        json.put("tau_LO", p.tauLO());
        if (p.algorithm().learnsFeedback()) {
            json.put("eta_backward", p.layers().stream().map(Layer::etaBackward).toList());
            json.put("regularizer", p.layers().stream().map(Layer::alpha).toList());
        }
        if (p.algorithm().isNoisy()) {
            json.put("sigma", p.layers().stream().map(Layer::sigma).toList());
        }
        if (p.algorithm() == RateAlgorithm.PAL) {
            json.put("tau_xi", p.tauXi());
            json.put("tau_HP", p.tauHP());
            json.put("wn_sigma", p.whiteNoise());
        }
        return json;
    }

    private static double[][] doubles(List<Shown> batches, boolean x) {
        return batches.stream().map(batch -> doubles(x ? batch.x() : batch.y())).toArray(double[][]::new);
    }

    private static double[] doubles(float[] values) {
        double[] all = new double[values.length];
        Arrays.setAll(all, i -> values[i]);
        return all;
    }

    private void switches(boolean[] train, boolean[] noise) {
        CounterRandom random = new CounterRandom(seed, Stream.GOLDEN, SWITCHES);
        boolean drawnTrain = true;
        boolean drawnNoise = true;
        for (int n = 0; n < train.length; n++) {
            if (request.varied() && n % hold == 0) {
                drawnTrain = random.nextFloat() < MOSTLY;
                drawnNoise = random.nextFloat() < MOSTLY;
            }
            Part part = request.part(n);
            train[n] = request.varied() ? drawnTrain : part == Part.TRAINING;
            noise[n] = request.varied() ? drawnNoise : part == Part.TRAINING || noiseInEvaluation;
        }
    }

    /** Returns draws that float can hold, so that subjects in float get the same; empty ones for other layers. */
    private double[][][] draws(RateParameters p, List<Integer> layers, int steps, int part) {
        CounterRandom random = new CounterRandom(seed, Stream.GOLDEN, part);
        double[][][] draws = new double[p.depth()][steps][0];
        for (int n = 0; n < steps; n++) {
            for (int l : layers) {
                draws[l - 1][n] = new double[p.batch() * p.shape(l).size()];
                Arrays.setAll(draws[l - 1][n], i -> (float) random.nextGaussian());
            }
        }
        return draws;
    }
}
