package org.pal4j.cli.slurm;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pal4j.sweep.Group;
import org.pal4j.sweep.Plan;
import org.pal4j.sweep.Sweep;

/**
 * Resources of the tasks of an array job, estimated from the sizes of the sweep. The estimates are generous, since a task that exceeds its limits
 * must be restarted.
 *
 * @param shards  number of tasks
 * @param cpus    processors of each task
 * @param heap    heap of each task's JVM, MiB
 * @param minutes time limit of each task
 */
public record SlurmNeeds(int shards, int cpus, long heap, long minutes) {
    private static final int MAX_SHARDS = 64;
    private static final int MAX_CPUS = 4;
    private static final long MIN_HEAP = 512;
    private static final long MIN_MINUTES = 10;
    /** Safety factor: estimated times are for a fast, otherwise idle processor. */
    private static final double RESERVE = 4;

    /**
     * Returns the resources of a sweep.
     *
     * @param asked   number of tasks set by the user, if any
     * @param threads processors of a task set by the user, if any
     */
    public static SlurmNeeds of(Sweep sweep, Optional<Integer> asked, Optional<Integer> threads) {
        int shards = asked.orElseGet(() -> Math.min(MAX_SHARDS, Plan.groups(sweep.runs(), 1).size()));
        List<List<Group>> parts = Plan.shards(sweep, shards);
        int most = parts.stream().mapToInt(List::size).max().orElse(1);
        boolean large = sweep.points().stream().anyMatch(point -> point.experiment().cost().sharesSteps());
        int cpus = threads.orElse(large ? MAX_CPUS : Math.clamp(most, 1, MAX_CPUS));
        double seconds = parts.stream().mapToDouble(part -> seconds(part, cpus)).max().orElse(0);
        long bytes = parts.stream().mapToLong(part -> Plan.bytes(part) * Math.min(cpus, part.size())).max().orElse(0);
        long heap = Math.max(MIN_HEAP, (long) Math.ceil(1.5 * bytes / (1 << 28)) * 256);
        return new SlurmNeeds(shards, cpus, heap, Math.max(MIN_MINUTES, (long) Math.ceil(RESERVE * seconds / 60)));
    }

    /** Estimates the time of a part, which is at least that of its longest group. */
    private static double seconds(List<Group> part, int cpus) {
        double all = part.stream().mapToDouble(Group::seconds).sum();
        return Math.max(all / cpus, part.stream().map(Group::seconds).max(Comparator.naturalOrder()).orElse(0.0));
    }
}
