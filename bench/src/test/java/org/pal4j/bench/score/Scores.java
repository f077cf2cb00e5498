package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Made-up scores. */
public final class Scores {
    private Scores() {}

    /** Samples of so many microseconds each, of a quiet machine. */
    public static List<Sample> samples(double... microseconds) {
        List<Sample> samples = new ArrayList<>();
        for (double time : microseconds) {
            samples.add(new Sample(1000, time, 0, false, 1));
        }
        return samples;
    }

    /** As many equal samples as a window has. */
    public static List<Sample> even(double microseconds, double bytes, boolean compiling, double share) {
        return Collections.nCopies(Window.SAMPLES, new Sample(1000, microseconds, bytes, compiling, share));
    }

    /** A fork that measured these samples on JDK 25. */
    public static Fork fork(List<Sample> samples, List<Site> sites) {
        Window window = Window.of(samples);
        return new Fork(window, window.isSteady(), 3, 100_000, true, "C2", sites, List.of(), "512", "25.0.3+9", "");
    }

    /** A fork that was steady at so many microseconds. */
    public static Fork steady(double microseconds) {
        return fork(even(microseconds, 0, false, 1), List.of());
    }

    /** The same with times of its kernels. */
    public static Fork profiled(double microseconds, KernelTime... times) {
        Window window = Window.of(even(microseconds, 0, false, 1));
        return new Fork(window, true, 3, 100_000, true, "C2", List.of(), List.of(times), "512", "25.0.3+9", "");
    }

    /** The same with ratios to another JDK. */
    public static Row compared(Row row, Double... ratios) {
        return new Row(row.benchmark(), row.network(), row.mode(), row.width(), row.threads(), row.jdk(), row.java(), row.microseconds(),
                row.rooflineFraction(), row.intensity(), row.gigaflops(), row.allocated(), row.forks(), List.of(ratios), row.sites(), row.reasons());
    }

    /** A valid row with a time for each fork. */
    public static Row row(String jdk, Double... forks) {
        List<Double> times = List.of(forks);
        return new Row("step", "4-30-3", "clamped", "512", 1, jdk, "25.0.3+9", Statistics.median(times.stream().mapToDouble(x -> x).toArray()), 0.1,
                0.5,
                20, 0, times, List.of(), List.of(), List.of());
    }

    /** A valid row of the roofline. */
    static Row roof(String jdk, Double... forks) {
        Row row = row(jdk, forks);
        return new Row(Row.ROOF + "multiply-add", "", "", row.width(), 1, jdk, row.java(), row.microseconds(), Double.NaN, Double.NaN, Double.NaN, 0,
                row.forks(), List.of(), List.of(), List.of());
    }
}
