package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;

/**
 * Saves what there is of a study every few seconds, so that not even a killed run leaves nothing. A disk that is full now may have room later, and
 * hours of work would be lost; so what can't be saved only warns, once until something can be.
 */
public final class Saver implements Listener {
    private static final double SECONDS_BETWEEN = 5;

    private final StudyFolder folder;
    private final Consumer<String> say;
    private final List<EpochSummary> summaries = new ArrayList<>();
    private final long[] saved;
    private long summarized;
    private boolean failed;

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
            saved[replica] = System.nanoTime();
            save(() -> folder.progress(replica, rows, weights.get()));
        }
    }

    @Override
    public void summed(EpochSummary summary) {
        summaries.add(summary);
        if (summaries.size() == 1 || isDue(summarized)) {
            summarized = System.nanoTime();
            save(() -> folder.progress(summaries));
        }
    }

    private static boolean isDue(long before) {
        return (System.nanoTime() - before) * 1e-9 > SECONDS_BETWEEN;
    }

    void save(Runnable part) {
        try {
            part.run();
            failed = false;
        } catch (InputException e) {
            if (!failed) {
                say.accept("warning: " + e.getMessage() + ". The run goes on and tries again");
            }
            failed = true;
        }
    }
}
