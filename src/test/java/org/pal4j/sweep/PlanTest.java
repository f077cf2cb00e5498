package org.pal4j.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.circuit.Ensemble;
import org.pal4j.model.Experiment;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.Tiny;

/** Groups and shards: each run is somewhere once, lanes are filled, and work is shared out evenly. */
class PlanTest {
    private static Sweep sweep(int shapes, int rates, int seeds) {
        return TinySweep.of("sweep={product: {eta_bw: " + list(rates) + ", taur: " + list(shapes) + "}}", "seeds=" + seeds);
    }

    private static String list(int size) {
        List<Integer> values = new ArrayList<>();
        for (int k = 1; k <= size; k++) {
            values.add(k);
        }
        return values.toString();
    }

    private static List<String> paths(List<Run> runs) {
        return runs.stream().map(Run::path).sorted().toList();
    }

    /** Variants that differ only in what lanes may have of their own share groups. */
    @Test
    void variantsOfOneShapeAreGroupedTogether() {
        List<Group> groups = Plan.groups(TinySweep.of("sweep={variants: {none: {eta_bw: 0, noise_scale: 0}, B: {noise_scale: 0}, "
                + "FA: {algorithm: FA}}}", "seeds=8").runs(), 1);
        assertEquals(List.of(8, 16), groups.stream().map(group -> group.runs().size()).sorted().toList());
    }

    @Property(tries = 60)
    void shardsHaveEachRunOnceAndKeepGroupsTogether(
            @ForAll @IntRange(min = 1, max = 5) int shapes, @ForAll @IntRange(min = 1, max = 5) int rates,
            @ForAll @IntRange(min = 1, max = 9) int seeds,
            @ForAll @IntRange(min = 1, max = 12) int shards) {
        Sweep sweep = sweep(shapes, rates, seeds);
        List<Run> all = new ArrayList<>();
        List<List<Run>> parts = new ArrayList<>();
        for (int i = 1; i <= shards; i++) {
            List<Run> part = Plan.shard(sweep, new Shard(i, shards));
            assertEquals(part, Plan.shard(sweep, new Shard(i, shards)), "the plan is always the same");
            parts.add(part);
            all.addAll(part);
        }
        assertEquals(paths(sweep.runs()), paths(all));
        List<Group> groups = Plan.groups(sweep.runs(), 1);
        assertEquals(Math.min(shards, groups.size()), parts.stream().filter(part -> !part.isEmpty()).count());
        for (Group group : groups) {
            assertEquals(1, parts.stream().filter(part -> part.stream().anyMatch(group.runs()::contains)).count());
        }
        // Who has least gets the next: nobody has more than another by more than a group.
        DoubleSummaryStatistics seconds = Plan.shards(sweep, shards).stream()
                .mapToDouble(part -> part.stream().mapToDouble(Group::seconds).sum()).summaryStatistics();
        double longest = groups.stream().mapToDouble(Group::seconds).max().orElseThrow();
        assertTrue(seconds.getMax() - seconds.getMin() <= longest * (1 + 1e-9), seconds + ", groups of " + longest);
    }

    @Property(tries = 60)
    void groupsHaveOneShapeAndFilledLanes(
            @ForAll @IntRange(min = 1, max = 4) int shapes, @ForAll @IntRange(min = 1, max = 5) int rates,
            @ForAll @IntRange(min = 1, max = 9) int seeds,
            @ForAll @IntRange(min = 1, max = 8) int threads) {
        Sweep sweep = sweep(shapes, rates, seeds);
        List<Group> groups = Plan.groups(sweep.runs(), threads);
        assertEquals(paths(sweep.runs()), paths(groups.stream().flatMap(group -> group.runs().stream()).toList()));
        int size = rates * seeds;
        int filled = shapes * Math.ceilDiv(size, Ensemble.MAX_REPLICAS);
        assertEquals(Math.max(filled, Math.min(threads, shapes * size)), groups.size(), "as few as possible, unless a thread would be idle");
        for (Group group : groups) {
            CircuitExperiment first = (CircuitExperiment) sweep.experiment(group.runs().getFirst());
            for (Run run : group.runs()) {
                assertTrue(Ensemble.isReplicaOf(first.circuit(), ((CircuitExperiment) sweep.experiment(run)).circuit()));
            }
        }
        assertEquals(groups, groups.stream().sorted(Comparator.comparingDouble(Group::seconds).reversed()).toList(), "the longest first");
    }

    @Test
    void whatIsEqualOnlyInItsCircuitIsNotSideBySide() {
        Sweep sweep = TinySweep.of("sweep={product: {epochs: [1, 2], train_samples: [3, 4], noise_scale: [0, 1], alpha: [0, 1]}}");
        List<Group> groups = Plan.groups(sweep.runs(), 1);
        assertEquals(4, groups.size());
        for (Group group : groups) {
            assertEquals(1, group.runs().stream().map(run -> run.point().text("epochs") + run.point().text("train_samples")).distinct().count());
        }
    }

    @Test
    void largeNetworksAreAlone() {
        Sweep sweep = Catalog.sweep("mnist", List.of("sweep={product: {eta_bw: [1, 2, 3]}}"), notes -> {});
        assertEquals(3, Plan.groups(sweep.runs(), 1).size());
    }

    @Test
    void longRunsAreSharedOutFirst() {
        Sweep sweep = TinySweep.of("sweep={product: {epochs: [1, 1000, 2, 450, 451]}}");
        assertEquals(List.of("p0002/seed-123456"), paths(Plan.shard(sweep, new Shard(1, 2))));
        assertEquals(4, Plan.shard(sweep, new Shard(2, 2)).size());
    }

    @Test
    void moreShardsThanGroupsHaveNothingToDo() {
        assertEquals(List.of(), Plan.shard(sweep(2, 1, 1), new Shard(3, 1000)));
    }

    @Test
    void shardsAreRead() {
        assertEquals(new Shard(2, 8), Shard.parse("2/8"));
        assertEquals(new Shard(100_000, 100_000), Shard.parse(" 100000 / 100000 "));
        assertEquals("2/8", new Shard(2, 8).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "0/3", "4/3", "-1/3", "1/0", "a/b", "1/2/3", "1/100001", "1/99999999999"})
    void whatIsNoShardIsRefused(String text) {
        InputException fault = assertThrows(InputException.class, () -> Shard.parse(text));
        assertTrue(fault.getMessage().startsWith("--shard " + text + ": must be I/N"), fault.getMessage());
    }

    @Test
    void aStepOfALargerNetworkOrOfMoreLanesTakesLonger() {
        double small = microseconds(Tiny.yinYang(), 1);
        assertTrue(small < microseconds(Tiny.yinYang(), 16));
        double clamped = microseconds(Catalog.experiment("mnist", List.of()), 1);
        double dense = microseconds(Catalog.experiment("mnist", List.of("clamped_input=false")), 1);
        assertTrue(small < clamped && clamped < dense);
    }

    private static double microseconds(Experiment e, int replicas) {
        return e.cost().microseconds().applyAsDouble(replicas);
    }
}
