package org.pal4j.config;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;

/**
 * A value from a configuration, with readers for each type. If the value is invalid, a reader adds a fault that says what was expected, and returns
 * a harmless value; so all faults of a file come in one message.
 *
 * @param key    the name of the value in faults
 * @param given  the value in plain Java (see {@link Documents})
 * @param faults the list to which faults are added
 */
public record Value(String key, @Nullable Object given, List<Fault> faults) {
    /** Stands for a missing value. Every reader of it adds a fault. */
    public static final Object MISSING = new Object() {
        @Override
        public String toString() {
            return "";
        }
    };
    /** The YAML library reads 1e-6 as text, since it has no decimal point. Java itself would also accept 0x1p3, 1f and NaN. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,9})?");

    private static final int MAX_DIGITS = 100;
    /** From here on, a double may stand for a whole number other than its own. */
    private static final double MAX_EXACT = 1L << 53;

    /** Creates a missing value. */
    public static Value missing(String key, List<Fault> faults) {
        return new Value(key, MISSING, faults);
    }

    /** Returns whether this value is missing. */
    public boolean isMissing() {
        return isMissing(given);
    }

    /** Returns whether a value is {@link #MISSING}. */
    static boolean isMissing(@Nullable Object value) {
        return MISSING.equals(value);
    }

    /** Reads a finite number. */
    public double number() {
        double value = Double.NaN;
        if (given instanceof Number number) {
            value = number.doubleValue();
        } else if (isNumberInText()) {
            value = Double.parseDouble((String) given);
        }
        return Double.isFinite(value) ? value
                : fault("must be a finite number" + (Double.isInfinite(value) ? ", at most 1.8e308" : ""), inDecimal(), 0.0);
    }

    /** Reads one number, or a list of them. */
    public List<Double> numbers() {
        return each(Value::number);
    }

    /** Reads an integer, exact to 64 bits. */
    public long integer(long least, long most) {
        BigDecimal value;
        if (given instanceof Double number && Math.abs(number) >= MAX_EXACT && Double.isFinite(number)) {
            // The reader of the document may have rounded it.
            return fault(whole(least, most), "write it with all of its digits, without point and exponent", least);
        }
        if (given instanceof Number number && Double.isFinite(number.doubleValue())) {
            value = number instanceof Double ? BigDecimal.valueOf(number.doubleValue()) : new BigDecimal(number.toString());
        } else if (isNumberInText()) {
            value = new BigDecimal((String) given);
        } else {
            return fault(whole(least, most), inDecimal(), least);
        }
        boolean inside = value.compareTo(BigDecimal.valueOf(least)) >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0;
        // The bounds come first: 1e999999999 would take a billion digits.
        if (!inside || value.stripTrailingZeros().scale() > 0) {
            return fault(whole(least, most), least);
        }
        return value.longValue();
    }

    private boolean isNumberInText() {
        return given instanceof String text && text.length() <= MAX_DIGITS && NUMBER.matcher(text).matches();
    }

    private static String whole(long least, long most) {
        return "must be a whole number from " + least + " to " + most;
    }

    /** Reads one integer, or a list of them. */
    public List<Long> integers(long least, long most) {
        return each(value -> value.integer(least, most));
    }

    /** Reads true or false. */
    public boolean truth() {
        if (given instanceof Boolean truth) {
            return truth;
        }
        if (given instanceof String text && (text.equals("true") || text.equals("false"))) {
            return Boolean.parseBoolean(text);
        }
        return fault("must be true or false", false);
    }

    /** Reads text. */
    public String text() {
        return given instanceof String text ? text : fault("must be text; what looks like something else needs quotes", "");
    }

    /** Reads one text, or a list of them. */
    public List<String> texts() {
        return each(Value::text);
    }

    /** Reads the name of a file, as an absolute path. A relative one begins in the current directory. */
    public Path file() {
        String text = text();
        try {
            return text.isBlank() && given instanceof String ? fault("must be the name of a file", Path.of(""))
                    : Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            return fault("can't be the name of a file here (" + e.getReason() + ")", Path.of(""));
        }
    }

    /** Reads one of {@code choices}, given by label. */
    public <T> T choice(T[] choices, Function<T, String> label) {
        for (T choice : choices) {
            if (label.apply(choice).equals(given)) {
                return choice;
            }
        }
        List<String> labels = Arrays.stream(choices).map(label).toList();
        String hint = given instanceof String text ? Nearest.hint(text, labels) : "";
        return fault("must be one of " + String.join(", ", labels) + hint, choices[0]);
    }

    /** Reads one choice, or a list of them. */
    public <T> List<T> choices(T[] choices, Function<T, String> label) {
        return each(value -> value.choice(choices, label));
    }

    /** Reads two numbers in ascending order, or equal. Both must fit into a float. */
    public Range range() {
        int before = faults.size();
        List<Double> ends = numbers();
        boolean read = faults.size() == before;
        if (read && (ends.size() != 2 || !(ends.get(0) <= ends.get(1)) || !isFloat(ends.get(0)) || !isFloat(ends.get(1)))) {
            return fault("must be two numbers [low, high], low not above high, both at most 3.4e38, for example [-1, 1]", new Range(0, 0));
        }
        return read ? new Range(ends.get(0), ends.get(1)) : new Range(0, 0);
    }

    /** Reads a number that is also finite as a float. */
    public double voltage() {
        double value = number();
        return isFloat(value) ? value : fault("must be a voltage that a float can hold, at most 3.4e38", 0.0);
    }

    private static boolean isFloat(double value) {
        return Float.isFinite((float) value);
    }

    private <T> List<T> each(Function<Value, T> reader) {
        if (given == null) {
            // The reader only gives its harmless value.
            return fault("is left empty, and must be a value or a list of values, for example [1, 2]",
                    List.of(reader.apply(new Value(key, null, new ArrayList<>()))));
        }
        if (!(given instanceof List<?> list)) {
            return List.of(reader.apply(this));
        }
        List<T> values = new ArrayList<>();
        list.forEach(element -> values.add(reader.apply(new Value(key + "[" + values.size() + "]", element, faults))));
        return values;
    }

    private <T> T fault(String bound, T harmless) {
        return fault(bound, "", harmless);
    }

    private <T> T fault(String bound, String fix, T harmless) {
        faults.add(new Fault(key, isMissing() ? "nothing" : Fault.shown(given instanceof Double number ? number.toString() : Json.text(given)), bound,
                fix));
        return harmless;
    }

    /** Returns how to write a number that was given in another notation; empty for anything else. */
    private String inDecimal() {
        return given instanceof String text ? Decimal.of(text).map(number -> "numbers are decimal, so write " + number).orElse("") : "";
    }
}
