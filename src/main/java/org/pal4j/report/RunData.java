package org.pal4j.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;
import org.pal4j.model.Study;
import org.pal4j.model.Terms;
import org.pal4j.report.page.AngleNames;
import org.pal4j.report.page.Measure;
import org.pal4j.run.Ending;
import org.pal4j.run.MetricsTable;
import org.pal4j.run.RunFiles;

/**
 * Contents of the folder of a run or a study.
 *
 * @param configuration text of configuration.yaml
 * @param study         study in the configuration, if this version can read it
 * @param environment   entries of environment.json; empty if missing
 * @param metrics       metrics.csv; for a study, means over replicas
 * @param result        result.json, which exists once a run has ended
 * @param replicas      replicas of a study; for a run, the run itself
 * @param classes       names of classes that only the data had; empty if there are none
 * @param notes         what can't be read
 */
record RunData(
        Path folder, String name, String configuration, Optional<Study<?>> study, Map<String, String> environment, Optional<MetricsTable> metrics,
        Optional<Map<String, Object>> result, List<ReplicaData> replicas, List<String> classes, Notes notes) {
    /** Terms for a run whose configuration cannot be read. */
    private static final Terms UNKNOWN = new Terms("network", "step", "a step", "values", "area", "The mean squared error of the output", "");
    /** Maximum number of measures of one kind; a run has a few. */
    private static final int MAX_MEASURES = 200;
    /** Columns of metrics.csv that are not measures, in addition to epochs and steps. */
    private static final List<String> COUNTS = List.of("replicas", RunFiles.SECONDS);

    /**
     * One replica, or a single run.
     *
     * @param label   label in the study
     * @param number  index in the study, from 0
     * @param test    classes in the test, if recordings.npz contains them
     */
    record ReplicaData(
            Path folder, String label, int number, Optional<Long> seed, Optional<MetricsTable> metrics, Optional<Map<String, Object>> result,
            Optional<TestClasses> test) {

        /** Returns whether the values stayed finite, as far as known. */
        boolean finite() {
            return !ending(result).equals(Ending.NON_FINITE.label());
        }

        /** Returns a number of the test, or the last value of another measure; NaN if missing. */
        Statistic measured(String name) {
            Optional<Double> accuracy = name.equals(Measures.TEST_ACCURACY) ? test.map(TestClasses::accuracy) : Optional.empty();
            return name.startsWith(Measure.TEST) ? new Statistic(RunData.number(result, name).or(() -> accuracy).orElse(Double.NaN), Double.NaN)
                    : last(metrics, name);
        }
    }

    /** True and predicted classes of test samples, not negative and of the same number. */
    record TestClasses(int[] expected, int[] predicted) {
        double accuracy() {
            return (double) IntStream.range(0, expected.length).filter(i -> expected[i] == predicted[i]).count() / expected.length;
        }
    }

    RunData withName(String other) {
        return new RunData(folder, other, configuration, study, environment, metrics, result, replicas, classes, notes);
    }

    /**
     * Returns a study whose replicas differ in more than seeds as one study, or run, for each value, named by it; otherwise this alone. A mean over
     * different values would tell nothing.
     */
    List<RunData> byValue() {
        Optional<Study<?>> known = study.filter(Study::hasValues);
        if (known.isEmpty()) {
            return List.of(this);
        }
        List<RunData> all = new ArrayList<>();
        known.get().byValue().forEach((value, numbers) -> {
            List<ReplicaData> own = replicas.stream().filter(replica -> numbers.contains(replica.number())).toList();
            if (!own.isEmpty()) {
                List<MetricsTable> tables = own.stream().filter(ReplicaData::finite).flatMap(replica -> replica.metrics().stream()).toList();
                boolean single = own.size() == 1;
                all.add(new RunData(single ? own.getFirst().folder() : folder, value, configuration, study, environment, MetricsTable.mean(tables),
                        // Steps, times and numbers of the study are not those of a part.
                        single ? own.getFirst().result() : result.map(whole -> Map.of(RunFiles.ENDING, ending(result))), own, classes, notes));
            }
        });
        return all;
    }

    /** Returns whether this is a study of several replicas. */
    boolean isStudy() {
        return replicas.size() != 1 || !replicas.getFirst().folder().equals(folder);
    }

    /** Returns the replicas whose values stayed finite. */
    List<ReplicaData> finite() {
        return replicas.stream().filter(ReplicaData::finite).toList();
    }

    Terms terms() {
        return study.map(known -> known.model().terms()).orElse(UNKNOWN);
    }

    /** Returns the name of steps: that of the model, or else of the column in metrics.csv. */
    String steps() {
        return study.map(known -> known.model().terms().steps())
                .or(() -> metrics.flatMap(table -> table.columns().keySet().stream().skip(1).findFirst())).orElse(UNKNOWN.steps());
    }

    Optional<Long> stepCount() {
        return number(result, steps()).or(() -> Optional.of(last(metrics, steps()).mean()).filter(Double::isFinite)).map(Double::longValue);
    }

    /** Returns the name of the algorithm, if its model has several. */
    Optional<String> algorithm() {
        return study.map(known -> known.base().algorithm()).filter(name -> !name.isEmpty());
    }

    /** Returns the names of the classes of samples; empty if unknown. */
    List<String> classNames() {
        return classes.isEmpty() ? study.map(known -> known.base().classNames()).orElse(List.of()) : classes;
    }

    /** Returns the measures after epochs, except angles, in the order of display. */
    List<Measure> measures() {
        List<String> counts = Stream.concat(Stream.of(RunFiles.EPOCH, steps()), COUNTS.stream()).toList();
        return tables().flatMap(table -> table.measures("").stream()).distinct()
                .filter(name -> !counts.contains(name) && !AngleNames.isAngle(name)).limit(MAX_MEASURES)
                .map(name -> Measure.of(name, terms())).sorted(Measure.ORDER).toList();
    }

    List<Measure> testMeasures() {
        Set<String> names = new TreeSet<>();
        for (ReplicaData replica : replicas) {
            replica.result().ifPresent(entries -> entries.keySet().stream().filter(name -> name.startsWith(Measure.TEST)).forEach(names::add));
            replica.test().ifPresent(test -> names.add(Measures.TEST_ACCURACY));
        }
        return names.stream().limit(MAX_MEASURES).map(name -> Measure.of(name, terms())).sorted(Measure.ORDER).toList();
    }

    /** Returns the columns of angles, in the order of the files. */
    List<Measure> angles() {
        return tables().flatMap(table -> table.measures(Measures.ANGLE).stream()).distinct().limit(2 * MAX_MEASURES)
                .map(name -> Measure.of(name, terms())).toList();
    }

    private Stream<MetricsTable> tables() {
        return Stream.concat(metrics.stream(), replicas.stream().flatMap(replica -> replica.metrics().stream()));
    }

    /** Returns a number of the test over the replicas with a test, or the last value of another measure; NaN if missing. */
    Statistic measured(String name) {
        return name.startsWith(Measure.TEST) ? Statistic.of(finite().stream().map(replica -> replica.measured(name).mean()).toList())
                : last(metrics, name);
    }

    /** Returns the wall time in seconds; for an unfinished run, up to its last measurement. */
    Optional<Double> seconds() {
        return number(result, RunFiles.SECONDS).or(() -> Optional.of(last(metrics, RunFiles.SECONDS).mean()).filter(value -> !value.isNaN()));
    }

    private static Statistic last(Optional<MetricsTable> metrics, String measure) {
        return metrics.map(table -> table.last(measure)).orElse(new Statistic(Double.NaN, Double.NaN));
    }

    /** Returns the ending of a run in result.json; empty if missing. */
    static String ending(Optional<Map<String, Object>> result) {
        return text(result, RunFiles.ENDING);
    }

    /** Returns an entry of result.json as text; empty if missing. */
    static String text(Optional<Map<String, Object>> result, String name) {
        return result.map(entries -> entries.get(name)).map(String::valueOf).orElse("");
    }

    private static Optional<Double> number(Optional<Map<String, Object>> result, String name) {
        return result.map(entries -> entries.get(name)).filter(Number.class::isInstance).map(value -> ((Number) value).doubleValue());
    }
}
