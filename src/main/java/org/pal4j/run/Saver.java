package org.pal4j.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;

/**
 * Saves the results of a study every few seconds, so that a killed run leaves results. A failed save only gives a warning, since a full disk may have
 * room later. A replica's next warning comes only after a successful save.
 */
public final class Saver implements Listener {
    /** The time between the end of a save and the next save, so that a slow disk can't take all the time. */
    private static final double SECONDS_BETWEEN = 5;
    private static final int ALL = -1;

    private final StudyFolder folder;
    private final Consumer<String> say;
    private final List<EpochSummary> summaries = new ArrayList<>();
    private final long[] saved;
    private long summarized;
    /** The replicas whose last save failed; {@link #ALL} stands for the summary of all replicas. */
    private final Set<Integer> unsaved = new HashSet<>();

    /**
     * Creates a saver for a study.
     *
     * @param say prints a message without disturbing the progress display
     */
    public Saver(StudyFolder folder, int replicas, Consumer<String> say) {
        this.folder = folder;
        this.say = say;
        saved = new long[replicas];
    }

    @Override
    public void resumed(List<EpochSummary> before, long steps) {
        summaries.addAll(before);
    }

    @Override
    public void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {
        if (rows.size() == 1 || isDue(saved[replica])) {
            save(replica, () -> folder.progress(replica, rows, weights.get()));
            saved[replica] = System.nanoTime();
        }
    }

    @Override
    public void summed(EpochSummary summary) {
        summaries.add(summary);
        if (summaries.size() == 1 || isDue(summarized)) {
            save(ALL, () -> folder.progress(summaries));
            summarized = System.nanoTime();
        }
    }

    private static boolean isDue(long before) {
        return (System.nanoTime() - before) * 1e-9 > SECONDS_BETWEEN;
    }

    void save(int replica, Runnable part) {
        try {
            part.run();
            unsaved.remove(replica);
        } catch (InputException e) {
            if (unsaved.add(replica)) {
                say.accept("warning: " + e.getMessage() + ". The run goes on and tries again");
            }
        }
    }
}
