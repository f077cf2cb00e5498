package org.pal4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.run.Experiment;
import org.pal4j.run.RateExperiment;
import org.pal4j.run.Statistic;
import org.pal4j.run.Study;

/**
 * What the folder of a run or a study holds.
 *
 * @param folder        where it is
 * @param name          the folder's own name
 * @param configuration the text of configuration.yaml
 * @param job           what the configuration says, if this version can read it
 * @param environment   environment.json, name by name; empty if it is not there
 * @param metrics       metrics.csv: means over replicas in a study
 * @param result        result.json: there once a run has ended
 * @param replicas      of a study; of a run, the run itself
 * @param notes         what a reader should know: sentences
 */
record RunData(
        Path folder, String name, String configuration, Optional<Study<?>> study, Map<String, String> environment, Optional<MetricsTable> metrics,
        Optional<JsonNode> result, List<ReplicaData> replicas, List<String> notes) {

    /**
     * One replica, or a run by itself.
     *
     * @param folder     where its files are
     * @param label      what tells it from the others
     * @param seed       of it, if known
     * @param experiment what it ran, if known and a circuit
     * @param metrics    metrics.csv
     * @param result     result.json
     * @param test       what the circuit made of the test samples, if recordings.npz says
     */
    record ReplicaData(
            Path folder, String label, Optional<Long> seed, Optional<Experiment> experiment, Optional<MetricsTable> metrics,
            Optional<JsonNode> result, Optional<TestClasses> test) {

        /** Whether its voltages stayed finite, as far as is known. */
        boolean finite() {
            return result.map(node -> !node.path("ending").asText().equals("non_finite")).orElse(true);
        }

        Optional<Double> testAccuracy() {
            return number(result, "test_accuracy").or(() -> test.map(TestClasses::accuracy));
        }
    }

    /**
     * The classes of test samples, and those that the circuit voted for.
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

    /** Whether this is of several replicas. */
    boolean isStudy() {
        return replicas.size() != 1 || !replicas.getFirst().folder().equals(folder);
    }

    /** Those whose voltages stayed finite. */
    List<ReplicaData> finite() {
        return replicas.stream().filter(ReplicaData::finite).toList();
    }

    /** Accuracy in the test, over the replicas that came to it; of a run alone, without a deviation. */
    Statistic testAccuracy() {
        return Statistic.of(finite().stream().flatMap(replica -> replica.testAccuracy().stream()).toList());
    }

    /** The last value of a measure; NaN if there is none. */
    Statistic last(String measure) {
        return metrics.map(table -> table.last(measure)).orElse(new Statistic(Double.NaN, Double.NaN));
    }

    /** Wall time in seconds: of a run that has not ended, until its last measurement. */
    Optional<Double> seconds() {
        return number(result, "seconds").or(() -> metrics.map(table -> table.last("seconds").mean()).filter(value -> !value.isNaN()));
    }

    /** What the configuration says of circuits. */
    Optional<Study<Experiment>> circuits() {
        return study.flatMap(known -> known.of(Experiment.class));
    }

    /** What the configuration says of rate networks. */
    Optional<Study<RateExperiment>> rates() {
        return study.flatMap(known -> known.of(RateExperiment.class));
    }

    /** What parts of the network are called: areas of a circuit, layers of a rate network. */
    String part() {
        return rates().isPresent() ? "layer" : "area";
    }

    /** The name of the algorithm. */
    Optional<String> algorithm() {
        return experiment().map(e -> e.circuit().algorithm().name()).or(() -> rates().map(study -> study.base().network().algorithm().name()));
    }

    /** What the configuration says of the whole, if it is of a circuit. */
    Optional<Experiment> experiment() {
        return circuits().map(Study::base);
    }

    static Optional<Double> number(Optional<JsonNode> node, String name) {
        return node.map(n -> n.get(name)).filter(JsonNode::isNumber).map(JsonNode::doubleValue);
    }
}
