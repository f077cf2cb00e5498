package org.pal4j.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.format.NpyArray;
import org.pal4j.run.Outcome.Snapshot;

/** What is known of one replica of a {@link Course} as it goes on. */
final class ReplicaRecord {
    final List<EpochRow> rows = new ArrayList<>();
    final List<Snapshot> snapshots = new ArrayList<>();
    Optional<Recorder> recorder = Optional.empty();
    /** What it came to, once it has ended. */
    Optional<Outcome> outcome = Optional.empty();

    /** Keeps some of the weights as they are after an epoch. */
    void snapshot(int epoch, Map<String, NpyArray> weights, List<String> names) {
        Map<String, NpyArray> kept = new LinkedHashMap<>();
        names.forEach(name -> kept.put(name, weights.get(name)));
        snapshots.add(new Snapshot(epoch, kept));
    }
}
