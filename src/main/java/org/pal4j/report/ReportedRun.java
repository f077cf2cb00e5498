package org.pal4j.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Experiment;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.model.Study;
import org.pal4j.model.TrainedNetwork;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.page.Html;

/**
 * A run with all data that is read once for its page. For a study, the page shows the network of the first replica that stayed finite.
 *
 * @param example    replica whose network is shown
 * @param weights    names of its weights; empty if missing
 * @param recordings its recordings; empty if there are none
 * @param matrices   its feedback weights; empty if its configuration cannot be read
 * @param charts     returns the model's charts of the network
 */
record ReportedRun(
        RunData run, Optional<ReplicaData> example, Set<String> weights, Map<String, NpyArray> recordings, List<FeedbackWeights> matrices,
        Function<Detail, List<Chart>> charts) {
    /** Reads weights and recordings. */
    static ReportedRun of(RunData run) {
        Optional<ReplicaData> example = run.finite().stream().findFirst();
        Map<String, NpyArray> recordings = example.map(replica -> RunReader.recordings(replica.folder(), run.notes())).orElse(Map.of());
        Map<String, NpyArray> weights = example.map(replica -> RunReader.weights(replica.folder(), run.notes())).orElse(Map.of());
        return example.isPresent() && run.study().isPresent()
                ? of(run, example.get(), run.study().get(), weights, recordings)
                : new ReportedRun(run, example, weights.keySet(), recordings, List.of(), detail -> List.of());
    }

    private static <E extends Experiment> ReportedRun of(
            RunData run, ReplicaData replica, Study<E> study, Map<String, NpyArray> weights, Map<String, NpyArray> recordings) {
        String whose = run.isStudy() ? " (replica " + replica.label() + ")" : "";
        TrainedNetwork<E> network = new TrainedNetwork<>(study.replicas().get(replica.number()), whose, weights, recordings);
        // A model may simulate for its charts, so they are kept.
        Map<Detail, List<Chart>> charts = new HashMap<>();
        // The files may be of another network, which the model then says.
        List<FeedbackWeights> matrices = run.notes().attempt(() -> study.model().feedback(network.experiment(), weights)).orElse(List.of());
        return new ReportedRun(run, Optional.of(replica), weights.keySet(), recordings, matrices, detail -> charts.computeIfAbsent(detail,
                key -> run.notes().attempt(() -> study.model().charts(network, key)).orElse(List.of())));
    }

    ReportedRun withName(String name) {
        return new ReportedRun(run.withName(name), example, weights, recordings, matrices, charts);
    }

    /** Returns an HTML sentence that names the replica shown; empty for a single run. */
    String whose(String what) {
        return run.isStudy() ? example.map(replica -> Html.paragraph(what + replica.label() + ".")).orElse("") : "";
    }
}
