package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a range: {@code {from: 0, to: 1, points: 5}}, the same with {@code scale: log}, or {@code {from: 0, to: 1, step: 0.25}}.
 *
 * <p>They are computed in decimals, so that a range gives the numbers that somebody would write: 0.3, and not 0.30000000000000004. The ends are as
 * given; what lies between is rounded to 12 digits, on a logarithmic scale to 6. They are the same on every machine.
 */
final class SweepRange {
    private static final List<String> KEYS = List.of("from", "to", "points", "step", "scale");
    private static final MathContext LINEAR = new MathContext(12);
    private static final MathContext LOGARITHMIC = new MathContext(6);

    private enum Scale {
        LINEAR, LOG;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private SweepRange() {}

    /**
     * The values.
     *
     * @param path   what to call the range in messages
     * @param node   a mapping
     * @param most   how many there may be
     * @param faults where sentences go about what is wrong; the list is of no use then
     */
    static List<JsonNode> values(String path, JsonNode node, int most, List<String> faults) {
        int before = faults.size();
        node.propertyStream().map(java.util.Map.Entry::getKey).filter(key -> !KEYS.contains(key)).forEach(key ->
                faults.add(path + ": key '" + Faults.shown(key) + "' of a range is not known" + Nearest.hint(key, KEYS)));
        BigDecimal from = number(path, node, "from", faults);
        BigDecimal to = number(path, node, "to", faults);
        if (node.has("points") == node.has("step")) {
            faults.add(path + ": a range has either points or step, for example {from: 0, to: 1, points: 5} or {from: 0, to: 1, step: 0.25}");
        }
        Scale scale = node.has("scale") ? new Value(path + ".scale", node.get("scale"), faults).choice(Scale.values(), Scale::label) : Scale.LINEAR;
        int points = node.has("points") ? (int) new Value(path + ".points", node.get("points"), faults).integer(2, most) : 0;
        BigDecimal step = node.has("step") ? number(path, node, "step", faults) : BigDecimal.ONE;
        if (faults.size() > before) {
            return List.of();
        }
        if (scale == Scale.LOG && (points == 0 || from.signum() <= 0 || to.signum() <= 0)) {
            faults.add(path + ": a logarithmic range has points, and from and to above 0, for example {from: 0.1, to: 10, points: 5, scale: log}");
        } else if (from.compareTo(to) == 0) {
            faults.add(path + ": from and to are both " + from + "; give [" + from + "] for a single value");
        } else if (node.has("step") && (step.signum() <= 0 || from.compareTo(to) > 0)) {
            faults.add(path + ": step must be above 0, and from below to; give points for a range that descends");
        } else if (node.has("step")) {
            return stepped(path, from, to, step, most, faults);
        } else {
            return spread(from, to, points, scale);
        }
        return List.of();
    }

    private static BigDecimal number(String path, JsonNode node, String key, List<String> faults) {
        return BigDecimal.valueOf(new Value(path + "." + key, node.path(key), faults).number());
    }

    private static List<JsonNode> stepped(String path, BigDecimal from, BigDecimal to, BigDecimal step, int most, List<String> faults) {
        BigDecimal turns = to.subtract(from).divide(step, 0, RoundingMode.FLOOR);
        if (turns.compareTo(BigDecimal.valueOf(most)) >= 0) {
            faults.add(path + ": has more than " + most + " values; use a larger step");
            return List.of();
        }
        List<JsonNode> values = new ArrayList<>();
        for (int k = 0; k <= turns.intValueExact(); k++) {
            values.add(node(from.add(step.multiply(BigDecimal.valueOf(k)))));
        }
        return values;
    }

    private static List<JsonNode> spread(BigDecimal from, BigDecimal to, int points, Scale scale) {
        List<JsonNode> values = new ArrayList<>();
        for (int k = 0; k < points; k++) {
            values.add(node(k == 0 ? from : k == points - 1 ? to : scale == Scale.LOG
                    ? logarithmic(from.doubleValue(), to.doubleValue(), (double) k / (points - 1))
                    : from.add(to.subtract(from).multiply(BigDecimal.valueOf(k)).divide(BigDecimal.valueOf(points - 1L), MathContext.DECIMAL128))
                            .round(LINEAR)));
        }
        return values;
    }

    /** StrictMath, as the bits of Math may depend on the machine. */
    private static BigDecimal logarithmic(double from, double to, double part) {
        double low = StrictMath.log(from);
        return new BigDecimal(StrictMath.exp(low + part * (StrictMath.log(to) - low))).round(LOGARITHMIC);
    }

    /** A whole number stays one, as some keys want it. */
    private static JsonNode node(BigDecimal value) {
        boolean whole = value.stripTrailingZeros().scale() <= 0 && value.abs().compareTo(BigDecimal.valueOf(1L << 53)) < 0;
        return whole ? LongNode.valueOf(value.longValueExact()) : DoubleNode.valueOf(value.doubleValue());
    }
}
