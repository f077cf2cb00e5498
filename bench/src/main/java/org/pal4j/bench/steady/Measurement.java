package org.pal4j.bench.steady;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pal4j.VectorWidth;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.Sample;
import org.pal4j.bench.score.Site;
import org.pal4j.bench.score.Window;

/** Repeats an operation until its last samples are steady, or until it is plain that they won't be. */
public final class Measurement {
    private static final double SAMPLE_NANOS = 20e6;
    private static final double NANOS = 1e9;
    /** Where nothing is ever compiled. */
    private static final double INTERPRETER_SECONDS = 1;
    private static final double RECORDED_SECONDS = 0.7;
    /** For what allocates little or seldom. */
    private static final double RECORDED_LONG_SECONDS = 3;
    private static final int GROWTH = 8;
    /** Times the limit, as long as kernels are being compiled. */
    public static final int PATIENCE = Patience.FACTOR;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Path log;
    private final double limit;
    private final Optional<Runnable> gate;
    private final Consumer<String> progress;
    private final String compiler;
    private final int bestLevel;
    /** Operations of each roof so far: its sizes run the same code. */
    private final Map<String, Long> done = new HashMap<>();

    /**
     * Looks at the JVM's compilers.
     *
     * @param log      what {@code -Xlog:jit+compilation=debug} writes
     * @param limit    seconds after which it is given up
     * @param gate     returns when a subject that has become warm, or will not, is to be measured; without one that is at once
     * @param progress is told every few samples how it goes
     */
    public Measurement(Path log, double limit, Optional<Runnable> gate, Consumer<String> progress) {
        this.log = log;
        this.gate = gate;
        this.progress = progress;
        boolean interprets = System.getProperty("java.vm.info", "").contains("interpreted");
        bestLevel = interprets ? 0 : Math.min(Patience.BEST_LEVEL, option("TieredStopAtLevel", Patience.BEST_LEVEL));
        compiler = bestLevel == 0 ? "none" : bestLevel < Patience.BEST_LEVEL ? "C1" : "C2";
        this.limit = bestLevel == 0 ? Math.min(limit, INTERPRETER_SECONDS) : limit;
    }

    private static int option(String name, int otherwise) {
        try {
            return Integer.parseInt(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(name).getValue());
        } catch (IllegalArgumentException absent) {
            return otherwise;
        }
    }

    /** Measures one subject. If it is a roof, smaller sizes of it that were measured before have warmed it up. */
    public Warm measure(Subject subject) throws IOException {
        Operation operation = subject.preparation().get();
        List<Sample> samples = new ArrayList<>();
        long begin = System.nanoTime();
        long told = begin;
        long calls = 1;
        long operations = 0;
        long before = subject.isRoof() ? done.getOrDefault(subject.benchmark(), 0L) : 0;
        boolean warming = gate.isPresent();
        Patience patience = new Patience(limit, bestLevel);
        try (CompilerWatch watch = new CompilerWatch(log, bestLevel)) {
            watch.saw();
            while (true) {
                long bytes = threads.getTotalThreadAllocatedBytes();
                long processor = threads.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                repeat(operation, calls);
                long nanos = Math.max(1, System.nanoTime() - start);
                processor = threads.getCurrentThreadCpuTime() - processor;
                bytes = threads.getTotalThreadAllocatedBytes() - bytes;
                long number = calls * subject.operations();
                operations += number;
                boolean compiling = watch.saw();
                long now = System.nanoTime();
                if (nanos > SAMPLE_NANOS / 2 || calls == 1 && nanos > SAMPLE_NANOS / GROWTH) {
                    // Where threads share a step, this one computes too, and spins while it waits for the others.
                    double share = (double) processor / nanos;
                    double counted = subject.busy() ? Math.max(1, processor) : nanos;
                    samples.add(new Sample(number, counted / 1e3 / number, (double) bytes / number, compiling, subject.busy() ? Double.NaN : share));
                }
                calls = Math.max(1, (long) Math.min((double) calls * GROWTH, calls * SAMPLE_NANOS / nanos));
                double seconds = (now - begin) / NANOS;
                Window window = Window.of(samples);
                boolean compiled = !subject.java() || watch.compiledByBest();
                patience.note(seconds, window, before + operations, compiling, compiled);
                if (warming && (patience.isWarm() || patience.looks())) {
                    warming = false;
                    gate.orElseThrow().run();
                    // Other JVMs may have computed until here.
                    samples.clear();
                    begin += System.nanoTime() - now;
                    patience.begin(seconds);
                } else if (patience.looks()) {
                    List<Site> sites =
                            window.allocates() && compiled && !window.compiling() ? sites(operation, calls, window.bytes(), watch) : List.of();
                    // What allocated nothing while it was looked at may have been compiled before that.
                    boolean changed = window.allocates() && (watch.saw() || sites.isEmpty() && bytes(operation, calls) / number < Window.BYTES);
                    if (patience.ends((System.nanoTime() - begin) / NANOS, sites, changed)) {
                        if (subject.isRoof()) {
                            done.put(subject.benchmark(), before + operations);
                        }
                        return new Warm(subject, operation, calls, new Fork(window, patience.isSteady(), seconds, operations, compiled, compiler,
                                sites, List.of(), VectorWidth.current().label(), version(), ""));
                    }
                } else if (now - told > NANOS / 2) {
                    told = now;
                    progress.accept(String.format(Locale.ROOT, "%.0f s, %s", seconds, patience.state()));
                }
            }
        }
    }

    private double bytes(Operation operation, long calls) {
        long before = threads.getTotalThreadAllocatedBytes();
        repeat(operation, calls);
        return threads.getTotalThreadAllocatedBytes() - before;
    }

    static void repeat(Operation operation, long calls) {
        for (long i = 0; i < calls; i++) {
            operation.run();
        }
    }

    private static List<Site> sites(Operation operation, long calls, double bytes, CompilerWatch watch) throws IOException {
        try {
            List<Site> sites = sites(operation, calls, bytes, watch, RECORDED_SECONDS);
            return sites.isEmpty() ? sites(operation, calls, bytes, watch, RECORDED_LONG_SECONDS) : sites;
        } catch (NoClassDefFoundError | IllegalStateException absent) {
            return List.of(); // This JVM has no Flight Recorder.
        }
    }

    private static List<Site> sites(Operation operation, long calls, double bytes, CompilerWatch watch, double seconds) throws IOException {
        return AllocationSites.of(() -> repeat(operation, calls, seconds), bytes, version(), watch.best());
    }

    static void repeat(Operation operation, long calls, double seconds) {
        long begin = System.nanoTime();
        do {
            repeat(operation, calls);
        } while (System.nanoTime() - begin < seconds * NANOS);
    }

    /** The version of this JVM: {@code 25.0.3+9-LTS}. */
    public static String version() {
        return System.getProperty("java.runtime.version");
    }
}
