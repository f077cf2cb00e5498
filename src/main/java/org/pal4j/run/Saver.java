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
 * Saves what there is of a study every few seconds, so that not even a killed run leaves nothing. A disk that is full now may have room later, and
 * hours of work would be lost; so what can't be saved only warns, once until something can be.
 */
public final class Saver implements Listener {
    /** Time between the end of one save and the next; so a slow disk can't fill the time. */
    private static final double SECONDS_BETWEEN = 5;
    private static final int ALL = -1;

    private final StudyFolder folder;
    private final Consumer<String> say;
    private final List<EpochSummary> summaries = new ArrayList<>();
    private final long[] saved;
    private long summarized;
    /** Replicas whose last save failed; {@link #ALL} for the table of all. */
    private final Set<Integer> unsaved = new HashSet<>();

    /**
     * A saver for a study.
     *
     * @param say says something without disturbing what is displayed
     */
    public Saver(StudyFolder folder, int replicas, Consumer<String> say) {
        this.folder = folder;
        this.say = say;
        saved = new long[replicas];
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
