package org.pal4j.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
 * What the folder of a run or a study holds.
 *
 * @param folder        where it is
 * @param name          the folder's own name
 * @param configuration the text of configuration.yaml
 * @param study         what the configuration says, if this version can read it
 * @param environment   environment.json, name by name; empty if it is not there
 * @param metrics       metrics.csv: means over replicas in a study
 * @param result        result.json: there once a run has ended
 * @param replicas      of a study; of a run, the run itself
 * @param notes         what a reader should know: sentences
 */
record RunData(
        Path folder, String name, String configuration, Optional<Study<?>> study, Map<String, String> environment, Optional<MetricsTable> metrics,
        Optional<Map<String, Object>> result, List<ReplicaData> replicas, List<String> notes) {
    /** What things are called in a run whose configuration can't be read. */
    private static final Terms UNKNOWN = new Terms("network", "step", "a step", "values", "area", "The mean squared error of the output", "");
    /** Columns of metrics.csv that are no measures, with those of epochs and steps. */
    private static final List<String> COUNTS = List.of("replicas", RunFiles.SECONDS);

    /**
     * One replica, or a run by itself.
     *
     * @param folder  where its files are
     * @param label   what tells it from the others
     * @param number  its place in the study, from 0
     * @param seed    of it, if known
     * @param metrics metrics.csv
     * @param result  result.json
     * @param test    what the network made of the test samples, if recordings.npz says
     */
    record ReplicaData(
            Path folder, String label, int number, Optional<Long> seed, Optional<MetricsTable> metrics, Optional<Map<String, Object>> result,
            Optional<TestClasses> test) {

        /** Whether its values stayed finite, as far as is known. */
        boolean finite() {
            return !ending(result).equals(Ending.NON_FINITE.label());
        }

        /** A number of the test, or the last value of another measure; NaN if there is none. */
        Statistic measured(String name) {
            Optional<Double> accuracy = name.equals(Measures.TEST_ACCURACY) ? test.map(TestClasses::accuracy) : Optional.empty();
            return name.startsWith(Measure.TEST) ? new Statistic(RunData.number(result, name).or(() -> accuracy).orElse(Double.NaN), Double.NaN)
                    : last(metrics, name);
        }
    }

    /**
     * The classes of test samples, and those that the network took them for.
     *
     * @param expected  not below 0
     * @param predicted as many, not below 0
     */
    record TestClasses(int[] expected, int[] predicted) {
        double accuracy() {
            int right = 0;
            for (int i = 0; i < expected.length; i++) {
                right += expected[i] == predicted[i] ? 1 : 0;
            }
            return (double) right / expected.length;
        }
    }

    /** The same under another name. */
    RunData withName(String other) {
        return new RunData(folder, other, configuration, study, environment, metrics, result, replicas, notes);
    }

    /** Whether this is of several replicas. */
    boolean isStudy() {
        return replicas.size() != 1 || !replicas.getFirst().folder().equals(folder);
    }

    /** Those whose values stayed finite. */
    List<ReplicaData> finite() {
        return replicas.stream().filter(ReplicaData::finite).toList();
    }

    /** What things are called in this run. */
    Terms terms() {
        return study.map(known -> known.model().terms()).orElse(UNKNOWN);
    }

    /** What its steps are called: as its model says, or else as its metrics.csv does. */
    String steps() {
        return study.map(known -> known.model().terms().steps())
                .or(() -> metrics.flatMap(table -> table.columns().keySet().stream().skip(1).findFirst())).orElse(UNKNOWN.steps());
    }

    /** How many of them there were. */
    Optional<Long> stepCount() {
        return number(result, steps()).or(() -> Optional.of(last(metrics, steps()).mean()).filter(Double::isFinite)).map(Double::longValue);
    }

    /** The name of the algorithm, if its model has several. */
    Optional<String> algorithm() {
        return study.map(known -> known.base().algorithm()).filter(name -> !name.isEmpty());
    }

    /** Names of the classes of samples; empty if they are not known. */
    List<String> classNames() {
        return study.map(known -> known.base().classNames()).orElse(List.of());
    }

    /** What was measured after epochs, but for angles, in the order in which it is shown. */
    List<Measure> measures() {
        List<String> counts = Stream.concat(Stream.of(RunFiles.EPOCH, steps()), COUNTS.stream()).toList();
        return tables().flatMap(table -> table.measures("").stream()).distinct()
                .filter(name -> !counts.contains(name) && !AngleNames.isAngle(name)).map(name -> Measure.of(name, terms()))
                .sorted(Measure.ORDER).toList();
    }

    /** What was measured in the test. */
    List<Measure> testMeasures() {
        Set<String> names = new TreeSet<>();
        for (ReplicaData replica : replicas) {
            replica.result().ifPresent(entries -> entries.keySet().stream().filter(name -> name.startsWith(Measure.TEST)).forEach(names::add));
            replica.test().ifPresent(test -> names.add(Measures.TEST_ACCURACY));
        }
        return names.stream().map(name -> Measure.of(name, terms())).sorted(Measure.ORDER).toList();
    }

    /** Columns of angles, in the order of the files. */
    List<Measure> angles() {
        return tables().flatMap(table -> table.measures(Measures.ANGLE).stream()).distinct().map(name -> Measure.of(name, terms())).toList();
    }

    private Stream<MetricsTable> tables() {
        return Stream.concat(metrics.stream(), replicas.stream().flatMap(replica -> replica.metrics().stream()));
    }

    /** A number of the test over the replicas that came to it, or the last value of another measure; NaN if there is none. */
    Statistic measured(String name) {
        return name.startsWith(Measure.TEST) ? Statistic.of(finite().stream().map(replica -> replica.measured(name).mean()).toList())
                : last(metrics, name);
    }

    /** Wall time in seconds: of a run that has not ended, until its last measurement. */
    Optional<Double> seconds() {
        return number(result, RunFiles.SECONDS).or(() -> Optional.of(last(metrics, RunFiles.SECONDS).mean()).filter(value -> !value.isNaN()));
    }

    private static Statistic last(Optional<MetricsTable> metrics, String measure) {
        return metrics.map(table -> table.last(measure)).orElse(new Statistic(Double.NaN, Double.NaN));
    }

    /** How a run ended, as result.json says; empty if it does not. */
    static String ending(Optional<Map<String, Object>> result) {
        return text(result, RunFiles.ENDING);
    }

    /** An entry of result.json as text; empty if there is none. */
    static String text(Optional<Map<String, Object>> result, String name) {
        return result.map(entries -> entries.get(name)).map(String::valueOf).orElse("");
    }

    private static Optional<Double> number(Optional<Map<String, Object>> result, String name) {
        return result.map(entries -> entries.get(name)).filter(Number.class::isInstance).map(value -> ((Number) value).doubleValue());
    }
}
