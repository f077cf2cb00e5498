package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Value;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.OriginalKeys;
import org.pal4j.model.Study;
import org.pal4j.model.Translation;
import org.pal4j.model.TranslationNotes;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/**
 * Format 3: parameters of the original programs for rate networks, one for the autoencoder of MNIST and one for CIFAR-10. docs/original-files.md
 * has the table of keys.
 */
final class OriginalRate implements OriginalFormat {
    /** Keys of the program for CIFAR-10 only, which identify its files. */
    private static final List<String> OF_CIFAR = List.of("target_type", "activation", "network_type", "gamma", "rec_degs", "rec_prosp_u");
    /** Those of the original program. */
    private static final RateAlgorithm[] ALGORITHMS = {RateAlgorithm.BP, RateAlgorithm.FA, RateAlgorithm.DFA, RateAlgorithm.PAL};
    private static final List<String> OF_PAL = List.of("bw_lr_factors", "regularizer", "tau_xi", "tau_HP", "tau_LO", "sigma");
    /** Recording switches of the program for MNIST only. */
    private static final List<String> OF_MNIST = List.of("rec_weights", "rec_activations");

    private static final List<String> KEYS = Stream.of(
            Stream.of("algorithm", "epochs", "batch_size", "batch_learning_multiplier", "lr_factors"), OF_PAL.stream(),
            Stream.of("wn_sigma", "n_updates", "seed", "model_variant", "with_optimizer", "rec_noise", "output"), OF_CIFAR.stream(),
            OF_MNIST.stream()).flatMap(keys -> keys).toList();

    private static final Map<String, String> ACTIVATIONS = Map.of("TanH", "tanh", "Sigmoid", "logistic", "HardSigmoid", "hard_sigmoid", "ReLU",
            "relu");

    @Override
    public long knownKeys(Object document) {
        return document instanceof Map<?, ?> keys ? keys.keySet().stream().filter(KEYS::contains).count() : 0;
    }

    @Override
    public String program() {
        return "the PyTorch programs for MNIST and CIFAR-10 (params.json)";
    }

    /**
     * {@inheritDoc}
     *
     * @param task ignored: each of the two programs has one task, and the keys identify the program
     */
    @Override
    public Translation translate(String source, String name, Object document, Optional<String> task) {
        return new File(Documents.mapping(document, source)).translate(source, name);
    }

    private static final class File {
        private final List<Fault> faults = new ArrayList<>();
        private final TranslationNotes notes = new TranslationNotes();
        private final Map<String, Object> own = new LinkedHashMap<>();
        private final OriginalKeys keys;
        private final boolean cifar;

        File(Map<String, Object> given) {
            keys = new OriginalKeys(given, "", KEYS, faults, notes, own);
            cifar = OF_CIFAR.stream().anyMatch(given::containsKey);
        }

        Translation translate(String source, String name) {
            notes.say("random numbers are PAL4J's own, as those of PyTorch can't be followed");
            own.put(Study.MODEL, RateModel.NAME);
            own.put("name", name);
            own.put("title", "Parameters of the original program for " + (cifar ? "CIFAR-10" : "the autoencoder of MNIST"));
            learning(network());
            recording();
            InputException.throwIfAny(source, faults);
            return Translation.of(source, own, notes);
        }

        /** Translates task and layers. Returns the number of layers. */
        private int network() {
            own.put("task", (cifar ? ImageTask.CIFAR10 : ImageTask.AUTOENCODER).label());
            own.put("noise_in_evaluation", !cifar);
            if (!cifar) {
                own.put("target", Target.RATE.label());
                return layers("dense 200 tanh", "dense 2 linear", "dense 200 tanh", "dense 784 linear");
            }
            Value target = keys.needed("target_type");
            own.put("target", target.choice(new String[] {"mse", "rate", "softmax"}, type -> type));
            keys.optional("gamma").filter(value -> value.number() != 0)
                    .ifPresent(value -> keys.fault("gamma", "must be 0, as PAL4J's errors are not injected anywhere else"));
            String[] activations = ACTIVATIONS.keySet().stream().sorted().toArray(String[]::new);
            String phi = ACTIVATIONS.get(keys.optional("activation").map(value -> value.choice(activations, name -> name)).orElse("TanH"));
            String type = keys.optional("network_type").map(value -> value.choice(new String[] {"LeNet5", "MLPNet"}, kind -> kind)).orElse("LeNet5");
            return type.equals("MLPNet")
                    ? layers("dense 4000 " + phi, "dense 1000 " + phi, "dense 4000 " + phi, "dense 10 linear")
                    : layers("convolution 20 5x5 " + phi, "maxpool", "convolution 50 5x5 " + phi, "maxpool", "projection 500 " + phi,
                            "dense 10 linear");
        }

