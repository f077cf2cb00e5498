package org.pal4j.report;

import java.util.Map;
import java.util.Optional;
import org.pal4j.format.NpyArray;
import org.pal4j.report.RunData.ReplicaData;

/**
 * A run with everything that is worth reading or simulating once. Of a study, weights are shown of one replica: the first that stayed finite.
 *
 * @param run        the run
 * @param example    the replica whose weights are shown
 * @param weights    of it; only finite ones
 * @param recordings of it; empty if there are none
 * @param regions    of it, for Yin-Yang
 */
record Shown(
        RunData run, Optional<ReplicaData> example, Optional<Weights> weights, Map<String, NpyArray> recordings, Optional<DecisionRegions> regions) {

    /**
     * Reads weights and recordings, and simulates.
     *
     * @throws org.pal4j.InputException if a file is damaged
     */
    static Shown of(RunData run) {
        Optional<ReplicaData> example = run.finite().stream().findFirst();
        Optional<Weights> weights = example.flatMap(replica -> replica.experiment().flatMap(e -> Weights.read(replica.folder(), e.circuit())))
                .filter(Weights::finite);
        Optional<DecisionRegions> regions = weights.flatMap(w -> DecisionRegions.of(example.orElseThrow().experiment().orElseThrow(), w));
        return new Shown(run, example, weights, example.map(replica -> RunReader.recordings(replica.folder())).orElse(Map.of()), regions);
    }

    /** The same under another name. */
    Shown withName(String name) {
        return new Shown(new RunData(run.folder(), name, run.configuration(), run.study(), run.environment(), run.metrics(), run.result(),
                run.replicas(), run.notes()), example, weights, recordings, regions);
    }

    /** HTML that says of which replica something is; empty for a run alone. */
    String whose(String what) {
        return run.isStudy() ? example.map(replica -> Html.paragraph(what + replica.label() + ".")).orElse("") : "";
    }

    /** The same within a sentence. */
    String inBrackets() {
        return run.isStudy() ? example.map(replica -> " (replica " + replica.label() + ")").orElse("") : "";
    }
}
