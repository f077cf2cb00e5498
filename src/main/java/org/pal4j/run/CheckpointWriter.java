package org.pal4j.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.pal4j.InputException;
import org.pal4j.model.Experiment;

/**
 * Writes the checkpoints of a course from time to time, and before its test, from where it can be carried on with more epochs. A failed write gives a
 * warning and leaves the previous checkpoint; the next warning comes only after a successful write.
 */
public final class CheckpointWriter {
    /** The shortest time between two checkpoints, in multiples of the time that one takes: so they take at most 1 % of a run. */
    private static final double REST = 100;
    /** The usual time between two checkpoints, in seconds. */
    public static final double SECONDS = 30;

    private final List<Path> folders;
    private final List<? extends Experiment> experiments;
    private final double interval;
    private final boolean beforeTest;
    private final Consumer<String> say;
    private long ended = System.nanoTime();
    private double duration;
    private boolean failing;

    /**
     * Creates a writer for the replicas of a course, in order.
     *
     * @param interval   the time between two checkpoints in seconds
     * @param beforeTest whether a checkpoint comes before the test in any case
     * @param say        prints a message without disturbing the progress display
     */
    public CheckpointWriter(List<Path> folders, List<? extends Experiment> experiments, double interval, boolean beforeTest, Consumer<String> say) {
        this.folders = folders;
        this.experiments = experiments;
        this.interval = interval;
        this.beforeTest = beforeTest;
        this.say = say;
    }

    /** Writes the checkpoints if they are due. */
    public void offer(Course course) {
        if (beforeTest && course.isBeforeTest() || (System.nanoTime() - ended) * 1e-9 >= Math.max(interval, REST * duration)) {
            write(course);
        }
    }

    /** Writes the checkpoints now, unless all replicas have ended, or the course was stopped within a record; then those before stay. */
    public void write(Course course) {
        if (course.hasEnded() || course.isTorn()) {
            return;
        }
        long start = System.nanoTime();
        try {
            for (int k = 0; k < folders.size(); k++) {
                course.checkpoint(k).write(folders.get(k), experiments.get(k));
            }
            failing = false;
        } catch (InputException fault) {
            // If somebody has removed the folder of a run, the run ends, and says so itself. A sweep goes on with other runs.
            if (!failing && (!beforeTest || folders.stream().allMatch(Files::isDirectory))) {
                failing = true;
                say.accept("warning: " + fault.getMessage() + ". The run goes on and tries again");
            }
        }
        ended = System.nanoTime();
        duration = (ended - start) * 1e-9;
    }
}
