package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pal4j.Activation;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Keys.Reading;
import org.pal4j.data.own.OwnData;
import org.pal4j.data.own.OwnDataKeys;
import org.pal4j.model.RunSettings;
import org.pal4j.model.SharedKeys;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.Shape;

/** Mutable experiment with a rate network during reading. Initial field values are the defaults of the keys. */
final class RateDraft {
    private static final int MAX_INPUTS = 1 << 24;

    final SharedKeys settings = new SharedKeys();
    ImageTask task = ImageTask.AUTOENCODER;
    List<Layer> layers = List.of();
    RateAlgorithm algorithm = RateAlgorithm.PAL;
    Target target = Target.RATE;
    int batch = 32;
    int updates = 100;
    int trainSamples;
    int validationSamples;
    int testSamples;
    Optional<Long> splitSeed = Optional.empty();
    boolean noiseInEvaluation = true;
    double init = 0.05;
    int classifierSamples = 10_000;
    int classifierSeeds = 3;
    final OwnDataKeys own = new OwnDataKeys();
    List<Long> inputs = List.of();
    double dt = 0.1;
    double beta = 0.1;
    double tauXi = 10;
    double tauHP = 10;
    double tauLO;
    double multiplier = 64;
    List<Double> lrFactors = List.of(0.0);
    List<Double> bwLrFactors = List.of(0.0);
    List<Double> regularizer = List.of(0.0);
    List<Double> sigma = List.of(0.0);
    List<Double> whiteNoise = List.of(0.0);

    /** Builds the experiment, unless the network cannot be built, and adds the faults found. */
    static Optional<RateExperiment> finish(Reading<RateDraft> reading, List<Fault> faults) {
        RateDraft draft = reading.draft();
        if (!draft.layers.isEmpty()) {
            return draft.check(reading, faults);
        }
        if (!reading.wrong().contains(RateKeys.LAYERS)) {
            faults.add(Fault.of(RateKeys.LAYERS, "must be given, for example [dense 200 tanh, dense 2 linear, dense 200 tanh, "
                    + "dense 784 linear]"));
        }
        // Without layers, no other key can be checked. A placeholder is used to determine the defaults of the other keys.
        draft.layers = List.of(Layer.dense(draft.task.outputs(), Activation.LINEAR));
        return draft.check(reading, new ArrayList<>());
    }

