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

    /** Adds the rows of a replica from before its study was resumed. */
    void resume(int replica, Checkpoint checkpoint) {
        rows.get(replica).addAll(checkpoint.rows());
        failed[replica] = checkpoint.fault().isPresent();
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
        advance(listener);
    }

    /** Computes the summaries of all rows so far without passing them to the listener. */
    List<EpochSummary> resumed() {
        advance(summary -> {});
        return summaries();
    }

    private void advance(Consumer<EpochSummary> told) {
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
            told.accept(summaries.getLast());
        }
    }
}
