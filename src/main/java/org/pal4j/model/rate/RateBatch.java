package org.pal4j.model.rate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pal4j.data.SampleOrder;
import org.pal4j.data.SampleSet;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.RateAlignment;
import org.pal4j.measure.SampleOutputs;
import org.pal4j.measure.Standstill;
import org.pal4j.model.Batch;
import org.pal4j.model.Driven;
import org.pal4j.model.Measures;
import org.pal4j.model.Place;
import org.pal4j.model.Series;
import org.pal4j.model.Stage;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/**
 * A running rate network. A presentation is a batch of samples, held for a number of updates; nothing is reset between batches. Samples that do
 * not fill a batch at the end of an epoch are not presented.
 */
final class RateBatch implements Batch {
    private static final List<RateVariable> WEIGHTS = List.of(RateVariable.W, RateVariable.b, RateVariable.B, RateVariable.D);

    private final RateExperiment e;
    private SampleParts parts;
    private final RateParameters p;
    private final RateNetwork network;
    private final Evaluation evaluation;
    /** Layers with a B. */
    private final int[] aligned;
    private double[] angles;
    private final float[] input;
    private final float[] target;
    private final float[] output;
    private final SampleOrder order;
    /** Index of the current training batch in this epoch; -1 for none. */
    private int batch = -1;
    private double squaredErrors;
    private int batches;
    private double trainError;

    /**
     * Draws the initial weights.
     *
     * @param noise   source of the noise
     * @param threads number of threads for each update
     */
    RateBatch(RateExperiment e, SampleParts parts, RateNoise noise, int threads) {
        this.e = e;
        this.parts = parts;
        p = e.network();
        network = InitialWeights.network(e, noise, threads);
        evaluation = new Evaluation(e, parts, network);
        aligned = IntStream.rangeClosed(1, p.depth()).filter(l -> RateVariable.B.exists(p, l)).toArray();
        angles = new double[aligned.length];
        order = new SampleOrder(parts.train().size());
        input = new float[p.input().size()];
        target = new float[p.shape(p.depth()).size()];
        output = new float[target.length];
    }

    @Override
    public Optional<Driven> driven() {
        return Optional.of(new DrivenNetwork(network, () -> batch = -1, this::part, parts));
    }

    RateExperiment experiment() {
        return e;
    }

