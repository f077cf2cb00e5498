package org.pal4j.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.run.Grouping;

/**
 * Groups the runs of a sweep into batches, and assigns groups to shards. The plan depends only on the sweep and the arguments, so all machines
 * compute the same plan independently.
 */
public final class Plan {
    private static final Comparator<Group> LONGEST_FIRST = Comparator.comparingDouble(Group::seconds).reversed();

    private Plan() {}

    /**
     * Returns groups of the best size for the model, longest first. Groups are split if there are more threads than groups.
     *
     * @param runs    runs of one sweep
     * @param threads the number of threads that compute the groups; 1 for the groups in shards
     */
    public static List<Group> groups(List<Run> runs, int threads) {
        Map<Map<String, Object>, List<Run>> kinds = new LinkedHashMap<>();
        runs.forEach(run -> kinds.computeIfAbsent(kind(run.point()), key -> new ArrayList<>()).add(run));
        List<Group> groups = new ArrayList<>();
        kinds.values().forEach(kind -> Grouping.full(together(kind.getFirst().point().experiment()), kind.size())
                .forEach(members -> groups.add(Group.of(members.stream().map(kind::get).toList()))));
        groups.sort(LONGEST_FIRST);
        while (groups.size() < threads) {
            Group longest = groups.stream().filter(group -> group.runs().size() > 1).findFirst().orElse(null);
            if (longest == null) {
                break;
            }
            groups.remove(longest);
            int half = longest.runs().size() / 2;
            groups.add(Group.of(longest.runs().subList(half, longest.runs().size())));
            groups.add(Group.of(longest.runs().subList(0, half)));
            groups.sort(LONGEST_FIRST);
        }
        return groups;
    }

    @SuppressWarnings("unchecked") // An experiment's model is that of its class.
    private static <E extends Experiment> int together(E e) {
        return ((Model<E>) e.model()).replicasTogether(e);
    }

    /** Returns the settings that must be equal for points in the same group: all settings except those of replica keys. */
    private static Map<String, Object> kind(Point point) {
        Map<String, Object> kind = new LinkedHashMap<>(point.settings());
        kind.keySet().removeAll(point.experiment().model().replicaKeys());
        return kind;
    }

    /**
     * Returns the groups of each shard. Each group, longest first, goes to the shard with the least work so far.
     *
     * @param shards the number of shards; surplus shards are empty
     */
    public static List<List<Group>> shards(Sweep sweep, int shards) {
        record Load(int shard, double seconds) {}
        List<List<Group>> parts = new ArrayList<>();
        PriorityQueue<Load> loads = new PriorityQueue<>(Comparator.comparingDouble(Load::seconds).thenComparingInt(Load::shard));
        for (int s = 0; s < shards; s++) {
            parts.add(new ArrayList<>());
            loads.add(new Load(s, 0));
        }
        for (Group group : groups(sweep.runs(), 1)) {
            Load least = loads.remove();
            parts.get(least.shard).add(group);
            loads.add(new Load(least.shard, least.seconds + group.seconds()));
        }
        return parts;
    }

    /** Returns the runs of one shard, in the order of the sweep. */
    public static List<Run> shard(Sweep sweep, Shard shard) {
        return shards(sweep, shard.count()).get(shard.index() - 1).stream().flatMap(group -> group.runs().stream())
                .sorted(Comparator.comparingInt((Run run) -> run.point().number()).thenComparingInt(run -> sweep.seeds().indexOf(run.seed())))
                .toList();
    }

    /**
     * Returns a rough estimate of the memory in bytes for the largest of the groups, to request from a cluster scheduler.
     */
    public static long bytes(List<Group> groups) {
        return groups.stream().mapToLong(Group::bytes).max().orElse(0);
    }
}
