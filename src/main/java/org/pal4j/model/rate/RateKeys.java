package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.pal4j.config.Key;
import org.pal4j.config.Keys;
import org.pal4j.config.Kind;
import org.pal4j.config.Value;
import org.pal4j.data.own.OwnDataKeys;
import org.pal4j.model.RunSettings;
import org.pal4j.model.SharedKeys;
import org.pal4j.model.Study;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.Shape;

/** Keys of an experiment with a rate network, mostly named as in the original programs. */
final class RateKeys {
    static final String LAYERS = "layers";
    /** The shape of an input of own data. */
    static final String INPUTS = "inputs";
    /** Value of split_seed that stands for the seed of the run. */
    private static final String SEED = "seed";
    private static final int MAX_SAMPLES = 10_000_000;
    private static final double INFINITE = Double.POSITIVE_INFINITY;
    /** Heading above the keys of the network. */
    private static final String OF_NETWORK =
            "\n# The network. Times tau in units of dt; one value for all layers, or a list with one for each, max-pools included.\n";

    static final Keys<RateDraft, RateExperiment> KEYS = new Keys<>(RateDraft::new, all(), RateDraft::finish);

    private RateKeys() {}

    private static List<Key<RateDraft, RateExperiment>> all() {
        List<Key<RateDraft, RateExperiment>> keys = new ArrayList<>(List.of(
                // The lookup of the model class removes this key from a file; here it is the first key shown.
                key(Study.MODEL, "a latent-equilibrium rate network", Kind.choice(new String[] {RateModel.NAME}, Function.identity()), (d, v) -> {},
                        e -> RateModel.NAME),
                setting(SharedKeys.name()),
                setting(SharedKeys.title()),
                // Earlier files call the second task mnist, which is a different task of circuits (see ImageTask).
                key("task", "autoencoder (of MNIST), mnist-random-split (its classes), cifar10, or data (own files)",
                        Kind.choice(ImageTask.values(), ImageTask::label).formerly("mnist", ImageTask.MNIST_RANDOM_SPLIT), (d, v) -> d.task = v,
                        e -> e.task().label()),
                setting(SharedKeys.seed()),
                setting(SharedKeys.epochs()),
                setting(SharedKeys.previewEpochs("passes of a plain run; 0: all")),
                samples("train_samples", "training samples; 0: all that are there and not for validation", (d, v) -> d.trainSamples = v.intValue(),
                        RateExperiment::trainSamples),
                samples("validation_samples", "of the training images; 0: a fifth of cifar10, a sixth of the others",
                        (d, v) -> d.validationSamples = v.intValue(), RateExperiment::validationSamples),
                samples("test_samples", "shown at the end; 0: all", (d, v) -> d.testSamples = v.intValue(), RateExperiment::testSamples),
                key("split_seed", "decides which images are for validation; seed: the one above", Kind.of("integer", RateKeys::splitSeed),
                        (d, v) -> d.splitSeed = v, e -> e.splitSeed().<Object>map(seed -> seed).orElse(SEED)),
                key("noise_in_evaluation", "OU noise stays on in validation and test (PAL)", Kind.truth(), (d, v) -> d.noiseInEvaluation = v,
                        RateExperiment::noiseInEvaluation),
                key("init", "standard deviation of all initial weights and biases", Kind.number().within(0, Float.MAX_VALUE), (d, v) -> d.init = v,
                        RateExperiment::init),
                key("classifier_samples", "training samples, at most, for the linear classifier of an autoencoder's latent rates",
                        Kind.integer(1, MAX_SAMPLES), (d, v) -> d.classifierSamples = v.intValue(), RateExperiment::classifierSamples),
                key("classifier_seeds", "such classifiers, for a mean of their accuracies; 0: none", Kind.integer(0, 100),
                        (d, v) -> d.classifierSeeds = v.intValue(), RateExperiment::classifierSeeds),
                setting(SharedKeys.weights()),
                setting(SharedKeys.snapshotEvery()),
                setting(SharedKeys.record(Quantity.labels(), "[W, r, angle_B]")),
                setting(SharedKeys.recordEvery(RateModel.TERMS)),
                key(LAYERS, "from the first; dense N PHI, projection N PHI, convolution F KxK PHI, maxpool", Kind.of("layers", LayerText::read),
                        (d, v) -> d.layers = v, e -> e.network().layers().stream().map(LayerText::of).toList()).below(OF_NETWORK).asBlock(),
                key("algorithm", "BP, FA, DFA, PAL, KP or WM", Kind.choice(RateAlgorithm.values(), Enum::name), (d, v) -> d.algorithm = v,
                        RateExperiment::algorithm),
                key("target", "what the output is compared with: rate, mse (voltages) or softmax", Kind.choice(Target.values(), Target::label),
                        (d, v) -> d.target = v, e -> e.network().target().label()),
                key("batch", "samples of an update", Kind.integer(1, 1 << 16), (d, v) -> d.batch = v.intValue(), e -> e.network().batch()),
                key("updates", "for which a batch is shown", Kind.integer(1, 1_000_000), (d, v) -> d.updates = v.intValue(), RateExperiment::updates),
                number("dt", "time step", 0, (d, v) -> d.dt = v, e -> e.network().dt()),
                number("beta", "strength of the target", 0, (d, v) -> d.beta = v, e -> e.network().beta()),
                number("multiplier", "of learning rates: 0.125 * multiplier / updates / dt, times the factors", 0, (d, v) -> d.multiplier = v,
                        e -> e.rates().multiplier()),
                numbers("lr_factors", "of the learning rates of W and b", (d, v) -> d.lrFactors = v, e -> e.rates().forward()),
                numbers("bw_lr_factors", "of the learning rates of B (PAL, KP, WM)", (d, v) -> d.bwLrFactors = v, e -> e.rates().backward()),
                numbers("regularizer", "strength of the decay of B (PAL, KP, WM), and of W with KP", (d, v) -> d.regularizer = v,
                        e -> each(e, Layer::alpha)),
                numbers("sigma", "amplitude of the noise of neurons (PAL, WM)", (d, v) -> d.sigma = v, e -> each(e, Layer::sigma)),
                numbers("wn_sigma", "amplitude of white noise, the same in all layers (PAL)", (d, v) -> d.whiteNoise = v,
                        e -> List.of(e.network().whiteNoise())),
                number("tau_xi", "time constant of that noise with PAL, in units of dt", 1, (d, v) -> d.tauXi = v, e -> e.rates().tauXi()),
                number("tau_HP", "time constant of the high-pass on rates, in units of dt", 1, (d, v) -> d.tauHP = v, e -> e.rates().tauHP()),
                number("tau_LO", "time constant of the low-pass on updates of W, in units of dt; 0: none", 0, (d, v) -> d.tauLO = v,
                        e -> e.rates().tauLO())));
        List<Key<RateDraft, RateExperiment>> own = new ArrayList<>();
        OwnDataKeys.all().forEach(key -> own.add(key.in(d -> d.own, RateExperiment::own)));
        own.add(key(INPUTS, "number of inputs, or [channels, height, width] for convolutions", Kind.integers(1, 1 << 24), (d, v) -> d.inputs = v,
                RateKeys::inputs).shownIf(e -> e.own().isPresent()));
        // After the task.
        keys.addAll(4, own);
        return keys;
    }