    RateNetwork network() {
        return network;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public long step() {
        return network.updates();
    }

    @Override
    public long presentations(Stage stage) {
        return switch (stage) {
            case SETTLING -> 0;
            case TRAINING -> parts.batches(p.batch());
            case VALIDATION, READOUT, TEST -> evaluation.batches(stage);
        };
    }

    @Override
    public int steps(Stage stage, long presentation) {
        return e.updates();
    }

    @Override
    public void begin(Stage stage, int epoch) {
        batch = -1;
        switch (stage) {
            case SETTLING -> {}
            case TRAINING -> {
                order.shuffle(e.seed(), epoch);
                squaredErrors = 0;
                batches = 0;
            }
            case VALIDATION, READOUT, TEST -> evaluation.begin(stage);
        }
    }

    @Override
    public void show(Stage stage, long presentation) {
        if (stage != Stage.TRAINING) {
            evaluation.show(stage, (int) presentation);
            return;
        }
        batch = (int) presentation;
        for (int s = 0; s < p.batch(); s++) {
            parts.input(parts.train(), sample(s), input);
            network.input(s, input);
            parts.target(parts.train(), sample(s), target);
            network.target(s, target);
        }
    }

    /** Returns the index of the training sample at place {@code s} of the batch. */
    private int sample(int s) {
        return order.sample((long) batch * p.batch() + s);
    }

    @Override
    public void advance(Stage stage, int from, int steps) {
        boolean train = stage == Stage.TRAINING;
        network.advance(train, train || e.noiseInEvaluation(), steps);
    }

    @Override
    public void shown(Stage stage, long presentation) {
        if (stage != Stage.TRAINING) {
            evaluation.read(stage, (int) presentation);
            return;
        }
        for (int s = 0; s < p.batch(); s++) {
            squaredErrors += squaredError(s);
        }
        batches++;
    }

    private double squaredError(int s) {
        network.rates(p.depth(), s, output);
        parts.target(parts.train(), sample(s), target);
        return SampleOutputs.squaredError(output, target);
    }

    @Override
    public void trained() {
        // No batch has been presented before the first epoch. Unlike 0/0, the NaN constant has the same bits on all platforms.
        trainError = batches == 0 ? Double.NaN : squaredErrors / ((double) batches * p.batch());
        angles = angles();
    }

    @Override
    public Measures measures(int replica) {
        Measures measures = new Measures().add(Measures.TRAIN_ERROR, trainError);
        evaluation.addTo(measures);
        for (int i = 0; i < aligned.length; i++) {
            measures.add(Measures.WEIGHT_ANGLE + aligned[i], angles[i]);
        }
        return measures;
    }

    @Override
    public Optional<TestResult> test(int replica) {
        return evaluation.test();
    }

    @Override
    public Optional<TestResult> prediction(int replica) {
        return evaluation.prediction();
    }

    @Override
    public void testOn(Stage stage) {
        testOn(part(stage));
    }

    private SampleParts.Part part(Stage stage) {
        return switch (stage) {
            case TRAINING -> parts.train();
            case VALIDATION -> parts.validation();
            case TEST -> parts.test();
            case SETTLING, READOUT -> throw new IllegalArgumentException(stage + " has no samples of its own");
        };
    }

    @Override
    public void testOn(SampleSet samples) {
        testOn(SampleParts.further(e.task(), samples));
    }

    private void testOn(SampleParts.Part part) {
        parts = parts.withTest(part);
        evaluation.testOn(parts);
    }

    @Override
    public Optional<String> fault(int replica, Place place) {
        return IntStream.rangeClosed(1, p.depth()).filter(l -> !network.isFinite(l)).boxed().findFirst()
                .map(l -> RunawayCause.fault(e, network, l, place));
    }

    @Override
    public Optional<String> warning(int replica) {
        return evaluation.mute().flatMap(sign -> stuck().map(layer -> sign + ", and " + layer + ". " + RunawayCause.standstill(e, network)));
    }

    private Optional<String> stuck() {
        for (int l = 1; l <= p.depth(); l++) {
            Optional<String> layer = p.layer(l).hasWeights()
                    ? Standstill.area("layer " + l, p.layer(l).activation(), network.read(RateVariable.r, l)) : Optional.empty();
            if (layer.isPresent()) {
                return layer;
            }
        }
        return Standstill.outputs(network.read(RateVariable.r, p.depth()), 1);
    }

    @Override
    public List<Series> series(int replica, List<String> quantities) {
        return quantities.stream().flatMap(name -> Quantity.of(name).series(this).stream()).toList();
    }

    /** Returns the weights in the shapes of {@link RateVariable#shape}, sorted by name as in weights.safetensors. */
    @Override
    public Map<String, NpyArray> weights(int replica) {
        Map<String, NpyArray> weights = new TreeMap<>();
        for (RateVariable variable : WEIGHTS) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.exists(p, l)) {
                    weights.put(variable.name() + l, NpyArray.ofFloats(floats(network.read(variable, l)), variable.shape(p, l)));
                }
            }
        }
        return weights;
    }

    @Override
    public void setWeights(int replica, Map<String, NpyArray> weights) {
        for (RateVariable variable : WEIGHTS) {
            for (int l = 1; l <= p.depth(); l++) {
                NpyArray given = weights.get(variable.name() + l);
                if (given != null) {
                    network.write(variable, l, given.toDoubles());
                }
            }
        }
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * Returns the state of the network ({@link RateNetwork#state}) and of the run: {@code order} of the training samples, {@code batch} of the epoch
     * (-1: none), {@code squared_errors} and {@code batches} of this epoch, {@code measured_error} and {@code measured_angle_B} of the last
     * measurement, and the outputs in evaluations: {@code validation_}, {@code readout_} and {@code test_ output}, {@code latent} and
     * {@code squared_errors}.
     */
    @Override
    public Map<String, NpyArray> state(int replica) {
        Map<String, NpyArray> state = new LinkedHashMap<>(network.state());
        state.putAll(list().save());
        return state;
    }

    private NamedArrays list() {
        NamedArrays arrays = new NamedArrays();
        order.listState(arrays);
        arrays.number("batch", -1, parts.batches(p.batch()) - 1L, () -> batch, saved -> batch = (int) saved);
        arrays.number("squared_errors", () -> squaredErrors, saved -> squaredErrors = saved);
        arrays.number("batches", 0, Integer.MAX_VALUE, () -> batches, saved -> batches = (int) saved);
        arrays.number("measured_error", () -> trainError, saved -> trainError = saved);
        arrays.doubles("measured_angle_B", angles::clone, saved -> angles = saved.clone(), angles.length);
        evaluation.listState(arrays);
        return arrays;
    }

    @Override
    public void resume(List<Map<String, NpyArray>> states) {
        Map<String, NpyArray> own = new LinkedHashMap<>(states.getFirst());
        evaluation.expect(own.keySet());
        list().take(e.name(), own);
        network.resume(own);
    }

    @Override
    public List<String> snapshotWeights() {
        return List.of(RateVariable.W, RateVariable.B).stream()
                .flatMap(variable -> IntStream.rangeClosed(1, p.depth()).filter(l -> variable.exists(p, l)).mapToObj(l -> variable.name() + l))
                .toList();
    }

    /** Returns the current angle between B and W transposed of each layer with a B, in ascending order of layers; degrees. */
    double[] angles() {
        return Arrays.stream(aligned).mapToDouble(l -> RateAlignment.angle(network, l)).toArray();
    }

    /** Returns the inputs of the current training batch, N x inputs; NaN if there is none. */
    double[] inputs() {
        return rows(input, parts::input);
    }

    /** Returns the targets of the current training batch, N x outputs; NaN if there is none. */
    double[] targets() {
        return rows(target, parts::target);
    }

    /** Returns the mean squared error of the current outputs for the current training batch; NaN if there is none. */
    double meanSquaredError() {
        if (batch < 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int s = 0; s < p.batch(); s++) {
            sum += squaredError(s);
        }
        return sum / p.batch();
    }

    /** Reads the inputs or targets of a sample. */
    @FunctionalInterface
    private interface SampleReader {
        void read(SampleParts.Part part, int sample, float[] to);
    }

    private double[] rows(float[] row, SampleReader reader) {
        double[] rows = new double[Math.multiplyExact(p.batch(), row.length)];
        if (batch < 0) {
            Arrays.fill(rows, Double.NaN);
            return rows;
        }
        for (int s = 0; s < p.batch(); s++) {
            reader.read(parts.train(), sample(s), row);
            for (int i = 0; i < row.length; i++) {
                rows[s * row.length + i] = row[i];
            }
        }
        return rows;
    }
}
