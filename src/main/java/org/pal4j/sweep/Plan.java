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
 * Which runs of a sweep are computed together, and which shard has them. The order is fixed by the sweep and the numbers given here alone, so
 * that all machines come to the same plan without talking to each other.
 */
public final class Plan {
    private static final Comparator<Group> LONGEST_FIRST = Comparator.comparingDouble(Group::seconds).reversed();

    private Plan() {}

    /**
     * Groups as large as is best for the model, the longest first; more and smaller ones if there are threads without a group.
     *
     * @param runs    of one sweep
     * @param threads that will share them; 1 for the groups that shards are made of
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

    /** What must be equal for two points to be in one group: all values but those in which replicas may differ. */
    private static Map<String, Object> kind(Point point) {
        Map<String, Object> kind = new LinkedHashMap<>(point.values());
        kind.keySet().removeAll(point.experiment().model().replicaKeys());
        return kind;
    }

    /**
     * The groups of each shard. Each in turn, the longest first, goes to the shard that has least to do.
     *
     * @param shards how many; those beyond the number of groups get nothing
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

    /** The runs of one shard, in the order of the sweep. */
    public static List<Run> shard(Sweep sweep, Shard shard) {
        return shards(sweep, shard.count()).get(shard.index() - 1).stream().flatMap(group -> group.runs().stream())
                .sorted(Comparator.comparingInt((Run run) -> run.point().number()).thenComparingInt(run -> sweep.seeds().indexOf(run.seed())))
                .toList();
    }

    /**
     * Bytes that a group will need at most, roughly: what a scheduler is asked for.
     *
     * @param groups any
     */
    public static long bytes(List<Group> groups) {
        return groups.stream().mapToLong(Group::bytes).max().orElse(0);
    }
}
