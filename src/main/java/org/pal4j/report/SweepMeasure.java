package org.pal4j.report;

import org.pal4j.report.Curves.Axis;
import org.pal4j.run.Model;
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
    static SweepMeasure of(String name, Model model) {
        if (name.startsWith(Angles.PREFIX)) {
            String number = name.replaceFirst(".*?(\\d*)$", "$1");
            return new SweepMeasure(name, Angles.title(name) + (number.isEmpty() ? "" : ", " + model.part() + " " + number), Angles.column(name),
                    Angles.meaning(name, model.part()), Angles.AXIS);
        }
        String words = name.replace('_', ' ');
        String outputs = switch (model) {
            case CIRCUIT -> "The mean squared error of the output voltages at the end of each presentation";
            case RATE -> "The mean squared error of the outputs at the last update of each batch";
        };
        return switch (name) {
            case "train_error" -> new SweepMeasure(name, "Training error", "training error", outputs + ", averaged over an epoch.",
                    Axis.fromZero("training error"));
            case "validation_error" -> new SweepMeasure(name, "Validation error", words, outputs + " of validation samples.", Axis.fromZero(words));
            case "test_error" -> new SweepMeasure(name, "Test error", words, outputs + " of test samples, after the last epoch.",
                    Axis.fromZero(words));
            case "test_accuracy" -> accuracy(name, "Test accuracy", words, "The share of test samples classified right after the last epoch.");
            case "validation_accuracy" -> accuracy(name, "Validation accuracy", words, "The share of validation samples classified right.");
            case "test_latent_accuracy" -> accuracy(name, "Test accuracy from latent rates", "test accuracy of latents",
                    "The share of test samples that a linear classifier of the latent rates gets right after the last epoch.");
            case "latent_accuracy" -> accuracy(name, "Accuracy from latent rates", words,
                    "The share of validation samples that a linear classifier of the latent rates gets right.");
            default -> new SweepMeasure(name, words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1), words,
                    "The last " + words + " of each run.", Axis.of(words));
        };
    }

    private static SweepMeasure accuracy(String name, String title, String words, String meaning) {
        return new SweepMeasure(name, title, words, meaning, new Axis(words, "%", 100, Double.NaN, 100));
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
