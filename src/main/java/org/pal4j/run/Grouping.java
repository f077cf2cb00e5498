package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Groups replicas into batches, by number. */
public final class Grouping {
    private Grouping() {}

    /**
     * Returns one batch per thread, of even sizes, so that all threads end together; or one batch per replica, if each is best alone.
     *
     * @param together the value of {@link org.pal4j.model.Model#replicasTogether}
     */
    public static List<List<Integer>> even(int together, int replicas, int threads) {
        int groups = together == 1 ? replicas : Math.min(threads, replicas);
        List<List<Integer>> plan = new ArrayList<>();
        int next = 0;
        for (int g = 0; g < groups; g++) {
            int size = (replicas - next) / (groups - g);
            plan.add(numbers(next, size));
            next += size;
        }
        return plan;
    }

    /** Returns batches of size {@code together}, to be taken by the next free thread. The last batch may be smaller. */
    public static List<List<Integer>> full(int together, int replicas) {
        List<List<Integer>> plan = new ArrayList<>();
        for (int next = 0; next < replicas; next += together) {
            plan.add(numbers(next, Math.min(together, replicas - next)));
        }
        return plan;
    }

    private static List<Integer> numbers(int from, int size) {
        return IntStream.range(from, from + size).boxed().toList();
    }
}