    private Optional<RateExperiment> check(Reading<?> keys, List<Fault> faults) {
        RunSettings run = settings.finish(faults);
        int before = faults.size();
        Optional<OwnData> data = own(keys, faults);
        List<Double> forward = each("lr_factors", lrFactors, faults);
        List<Double> backward = each("bw_lr_factors", bwLrFactors, faults);
        List<Double> alpha = each("regularizer", regularizer, faults);
        List<Double> amplitudes = each("sigma", sigma, faults);
        List<Double> white = each("wn_sigma", whiteNoise, faults);
        if (white.stream().distinct().count() > 1) {
            faults.add(Fault.of("wn_sigma", whiteNoise, "must be one value, as PAL4J has one amplitude of white noise for all layers"));
        }
        checkNumbers(faults);
        checkOutput(faults);
        RateExperiment.Rates rates = new RateExperiment.Rates(multiplier, forward, backward, tauXi, tauHP, tauLO);
        if (faults.size() > before || !(dt > 0)) {
            return Optional.empty();
        }
        double base = rates.base(updates, dt);
        List<Layer> learning = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i).withSigma(amplitudes.get(i));
            learning.add(layer.hasWeights()
                    ? layer.withEta(base * forward.get(i)).withBackward(base * backward.get(i), alpha.get(i)) : layer);
        }
        Shape input = data.isPresent() ? ownInput() : task.input(layers.getFirst().kind());
        try {
            RateParameters p = new RateParameters(algorithm, target, input, learning, batch, dt, beta, tauXi * dt, tauHP * dt, tauLO * dt,
                    white.getFirst());
            RateExperiment e = new RateExperiment(run, task, p, rates, updates, trainSamples, validationSamples, testSamples, splitSeed,
                    noiseInEvaluation, init, classifierSamples, classifierSeeds, data);
            // Of a network that is too large, its size is told.
            if (RunCost.isPossible(p)) {
                e.settings().checkSnapshots(RunCost.snapshotFloats(e), faults);
            }
            if (e.hasClassifier() && e.seed() > Long.MAX_VALUE - (classifierSeeds - 1)) {
                faults.add(Fault.of("seed", e.seed(), "must be at most " + (Long.MAX_VALUE - (classifierSeeds - 1)) + ", as the "
                        + classifierSeeds + " classifiers have this seed and those that follow (classifier_seeds)"));
            }
            return Optional.of(e);
        } catch (InputException e) {
            faults.addAll(e.faults());
            return Optional.empty();
        }
    }

    /** Returns what the configuration says of own data, if that is the task. */
    private Optional<OwnData> own(Reading<?> keys, List<Fault> faults) {
        Set<String> given = keys.given();
        if (task == ImageTask.DATA) {
            if (given.contains("split_seed") && splitSeed.isEmpty()) {
                faults.add(Fault.of("split_seed", "seed", "must be a number with the task data, whose replicas share their samples"));
            }
            splitSeed = Optional.of(splitSeed.orElse(0L));
            own.splitSeed(splitSeed.get());
            checkInputs(keys, faults);
        } else if (given.contains(RateKeys.INPUTS)) {
            faults.add(OwnDataKeys.misplaced(RateKeys.INPUTS, task.label()));
        }
        return own.finish(task.label(), keys, new OwnData.Counts(trainSamples, validationSamples, testSamples), faults);
    }

    private void checkInputs(Reading<?> keys, List<Fault> faults) {
        if (keys.wrong().contains(RateKeys.INPUTS)) {
            return;
        }
        if (inputs.isEmpty() && !keys.given().contains(RateKeys.INPUTS)) {
            faults.add(Fault.of(RateKeys.INPUTS,
                    "must be given with the task data: the number of inputs, for example inputs: 4, or channels, height and "
                            + "width, for example inputs: [3, 32, 32]"));
        } else if (inputs.size() != 1 && inputs.size() != 3 || inputs.stream().mapToDouble(n -> n).reduce(1, (a, b) -> a * b) > MAX_INPUTS) {
            faults.add(Fault.of(RateKeys.INPUTS, inputs, "must be the number of inputs, or [channels, height, width], at most " + MAX_INPUTS
                    + " together"));
        }
    }

    /** Returns the input shape, given the kind of the first layer: maps, or a vector for dense layers. */
    private Shape ownInput() {
        int[] sizes = inputs.stream().mapToInt(Long::intValue).toArray();
        if (sizes.length != 3) {
            return Shape.of(sizes.length == 0 ? 1 : sizes[0]);
        }
        Shape shape = new Shape(sizes[0], sizes[1], sizes[2]);
        return layers.getFirst().kind() == LayerKind.DENSE ? Shape.of(shape.size()) : shape;
    }

    private void checkNumbers(List<Fault> faults) {
        if (!(dt > 0)) {
            faults.add(Fault.of("dt", dt, "must be above 0"));
        }
        if (!(tauXi >= 1)) {
            faults.add(Fault.of("tau_xi", tauXi, "must be at least 1, as it counts time steps dt"));
        }
        if (!(tauHP >= 1)) {
            faults.add(Fault.of("tau_HP", tauHP, "must be at least 1, as it counts time steps dt"));
        }
        if (tauLO != 0 && !(tauLO >= 1)) {
            faults.add(Fault.of("tau_LO", tauLO, "must be 0 for no low-pass, or at least 1, as it counts time steps dt"));
        }
        if (!(multiplier >= 0)) {
            faults.add(Fault.of("multiplier", multiplier, "must be 0 or more"));
        }
        if (!(init >= 0) || !Float.isFinite((float) init)) {
            faults.add(Fault.of("init", init, "must be a standard deviation, 0 or more"));
        }
    }

    /** Checks that the last layer and the target suit the task. */
    private void checkOutput(List<Fault> faults) {
        if (task == ImageTask.DATA) {
            // What the last layer must be is known once the files are read.
            return;
        }
        Layer last = layers.getLast();
        if (last.hasWeights() && last.size() != task.outputs()) {
            faults.add(Fault.of(RateKeys.LAYERS, "the last one, \"" + LayerText.of(last) + "\", must have " + task.outputs()
                    + " neurons, as the task " + task.label() + " has so many outputs"));
        }
        if (target == Target.SOFTMAX && !task.hasClasses()) {
            faults.add(new Fault("target", target.label(), "is for classes, and the task " + task.label() + " has none", "use rate or mse"));
        }
    }

    /** Returns a value for each layer; a single value applies to all layers. */
    private List<Double> each(String key, List<Double> values, List<Fault> faults) {
        if (values.size() != 1 && values.size() != layers.size()) {
            faults.add(Fault.of(key, values, "must be one value, or " + layers.size() + ", one for each layer, max-pools included"));
            return Collections.nCopies(layers.size(), 0.0);
        }
        values.stream().filter(value -> !(value >= 0)).findFirst()
                .ifPresent(value -> faults.add(Fault.of(key, values, "must be 0 or more, not " + value)));
        return values.size() == layers.size() ? values : Collections.nCopies(layers.size(), values.getFirst());
    }
}