    private static <T> Key<RateDraft, RateExperiment> key(
            String name, String about, Kind<T> kind, BiConsumer<RateDraft, T> set, Function<RateExperiment, ?> get) {
        return Key.of(name, about, kind, set, get);
    }

    private static Key<RateDraft, RateExperiment> setting(Key<SharedKeys, RunSettings> key) {
        return key.in(d -> d.settings, RateExperiment::settings);
    }

    private static Key<RateDraft, RateExperiment> samples(
            String name, String about, BiConsumer<RateDraft, Long> set, Function<RateExperiment, Integer> get) {
        return Key.of(name, about, Kind.integer(0, MAX_SAMPLES), set, get);
    }

    private static Key<RateDraft, RateExperiment> number(
            String name, String about, double least, BiConsumer<RateDraft, Double> set, Function<RateExperiment, Double> get) {
        return Key.of(name, about, Kind.number().within(least, INFINITE), set, get);
    }

    /** Returns a key with one value for all layers, or one per layer. */
    private static Key<RateDraft, RateExperiment> numbers(
            String name, String about, BiConsumer<RateDraft, List<Double>> set, Function<RateExperiment, List<Double>> get) {
        return Key.of(name, about, Kind.numbers().within(0, INFINITE), set, e -> Key.single(get.apply(e)));
    }

    private static Object inputs(RateExperiment e) {
        Shape shape = e.network().input();
        return shape.isMap() ? List.of(shape.channels(), shape.height(), shape.width()) : shape.channels();
    }

    private static Optional<Long> splitSeed(Value value) {
        return SEED.equals(value.given()) ? Optional.empty() : Optional.of(value.integer(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static List<Double> each(RateExperiment e, ToDoubleFunction<Layer> of) {
        return e.network().layers().stream().map(of::applyAsDouble).toList();
    }
}
