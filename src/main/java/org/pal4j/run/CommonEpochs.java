package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The epochs that all running replicas have reached, and their summaries. A replica that has failed counts as far as it came, and delays no
 * summary.
 */
final class CommonEpochs {
    private final List<List<EpochRow>> rows = new ArrayList<>();
    private final boolean[] failed;
    private final Consumer<EpochSummary> listener;
    private final List<EpochSummary> summaries = new ArrayList<>();

    /** @param listener hears of each epoch that all have reached, in order */
    CommonEpochs(int replicas, Consumer<EpochSummary> listener) {
        failed = new boolean[replicas];
        for (int k = 0; k < replicas; k++) {
            rows.add(new ArrayList<>());
        }
        this.listener = listener;
    }

    /** All rows of a replica so far, with the one of an epoch that it has come to. */
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

    /** Tells of the epochs that have become common. */
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
