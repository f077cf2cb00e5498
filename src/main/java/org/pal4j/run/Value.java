package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A configured value that tells what it should have been: each reader adds a sentence to a list of faults and returns something
 * harmless, so that all faults of a file come in one message.
 *
 * @param key    its name
 * @param node   what was given
 * @param faults where sentences go
 */
record Value(String key, JsonNode node, List<String> faults) {

    double number() {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isTextual()) {
            // YAML reads 1e-6 as text, since it has no point.
            try {
                return Double.parseDouble(node.textValue());
            } catch (NumberFormatException e) {
                return fault("must be a number", Double.NaN);
            }
        }
        return fault("must be a number", Double.NaN);
    }

    /** One number, or a list of them. */
    List<Double> numbers() {
        if (!node.isArray()) {
            return List.of(number());
        }
        List<Double> values = new ArrayList<>();
        node.forEach(each -> values.add(new Value(key + "[" + values.size() + "]", each, faults).number()));
        return values.isEmpty() ? fault("must not be an empty list", List.of(0.0)) : values;
    }

    long integer(long least, long most) {
        double value = node.isIntegralNumber() && node.canConvertToLong() ? 0 : number();
        boolean whole = value == Math.rint(value) && Math.abs(value) <= 1L << 53;
        if (Double.isNaN(value)) {
            return least;
        }
        long integer = node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : (long) value;
        if (!whole || integer < least || integer > most) {
            return fault("must be a whole number from " + least + " to " + most, least);
        }
        return integer;
    }

    /** One whole number, or a list of them. */
    List<Long> integers(long least, long most) {
        if (!node.isArray()) {
            return List.of(integer(least, most));
        }
        List<Long> values = new ArrayList<>();
        node.forEach(each -> values.add(new Value(key + "[" + values.size() + "]", each, faults).integer(least, most)));
        return values.isEmpty() ? fault("must not be an empty list", List.of(least)) : values;
    }

    boolean truth() {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isTextual() && (node.textValue().equals("true") || node.textValue().equals("false"))) {
            return Boolean.parseBoolean(node.textValue());
        }
        return fault("must be true or false", false);
    }

    String text() {
        return node.isTextual() ? node.textValue() : fault("must be text", "");
    }

    /** One of {@code choices}, by its label. */
    <T> T choice(T[] choices, Function<T, String> label) {
        for (T choice : choices) {
            if (node.isTextual() && label.apply(choice).equals(node.textValue())) {
                return choice;
            }
        }
        List<String> labels = Arrays.stream(choices).map(label).toList();
        String hint = node.isTextual() ? Nearest.hint(node.textValue(), labels) : "";
        return fault("must be one of " + String.join(", ", labels) + hint, choices[0]);
    }

    /** One choice, or a list of them. */
    <T> List<T> choices(T[] choices, Function<T, String> label) {
        if (!node.isArray()) {
            return List.of(choice(choices, label));
        }
        List<T> values = new ArrayList<>();
        node.forEach(each -> values.add(new Value(key + "[" + values.size() + "]", each, faults).choice(choices, label)));
        return values.isEmpty() ? fault("must not be an empty list", List.of(choices[0])) : values;
    }

    /** Two numbers, the first not above the second. */
    Range range() {
        List<Double> ends = numbers();
        if (ends.size() != 2 || !(ends.get(0) <= ends.get(1)) || Double.isInfinite(ends.get(1) - ends.get(0))) {
            return fault("must be two finite numbers [low, high], low not above high", new Range(0, 0));
        }
        return new Range(ends.get(0), ends.get(1));
    }

    private <T> T fault(String bound, T harmless) {
        faults.add(key + " = " + shortened() + ": " + bound);
        return harmless;
    }

    private String shortened() {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
}
