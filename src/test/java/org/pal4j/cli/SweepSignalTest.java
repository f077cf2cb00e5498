package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A sweep in a JVM of its own is told to end, goes on, is killed, and goes on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class SweepSignalTest {
    private static final int MAX_SECONDS = 60;
    private static final int RUNS = 6;

    @TempDir
    private Path folder;

    @Test
    void aSweepThatIsTerminatedAndThenKilledGivesTheSameTables() throws Exception {
        String said = cut(false, 143);
        assertTrue(said.contains("interrupted; what was computed is kept. Go on with ./pal4j sweep --resume "), said);
        assertTrue(said.contains("missing as yet"), said);
        cut(true, 137);
        long kept = finished();
        end(start("cut"));
        assertTrue(Files.readString(folder.resolve("said")).contains(" beside " + kept + " that were finished already"));
        assertEquals(RUNS, finished());
        end(start("straight"));
        for (String table : List.of("results.csv", "summary.csv")) {
            assertEquals(withoutSeconds("straight", table), withoutSeconds("cut", table));
        }
        try (Stream<Path> files = Files.walk(folder.resolve("cut"))) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".part")).toList());
        }
    }

    /** Ends a sweep when it has finished a run more, and others are left. */
    private String cut(boolean kill, int status) throws IOException, InterruptedException {
        long before = finished();
        Process sweep = start("cut");
        for (int i = 0; i < MAX_SECONDS * 50 && sweep.isAlive() && finished() == before; i++) {
            Thread.sleep(20);
        }
        assertTrue(sweep.isAlive(), Files.readString(folder.resolve("said")));
        if (kill) {
            sweep.destroyForcibly();
        } else {
            sweep.destroy();
        }
        assertTrue(sweep.waitFor(MAX_SECONDS, TimeUnit.SECONDS));
        String said = Files.readString(folder.resolve("said"));
        assertEquals(status, sweep.exitValue(), said);
        assertTrue(finished() > before && finished() < RUNS, finished() + " runs were finished");
        return said;
    }

    /** The last column of results.csv is a time, and the last two of summary.csv. */
    private List<String> withoutSeconds(String sweep, String table) throws IOException {
        return Files.readAllLines(folder.resolve(sweep).resolve(table)).stream()
                .map(line -> line.replaceFirst(table.startsWith("s") ? "(,[^,]*){2}$" : ",[^,]*$", "")).toList();
    }

    private long finished() throws IOException {
        if (!Files.exists(folder.resolve("cut"))) {
            return 0;
        }
        List<Path> found = new ArrayList<>();
        for (int point = 1; point <= RUNS; point++) {
            Path result = folder.resolve("cut").resolve(String.format("p%04d/seed-123456/result.json", point));
            if (Files.exists(result)) {
                found.add(result);
            }
        }
        return found.size();
    }

    private Process start(String out) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                based_on: yinyang
                layers: [4, 5, 3]
                epochs: 5
                train_samples: 100
                validation_samples: 10
                test_samples: 10
                snapshot_every: 0
                sweep: {product: {taur: {from: 0, to: 1, points: 6}}}
                """);
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules=jdk.incubator.vector", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "sweep", file.toString(), "--vector", "scalar", "--threads", "1",
                "--out", folder.resolve(out).toString()).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
    }

    private void end(Process sweep) throws IOException, InterruptedException {
        assertTrue(sweep.waitFor(MAX_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, sweep.exitValue(), Files.readString(folder.resolve("said")));
    }
}
