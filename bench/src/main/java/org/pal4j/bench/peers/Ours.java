package org.pal4j.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.pal4j.run.Environment;

/**
 * One contender of bench/peers/run.py, by the protocol that all of them follow: start with the case, the folder of its files and the number of
 * threads; compute the check; print a line that begins with {@code ready}; then answer each line {@code run N} with the microseconds that N units
 * took, until the input ends. A unit is a presentation of 100 steps of a circuit, or a batch of a rate network.
 *
 * <p>The other contenders only read the folder. This one writes it first: float32 files of one array each, and {@code case.txt} with the numbers.
 */
public final class Ours {
    private static final long WINDOW_NANOS = 700_000_000;
    private static final long MOST_WARM_NANOS = 40_000_000_000L;
    private static final long REST_MILLIS = 7;

    private Ours() {}

    /** A case that is prepared: the check is computed and its files are written. */
    interface Contest {
        /** Runs units. */
        void run(int units);
    }

    /** Arguments: case (for example {@code circuit:4-30-3:16}, {@code circuit:784-100-10:1:dense} or {@code rate:lenet:PAL}), folder, threads. */
    public static void main(String[] arguments) throws IOException {
        String[] parts = arguments[0].split(":");
        Files32 files = new Files32(Path.of(arguments[1]));
        int threads = Integer.parseInt(arguments[2]);
        Contest contest = parts[0].equals("circuit") ? new CircuitContest(parts[1], Integer.parseInt(parts[2]), parts.length < 4, threads, files)
                : new RateContest(parts[1], parts[2], threads, files);
        warm(contest);
        Map<String, String> environment = Environment.describe();
        System.out.println("ready PAL4J " + environment.get("pal4j") + ", commit " + environment.get("commit") + ", " + environment.get("jdk"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int units = Integer.parseInt(line.replaceFirst("^run ", "").strip());
            long start = System.nanoTime();
            contest.run(units);
            System.out.println((System.nanoTime() - start) / 1e3);
        }
    }

    /** Runs until the compiler has rested for two windows: it shares its processor with the contenders that are measured. */
    private static void warm(Contest contest) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long end = System.nanoTime() + MOST_WARM_NANOS;
        for (int resting = 0; resting < 2 && System.nanoTime() < end;) {
            long compiled = compiler.getTotalCompilationTime();
            long until = System.nanoTime() + WINDOW_NANOS;
            do {
                contest.run(1);
            } while (System.nanoTime() < until);
            resting = compiler.getTotalCompilationTime() - compiled <= REST_MILLIS ? resting + 1 : 0;
        }
    }

    /** A folder of arrays. */
    record Files32(Path folder) {
        void write(String name, double[] values) throws IOException {
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(values.length * Float.BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            for (double value : values) {
                bytes.putFloat((float) value);
            }
            Files.write(folder.resolve(name + ".f32"), bytes.array());
        }

        void text(String text) throws IOException {
            Files.writeString(folder.resolve("case.txt"), text);
        }
    }
}