        private int layers(String... layers) {
            own.put(RateKeys.LAYERS, List.of(layers));
            return layers.length;
        }

        private void learning(int layers) {
            Value algorithm = keys.needed("algorithm");
            boolean pal = algorithm.choice(ALGORITHMS, Enum::name) == RateAlgorithm.PAL;
            own.put("algorithm", algorithm.given());
            keys.integer("seed", "seed", 0, Long.MAX_VALUE);
            keys.integer("epochs", "epochs", 0, 100_000_000);
            keys.integer("batch_size", "batch", 1, 1 << 16);
            keys.integer("n_updates", "updates", 1, 1_000_000);
            keys.number("batch_learning_multiplier", "multiplier");
            keys.numbers("lr_factors", "lr_factors", 0, layers, "layer");
            if (pal) {
                for (String key : List.of("bw_lr_factors", "regularizer", "sigma")) {
                    keys.numbers(key, key, 0, layers, "layer");
                }
                for (String key : List.of("tau_xi", "tau_HP", "tau_LO", "wn_sigma")) {
                    single(key, layers);
                }
            } else {
                withoutNoise();
            }
            keys.optional("model_variant").ifPresent(value -> value.choice(new String[] {"vanilla"}, variant -> variant));
            keys.optional("with_optimizer").ifPresent(value -> keys.idle("with_optimizer", "the original programs always learn without one"));
        }

        private void withoutNoise() {
            OF_PAL.forEach(key -> idle(key, Value::numbers, "for PAL alone"));
            keys.needed("wn_sigma").numbers().stream().filter(number -> number != 0).findFirst()
                    .ifPresent(number -> keys.fault("wn_sigma", "must be 0 without PAL, as only PAL4J's networks with PAL have white noise"));
        }

        /** Translates a list whose entries must be the same for all layers. */
        private void single(String key, int layers) {
            Value value = keys.needed(key);
            List<Double> values = value.numbers();
            if (value.isMissing() || values.isEmpty()) {
                return;
            }
            if (value.given() instanceof List && values.size() < layers) {
                keys.fault(key, "has " + values.size() + " entries, and must have " + layers + ": one for each layer");
                return;
            }
            List<Double> used = values.subList(0, Math.min(values.size(), layers));
            if (used.stream().distinct().count() > 1) {
                keys.fault(key, "must be the same for all layers; PAL4J has one for the whole network");
                return;
            }
            own.put(key, used.getFirst());
        }

        private void recording() {
            Stream.of("rec_weights", "rec_degs").filter(keys::isTrue)
                    .forEach(key -> keys.idle(key, "angles are always in metrics.csv, and the last weights in weights.safetensors"));
            // The program for MNIST reads these switches and writes nothing.
            Stream.of("rec_activations", "rec_noise").filter(keys::isTrue)
                    .forEach(key -> keys.idle(key, "the original programs record nothing of it"));
            if (keys.isTrue("rec_prosp_u")) {
                keys.fault("rec_prosp_u", "can't be recorded of a rate network; leave it out, or false");
            }
            idle("output", Value::text, "PAL4J has its own ways: --out");
        }

        private void idle(String key, Consumer<Value> type, String why) {
            keys.optional(key).ifPresent(value -> {
                type.accept(value);
                keys.idle(key, why);
            });
        }
    }
}
