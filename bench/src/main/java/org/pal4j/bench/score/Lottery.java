package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Many starts of the same.
 *
 * @param starts     with a number
 * @param slow       that took longer than {@link #SLOW} times the median
 * @param allocating after they were warm
 * @param failed     without a number, or not warm within the limit
 * @param median     microseconds for a step
 * @param slowest    microseconds for a step
 * @param faults     what went wrong, each with the number of starts
 */
public record Lottery(int starts, int slow, int allocating, int failed, double median, double slowest, List<String> faults) {
    /** Times the median. */
    public static final double SLOW = 1.2;
    /** Starts whose median says what is slow. */
    private static final int FEW = 3;

    /** Copies the list. */
    public Lottery {
        faults = List.copyOf(faults);
    }

    /**
     * Counts the starts.
     *
     * @param usual the kernels' times of a start that is not slow; empty if there is none
     */
    public static Lottery of(List<Fork> forks, List<KernelTime> usual) {
        double[] times = forks.stream().filter(Fork::hasScore).mapToDouble(Fork::microseconds).toArray();
        double median = Statistics.median(times);
        int slow = 0;
        int allocating = 0;
        int failed = 0;
        Map<String, Integer> faults = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (int start = 1; start <= forks.size(); start++) {
            Fork fork = forks.get(start - 1);
            if (!fork.hasScore() || !fork.compiled() || fork.window().compiling() && !fork.steady()) {
                // Until a JVM is warm it allocates, which is no fault.
                failed++;
                Validity.of(fork).forEach(reason -> faults.merge(reason.text(), 1, Integer::sum));
            } else if (fork.window().allocates()) {
                allocating++;
                faults.merge("allocates: " + places(fork), 1, Integer::sum);
            } else if (fork.microseconds() > SLOW * median) {
                slow++;
                String reasons = Validity.of(fork).stream().map(reason -> ", " + reason.text()).collect(Collectors.joining());
                lines.add(
                        String.format(Locale.ROOT, "start %d: slow, %.4f us after %.0f s%s; %s", start, fork.microseconds(), fork.seconds(), reasons,
                                Excess.describe(fork.times(), usual)));
            }
        }
        faults.forEach((fault, count) -> lines.add(count + (count == 1 ? " start: " : " starts: ") + fault));
        return new Lottery(times.length, slow, allocating, failed, median, Statistics.quantile(times, 1), lines);
    }

    /** What is not slow beside the starts so far; anything before there are a few. */
    public static Expectation expected(List<Fork> forks) {
        double[] times = forks.stream().filter(Fork::hasScore).mapToDouble(Fork::microseconds).toArray();
        return times.length < FEW ? Expectation.NONE : new Expectation(SLOW * Statistics.median(times), false);
    }

    private static String places(Fork fork) {
        return fork.sites().isEmpty() ? String.format(Locale.ROOT, "%,.0f B a step", fork.window().bytes())
                : fork.sites().stream().map(site -> Validity.describe(site, fork.java())).collect(Collectors.joining("; "));
    }

    /** Returns whether all starts are alike. */
    public boolean isGood() {
        return slow == 0 && allocating == 0 && failed == 0;
    }

    /** The heading of the lines. */
    public static String heading() {
        return String.format(Locale.ROOT, "%-26s %-12s %7s %6s %11s %7s %14s %14s", "experiment", "jdk", "starts", "slow", "allocating", "failed",
                "median, us", "slowest, us");
    }

    /** One line. */
    public String line(String experiment, String jdk) {
        return String.format(Locale.ROOT, "%-26s %-12s %7d %6d %11d %7d %14.4f %14.4f", experiment, jdk, starts, slow, allocating, failed, median,
                slowest);
    }
}
