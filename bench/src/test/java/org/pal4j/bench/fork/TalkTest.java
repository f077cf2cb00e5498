package org.pal4j.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Talks with processes that say nothing. */
final class TalkTest {
    private static final String SLEEP = "sleep";

    @TempDir
    private Path folder;

    /** Virtual threads have one carrier there, as on a machine with one processor. */
    @Test
    void whoSaysNothingIsKilledWhileTheReaderHoldsTheOnlyCarrier() throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process reader = new ProcessBuilder(java("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp", System.getProperty("java.class.path"), Reader.class.getName(), folder.toString())).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        boolean ended = reader.waitFor(60, TimeUnit.SECONDS);
        reader.descendants().forEach(ProcessHandle::destroyForcibly);
        reader.destroyForcibly();
        assertTrue(ended, Files.readString(said));
        assertEquals("killed", Files.readString(said).strip());
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Jdk.own().java().toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Reads, in a virtual thread, what another JVM says, which sleeps. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws InterruptedException {
            if (arguments[0].equals(SLEEP)) {
                Thread.sleep(600_000);
            }
            Thread.ofVirtual().start(() -> read(Path.of(arguments[0], "log"))).join();
        }

        private static void read(Path log) {
            List<String> silent = java("-cp", System.getProperty("java.class.path"), Reader.class.getName(), SLEEP);
            try (Talk talk = new Talk(silent, log)) {
                talk.read(1, line -> false);
                System.out.println(talk.wasKilled() ? "killed" : "it ended");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
