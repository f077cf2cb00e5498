package org.pal4j.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;
import org.pal4j.format.WholeFile;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The benchmarks in under a minute: the machine's roofline, whole steps, and one pass over a matrix beside plain loops and OpenBLAS, all
 * in one run, each in a JVM of its own (JMH).
 */
@Command(
        name = "pal4j bench",
        description = "Measures this machine in under a minute and prints a table.",
        footer = {
            "",
            "Everything else goes to JMH: ./pal4j bench StepBenchmark -prof gc. What there is: ./pal4j bench -l. JMH's options: ./pal4j bench -h",
        },
        mixinStandardHelpOptions = true)
final class ShortForm implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int REPLICAS = 16;
    /** Iterations until the compiler is done with all kernels of a step: a second and a half. */
    private static final int WARMUPS = 5;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the table as an array of objects, too.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--width", paramLabel = "BITS", description = "Of vectors: 512, 256, 128, scalar, or preferred (the default).")
    private String width = "preferred";

    private final List<Result> results = new ArrayList<>();
    private final Roofline roofline = new Roofline();

    static int explain(Exception fault) {
        if (fault instanceof InputException) {
            System.err.println("pal4j: " + fault.getMessage());
            return 2;
        }
        fault.printStackTrace();
        return 1;
    }

    @Override
    public Integer call() throws RunnerException {
        width = VectorWidth.choose(width).label();
        json.ifPresent(ShortForm::requireWritable);
        head();
        roofline();
        System.out.println();
        System.out.println(Result.heading());
        steps();
        updates();
        passes();
        batches();
        json.ifPresent(this::write);
        return 0;
    }

    private void head() {
        Map<String, String> environment = Environment.describe();
        System.out.printf(
                "PAL4J %s, commit %s%n%s, %s%nvectors of %s bits, one thread unless said, JMH: one fork, three short iterations; take numbers to "
                        + "quote with more of them%n",
                environment.get("pal4j"), environment.get("commit"), environment.get("cpu"),
                environment.get("jdk"), width);
        String kernels = System.getenv("OPENBLAS_CORETYPE");
        if (kernels != null) {
            System.out.println("OPENBLAS_CORETYPE is set: OpenBLAS uses its kernels for " + kernels + ", not those for this processor");
        }
    }

    private void roofline() throws RunnerException {
        for (RunResult result : run("RooflineBenchmark", List.of(), 1, 100)) {
            String bytes = result.getParams().getParam("bytes");
            if (bytes == null) {
                roofline.fma(score(result));
            } else {
                roofline.readAndWrite(Long.parseLong(bytes), score(result));
            }
        }
        System.out.printf(Locale.ROOT,
                "roofline: %.0f GFLOP/s; read and written %.0f GB/s of 24 KB, %.0f of 512 KB, %.0f of 8 MB, %.0f of 30 MB, %.0f of "
                        + "256 MB%n",
                roofline.gigaflops(), roofline.bandwidth(24 << 10), roofline.bandwidth(512 << 10), roofline.bandwidth(8 << 20),
                roofline.bandwidth(30 << 20), roofline.bandwidth(256 << 20));
    }

    private void steps() throws RunnerException {
        for (String network : List.of("4-30-3", "5-20-10-20-5", "784-100-10")) {
            step(network, "clamped", 1);
        }
        for (String network : List.of("4-30-3", "784-100-10", "784-1000-1000-10")) {
            step(network, "dense", 1);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores > 1) {
            step("784-1000-1000-10", "dense", cores);
        }
        for (String network : List.of("4-30-3", "5-20-10-20-5")) {
            RunResult result = run("EnsembleBenchmark", List.of("network=" + network, "replicas=" + REPLICAS), WARMUPS, 300).getFirst();
            Work work = Work.step(Networks.parameters(network, true), REPLICAS);
            add("step", network, "ensemble", 1, score(result) / REPLICAS, roofline.microseconds(work) / score(result));
        }
    }

    private void step(String network, String mode, int threads) throws RunnerException {
        RunResult result = run("StepBenchmark", List.of("network=" + network, "mode=" + mode, "threads=" + threads), WARMUPS, 300).getFirst();
        Work work = Work.step(Networks.parameters(network, mode.equals("clamped")), 1);
        // That of as many cores, as if each had the bandwidth of one alone.
        double least = roofline.microseconds(work) / threads;
        add("step", network, mode, threads, score(result), least / score(result));
    }

    private void updates() throws RunnerException {
        int cores = Runtime.getRuntime().availableProcessors();
        update(RateNetworks.AUTOENCODER, "PAL", 1);
        update(RateNetworks.AUTOENCODER, "BP", 1);
        update(RateNetworks.LENET, "PAL", 1);
        if (cores > 1) {
            update(RateNetworks.LENET, "PAL", cores);
        }
    }

    private void update(String network, String algorithm, int threads) throws RunnerException {
        List<String> parameters = List.of("network=" + network, "algorithm=" + algorithm, "threads=" + threads);
        String method = network.equals(RateNetworks.LENET) ? "fewUpdates" : "update";
        RunResult result = run("UpdateBenchmark." + method + "$", parameters, WARMUPS, 300).getFirst();
        double least = roofline.microseconds(new Work(0, RateNetworks.flops(RateNetworks.parameters(network, RateAlgorithm.valueOf(algorithm))), 0))
                / threads;
        add("update, " + algorithm, network, "single", threads, score(result), least / score(result));
    }

    private void batches() throws RunnerException {
        Map<String, String> names = Map.of("forward", "batch product", "transposed", "batch product, transposed", "update", "batch update",
                "blasForward", "batch product, OpenBLAS");
        for (String method : List.of("forward", "transposed", "update", "blasForward")) {
            RunResult result = run("BatchBenchmark." + method + "$", List.of(), 2, 200).getFirst();
            double least = roofline.microseconds(new Work(0, BatchBenchmark.FLOPS, 0));
            add(names.get(method), "200x784x32", "single", 1, score(result), least / score(result));
        }
    }

    private void passes() throws RunnerException {
        Map<String, String> names = Map.of("product", "product", "plainProduct", "product, plain loops", "blasProduct", "product, OpenBLAS",
                "update", "product + update", "plainUpdate", "product + update, loops", "blasUpdate", "product + update, OpenBLAS");
        for (String method : List.of("product", "plainProduct", "blasProduct", "update", "plainUpdate", "blasUpdate")) {
            RunResult result = run("PassBenchmark." + method + "$", List.of("size=784x112"), 2, 200).getFirst();
            boolean update = method.toLowerCase(Locale.ROOT).endsWith("update");
            // A product only reads.
            Work pass = Work.pass(112, 784, update ? 2 : 1, update ? 6 : 2);
            Work work = update ? pass : new Work(pass.bytes() / 2, pass.flops(), pass.set());
            add(names.get(method), "784x112", "single", 1, score(result), roofline.microseconds(work) / score(result));
        }
    }

    private void add(String benchmark, String network, String mode, int threads, double microseconds, double fraction) {
        Result result = new Result(benchmark, network, mode, width, threads, microseconds, fraction);
        results.add(result);
        System.out.println(result.row());
    }

    /** The median: one iteration may be disturbed. */
    private static double score(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private List<RunResult> run(String benchmark, List<String> parameters, int warmups, int milliseconds) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include("\\.bench\\." + benchmark).forks(1).verbosity(VerboseMode.SILENT).shouldFailOnError(true)
                .warmupIterations(warmups).warmupTime(TimeValue.milliseconds(milliseconds))
                .measurementIterations(3).measurementTime(TimeValue.milliseconds(milliseconds / 2))
                .jvmArgsAppend("-D" + VectorWidth.PROPERTY + "=" + width);
        for (String parameter : parameters) {
            String[] parts = parameter.split("=");
            options.param(parts[0], parts[1]);
        }
        // What the JVMs that measure say of themselves (each announces the incubator module) is no part of the table.
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            return List.copyOf(new Runner(options.build()).run());
        } finally {
            System.setOut(out);
        }
    }

    /** Before a minute is spent on numbers that can't be kept. */
    private static void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InputException("--json " + file + ": can't be written; give a file in a folder that is there and can be written");
        }
    }

    private void write(Path file) {
        ArrayNode array = JSON.createArrayNode();
        for (Result result : results) {
            ObjectNode node = array.addObject();
            node.put("benchmark", result.benchmark());
            node.put("network", result.network());
            node.put("mode", result.mode());
            node.put("width", result.width());
            node.put("threads", result.threads());
            node.put("us_per_step", result.microseconds());
            node.put("roofline_fraction", result.rooflineFraction());
        }
        try {
            byte[] bytes = JSON.writeValueAsBytes(array);
            WholeFile.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new InputException("--json " + file + ": can't be written (" + e.getMessage() + ")", e);
        }
    }
}
