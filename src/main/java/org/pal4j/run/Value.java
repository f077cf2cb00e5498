package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A configured value that tells what it should have been: each reader adds a sentence to a list of faults and returns something
 * harmless, so that all faults of a file come in one message.
 *
 * @param key    its name
 * @param node   what was given
 * @param faults where sentences go
 */
record Value(String key, JsonNode node, List<String> faults) {
    /** YAML reads 1e-6 as text, since it has no point. Java would take more for a number: 0x1p3, 1f, NaN. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,9})?");

    private static final int MOST_DIGITS = 100;

    /** A finite number. */
    double number() {
        double value = Double.NaN;
        if (node.isNumber()) {
            value = node.doubleValue();
        } else if (isNumberInText()) {
            value = Double.parseDouble(node.textValue());
        }
        return Double.isFinite(value) ? value : fault("must be a finite number", 0.0);
    }

    /** One number, or a list of them. */
    List<Double> numbers() {
        return each(Value::number);
    }

    /** A whole number; exact in all of its 64 bits. */
    long integer(long least, long most) {
        BigDecimal value;
        if (node.isNumber() && Double.isFinite(node.doubleValue())) {
            value = node.decimalValue();
        } else if (isNumberInText()) {
            value = new BigDecimal(node.textValue());
        } else {
            return fault(whole(least, most), least);
        }
        boolean inside = value.compareTo(BigDecimal.valueOf(least)) >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0;
        // Asked in this order, as a number of a billion digits is soon written: 1e999999999.
        if (!inside || value.stripTrailingZeros().scale() > 0) {
            return fault(whole(least, most), least);
        }
        return value.longValue();
    }

    private boolean isNumberInText() {
        return node.isTextual() && node.textValue().length() <= MOST_DIGITS && NUMBER.matcher(node.textValue()).matches();
    }

    private static String whole(long least, long most) {
        return "must be a whole number from " + least + " to " + most;
    }

    /** One whole number, or a list of them. */
    List<Long> integers(long least, long most) {
        return each(value -> value.integer(least, most));
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
        return node.isTextual() ? node.textValue() : fault("must be text; what looks like something else needs quotes", "");
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
        return each(value -> value.choice(choices, label));
    }

    /** Two numbers, the first not above the second; weights are floats. */
    Range range() {
        int before = faults.size();
        List<Double> ends = numbers();
        boolean read = faults.size() == before;
        if (read && (ends.size() != 2 || !(ends.get(0) <= ends.get(1)) || !isFloat(ends.get(0)) || !isFloat(ends.get(1)))) {
            return fault("must be two numbers [low, high], low not above high, both at most 3.4e38, for example [-1, 1]", new Range(0, 0));
        }
        return read ? new Range(ends.get(0), ends.get(1)) : new Range(0, 0);
    }

    /** A number that is finite as a float, too. */
    double voltage() {
        double value = number();
        return isFloat(value) ? value : fault("must be a voltage that a float can hold, at most 3.4e38", 0.0);
    }

    private static boolean isFloat(double value) {
        return Float.isFinite((float) value);
    }

    private <T> List<T> each(Function<Value, T> reader) {
        if (!node.isArray()) {
            return List.of(reader.apply(this));
        }
        List<T> values = new ArrayList<>();
        node.forEach(element -> values.add(reader.apply(new Value(key + "[" + values.size() + "]", element, faults))));
        return values;
    }

    private <T> T fault(String bound, T harmless) {
        faults.add(key + " = " + (node.isMissingNode() ? "nothing" : Faults.shown(node.toString())) + ": " + bound);
        return harmless;
    }
}
