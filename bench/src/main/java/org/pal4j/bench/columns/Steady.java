package org.pal4j.bench.columns;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the columns of a case in turn, in many short samples, until they are steady: the medians of the last windows of every column lie within a
 * band, the compiler has rested during those windows, and our own kernel has allocated nothing. Whatever the machine does then, it does to all
 * columns.
 */
public final class Steady {
    private static final int SAMPLES = 21;
    private static final int WINDOWS = 3;
    private static final int LEAST_WINDOWS = 6;
    private static final double BAND = 0.03;
    private static final long SAMPLE_NANOS = 1_000_000;
    /** Of the compiler, in all windows that count. */
    private static final long MOST_COMPILATION_MILLIS = 10;

    private final List<Column> columns;
    private final Runnable[] runs;
    private final double operations;
    private final int[] repeats;
    private final List<double[]> medians = new ArrayList<>();
    private final List<Long> compilation = new ArrayList<>();
    private final double[][] samples;
    private final long[] allocated;
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Steady(Case measured, Set<Column> wanted) {
        columns = Arrays.stream(Column.values()).filter(wanted::contains).filter(measured.runs()::containsKey).toList();
        runs = columns.stream().map(measured.runs()::get).toArray(Runnable[]::new);
        operations = measured.operations();
        repeats = new int[runs.length];
        samples = new double[runs.length][SAMPLES];
        allocated = new long[runs.length];
    }

    /**
     * What came out.
     *
     * @param microseconds of an operation, the median of the last window
     * @param fault        why the numbers are not to be trusted; empty if they are
     */
    public record Score(Map<Column, Double> microseconds, Optional<String> fault) {}

    /** Measures these columns until steady, or until {@code seconds} have passed. */
    public static Score measure(Case measured, Set<Column> columns, double seconds) {
        return new Steady(measured, columns).run(seconds);
    }

    private Score run(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        Optional<String> fault;
        do {
            calibrate();
            window();
            fault = fault();
        } while (fault.isPresent() && System.nanoTime() < end);
        Map<Column, Double> scores = new EnumMap<>(Column.class);
        for (int c = 0; c < runs.length; c++) {
            scores.put(columns.get(c), medians.getLast()[c] / 1e3);
        }
        return new Score(Collections.unmodifiableMap(scores), fault);
    }

    /** As many runs as take a sample's time, by the last medians; before there are any, one. */
    private void calibrate() {
        for (int c = 0; c < runs.length; c++) {
            repeats[c] = medians.isEmpty() ? 1 : (int) Math.clamp(SAMPLE_NANOS / (medians.getLast()[c] * operations), 1, 1 << 20);
        }
    }

    private void window() {
        Arrays.fill(allocated, 0);
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int k = 0; k < runs.length; k++) {
                // Both orders, so that none always has the caches of the same other.
                int c = sample % 2 == 0 ? k : runs.length - 1 - k;
                long before = thread.getCurrentThreadAllocatedBytes();
                samples[c][sample] = time(runs[c], repeats[c]) / (repeats[c] * operations);
                allocated[c] += thread.getCurrentThreadAllocatedBytes() - before;
            }
        }
        double[] middle = new double[runs.length];
        for (int c = 0; c < runs.length; c++) {
            double[] sorted = samples[c].clone();
            Arrays.sort(sorted);
            middle[c] = sorted[SAMPLES / 2];
        }
        medians.add(middle);
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        compilation.add(compiler == null ? 0 : compiler.getTotalCompilationTime());
    }

    private static long time(Runnable run, int repeats) {
        long start = System.nanoTime();
        for (int k = 0; k < repeats; k++) {
            run.run();
        }
        return System.nanoTime() - start;
    }

    private Optional<String> fault() {
        int windows = medians.size();
        if (windows < LEAST_WINDOWS) {
            return Optional.of("too few samples");
        }
        return unsteady(columns, medians.subList(windows - WINDOWS, windows)).or(() -> {
            long compiled = compilation.getLast() - compilation.get(windows - WINDOWS);
            return compiled > MOST_COMPILATION_MILLIS ? Optional.of("still compiling: " + compiled + " ms in the last windows") : Optional.empty();
        }).or(() -> {
            int own = columns.indexOf(Column.VECTOR);
            return allocated[own] > 0 ? Optional.of("the Vector API allocates: " + allocated[own] + " B in the last window") : Optional.empty();
        });
    }

    /** Why medians of windows are not steady: the first column whose medians are further apart than the band. */
    static Optional<String> unsteady(List<Column> columns, List<double[]> windows) {
        for (int c = 0; c < columns.size(); c++) {
            int column = c;
            double most = windows.stream().mapToDouble(window -> window[column]).max().orElse(0);
            double least = windows.stream().mapToDouble(window -> window[column]).min().orElse(0);
            if (!(most <= least * (1 + BAND))) {
                return Optional.of(String.format(java.util.Locale.ROOT, "not steady: medians of %s from %.4g to %.4g us", columns.get(c).label(),
                        least / 1e3, most / 1e3));
            }
        }
        return Optional.empty();
    }
}
