package org.pal4j.bench.fork;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.steady.Measurement;

/** Starts JVMs that measure, and reads what they say. */
public final class Jvm {
    /** A JVM gives up by itself. One that is still there so many seconds after, is in an operation that does not end. */
    private static final int GRACE = 40;
    private static final String WORKER = "org.pal4j.bench.Worker";

    private final String width;
    private final double limit;

    /**
     * For JVMs that are all started alike.
     *
     * @param width of vectors, or preferred
     * @param limit seconds for each subject
     */
    public Jvm(String width, double limit) {
        this.width = width;
        this.limit = limit;
    }

    /**
     * What a JVM said.
     *
     * @param version its version; empty if it did not start
     * @param width   of its vectors
     * @param forks   one for each subject
     */
    public record Said(String version, String width, List<Fork> forks) {}

    /**
     * Starts a JVM that measures nothing.
     *
     * @throws InputException in one clause, if the JDK can't be used
     */
    public Said probe(Jdk jdk) {
        jdk.fault().ifPresent(fault -> {
            throw new InputException(fault);
        });
        List<String> noise = new ArrayList<>();
        Said said = start(jdk, List.of(), state -> {}, noise);
        if (said.version.isEmpty()) {
            throw new InputException(refusal(noise) + (jdk.other().isEmpty() ? ""
                    : "; benchmarks of commits before 2026-11-30 can't be compared with these"));
        }
        return said;
    }

    /** Measures subjects by their keys, one after the other, in one JVM. */
    public Said measure(Jdk jdk, List<String> keys, Consumer<String> progress) {
        List<String> noise = new ArrayList<>();
        Said said = start(jdk, keys, progress, noise);
        List<Fork> forks = new ArrayList<>(said.forks);
        while (forks.size() < keys.size()) {
            forks.add(Fork.failed(forks.size() > said.forks.size() ? "the JVM had ended before" : Reading.ending(noise)));
        }
        return new Said(said.version, said.width, forks);
    }

    /** Measures one subject in a JVM that then waits for more questions. */
    public Held hold(Jdk jdk, String key, Consumer<String> progress) throws IOException {
        return warming(jdk, key, false, progress).measure();
    }

    /** Starts a JVM that makes one subject warm, and then waits to be told to measure it. */
    public Warming warm(Jdk jdk, String key, Consumer<String> progress) throws IOException {
        return warming(jdk, key, true, progress);
    }

    private Warming warming(Jdk jdk, String key, boolean waits, Consumer<String> progress) throws IOException {
        return new Warming(talk(jdk, List.of(key), waits), patience(1), progress);
    }

    private Said start(Jdk jdk, List<String> keys, Consumer<String> progress, List<String> noise) {
        Reading reading = new Reading(progress, noise);
        try (Talk talk = talk(jdk, keys, false)) {
            talk.noMore();
            talk.read(patience(keys.size()), line -> {
                reading.take(line);
                return false;
            });
            if (talk.wasKilled()) {
                noise.clear();
                noise.add(Reading.endless(patience(1)));
            }
        } catch (IOException e) {
            noise.add(e.getMessage());
        }
        return new Said(reading.version(), reading.width(), reading.forks());
    }

    private Talk talk(Jdk jdk, List<String> keys, boolean waits) throws IOException {
        Path log = Files.createTempFile("pal4j-bench", ".log");
        // Whoever reads it deletes it, unless this program is ended before.
        log.toFile().deleteOnExit();
        try {
            return new Talk(command(jdk, log, keys, waits), log);
        } catch (IOException e) {
            Files.deleteIfExists(log);
            throw e;
        }
    }

    /** Seconds after which a JVM is killed. */
    private long patience(int subjects) {
        return Math.round((Measurement.PATIENCE * limit + GRACE) * Math.max(1, subjects));
    }

    private List<String> command(Jdk jdk, Path log, List<String> keys, boolean waits) {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        boolean collector = jdk.flags().stream().anyMatch(flag -> flag.matches("-XX:\\+Use\\w+GC"));
        for (String own : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // What the launcher gave: the collector, limits of memory, native access, checks of vectors. Not what somebody debugs this program with.
            if (own.matches("-XX:\\+Use\\w+GC|-Xmx.*|-XX:(CompressedClassSpaceSize|ReservedCodeCacheSize)=.*|--enable-native-access=.*"
                    + "|-Djdk\\.incubator\\.vector\\..*")
                    && !(collector && own.endsWith("GC"))) {
                command.add(own);
            }
        }
        command.add("--add-modules=jdk.incubator.vector");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Xlog:jit+compilation=debug:file=" + log + ":uptime:filecount=0");
        command.add("-XX:-CreateCoredumpOnCrash");
        if (!width.equals("preferred")) {
            command.add("-D" + VectorWidth.PROPERTY + "=" + width);
        }
        if (waits) {
            command.add("-D" + Answers.WAITS + "=true");
        }
        command.addAll(jdk.flags());
        command.addAll(List.of("-cp", jdk.other().map(Path::toString).orElse(System.getProperty("java.class.path")), WORKER, log.toString(),
                Double.toString(limit)));
        command.addAll(keys);
        return command;
    }

    /** What a JVM that does not start says. */
    static String refusal(List<String> noise) {
        for (String line : noise) {
            if (line.contains("UnsupportedClassVersionError")) {
                return "it is older than JDK 25";
            }
            if (line.contains("Module jdk.incubator.vector not found")) {
                return "it has no module jdk.incubator.vector";
            }
        }
        return "its JVM refuses to start: " + Reading.saying(noise);
    }
}
