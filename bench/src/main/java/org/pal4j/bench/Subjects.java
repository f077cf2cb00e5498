package org.pal4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Work;
import org.pal4j.bench.steady.Operation;
import org.pal4j.bench.steady.Subject;
import org.pal4j.bench.steady.SubjectSource;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateParameters;

/** What the short form measures, by the methods of the JMH benchmarks. */
final class Subjects {
    static final String FMA = Row.ROOF + "multiply-add";
    static final String READ_AND_WRITTEN = Row.ROOF + "read and written";
    static final String READ = Row.ROOF + "read";
    private static final int REPLICAS = 16;
    private static final String PASS = "784x112";
    private static final String BATCH = "200x784x32";
    private static final long[] WRITTEN =
            {24 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20, 2 << 20, 4 << 20, 8 << 20, 16 << 20, 30 << 20, 256 << 20};
    private static final long[] ONLY_READ = {24 << 10, 256 << 10, 2 << 20, 30 << 20};

    private Subjects() {}

    /** All that a JVM may be asked to measure. */
    static List<Subject> all() {
        List<Subject> all = new ArrayList<>(roofs());
        all.addAll(standard());
        all.addAll(Experiments.subjects());
        return all;
    }

    /** The rows of the short form. Further ones come from services. */
    static List<Subject> standard() {
        List<Subject> subjects = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        for (String network : List.of("4-30-3", "5-20-10-20-5", "784-100-10")) {
            subjects.add(step(network, "clamped", 1));
        }
        for (String network : List.of("4-30-3", "784-100-10", "784-1000-1000-10")) {
            subjects.add(step(network, "dense", 1));
        }
        if (cores > 1) {
            subjects.add(step("784-1000-1000-10", "dense", cores));
        }
        subjects.add(ensemble("4-30-3"));
        subjects.add(ensemble("5-20-10-20-5"));
        subjects.add(update(RateNetworks.AUTOENCODER, "PAL", 1));
        subjects.add(update(RateNetworks.AUTOENCODER, "BP", 1));
        subjects.add(update(RateNetworks.LENET, "PAL", 1));
        if (cores > 1) {
            subjects.add(update(RateNetworks.LENET, "PAL", cores));
        }
        Work product = Work.product(112, 784);
        Work update = Work.update(112, 784, 2, 6);
        subjects.add(pass("product", product, true, benchmark -> benchmark::product));
        subjects.add(pass("product, plain loops", product, true, benchmark -> benchmark::plainProduct));
        subjects.add(pass("product, OpenBLAS", product, false, benchmark -> benchmark::blasProduct));
        subjects.add(pass("product + update", update, true, benchmark -> benchmark::update));
        subjects.add(pass("product + update, loops", update, true, benchmark -> benchmark::plainUpdate));
        subjects.add(pass("product + update, OpenBLAS", update, false, benchmark -> benchmark::blasUpdate));
        subjects.add(batch("batch product", true, benchmark -> benchmark::forward));
        subjects.add(batch("batch product, transposed", true, benchmark -> benchmark::transposed));
        subjects.add(batch("batch update", true, benchmark -> benchmark::update));
        subjects.add(batch("batch product, OpenBLAS", false, benchmark -> benchmark::blasForward));
        ServiceLoader.load(SubjectSource.class).forEach(source -> subjects.addAll(source.subjects()));
        return subjects;
    }

