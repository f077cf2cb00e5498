package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.pal4j.circuit.CircuitParameters;

/**
 * Which runs of a sweep are simulated side by side, and which shard has them. The order is fixed by the sweep and the numbers given here alone, so
 * that all machines come to the same plan without talking to each other.
 */
public final class SweepPlan {
    private SweepPlan() {}

    /**
     * Runs side by side, in the lanes of vectors; or one alone.
     *
     * @param runs equal but for seeds, learning rates, noise scales and alphas
     */
    public record Lanes(List<SweepRun> runs) {
        /** Copies the list. */
        public Lanes {
            runs = List.copyOf(runs);
        }

        /** Of all of them together. */
        public long steps() {
            return runs.stream().mapToLong(SweepRun::steps).sum();
        }

        /** Roughly how long they will take on one thread. */
        public double seconds() {
            SweepRun first = runs.getFirst();
            return first.steps() * StepCost.microseconds(first.point().experiment().circuit(), runs.size()) * 1e-6;
        }
    }

    /**
     * Groups with filled lanes, the longest first; more and smaller ones if there are threads without a group.
     *
     * @param threads that will share them; 1 for the groups that shards are made of
     */
    public static List<Lanes> groups(List<SweepRun> runs, int threads) {
        Map<Map<String, JsonNode>, List<SweepRun>> kinds = new LinkedHashMap<>();
        runs.forEach(run -> kinds.computeIfAbsent(kind(run.point()), key -> new ArrayList<>()).add(run));
        List<Lanes> groups = new ArrayList<>();
        for (List<SweepRun> kind : kinds.values()) {
            CircuitParameters circuit = kind.getFirst().point().experiment().circuit();
            Grouping.of(circuit, kind.size(), 1).forEach(members -> groups.add(new Lanes(members.stream().map(kind::get).toList())));
        }
        Comparator<Lanes> longestFirst = Comparator.comparingDouble(Lanes::seconds).reversed();
        groups.sort(longestFirst);
        while (groups.size() < threads) {
            Lanes longest = groups.stream().filter(group -> group.runs().size() > 1).findFirst().orElse(null);
            if (longest == null) {
                break;
            }
            groups.remove(longest);
            int half = longest.runs().size() / 2;
            groups.add(new Lanes(longest.runs().subList(half, longest.runs().size())));
            groups.add(new Lanes(longest.runs().subList(0, half)));
            groups.sort(longestFirst);
        }
        return groups;
    }

    /** What must be equal for two points to be side by side: all values but those in which lanes may differ. */
    static Map<String, JsonNode> kind(SweepPoint point) {
        Map<String, JsonNode> kind = new LinkedHashMap<>(point.values());
        kind.keySet().removeAll(Study.DIFFERING);
        return kind;
    }

    /**
     * The groups of each shard. Each in turn, the longest first, goes to the shard that has least to do.
     *
     * @param shards how many; those beyond the number of groups get nothing
     */
    public static List<List<Lanes>> shards(Sweep sweep, int shards) {
        record Load(int shard, double seconds) {}
        List<List<Lanes>> parts = new ArrayList<>();
        PriorityQueue<Load> loads = new PriorityQueue<>(Comparator.comparingDouble(Load::seconds).thenComparingInt(Load::shard));
        for (int s = 0; s < shards; s++) {
            parts.add(new ArrayList<>());
            loads.add(new Load(s, 0));
        }
        for (Lanes group : groups(sweep.runs(), 1)) {
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
    public static long bytes(List<Lanes> groups) {
        return groups.stream().mapToLong(group -> group.runs().size() * MemoryNeed.of(group.runs().getFirst().point().experiment())).max().orElse(0);
    }
}
