package org.pal4j.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.config.Nearest;
import org.pal4j.config.Value;

/**
 * The values of a range: {@code {from: 0, to: 1, points: 5}}, optionally with {@code scale: log}, or {@code {from: 0, to: 1, step: 0.25}}.
 *
 * <p>Values are computed in decimal arithmetic, so that they are short: 0.3, not 0.30000000000000004. With {@code points}, the ends are exact and
 * values between them are rounded to 12 digits, or to 6 on a logarithmic scale. Values are the same on every machine.
 *
 * @param path   the name of the range in messages
 * @param given  the keys of the range
 * @param faults the list to which faults are added
 */
record ValueRange(String path, Map<?, ?> given, List<Fault> faults) {
    private static final List<String> KEYS = List.of("from", "to", "points", "step", "scale");
    private static final MathContext LINEAR = new MathContext(12);
    private static final MathContext LOGARITHMIC = new MathContext(6);

    private enum Scale {
        LINEAR, LOG;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns at most {@code most} values, each a {@code Long} or {@code Double}; an empty list if the range has faults. */
    List<Object> values(int most) {
        int before = faults.size();
        given.keySet().stream().map(String.class::cast).filter(key -> !KEYS.contains(key)).forEach(key -> faults.add(Fault.saying(path + "." + key,
                path + ": key '" + Fault.shown(key) + "' of a range is not known" + Nearest.hint(key, KEYS))));
        BigDecimal from = number("from");
        BigDecimal to = number("to");
        boolean stepped = given.containsKey("step");
        if (given.containsKey("points") == stepped) {
            fault("a range has either points or step, for example {from: 0, to: 1, points: 5} or {from: 0, to: 1, step: 0.25}");
        }
        Scale scale = given.containsKey("scale") ? value("scale").choice(Scale.values(), Scale::label) : Scale.LINEAR;
        int points = given.containsKey("points") ? (int) value("points").integer(2, most) : 0;
        BigDecimal step = stepped ? number("step") : BigDecimal.ONE;
        if (faults.size() > before) {
            return List.of();
        }
        if (scale == Scale.LOG && (points == 0 || from.signum() <= 0 || to.signum() <= 0)) {
            fault("a logarithmic range has points, and from and to above 0, for example {from: 0.1, to: 10, points: 5, scale: log}");
        } else if (from.compareTo(to) == 0) {
            fault("from and to are both " + from + "; give [" + from + "] for a single value");
        } else if (stepped && (step.signum() <= 0 || from.compareTo(to) > 0)) {
            fault("step must be above 0, and from below to; give points for a range that descends");
        } else {
            return stepped ? stepped(from, to, step, most) : spread(from, to, points, scale);
        }
        return List.of();
    }

    private void fault(String bound) {
        faults.add(Fault.of(path, bound));
    }

    private Value value(String key) {
        return given.containsKey(key) ? new Value(path + "." + key, given.get(key), faults) : Value.missing(path + "." + key, faults);
    }

    private BigDecimal number(String key) {
        return BigDecimal.valueOf(value(key).number());
    }

    private List<Object> stepped(BigDecimal from, BigDecimal to, BigDecimal step, int most) {
        BigDecimal turns = to.subtract(from).divide(step, 0, RoundingMode.FLOOR);
        if (turns.compareTo(BigDecimal.valueOf(most)) >= 0) {
            fault("has more than " + most + " values; use a larger step");
            return List.of();
        }
        return IntStream.rangeClosed(0, turns.intValueExact()).mapToObj(k -> plain(from.add(step.multiply(BigDecimal.valueOf(k))))).toList();
    }

    private static List<Object> spread(BigDecimal from, BigDecimal to, int points, Scale scale) {
        List<Object> values = new ArrayList<>();
        for (int k = 0; k < points; k++) {
            values.add(plain(k == 0 ? from : k == points - 1 ? to : scale == Scale.LOG
                    ? logarithmic(from.doubleValue(), to.doubleValue(), (double) k / (points - 1))
                    : from.add(to.subtract(from).multiply(BigDecimal.valueOf(k)).divide(BigDecimal.valueOf(points - 1L), MathContext.DECIMAL128))
                            .round(LINEAR)));
        }
        return values;
    }

    /** Interpolates on a logarithmic scale with StrictMath, since the bits of Math may depend on the machine. */
    private static BigDecimal logarithmic(double from, double to, double part) {
        double low = StrictMath.log(from);
        return new BigDecimal(StrictMath.exp(low + part * (StrictMath.log(to) - low))).round(LOGARITHMIC);
    }

    /** Converts to {@code Long} or {@code Double}. Integers stay integers, as some keys need them. */
    private static Object plain(BigDecimal value) {
        boolean whole = value.stripTrailingZeros().scale() <= 0 && value.abs().compareTo(BigDecimal.valueOf(1L << 53)) < 0;
        return whole ? Long.valueOf(value.longValueExact()) : (Object) value.doubleValue();
    }
}
