package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The epochs that all running replicas have completed, and their summaries. A failed replica is included up to its last measured epoch, and does not
 * delay summaries.
 */
final class CommonEpochs {
    private final List<List<EpochRow>> rows = new ArrayList<>();
    private final boolean[] failed;
    private final Consumer<EpochSummary> listener;
    private final List<EpochSummary> summaries = new ArrayList<>();

    /** @param listener receives the summaries in order of epochs */
    CommonEpochs(int replicas, Consumer<EpochSummary> listener) {
        failed = new boolean[replicas];
        for (int k = 0; k < replicas; k++) {
            rows.add(new ArrayList<>());
        }
        this.listener = listener;
    }

    /** Adds a row of a replica, and returns all its rows so far. */
    List<EpochRow> add(int replica, EpochRow row) {
        rows.get(replica).add(row);
        return List.copyOf(rows.get(replica));
    }

    void fail(int replica) {
        failed[replica] = true;
    }

    List<EpochSummary> summaries() {
        return List.copyOf(summaries);
    }

    /** Passes new summaries to the listener. */
    void advance() {
        while (true) {
            List<EpochRow> common = new ArrayList<>();
            for (int k = 0; k < failed.length; k++) {
                if (rows.get(k).size() > summaries.size()) {
                    common.add(rows.get(k).get(summaries.size()));
                } else if (!failed[k]) {
                    return;
                }
            }
            if (common.isEmpty()) {
                return;
            }
            summaries.add(EpochSummary.of(common));
            listener.accept(summaries.getLast());
        }
    }
}
