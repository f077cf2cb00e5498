package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Which runs of a sweep are computed together, and which shard has them. The order is fixed by the sweep and the numbers given here alone, so
 * that all machines come to the same plan without talking to each other.
 */
public final class SweepPlan {
    private static final Comparator<SweepGroup> LONGEST_FIRST = Comparator.comparingDouble(SweepGroup::seconds).reversed();

    private SweepPlan() {}

    /**
     * Groups with filled lanes, the longest first; more and smaller ones if there are threads without a group.
     *
     * @param threads that will share them; 1 for the groups that shards are made of
     */
    public static List<SweepGroup> groups(List<SweepRun> runs, int threads) {
        Map<Map<String, JsonNode>, List<SweepRun>> kinds = new LinkedHashMap<>();
        runs.forEach(run -> kinds.computeIfAbsent(kind(run.point()), key -> new ArrayList<>()).add(run));
        List<SweepGroup> groups = new ArrayList<>();
        kinds.values().forEach(kind -> groups.addAll(together(kind)));
        groups.sort(LONGEST_FIRST);
        while (groups.size() < threads) {
            SweepGroup longest = groups.stream().filter(group -> group.runs().size() > 1).findFirst().orElse(null);
            if (longest == null) {
                break;
            }
            groups.remove(longest);
            int half = longest.runs().size() / 2;
            groups.add(new SweepGroup(longest.runs().subList(half, longest.runs().size())));
            groups.add(new SweepGroup(longest.runs().subList(0, half)));
            groups.sort(LONGEST_FIRST);
        }
        return groups;
    }

    /** Groups of runs of one kind. */
    private static List<SweepGroup> together(List<SweepRun> kind) {
        return switch (kind.getFirst().point().experiment()) {
            case Experiment e -> Grouping.full(e.circuit(), kind.size()).stream()
                    .map(members -> new SweepGroup(members.stream().map(kind::get).toList())).toList();
            // The samples of a batch fill the lanes.
            case RateExperiment e -> kind.stream().map(run -> new SweepGroup(List.of(run))).toList();
        };
    }

    /** What must be equal for two points to be side by side: all values but those in which replicas may differ. */
    static Map<String, JsonNode> kind(SweepPoint point) {
        Map<String, JsonNode> kind = new LinkedHashMap<>(point.values());
        kind.keySet().removeAll(point.experiment().model().keys().differing());
        return kind;
    }

    /**
     * The groups of each shard. Each in turn, the longest first, goes to the shard that has least to do.
     *
     * @param shards how many; those beyond the number of groups get nothing
     */
    public static List<List<SweepGroup>> shards(Sweep sweep, int shards) {
        record Load(int shard, double seconds) {}
        List<List<SweepGroup>> parts = new ArrayList<>();
        PriorityQueue<Load> loads = new PriorityQueue<>(Comparator.comparingDouble(Load::seconds).thenComparingInt(Load::shard));
        for (int s = 0; s < shards; s++) {
            parts.add(new ArrayList<>());
            loads.add(new Load(s, 0));
        }
        for (SweepGroup group : groups(sweep.runs(), 1)) {
            Load least = loads.remove();
            parts.get(least.shard).add(group);
            loads.add(new Load(least.shard, least.seconds + group.seconds()));
        }
        return parts;
    }

    /** The runs of one shard, in the order of the sweep. */
    public static List<SweepRun> shard(Sweep sweep, Shard shard) {
        return shards(sweep, shard.count()).get(shard.index() - 1).stream().flatMap(group -> group.runs().stream())
                .sorted(Comparator.comparingInt((SweepRun run) -> run.point().number()).thenComparing(run -> sweep.seeds().indexOf(run.seed())))
                .toList();
    }

    /**
     * Bytes that a group will need at most, roughly: what a scheduler is asked for.
     *
     * @param groups any
     */
    public static long bytes(List<SweepGroup> groups) {
        return groups.stream().mapToLong(SweepGroup::bytes).max().orElse(0);
    }
}