    /** What the machine can do. */
    static List<Subject> roofs() {
        List<Subject> roofs = new ArrayList<>();
        roofs.add(new Subject(FMA, "registers", "single", 1, RooflineBenchmark.flops(), Optional.of(Work.operations(1)), true, () -> {
            RooflineBenchmark benchmark = new RooflineBenchmark();
            return () -> Sink.value = benchmark.fma();
        }));
        for (long bytes : WRITTEN) {
            roofs.add(new Subject(READ_AND_WRITTEN, size(bytes), "single", 1, 1, Optional.of(Work.pass(bytes, bytes, bytes, 0)), true, () -> {
                RooflineBenchmark benchmark = new RooflineBenchmark();
                RooflineBenchmark.Memory memory = memory(bytes);
                return () -> benchmark.readAndWrite(memory);
            }));
        }
        for (long bytes : ONLY_READ) {
            roofs.add(new Subject(READ, size(bytes), "single", 1, 1, Optional.of(Work.pass(bytes, 0, bytes, 0)), true, () -> {
                RooflineBenchmark benchmark = new RooflineBenchmark();
                RooflineBenchmark.Memory memory = memory(bytes);
                return () -> Sink.value = benchmark.read(memory);
            }));
        }
        return roofs;
    }

    private static RooflineBenchmark.Memory memory(long bytes) {
        RooflineBenchmark.Memory memory = new RooflineBenchmark.Memory();
        memory.bytes = (int) bytes;
        memory.allocate();
        return memory;
    }

    /** 24 KB, 8 MB. */
    static String size(long bytes) {
        return bytes < 1 << 20 ? bytes / 1024 + " KB" : String.format(Locale.ROOT, "%d MB", bytes >> 20);
    }

    private static Subject step(String network, String mode, int threads) {
        Work work = Work.step(Networks.parameters(network, mode.equals("clamped")), 1, StepBenchmark.PRESENTATION);
        return new Subject("step", network, mode, threads, StepBenchmark.PRESENTATION, Optional.of(work), true, () -> {
            StepBenchmark benchmark = new StepBenchmark();
            benchmark.network = network;
            benchmark.mode = mode;
            benchmark.threads = threads;
            benchmark.prepare();
            return benchmark::step;
        });
    }

    /** A step of one replica: as if all were steps of one. */
    private static Subject ensemble(String network) {
        Work all = Work.step(Networks.parameters(network, true), REPLICAS, StepBenchmark.PRESENTATION);
        return new Subject("step", network, "ensemble", 1, StepBenchmark.PRESENTATION * REPLICAS, Optional.of(all.dividedBy(REPLICAS)), true, () -> {
            EnsembleBenchmark benchmark = new EnsembleBenchmark();
            benchmark.network = network;
            benchmark.replicas = REPLICAS;
            benchmark.prepare();
            return benchmark::step;
        });
    }

    private static Subject update(String network, String algorithm, int threads) {
        RateParameters p = RateNetworks.parameters(network, RateAlgorithm.valueOf(algorithm));
        int held = network.equals(RateNetworks.LENET) ? RateNetworks.held(p) : UpdateBenchmark.HELD;
        Optional<Work> work = Optional.of(Work.operations(RateNetworks.flops(p)));
        return new Subject("update, " + algorithm, network, "single", threads, held, work, true, () -> {
            UpdateBenchmark benchmark = new UpdateBenchmark();
            benchmark.network = network;
            benchmark.algorithm = algorithm;
            benchmark.threads = threads;
            benchmark.prepare();
            return () -> benchmark.present(held);
        });
    }

    private static Subject pass(String name, Work work, boolean java, Function<PassBenchmark, Operation> method) {
        return new Subject(name, PASS, "single", 1, 1, Optional.of(work), java, prepared(() -> {
            PassBenchmark benchmark = new PassBenchmark();
            benchmark.size = PASS;
            benchmark.prepare();
            return benchmark;
        }, method));
    }

    private static Subject batch(String name, boolean java, Function<BatchBenchmark, Operation> method) {
        return new Subject(name, BATCH, "single", 1, 1, Optional.of(Work.operations(BatchBenchmark.FLOPS)), java, prepared(() -> {
            BatchBenchmark benchmark = new BatchBenchmark();
            benchmark.prepare();
            return benchmark;
        }, method));
    }

    private static <B> Supplier<Operation> prepared(Supplier<B> benchmark, Function<B, Operation> method) {
        return () -> method.apply(benchmark.get());
    }

    /** Where results go, so that they are computed. */
    static final class Sink {
        static volatile float value;

        private Sink() {}
    }
}
