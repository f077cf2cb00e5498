package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The kernels in which a slow start spends the time that another does not spend. */
final class Excess {
    /** Standard deviations from which a difference is believed. */
    private static final double SURE = 3;
    /** Share of the whole difference that the kernels named make up. */
    private static final double ENOUGH = 0.8;

    private record Difference(String kernel, double slow, double usual, double deviation) {
        private double excess() {
            return slow - usual;
        }
    }

    private Excess() {}

    /**
     * Names the kernels, most first: {@code Synapses.product 0.412 us instead of 0.031}. What is left of the difference is spread over the
     * others.
     *
     * @param slow  the times of a slow start
     * @param usual those of another
     */
    static String describe(List<KernelTime> slow, List<KernelTime> usual) {
        if (slow.isEmpty() || usual.isEmpty()) {
            return "its kernels were not looked at";
        }
        double all = sum(slow) - sum(usual);
        double named = 0;
        List<String> parts = new ArrayList<>();
        for (Difference difference : differences(slow, usual)) {
            if (difference.excess() > SURE * difference.deviation && named < ENOUGH * all) {
                named += difference.excess();
                parts.add(String.format(Locale.ROOT, "%s %.3f us instead of %.3f", difference.kernel, difference.slow, difference.usual));
            }
        }
        return parts.isEmpty() ? "no kernel stands out" : parts.stream().collect(Collectors.joining(", "));
    }

    private static List<Difference> differences(List<KernelTime> slow, List<KernelTime> usual) {
        Map<String, KernelTime> others = new LinkedHashMap<>();
        usual.forEach(time -> others.put(time.kernel(), time));
        return slow.stream().map(time -> {
            KernelTime other = others.getOrDefault(time.kernel(), new KernelTime(time.kernel(), 0, 0));
            return new Difference(time.kernel(), time.microseconds(), other.microseconds(), Math.sqrt(time.variance() + other.variance()));
        }).sorted(Comparator.comparingDouble(Difference::excess).reversed()).toList();
    }

    private static double sum(List<KernelTime> times) {
        return times.stream().mapToDouble(KernelTime::microseconds).sum();
    }
}
