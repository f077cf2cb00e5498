package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.config.Documents;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;

/** A run in a JVM of its own is told to end. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class SignalTest {
    private static final int MAX_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void aTerminatedRunLeavesWhatItHasAndExitsWith143() throws Exception {
        Process run = start("--set", "layers=[4, 5, 3]", "--set", "train_samples=10", "--set", "validation_samples=3", "--epochs", "100000000",
                "--set", "snapshot_every=0");
        awaitFile(run, "weights.safetensors");
        run.destroy();
        assertEnds(run, 143, "interrupted; what was computed is kept. Go on with ./pal4j run --resume ");
        long steps = Safetensors.read(folder.resolve("out/checkpoint.safetensors")).tensors().get("run.steps").toLongs()[0];
        assertEquals(steps, ((Number) Documents.json(folder.resolve("out/result.json")).get("steps")).longValue(), "no step is lost");
        assertTrue(Files.readString(folder.resolve("out/result.json")).contains("\"interrupted\""));
        assertTrue(Npz.read(folder.resolve("out/recordings.npz")).get("epoch").size() >= 1);
        assertEquals(20, Safetensors.read(folder.resolve("out/weights.safetensors")).tensors().get("W1").size());
    }

    /** Each signal has the exit status that shells give it. A presentation of a large network may end anywhere. */
    @Test
    void ctrlCAndHangUpHaveTheirOwnStatus() throws Exception {
        for (String signal : List.of("INT 130", "HUP 129")) {
            Process run = start("--set", "layers=[4, 1500, 3]", "--set", "Tpres=100000", "--set", "train_samples=4", "--set",
                    "validation_samples=0", "--set", "test_samples=0", "--set", "settling_time=0", "--epochs", "1", "--set", "snapshot_every=0");
            awaitFile(run, "weights.safetensors");
            String[] words = signal.split(" ");
            assertEquals(0, new ProcessBuilder("kill", "-" + words[0], Long.toString(run.pid())).start().waitFor());
            assertEnds(run, Integer.parseInt(words[1]), "interrupted; what was computed is kept.");
            assertTrue(Files.exists(folder.resolve("out/checkpoint.safetensors")));
            Files.move(folder.resolve("out"), folder.resolve(words[0]));
        }
    }

    /** Before anything is written, there is nothing to wait for: here for samples of a teacher that takes hours. */
    @Test
    void aRunThatMakesItsSamplesEndsAtOnce() throws Exception {
        Process run = start("--set", "task=teacher", "--set", "validation_samples=0", "--set", "test_samples=0", "--set", "train_samples=100000",
                "--set", "Tpres=100000");
        Thread.sleep(3000);
        run.destroy();
        boolean ended = run.waitFor(15, TimeUnit.SECONDS);
        run.destroyForcibly();
        assertTrue(ended && run.exitValue() == 143, Files.readString(folder.resolve("said")));
        assertTrue(Files.notExists(folder.resolve("out")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void standardOutputThatCantBeWrittenIsAFault() throws Exception {
        for (String command : List.of("list", "show yinyang", "--help")) {
            ProcessBuilder builder = new ProcessBuilder(command(command.split(" ")));
            Process process = builder.redirectOutput(new File("/dev/full")).redirectError(folder.resolve("said").toFile()).start();
            assertEnds(process, 1, "standard output can't be written (");
        }
        // A reader that has seen enough is none.
        List<String> words = new ArrayList<>(List.of("bash", "-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "bash"));
        words.addAll(command("list"));
        Process piped =
                new ProcessBuilder(words).redirectOutput(folder.resolve("first").toFile()).redirectError(folder.resolve("said").toFile()).start();
        assertTrue(piped.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, piped.exitValue());
        assertFalse(Files.readString(folder.resolve("said")).contains("can't be written"));
    }

    /** A fault after the run began to listen for signals must not keep it waiting for itself. */
    @Test
    void aRefusedRunEndsAtOnce() throws Exception {
        Files.createDirectory(folder.resolve("out"));
        Files.writeString(folder.resolve("out/mine"), "");
        assertEnds(start(), 2, "exists already; nothing was changed");
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        return command;
    }

    private Process start(String... further) throws IOException {
        List<String> command = command("run", "yinyang", "--vector", "scalar", "--out", folder.resolve("out").toString());
        command.addAll(List.of(further));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
    }

    private void awaitFile(Process run, String name) throws IOException, InterruptedException {
        for (int i = 0; i < MAX_SECONDS * 50 && run.isAlive() && !Files.exists(folder.resolve("out").resolve(name)); i++) {
            Thread.sleep(20);
        }
        assertTrue(run.isAlive(), Files.readString(folder.resolve("said")));
    }

    private void assertEnds(Process run, int status, String said) throws IOException, InterruptedException {
        boolean ended = run.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
        run.destroyForcibly();
        String text = Files.readString(folder.resolve("said"));
        assertTrue(ended, () -> "still running: " + text);
        assertEquals(status, run.exitValue(), text);
        assertTrue(text.contains(said), text);
    }
}
