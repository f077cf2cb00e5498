package org.pal4j.report.page;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pal4j.chart.Numbers;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;
import org.pal4j.model.Terms;
import org.pal4j.report.page.LineChart.Axis;
import org.pal4j.report.page.LineChart.Guide;

/**
 * Display of a measure. Known measures have their own titles and explanations; others are shown by name.
 *
 * @param name    name of the column in metrics.csv, or of the entry in result.json
 * @param title   title of a chart
 * @param column  heading of a table column
 * @param meaning sentence for a caption, without the full stop
 * @param remark  sentences after it, each with a leading space; may be empty
 * @param axis    vertical axis
 */
public record Measure(String name, String title, String column, String meaning, String remark, Axis axis) {
    /** Prefix of measures of the test. */
    public static final String TEST = "test_";
    /** Order of display: accuracies first, training error last; the same measure in test and validation is adjacent. */
    public static final Comparator<Measure> ORDER = Comparator.<Measure>comparingInt(m -> m.isAccuracy() ? 0 : m.isOfTraining() ? 2 : 1)
            .thenComparing(m -> m.name.replaceFirst("^(test|validation)_", "")).thenComparing(m -> !m.name.startsWith(TEST));

    /** Returns the display of a measure of a model. */
    public static Measure of(String name, Terms terms) {
        if (AngleNames.isAngle(name)) {
            String title = AngleNames.titleOfOne(name, terms);
            return new Measure(name, title, AngleNames.column(name), AngleNames.meaning(name, terms), "", AngleNames.AXIS);
        }
        String words = name.replace('_', ' ');
        return switch (name) {
            case Measures.TRAIN_ERROR -> error(name, "Training error", terms.outputError() + ", averaged over each epoch");
            case Measures.VALIDATION_ERROR -> error(name, "Validation error", terms.outputError() + ", of validation samples");
            case Measures.TEST_ERROR -> error(name, "Test error", terms.outputError() + ", of test samples, after the last epoch");
            case Measures.VALIDATION_ACCURACY -> accuracy(name, "Validation accuracy", words, "The share of validation samples classified right", "");
            case Measures.TEST_ACCURACY ->
                    accuracy(name, "Test accuracy", words, "The share of test samples classified right after the last epoch", "");
            case "latent_accuracy" -> accuracy(name, "Accuracy from latent rates", words,
                    "The share of validation samples that a linear classifier of the latent rates gets right",
                    " The classifier has learned from training samples; classifier_seeds says over how many orders of these the mean is.");
            case "test_latent_accuracy" -> accuracy(name, "Test accuracy from latent rates", "test accuracy of latents",
                    "The share of test samples that a linear classifier of the latent rates gets right after the last epoch", "");
            default -> {
                String title = words.isEmpty() ? "Measure without a name" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
                Axis axis = name.endsWith(Measures.ACCURACY) ? Axis.percent(words) : Axis.of(words);
                yield new Measure(name, title, words, "The measure " + name, "", axis);
            }
        };
    }

    /** Returns the first measure of each name. */
    public static List<Measure> distinct(Stream<Measure> measures) {
        Map<String, Measure> byName = new LinkedHashMap<>();
        measures.forEach(measure -> byName.putIfAbsent(measure.name(), measure));
        return List.copyOf(byName.values());
    }

    private static Measure accuracy(String name, String title, String column, String meaning, String remark) {
        return new Measure(name, title, column, meaning, remark, Axis.percent(column));
    }

    private static Measure error(String name, String title, String meaning) {
        String column = title.toLowerCase(Locale.ROOT);
        return new Measure(name, title, column, meaning, "", Axis.fromZero(column));
    }

    /** Returns whether the measure is a share of samples. */
    public boolean isAccuracy() {
        return name.endsWith(Measures.ACCURACY);
    }

    /** Returns whether the measure is an angle. */
    public boolean isAngle() {
        return AngleNames.isAngle(name);
    }

    /** Returns whether the measure is taken during an epoch rather than at its end. */
    public boolean isOfTraining() {
        return name.equals(Measures.TRAIN_ERROR);
    }

    /** Returns the explanation, in sentences. */
    public String caption() {
        return caption("");
    }

    /**
     * Returns the explanation, in sentences.
     *
     * @param when end of the first sentence; may be empty
     */
    public String caption(String when) {
        return isAngle() ? meaning : meaning + when + "." + remark;
    }

    /**
     * Returns a reference level.
     *
     * @param classes numbers of classes of the runs shown; there is no chance level if they differ
     */
    public Optional<Guide> guide(Set<Integer> classes) {
        if (isAngle()) {
            return AngleNames.CHANCE;
        }
        return classes.stream().filter(n -> isAccuracy() && n > 1 && classes.size() == 1).map(n -> new Guide(100.0 / n, "chance")).findFirst();
    }

    /** Returns a value for a table; a dash if missing. */
    public String shown(Statistic value) {
        return axis.unit().isEmpty() ? Numbers.significant(value) : Numbers.plusMinus(value, axis.factor(), isAngle() ? 1 : 2, axis.unit());
    }
}
