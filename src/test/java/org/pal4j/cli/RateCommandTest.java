package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.model.rate.TinyImages;

/** {@code pal4j run} and {@code pal4j show} of rate networks. */
class RateCommandTest {
    @TempDir
    private Path folder;
    private Path out;

    private record Said(int status, String out, String err) {}

    @BeforeEach
    void write() {
        TinyImages.write(folder);
        out = folder.resolve("out");
    }

    private static Said say(List<String> arguments) {
        PrintStream before = System.out;
        PrintStream beforeErr = System.err;
        var said = new ByteArrayOutputStream();
        var saidErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
            int status = Main.execute(arguments.toArray(String[]::new));
            return new Said(status, said.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"),
                    saidErr.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } finally {
            System.setOut(before);
            System.setErr(beforeErr);
        }
    }

    private Said run(String name, List<String> tiny, String... more) {
        List<String> all = new ArrayList<>(List.of("run", name, "--out", out.toString(), "--data", folder.toString(), "--threads", "1"));
        tiny.forEach(setting -> all.addAll(List.of("--set", setting)));
        all.addAll(List.of(more));
        return say(all);
    }

    @Test
    void aRunTellsWhatCameOut() {
        Said said = run("autoencoder", TinyImages.AUTOENCODER);
        assertEquals(0, said.status, said.err);
        assertTrue(said.err.startsWith("tiny: 784-6-2-6-784, 2 epochs, seed 1\n"), said.err);
        assertTrue(said.err.contains("\nepoch 1/2: validation error 0."), said.err);
        assertTrue(said.out.matches("(?s)test error \\d\\.\\d{4} \\(7 samples\\)\ntest latent accuracy \\d+\\.\\d\\d % \\(7 samples\\)\n"
                + "after epoch 2: validation error \\S+, latent \\S+ %, angle B2 \\S+ B3 \\S+ B4 \\S+ deg\n"
                + "105 updates in \\S+ s: \\S+ us an update, everything included\nresults in .*out\nreport in .*report.html\n"), said.out);
        assertTrue(Files.exists(out.resolve("result.json")));
        assertTrue(said.err.lines().noneMatch(line -> line.contains("warning")), said.err);
    }

    @Test
    void aConfigurationThatWasLeftRepeatsTheRun() throws IOException {
        assertEquals(0, run("cifar10", TinyImages.CIFAR, "-q").status);
        Path first = out.resolve("weights.safetensors");
        Path again = folder.resolve("again");
        Said said = say(List.of("run", out.resolve("configuration.yaml").toString(), "--data", folder.toString(), "--out", again.toString(), "-q"));
        assertEquals(0, said.status, said.err);
        assertEquals("", said.err);
        assertEquals(-1, Files.mismatch(first, again.resolve("weights.safetensors")));
    }

    @Test
    void replicasHaveMeans() {
        Said said = run("autoencoder", TinyImages.AUTOENCODER, "--seeds", "1,4", "--epochs", "1");
        assertEquals(0, said.status, said.err);
        assertTrue(said.err.startsWith("tiny: 784-6-2-6-784, 1 epoch, 2 replicas\n"), said.err);
        assertTrue(said.out.contains("(mean and standard deviation of 2 replicas)\n"), said.out);
        assertTrue(said.out.contains(" +- "), said.out);
        assertTrue(Files.exists(out.resolve("seed-4/recordings.npz")) && Files.exists(out.resolve("report.html")));
    }

    @Test
    void aPlainRunIsAPreview() {
        Said said = run("autoencoder", TinyImages.AUTOENCODER.stream().filter(s -> !s.startsWith("epochs") && !s.startsWith("preview")).toList(),
                "-q");
        assertEquals(0, said.status, said.err);
        assertTrue(said.out.matches("(?s).*These were 1 of 10 epochs; for all of them \\(about .*\\):  ./pal4j run --resume .* --epochs 10\n"),
                said.out);
    }

    @Test
    void whatRunsAwayIsTold() {
        Said alone = run("autoencoder", TinyImages.AUTOENCODER, "--set", "multiplier=1e30", "-q");
        assertEquals(Main.FAILED, alone.status);
        assertTrue(alone.err.startsWith("pal4j: stopped: a rate of layer "), alone.err);
        assertTrue(alone.err.endsWith("What was computed is kept.\n"), alone.err);
        out = folder.resolve("two");
        Said two = run("autoencoder", TinyImages.AUTOENCODER, "--each", "multiplier=3,1e30", "-q");
        assertEquals(Main.FAILED, two.status);
        assertTrue(two.err.startsWith("pal4j: replica-2 stopped: a rate of layer "), two.err);
        assertTrue(two.err.endsWith("the others go on.\n"), two.err);
    }

    @Test
    void whatCantBeRunWritesNothing() {
        Said said = run("autoencoder", TinyImages.AUTOENCODER, "--set", "train_samples=100");
        assertEquals(Main.UNUSABLE, said.status);
        assertTrue(said.err.startsWith("pal4j: tiny: train_samples + validation_samples = 100 + 4 = 104: must be at most 26"), said.err);
        assertFalse(Files.exists(out));
        Said missing = say(List.of("run", "cifar10", "--data", folder.resolve("none").toString(), "--out", out.toString()));
        assertEquals(Main.UNUSABLE, missing.status);
        assertTrue(missing.err.contains("there is no such folder"), missing.err);
    }

    @Test
    void showAndListKnowThem() {
        Said said = say(List.of("show", "cifar10-fa", "--seed", "3"));
        assertEquals(0, said.status);
        assertTrue(said.out.startsWith("model: \"rate\""), said.out);
        assertTrue(said.out.contains("\nseed: 3 ") && said.out.contains("\nlr_factors: [10.0, 0.0, 25.0, 0.0, 2.0, 0.2] # ")
                && !said.out.contains("\nseeds:"), said.out);
        assertTrue(say(List.of("list")).out.contains("cifar10-dfa "));
    }
}
