package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The epochs that all replicas have reached that are still going on, and what they sum up to. One that has failed counts as far as it came, and
 * holds up nobody.
 *
 * @param <R> what is known of one replica after an epoch
 * @param <S> what is known of all together
 */
final class CommonEpochs<R, S> {
    private final List<List<R>> rows = new ArrayList<>();
    private final boolean[] failed;
    private final Function<List<R>, S> sum;
    private final Consumer<S> listener;
    private final List<S> summaries = new ArrayList<>();

    /** @param listener hears of each epoch that all have reached, in order */
    CommonEpochs(int replicas, Function<List<R>, S> sum, Consumer<S> listener) {
        failed = new boolean[replicas];
        for (int k = 0; k < replicas; k++) {
            rows.add(new ArrayList<>());
        }
        this.sum = sum;
        this.listener = listener;
    }

    /** All rows of a replica so far, with the one of an epoch that it has come to. */
    List<R> add(int replica, R row) {
        rows.get(replica).add(row);
        return List.copyOf(rows.get(replica));
    }

    void fail(int replica) {
        failed[replica] = true;
    }

    /** Epochs summed up so far, the start included. */
    int size() {
        return summaries.size();
    }

    List<S> summaries() {
        return List.copyOf(summaries);
    }

    /** Tells of the epochs that have become common. */
    void advance() {
        while (true) {
            List<R> common = new ArrayList<>();
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
            summaries.add(sum.apply(common));
            listener.accept(summaries.getLast());
        }
    }
}
