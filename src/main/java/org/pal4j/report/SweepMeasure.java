package org.pal4j.report;

import org.pal4j.report.Curves.Axis;
import org.pal4j.run.Statistic;

/**
 * How a measure of a sweep is shown.
 *
 * @param name    of the column
 * @param title   of a chart
 * @param column  of a table
 * @param meaning a sentence for a caption
 * @param axis    upwards
 */
record SweepMeasure(String name, String title, String column, String meaning, Axis axis) {
    private static final String VALIDATION = "validation_accuracy";

    static SweepMeasure of(String name) {
        if (name.startsWith(Angles.PREFIX)) {
            String area = name.replaceFirst(".*?(\\d*)$", "$1");
            return new SweepMeasure(name, Angles.title(name) + (area.isEmpty() ? "" : ", area " + area), Angles.column(name),
                    Angles.meaning(name, "area"), Angles.AXIS);
        }
        String words = name.replace('_', ' ');
        return switch (name) {
            case "train_error" -> new SweepMeasure(name, "Training error", "training error",
                    "The mean squared error of the output voltages at the end of each presentation, averaged over an epoch.",
                    Axis.fromZero("training error"));
            case "test_accuracy" -> new SweepMeasure(name, "Test accuracy", words,
                    "The share of test samples classified right after the last epoch.", new Axis(words, "%", 100, Double.NaN, 100));
            case VALIDATION -> new SweepMeasure(name, "Validation accuracy", words, "The share of validation samples classified right.",
                    new Axis(words, "%", 100, Double.NaN, 100));
            default -> new SweepMeasure(name, words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1), words,
                    "The last " + words + " of each run.", Axis.of(words));
        };
    }

    boolean isAccuracy() {
        return axis.unit().equals("%");
    }

    boolean isAngle() {
        return name.startsWith(Angles.PREFIX);
    }

    /** For a table. */
    String shown(Statistic value) {
        if (axis.unit().isEmpty()) {
            return Numbers.significant(value);
        }
        return Numbers.plusMinus(value, axis.factor(), isAngle() ? 1 : 2, axis.unit());
    }
}
