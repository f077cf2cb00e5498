package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each replica is in one group; each thread has a group that is filled evenly, or replicas that are best alone. */
class GroupingTest {
    @Test
    void groups() {
        for (int replicas = 1; replicas < 70; replicas++) {
            List<List<Integer>> full = Grouping.full(16, replicas);
            assertEquals(IntStream.range(0, replicas).boxed().toList(), full.stream().flatMap(List::stream).toList());
            assertTrue(full.stream().limit(full.size() - 1).allMatch(group -> group.size() == 16));
            assertEquals(replicas, Grouping.full(1, replicas).size());
            for (int threads = 1; threads < 6; threads++) {
                List<List<Integer>> plan = Grouping.even(16, replicas, threads);
                assertEquals(IntStream.range(0, replicas).boxed().toList(), plan.stream().flatMap(List::stream).toList());
                int least = plan.stream().mapToInt(List::size).min().orElseThrow();
                int most = plan.stream().mapToInt(List::size).max().orElseThrow();
                assertTrue(most - least <= 1);
                assertEquals(Math.min(threads, replicas), plan.size());
                assertEquals(replicas, Grouping.even(1, replicas, threads).size());
            }
        }
    }
}
