package org.pal4j.run;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
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
    private final AtomicLongArray saved;
    private volatile long summarized;
    /** What is to be written. The study's lock is held where it is added, and not where it is written. */
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    /** The replicas whose last save failed; {@link #ALL} stands for the summary of all replicas. */
    private final Set<Integer> unsaved = new HashSet<>();

    /**
     * Creates a saver for a study.
     *
     * @param say prints a message without disturbing the progress display; called by several threads
     */
    public Saver(StudyFolder folder, int replicas, Consumer<String> say) {
        this.folder = folder;
        this.say = say;
        saved = new AtomicLongArray(replicas);
    }

    @Override
    public void resumed(List<EpochSummary> before, long steps) {
        summaries.addAll(before);
    }

    @Override
    public void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {
        if (rows.size() == 1 || isDue(saved.get(replica))) {
            // The weights change as soon as this method returns.
            List<EpochRow> copy = List.copyOf(rows);
            Map<String, NpyArray> now = weights.get();
            saved.set(replica, System.nanoTime());
            waiting.add(() -> {
                save(replica, () -> folder.progress(replica, copy, now));
                saved.set(replica, System.nanoTime());
            });
        }
    }

    @Override
    public void summed(EpochSummary summary) {
        summaries.add(summary);
        if (summaries.size() == 1 || isDue(summarized)) {
            List<EpochSummary> copy = List.copyOf(summaries);
            summarized = System.nanoTime();
            waiting.add(() -> {
                save(ALL, () -> folder.progress(copy));
                summarized = System.nanoTime();
            });
        }
    }

    /** Writes what is waiting. If another thread is writing, that one does it, and this one goes on computing. */
    @Override
    public void afterwards() {
        while (!waiting.isEmpty() && writing.tryLock()) {
            try {
                Runnable next = waiting.poll();
                while (next != null) {
                    next.run();
                    next = waiting.poll();
                }
            } finally {
                writing.unlock();
            }
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
            // If somebody has removed the folder, the run ends, and says so itself.
            if (unsaved.add(replica) && Files.isDirectory(folder.root().path())) {
                say.accept("warning: " + e.getMessage() + ". The run goes on and tries again");
            }
        }
    }
}
