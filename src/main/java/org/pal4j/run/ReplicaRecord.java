package org.pal4j.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pal4j.format.NpyArray;
import org.pal4j.run.Outcome.Snapshot;

/** The data of one replica during a {@link Course}. */
final class ReplicaRecord {
    final List<EpochRow> rows = new ArrayList<>();
    final List<Snapshot> snapshots = new ArrayList<>();
    Optional<Recorder> recorder = Optional.empty();
    /** The number of recorded rows at the checkpoint from which the run continues. */
    OptionalLong recorded = OptionalLong.empty();
    /** The outcome, once the replica has ended. */
    Optional<Outcome> outcome = Optional.empty();

    /** Stores the named weights after an epoch. */
    void snapshot(int epoch, Map<String, NpyArray> weights, List<String> names) {
        Map<String, NpyArray> kept = new LinkedHashMap<>();
        names.forEach(name -> kept.put(name, weights.get(name)));
        snapshots.add(new Snapshot(epoch, kept));
    }
}
