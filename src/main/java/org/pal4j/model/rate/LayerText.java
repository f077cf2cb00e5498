package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pal4j.Activation;
import org.pal4j.Fault;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.config.Value;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateParameters;

/**
 * Reads and writes layers in configurations: "dense 200 tanh", "convolution 20 5x5 logistic", "maxpool", "projection 500 logistic".
 *
 * @param key name of the entry in faults
 */
record LayerText(String key, String text, List<Fault> faults) {
    private static final List<String> KINDS = Arrays.stream(LayerKind.values()).map(LayerKind::label).toList();
    private static final int MAX_LAYERS = 100;
    private static final int MAX_NEURONS = 1 << 24;
    private static final int MAX_CHARACTERS = 120;

    /** Reads the layers of a list and collects their faults. */
    static List<Layer> read(Value value) {
        List<Layer> layers = new ArrayList<>();
        if (!(value.given() instanceof List<?> list) || list.isEmpty() || list.size() > MAX_LAYERS) {
            value.faults().add(Fault.of(value.key(), Fault.shown(Json.text(value.given())), "must be a list of 1 to " + MAX_LAYERS
                    + " layers, for example [dense 200 tanh, dense 10 linear]"));
            return layers;
        }
        for (int i = 0; i < list.size(); i++) {
            String key = value.key() + "[" + i + "]";
            if (list.get(i) instanceof String text) {
                new LayerText(key, text, value.faults()).layer().ifPresent(layers::add);
            } else {
                value.faults().add(Fault.of(key, Fault.shown(Json.text(list.get(i))), "must be text, for example dense 200 tanh"));
            }
        }
        return layers;
    }

    private Optional<Layer> layer() {
        String[] words = text.strip().split("\\s+");
        int before = faults.size();
        Optional<LayerKind> kind = Arrays.stream(LayerKind.values()).filter(k -> k.label().equals(words[0].toLowerCase(Locale.ROOT))).findFirst();
        if (kind.isEmpty()) {
            fault("begins with none of " + String.join(", ", KINDS) + Nearest.hint(words[0].isEmpty() ? text + "?" : words[0], KINDS));
            return Optional.empty();
        }
        Layer layer = switch (kind.get()) {
            case MAXPOOL -> {
                if (words.length > 2 || words.length == 2 && !words[1].equals("2x2")) {
                    fault("must be maxpool alone; it is over 2 x 2");
                }
                yield Layer.maxPool();
            }
            case CONVOLUTION -> {
                boolean whole = requireWords(words, 4, "convolution FILTERS KxK ACTIVATION, for example convolution 20 5x5 logistic");
                yield whole ? Layer.convolution(number(words[1], "filters"), window(words[2]), activation(words[3])) : Layer.maxPool();
            }
            case DENSE, PROJECTION -> {
                String form = kind.get().label() + " NEURONS ACTIVATION, for example " + kind.get().label() + " 200 tanh";
                if (!requireWords(words, 3, form)) {
                    yield Layer.maxPool();
                }
                int neurons = number(words[1], "neurons");
                Activation activation = activation(words[2]);
                yield kind.get() == LayerKind.DENSE ? Layer.dense(neurons, activation) : Layer.projection(neurons, activation);
            }
        };
        return faults.size() == before ? Optional.of(layer) : Optional.empty();
    }

    private void fault(String bound) {
        faults.add(Fault.of(key, "\"" + Fault.shown(text) + "\"", bound));
    }

    private boolean requireWords(String[] words, int count, String form) {
        if (words.length != count) {
            fault("must be " + form);
        }
        return words.length == count;
    }

    private int number(String word, String of) {
        if (word.matches("\\d{1,9}") && Integer.parseInt(word) >= 1 && Integer.parseInt(word) <= MAX_NEURONS) {
            return Integer.parseInt(word);
        }
        fault("the number of " + of + " must be from 1 to " + MAX_NEURONS + ", not " + Fault.shown(word));
        return 1;
    }

    private int window(String word) {
        if (word.matches("(\\d{1,4})x\\1") && Integer.parseInt(word.substring(0, word.indexOf('x'))) >= 1) {
            return Integer.parseInt(word.substring(0, word.indexOf('x')));
        }
        fault("the size of a kernel must be like 5x5, not " + Fault.shown(word));
        return 1;
    }

    private Activation activation(String word) {
        Optional<Activation> found = Activation.named(word);
        if (found.isEmpty()) {
            fault("the activation must be one of " + String.join(", ", Activation.labels()) + Nearest.hint(word, Activation.labels()));
        }
        return found.orElse(Activation.LINEAR);
    }

    /** Returns the text of a layer in configurations. */
    static String of(Layer layer) {
        return switch (layer.kind()) {
            case MAXPOOL -> layer.kind().label();
            case CONVOLUTION -> layer.kind().label() + " " + layer.size() + " " + layer.window() + "x" + layer.window() + " "
                    + layer.activation().label();
            case DENSE, PROJECTION -> layer.kind().label() + " " + layer.size() + " " + layer.activation().label();
        };
    }

    /** Returns the sizes of all layers in short: 784-200-2-200-784, 3x32x32-20x28x28-... */
    static String sizes(RateParameters p) {
        StringBuilder text = new StringBuilder();
        for (int l = 0; l <= p.depth(); l++) {
            text.append(l == 0 ? "" : "-").append(p.shape(l).toString().replace(" ", ""));
        }
        return text.length() <= MAX_CHARACTERS ? text.toString() : text.substring(0, MAX_CHARACTERS) + "...";
    }
}
