package org.pal4j.bench.scale;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.pal4j.model.Cost;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.run.Grouping;

/** A study of many seeds of one experiment, divided among threads, or among tasks of a cluster, as the program divides it. */
public final class SeedStudy {
    /** Seeds in the row that was measured. */
    private static final int MEASURED = 16;
    /** The most processors of a task, one for each of its groups. */
    private static final int TASK_THREADS = 4;

    private final int together;
    private final long steps;
    private final IntToDoubleFunction estimate;
    private final double factor;
    private final Overhead overhead;

    /**
     * What takes time beside steps.
     *
     * @param start seconds of a process until it steps at its full speed, and for its end
     * @param files seconds for the files of one seed, which are written one after the other
     */
    public record Overhead(double start, double files) {}

    /**
     * A prediction.
     *
     * @param cores    that compute
     * @param most     seeds that one thread steps together
     * @param rounds   groups of seeds that a core computes one after the other
     * @param stepping seconds of the core that steps longest
     * @param seconds  until everything is there
     */
    public record Prediction(int cores, int most, int rounds, double stepping, double seconds) {}

    private SeedStudy(int together, Cost cost, double measured, Overhead overhead) {
        this.together = together;
        this.overhead = overhead;
        steps = cost.steps();
        estimate = cost.microseconds();
        factor = measured / estimate.applyAsDouble(MEASURED);
    }

    /**
     * A study.
     *
     * @param study    of one experiment; its own number of seeds does not matter
     * @param measured microseconds of a step of 16 seeds together, on one thread
     */
    public static <E extends Experiment> SeedStudy of(Study<E> study, double measured, Overhead overhead) {
        return new SeedStudy(study.model().replicasTogether(study.base()), study.model().cost(study.base()), measured, overhead);
    }

    /** {@code run --seeds} in one process, with a thread on each core. */
    public Prediction run(int seeds, int cores) {
        int most = most(Grouping.even(together, seeds, cores));
        double stepping = seconds(most);
        return new Prediction(cores, most, 1, stepping, overhead.start + stepping + overhead.files * seeds);
    }

    /**
     * {@code sweep --slurm}: a task for each group of seeds, but at most {@code tasks}, which then have several groups and up to four processors;
     * at the end one that gathers.
     *
     * @param tasks  the most that are submitted
     * @param gather seconds to read one run and write it into the tables
     */
    public Prediction cluster(int seeds, int cores, int tasks, double gather) {
        List<List<Integer>> groups = Grouping.full(together, seeds);
        int most = most(groups);
        int submitted = Math.min(tasks, groups.size());
        int groupsOfTask = Math.ceilDiv(groups.size(), submitted);
        int threads = Math.min(Math.min(groupsOfTask, TASK_THREADS), cores);
        int turns = Math.ceilDiv(submitted, cores / threads);
        int rounds = Math.ceilDiv(groupsOfTask, threads);
        double task = overhead.start + rounds * seconds(most) + groupsOfTask * overhead.files * most;
        double last = overhead.start + gather * seeds;
        return new Prediction(cores, most, turns * rounds, turns * rounds * seconds(most), turns * task + last);
    }

    private static int most(List<List<Integer>> groups) {
        return groups.stream().mapToInt(List::size).max().orElse(0);
    }

    private double seconds(int seeds) {
        return steps * estimate.applyAsDouble(seeds) * factor * 1e-6;
    }
}
