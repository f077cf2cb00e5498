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
 * @param slow       that took longer than {@link #SLOW} times the median, compared in turn
 * @param allocating after they were warm
 * @param failed     without a number, not warm within the limit, or not compared
 * @param median     microseconds for a step
 * @param slowest    over the median, compared in turn
 * @param faults     what went wrong, each with the number of starts
 */
public record Lottery(int starts, int slow, int allocating, int failed, double median, double slowest, List<String> faults) {
    /** Times the median. */
    public static final double SLOW = 1.2;

    /** Copies the list. */
    public Lottery {
        faults = List.copyOf(faults);
    }

    /**
     * Counts the starts.
     *
     * @param usual the kernels' times of a start that is not slow; empty if there is none
     */
    public static Lottery of(List<Start> all, List<KernelTime> usual) {
        double typical = typical(all);
        int slow = 0;
        int allocating = 0;
        int failed = 0;
        Map<String, Integer> faults = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (int number = 1; number <= all.size(); number++) {
            Start start = all.get(number - 1);
            Fork fork = start.fork();
            if (!fork.isWarm()) {
                failed++;
                Validity.of(fork).forEach(reason -> faults.merge(reason.text(), 1, Integer::sum));
            } else if (fork.window().allocates()) {
                allocating++;
                faults.merge("allocates: " + places(fork), 1, Integer::sum);
            } else if (Double.isNaN(start.ratio())) {
                failed++;
                faults.merge("ended while it was compared", 1, Integer::sum);
            } else if (start.ratio() > SLOW * typical) {
                slow++;
                lines.add(String.format(Locale.ROOT, "start %d: slow, %.2f times the median; %s", number, start.ratio() / typical,
                        Excess.describe(fork.times(), usual)));
            }
        }
        faults.forEach((fault, count) -> lines.add(count + (count == 1 ? " start: " : " starts: ") + fault));
        double[] times = all.stream().map(Start::fork).filter(Fork::hasScore).mapToDouble(Fork::microseconds).toArray();
        return new Lottery(times.length, slow, allocating, failed, Statistics.median(times), Statistics.quantile(ratios(all), 1) / typical, lines);
    }

    /** The median of the ratios, of which SLOW is a multiple; 1 if there are none. */
    public static double typical(List<Start> starts) {
        double[] ratios = ratios(starts);
        return ratios.length == 0 ? 1 : Statistics.median(ratios);
    }

    private static double[] ratios(List<Start> starts) {
        return starts.stream().filter(Start::isSound).mapToDouble(Start::ratio).filter(ratio -> !Double.isNaN(ratio)).toArray();
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
        return String.format(Locale.ROOT, "%-26s %-12s %7s %6s %11s %7s %14s %9s", "experiment", "jdk", "starts", "slow", "allocating", "failed",
                "median, us", "slowest");
    }

    /** One line. */
    public String line(String experiment, String jdk) {
        return String.format(Locale.ROOT, "%-26s %-12s %7d %6d %11d %7d %14.4f %9.2f", experiment, jdk, starts, slow, allocating, failed, median,
                slowest);
    }
}
