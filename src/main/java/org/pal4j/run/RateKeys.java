package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/** The keys of an experiment with a rate network, mostly by the names that the original programs gave them. */
final class RateKeys {
    /**
     * One key.
     *
     * @param name  in files and after {@code --set}
     * @param about what it means, for {@code show}
     * @param set   gives a value to a draft
     * @param get   the value as it is shown
     */
    record Key(String name, String about, BiConsumer<RateDraft, Value> set, Function<RateExperiment, Object> get) {}

    private static final String LAYERS = "layers";
    /** What split_seed says if it is the seed itself. */
    private static final String SEED = "seed";
    private static final int MOST_EPOCHS = 100_000_000;
    private static final int MOST_SAMPLES = 10_000_000;

    /** Stands above the keys of the network. */
    private static final String OF_NETWORK =
            "\n# The network. Times tau in units of dt; one value for all layers, or a list with one for each, max-pools included.\n";

    static final List<Key> ALL = List.of(
            new Key("name", "of the experiment and its run folder", (d, v) -> d.name = v.text(), RateExperiment::name),
            new Key("title", "what it shows", (d, v) -> d.title = v.text(), RateExperiment::title),
            new Key("task", "autoencoder (of MNIST), mnist (its classes), or cifar10",
                    (d, v) -> d.task = v.choice(RateTask.values(), RateTask::label), e -> e.task().label()),
            new Key(SEED, "of weights, noise and the order of samples",
                    (d, v) -> d.seed = v.integer(Long.MIN_VALUE, Long.MAX_VALUE), RateExperiment::seed),
            new Key("epochs", "passes over the training samples", (d, v) -> d.epochs = (int) v.integer(0, MOST_EPOCHS), RateExperiment::epochs),
            new Key("preview_epochs", "passes of a plain run; 0: all", (d, v) -> d.previewEpochs = (int) v.integer(0, MOST_EPOCHS),
                    RateExperiment::previewEpochs),
            new Key("train_samples", "training samples; 0: all that are there and not for validation",
                    (d, v) -> d.trainSamples = samples(v), RateExperiment::trainSamples),
            new Key("validation_samples", "of the training images; 0: a fifth of cifar10, a sixth of the others",
                    (d, v) -> d.validationSamples = samples(v), RateExperiment::validationSamples),
            new Key("test_samples", "shown at the end; 0: all", (d, v) -> d.testSamples = samples(v), RateExperiment::testSamples),
            new Key("split_seed", "decides which images are for validation; seed: the one above", RateKeys::split,
                    e -> e.splitSeed().<Object>map(seed -> seed).orElse(SEED)),
            new Key("noise_in_evaluation", "OU noise stays on in validation and test (PAL)", (d, v) -> d.noiseInEvaluation = v.truth(),
                    RateExperiment::noiseInEvaluation),
            new Key("init", "standard deviation of all initial weights and biases", (d, v) -> d.init = v.number(), RateExperiment::init),
            new Key("classifier_samples", "training samples, at most, for the linear classifier of an autoencoder's latent rates",
                    (d, v) -> d.classifierSamples = (int) v.integer(1, MOST_SAMPLES), RateExperiment::classifierSamples),
            new Key("classifier_seeds", "such classifiers, for a mean of their accuracies; 0: none",
                    (d, v) -> d.classifierSeeds = (int) v.integer(0, 100), RateExperiment::classifierSeeds),
            new Key(LAYERS, "from the first; dense N PHI, projection N PHI, convolution F KxK PHI, maxpool", (d, v) -> d.layers = LayerText.read(v),
                    e -> e.network().layers().stream().map(LayerText::of).toList()),
            new Key("algorithm", "BP, FA, DFA or PAL", (d, v) -> d.algorithm = v.choice(RateAlgorithm.values(), Enum::name),
                    e -> e.network().algorithm().name()),
            new Key("target", "what the output is compared with: rate, mse (voltages) or softmax",
                    (d, v) -> d.target = v.choice(Target.values(), Target::label), e -> e.network().target().label()),
            new Key("batch", "samples of an update", (d, v) -> d.batch = (int) v.integer(1, 1 << 16), e -> e.network().batch()),
            new Key("updates", "for which a batch is shown", (d, v) -> d.updates = (int) v.integer(1, 1_000_000), RateExperiment::updates),
            number("dt", "time step", (d, v) -> d.dt = v.number(), e -> e.network().dt()),
            number("beta", "strength of the target", (d, v) -> d.beta = v.number(), e -> e.network().beta()),
            number("multiplier", "of learning rates: 0.125 * multiplier / updates / dt, times the factors", (d, v) -> d.multiplier = v.number(),
                    e -> e.rates().multiplier()),
            list("lr_factors", "of the learning rates of W and b", (d, v) -> d.lrFactors = v.numbers(), e -> e.rates().forward()),
            list("bw_lr_factors", "of the learning rates of B (PAL)", (d, v) -> d.bwLrFactors = v.numbers(), e -> e.rates().backward()),
            list("regularizer", "strength of the decay of B (PAL)", (d, v) -> d.regularizer = v.numbers(), e -> each(e, Layer::alpha)),
            list("sigma", "amplitude of OU noise (PAL)", (d, v) -> d.sigma = v.numbers(), e -> each(e, Layer::sigma)),
            list("wn_sigma", "amplitude of white noise, the same in all layers (PAL)", (d, v) -> d.whiteNoise = v.numbers(),
                    e -> List.of(e.network().whiteNoise())),
            new Key("tau_xi", "time constant of OU noise, in units of dt", (d, v) -> d.tauXi = v.number(), e -> e.rates().tauXi()),
            new Key("tau_HP", "time constant of the high-pass on rates, in units of dt", (d, v) -> d.tauHP = v.number(), e -> e.rates().tauHP()),
            number("tau_LO", "time constant of the low-pass on updates of W, in units of dt; 0: none", (d, v) -> d.tauLO = v.number(),
                    e -> e.rates().tauLO()));

