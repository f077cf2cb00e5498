package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pal4j.Activation;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.LayerKind;

/** Layers as configurations write them: "dense 200 tanh", "convolution 20 5x5 logistic", "maxpool", "projection 500 logistic". */
final class LayerText {
    private static final List<String> KINDS = Arrays.stream(LayerKind.values()).map(LayerKind::label).toList();
    private static final int MOST_LAYERS = 100;
    private static final int MOST_SHOWN = 60;

    private LayerText() {}

    /** The layers of a list; what is wrong goes to its faults. */
    static List<Layer> read(Value value) {
        JsonNode node = value.node();
        List<Layer> layers = new ArrayList<>();
        if (!node.isArray() || node.isEmpty() || node.size() > MOST_LAYERS) {
            value.faults().add(value.key() + " = " + Faults.shown(node.toString()) + ": must be a list of 1 to " + MOST_LAYERS
                    + " layers, for example [dense 200 tanh, dense 10 linear]");
            return layers;
        }
        for (int i = 0; i < node.size(); i++) {
            String key = value.key() + "[" + i + "]";
            if (node.get(i).isTextual()) {
                layer(key, node.get(i).textValue(), value.faults()).ifPresent(layers::add);
            } else {
                value.faults().add(key + " = " + Faults.shown(node.get(i).toString()) + ": must be text, for example dense 200 tanh");
            }
        }
        return layers;
    }

    private static Optional<Layer> layer(String key, String text, List<String> faults) {
        String[] words = text.strip().split("\\s+");
        int before = faults.size();
        String what = key + " = \"" + Faults.shown(text) + "\": ";
        Optional<LayerKind> kind = Arrays.stream(LayerKind.values()).filter(k -> k.label().equals(words[0].toLowerCase(Locale.ROOT))).findFirst();
        if (kind.isEmpty()) {
            faults.add(what + "begins with none of " + String.join(", ", KINDS) + Nearest.hint(words[0].isEmpty() ? text + "?" : words[0], KINDS));
            return Optional.empty();
        }
        Layer layer = switch (kind.get()) {
            case MAXPOOL -> {
                if (words.length > 2 || words.length == 2 && !words[1].equals("2x2")) {
                    faults.add(what + "must be maxpool alone; it is over 2 x 2");
                }
                yield Layer.maxPool();
            }
            case CONVOLUTION -> {
                boolean whole = requireWords(words, 4, what, "convolution FILTERS KxK ACTIVATION, for example convolution 20 5x5 logistic", faults);
                yield whole ? Layer.convolution(number(words[1], what, "filters", faults), window(words[2], what, faults),
                        activation(words[3], what, faults)) : Layer.maxPool();
            }
            case DENSE, PROJECTION -> {
                String form = kind.get().label() + " NEURONS ACTIVATION, for example " + kind.get().label() + " 200 tanh";
                if (!requireWords(words, 3, what, form, faults)) {
                    yield Layer.maxPool();
                }
                int neurons = number(words[1], what, "neurons", faults);
                Activation activation = activation(words[2], what, faults);
                yield kind.get() == LayerKind.DENSE ? Layer.dense(neurons, activation) : Layer.projection(neurons, activation);
            }
        };
        return faults.size() == before ? Optional.of(layer) : Optional.empty();
    }

    private static boolean requireWords(String[] words, int count, String what, String form, List<String> faults) {
        if (words.length != count) {
            faults.add(what + "must be " + form);
        }
        return words.length == count;
    }

    private static int number(String word, String what, String of, List<String> faults) {
        if (word.matches("\\d{1,9}") && Integer.parseInt(word) >= 1 && Integer.parseInt(word) <= CircuitKeys.MOST_NEURONS) {
            return Integer.parseInt(word);
        }
        faults.add(what + "the number of " + of + " must be from 1 to " + CircuitKeys.MOST_NEURONS + ", not " + Faults.shown(word));
        return 1;
    }

    private static int window(String word, String what, List<String> faults) {
        if (word.matches("(\\d{1,4})x\\1") && Integer.parseInt(word.substring(0, word.indexOf('x'))) >= 1) {
            return Integer.parseInt(word.substring(0, word.indexOf('x')));
        }
        faults.add(what + "the size of a kernel must be like 5x5, not " + Faults.shown(word));
        return 1;
    }

    private static Activation activation(String word, String what, List<String> faults) {
        Optional<Activation> found = Arrays.stream(Activation.values()).filter(activation -> activation.label().equals(word)).findFirst();
        if (found.isEmpty()) {
            faults.add(what + "the activation must be one of " + String.join(", ", Activation.labels()) + Nearest.hint(word, Activation.labels()));
        }
        return found.orElse(Activation.LINEAR);
    }

    /** A layer as it is read. */
    static String of(Layer layer) {
        return switch (layer.kind()) {
            case MAXPOOL -> layer.kind().label();
            case CONVOLUTION -> layer.kind().label() + " " + layer.size() + " " + layer.window() + "x" + layer.window() + " "
                    + layer.activation().label();
            case DENSE, PROJECTION -> layer.kind().label() + " " + layer.size() + " " + layer.activation().label();
        };
    }

    /** All layers in a few words: 784-200-2-200-784, 3x32x32-20x28x28-... */
    static String sizes(org.pal4j.rate.RateParameters p) {
        StringBuilder text = new StringBuilder();
        for (int l = 0; l <= p.depth(); l++) {
            text.append(l == 0 ? "" : "-").append(p.shape(l).toString().replace(" ", ""));
        }
        return text.length() <= MOST_SHOWN * 2 ? text.toString() : text.substring(0, MOST_SHOWN * 2) + "...";
    }
}
