package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which kernels a step spends its time, on one JDK or on several side by side.
 *
 * @param jdks  their names
 * @param forks one with kernels' times for each JDK
 */
public record KernelTable(List<String> jdks, List<Fork> forks) {
    /** What takes a smaller share on all JDKs is told together. */
    private static final double LEAST = 0.005;

    /** Copies the lists. */
    public KernelTable {
        jdks = List.copyOf(jdks);
        forks = List.copyOf(forks);
    }

    /** A line for the names of JDKs, one for each kernel from the longest on the first JDK on, one for all others, and one for the sum. */
    public List<String> lines() {
        Map<String, double[]> kernels = new TreeMap<>();
        for (int k = 0; k < forks.size(); k++) {
            for (KernelTime time : forks.get(k).times()) {
                kernels.computeIfAbsent(time.kernel(), kernel -> new double[jdks.size()])[k] = time.microseconds();
            }
        }
        double[] others = new double[jdks.size()];
        List<Map.Entry<String, double[]>> shown = new ArrayList<>();
        kernels.entrySet().forEach(kernel -> {
            if (isLarge(kernel.getValue())) {
                shown.add(kernel);
            } else {
                for (int k = 0; k < others.length; k++) {
                    others[k] += kernel.getValue()[k];
                }
            }
        });
        shown.sort(Comparator.comparingDouble((Map.Entry<String, double[]> kernel) -> kernel.getValue()[0]).reversed());
        List<String> lines = new ArrayList<>(List.of(heading()));
        shown.forEach(kernel -> lines.add(line(kernel.getKey(), kernel.getValue())));
        lines.add(line("others", others));
        lines.add(line("all", forks.stream().mapToDouble(fork -> fork.hasScore() ? fork.microseconds() : 0).toArray()));
        return lines;
    }

    private boolean isLarge(double[] times) {
        for (int k = 0; k < times.length; k++) {
            if (times[k] >= LEAST * forks.get(k).microseconds()) {
                return true;
            }
        }
        return false;
    }

    private String heading() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-44s", "kernel"));
        for (int k = 0; k < jdks.size(); k++) {
            line.append(String.format(Locale.ROOT, " %14s %9s", jdks.get(k) + ", us", k == 0 ? "share" : "ratio"));
        }
        return line.toString();
    }

    private String line(String name, double[] times) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-44s", name));
        for (int k = 0; k < times.length; k++) {
            line.append(String.format(Locale.ROOT, " %14.4f %9s", times[k], k == 0 ? percent(times[0] / forks.getFirst().microseconds())
                    : times[0] > 0 ? String.format(Locale.ROOT, "%.2f", times[k] / times[0]) : ""));
        }
        return line.toString().stripTrailing();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