    private RateKeys() {}

    private static Key number(String name, String about, BiConsumer<RateDraft, Value> set, Function<RateExperiment, Double> get) {
        return new Key(name, about, set, get::apply);
    }

    private static Key list(String name, String about, BiConsumer<RateDraft, Value> set, Function<RateExperiment, List<Double>> get) {
        return new Key(name, about, set, e -> CircuitKeys.single(get.apply(e)));
    }

    private static int samples(Value value) {
        return (int) value.integer(0, MOST_SAMPLES);
    }

    private static void split(RateDraft draft, Value value) {
        boolean same = value.node().isTextual() && value.node().textValue().equals(SEED);
        draft.splitSeed = same ? Optional.empty() : Optional.of(value.integer(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static List<Double> each(RateExperiment e, ToDoubleFunction<Layer> of) {
        return e.network().layers().stream().map(of::applyAsDouble).toList();
    }

    /** All keys, those of a study included. */
    static List<String> all() {
        List<String> all = new ArrayList<>(ALL.stream().map(Key::name).toList());
        all.addAll(List.of(Model.KEY, Study.SEEDS, Study.EACH, Sweep.KEY));
        return all;
    }

    /** All keys as they are shown. */
    static List<ShownKey> shown() {
        return ALL.stream().map(key -> ShownKey.of(RateExperiment.class, key.name(), key.about(), key.get(), e -> true)
                .below(key.name().equals(LAYERS) ? OF_NETWORK : "")).toList();
    }

    /** The line that says whose keys they are. */
    static String head() {
        StringBuilder text = new StringBuilder();
        ShownKey.line(text, Model.KEY, Model.RATE.label(), "a latent-equilibrium rate network");
        return text.toString();
    }

    /** The experiment as a YAML file with a comment on each key; it reads back as the same experiment. */
    static String show(RateExperiment e) {
        StringBuilder text = new StringBuilder(head());
        for (Key key : ALL) {
            if (key.name().equals(LAYERS)) {
                text.append(OF_NETWORK).append(LAYERS).append(":  # ").append(key.about()).append('\n');
                e.network().layers().forEach(layer -> text.append("  - ").append(LayerText.of(layer)).append('\n'));
            } else {
                ShownKey.line(text, key.name(), key.get().apply(e), key.about());
            }
        }
        return text.toString();
    }
}
