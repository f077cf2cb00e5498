package org.pal4j.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.format.NpyArray;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.page.Html;

/**
 * A run with all data that is read once for its page. For a study, the page shows the network of the first replica that stayed finite.
 *
 * @param run        run or study
 * @param example    replica whose network is shown
 * @param weights    names of its weights; empty if missing
 * @param recordings its recordings; empty if there are none
 * @param network    its charts; empty if its configuration cannot be read
 */
record ReportedRun(
        RunData run, Optional<ReplicaData> example, Set<String> weights, Map<String, NpyArray> recordings, Optional<NetworkCharts<?>> network) {

    /**
     * Reads weights and recordings.
     *
     * @throws org.pal4j.InputException if a file is damaged
     */
    static ReportedRun of(RunData run) {
        Optional<ReplicaData> example = run.finite().stream().findFirst();
        Map<String, NpyArray> recordings = example.map(replica -> RunReader.recordings(replica.folder())).orElse(Map.of());
        Map<String, NpyArray> weights = example.map(replica -> RunReader.weights(replica.folder())).orElse(Map.of());
        String whose = run.isStudy() ? example.map(replica -> " (replica " + replica.label() + ")").orElse("") : "";
        Optional<NetworkCharts<?>> network = example.flatMap(replica -> run.study()
                .map(study -> NetworkCharts.of(study, replica.number(), whose, weights, recordings)));
        return new ReportedRun(run, example, weights.keySet(), recordings, network);
    }

    /** Returns a copy with another name. */
    ReportedRun withName(String name) {
        return new ReportedRun(run.withName(name), example, weights, recordings, network);
    }

    /** Returns an HTML sentence that names the replica shown; empty for a single run. */
    String whose(String what) {
        return run.isStudy() ? example.map(replica -> Html.paragraph(what + replica.label() + ".")).orElse("") : "";
    }

    /** Returns the charts of the feedback weights and their ideal values. */
    List<Chart> feedback(Detail detail) {
        return network.map(charts -> charts.feedback(detail)).orElse(List.of());
    }

    /** Returns the model's charts of the trained network. */
    List<Chart> learned(Detail detail) {
        return network.map(charts -> charts.learned(detail)).orElse(List.of());
    }
}
