package org.pal4j.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.Shape;

/** An experiment with a rate network that is being read; its defaults are what a key stands for that nobody gives. */
final class RateDraft {
    private static final KeyReader<RateDraft> KEYS = new KeyReader<>(RateDraft::new,
            key -> RateKeys.ALL.stream().filter(k -> k.name().equals(key)).findFirst().map(RateKeys.Key::set), RateKeys.all());

    String name = "experiment";
    String title = "";
    RateTask task = RateTask.AUTOENCODER;
    long seed = 1;
    int epochs = 1;
    int previewEpochs;
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

    /**
     * The experiment that a mapping describes.
     *
     * @param source what to call it in messages
     * @throws InputException with all that is wrong
     */
    static RateExperiment read(String source, ObjectNode keys) {
        List<String> faults = new ArrayList<>();
        RateDraft draft = new RateDraft();
        KeyReader.Read read = KEYS.read(keys, draft, faults);
        if (!read.given().contains("layers") && !read.wrong().contains("layers")) {
            faults.add("layers: must be given, for example [dense 200 tanh, dense 2 linear, dense 200 tanh, dense 784 linear]");
        }
        // Without layers, nothing else can be checked against them.
        Optional<RateExperiment> experiment = draft.layers.isEmpty() ? Optional.empty() : draft.finish(faults);
        return experiment.filter(e -> faults.isEmpty()).orElseThrow(() -> Faults.of(source, faults));
    }

    private Optional<RateExperiment> finish(List<String> faults) {
        NameFaults.find(name, title, faults);
        int before = faults.size();
        List<Double> forward = each("lr_factors", lrFactors, faults);
        List<Double> backward = each("bw_lr_factors", bwLrFactors, faults);
        List<Double> alpha = each("regularizer", regularizer, faults);
        List<Double> amplitudes = each("sigma", sigma, faults);
        List<Double> white = each("wn_sigma", whiteNoise, faults);
        if (white.stream().distinct().count() > 1) {
            faults.add("wn_sigma = " + whiteNoise + ": must be one value, as PAL4J has one amplitude of white noise for all layers");
        }
        times(faults);
        if (!(multiplier >= 0)) {
            faults.add("multiplier = " + multiplier + ": must be 0 or more");
        }
        if (!(init >= 0) || !Float.isFinite((float) init)) {
            faults.add("init = " + init + ": must be a standard deviation, 0 or more");
        }
        Shape input = task.input(layers.getFirst().kind());
        Layer last = layers.getLast();
        if (last.hasWeights() && last.size() != task.outputs()) {
            faults.add("layers: the last one, \"" + LayerText.of(last) + "\", must have " + task.outputs() + " neurons, as the task " + task.label()
                    + " has so many outputs");
        }
        if (target == Target.SOFTMAX && !task.hasClasses()) {
            faults.add("target = softmax: is for classes, and the task " + task.label() + " has none; use rate or mse");
        }
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
        try {
            RateParameters p = new RateParameters(algorithm, target, input, learning, batch, dt, beta, tauXi * dt, tauHP * dt, tauLO * dt,
                    white.getFirst());
            return Optional.of(new RateExperiment(name, title, task, p, rates, seed, epochs, previewEpochs, updates, trainSamples,
                    validationSamples, testSamples, splitSeed, noiseInEvaluation, init, classifierSamples, classifierSeeds));
        } catch (InputException e) {
            faults.addAll(Faults.in(e));
            return Optional.empty();
        }
    }

    private void times(List<String> faults) {
        if (!(dt > 0)) {
            faults.add("dt = " + dt + ": must be above 0");
        }
        if (!(tauXi >= 1)) {
            faults.add("tau_xi = " + tauXi + ": must be at least 1, as it counts time steps dt");
        }
        if (!(tauHP >= 1)) {
            faults.add("tau_HP = " + tauHP + ": must be at least 1, as it counts time steps dt");
        }
        if (tauLO != 0 && !(tauLO >= 1)) {
            faults.add("tau_LO = " + tauLO + ": must be 0 for no low-pass, or at least 1, as it counts time steps dt");
        }
    }

    /** A value for each layer; one alone is for all. */
    private List<Double> each(String key, List<Double> values, List<String> faults) {
        if (values.size() != 1 && values.size() != layers.size()) {
            faults.add(key + " = " + values + ": must be one value, or " + layers.size() + ", one for each layer, max-pools included");
            return Collections.nCopies(layers.size(), 0.0);
        }
        values.stream().filter(value -> !(value >= 0)).findFirst()
                .ifPresent(value -> faults.add(key + " = " + values + ": must be 0 or more, not " + value));
        return values.size() == layers.size() ? values : Collections.nCopies(layers.size(), values.getFirst());
    }
}
