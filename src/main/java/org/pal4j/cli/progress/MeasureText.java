package org.pal4j.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;

/**
 * Text of measures, selected by their names ({@link Measures}): validation error, accuracies, and angles of feedback weights. Other measures are
 * only in files and reports. Missing values are omitted.
 */
public final class MeasureText {
    private MeasureText() {}

    /** Returns a line: {@code validation error 0.0602, latent 35.0 %, angle B2 60.8 B3 32.3 deg}. */
    public static String line(Map<String, Statistic> columns) {
        List<String> parts = scores(columns, "validation ");
        List<String> angles = angles(columns);
        if (!angles.isEmpty()) {
            parts.add("angle " + String.join(" ", angles) + " deg");
        }
        return parts.isEmpty() ? "nothing to measure" : String.join(", ", parts);
    }

    /** Returns short parts for a narrow line: {@code 96.2 %}, {@code latent 35.0 %}, {@code B2 60.8 deg}, {@code B3 32.3 deg}. */
    public static List<String> parts(Map<String, Statistic> columns) {
        List<String> parts = scores(columns, "");
        angles(columns).forEach(angle -> parts.add(angle + " deg"));
        return parts;
    }

    /** Returns the error and all accuracies, with {@code validation} as prefix of the validation accuracy. */
    private static List<String> scores(Map<String, Statistic> columns, String validation) {
        List<String> parts = new ArrayList<>();
        Statistic error = columns.get(Measures.VALIDATION_ERROR);
        if (error != null && !Double.isNaN(error.mean())) {
            parts.add("validation error " + error(error));
        }
        columns.forEach((name, value) -> {
            if (name.endsWith(Measures.ACCURACY) && !Double.isNaN(value.mean())) {
                String kind = name.substring(0, name.length() - Measures.ACCURACY.length());
                parts.add((name.equals(Measures.VALIDATION_ACCURACY) ? validation : words(kind) + " ") + value.shown(100) + " %");
            }
        });
        return parts;
    }

    /** Returns angles such as {@code B1 60.3}. The undefined angle of zero weights is shown as a dash. */
    private static List<String> angles(Map<String, Statistic> columns) {
        return columns.entrySet().stream()
                .filter(e -> e.getKey().startsWith(Measures.WEIGHT_ANGLE) && !Measures.isDeviation(e.getKey(), columns.keySet()))
                .map(e -> e.getKey().substring(Measures.ANGLE.length()) + " " + e.getValue().shown(1)).toList();
    }

    /**
     * Returns a number of the test: {@code test accuracy 95.00 %}, {@code test error 0.0612}.
     *
     * @param value value of one network, or statistic over replicas
     */
    public static String tested(String name, Statistic value) {
        if (!name.endsWith(Measures.ACCURACY)) {
            return words(name) + " " + error(value);
        }
        String percent = Double.isNaN(value.deviation()) ? String.format(Locale.ROOT, "%.2f", 100 * value.mean()) : value.shown(100);
        return words(name) + " " + percent + " %";
    }

    /** Formats an error: {@code 0.0602 +- 0.0011}. */
    private static String error(Statistic value) {
        String text = String.format(Locale.ROOT, "%.4f", value.mean());
        return Double.isNaN(value.deviation()) ? text : text + String.format(Locale.ROOT, " +- %.4f", value.deviation());
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }
}
