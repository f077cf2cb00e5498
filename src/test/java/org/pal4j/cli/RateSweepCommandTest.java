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

/** {@code pal4j sweep} with rate networks. */
class RateSweepCommandTest {
    @TempDir
    private Path folder;
    private String file;
    private String out;

    private record Said(int status, String out, String err) {}

    @BeforeEach
    void write() throws IOException {
        TinyImages.write(folder);
        out = folder.resolve("out").toString();
        file = Files.writeString(folder.resolve("small.yaml"), """
                based_on: autoencoder
                name: small
                epochs: 1
                batch: 4
                updates: 5
                train_samples: 12
                validation_samples: 4
                test_samples: 7
                classifier_samples: 8
                layers: [dense 6 tanh, dense 2 linear, dense 6 tanh, dense 784 linear]
                sweep:
                  product:
                    multiplier: [3, 1e30]
                    lr_factors: [[0.01, 0.01, 0.01, 0.001], [0.001, 0.001, 0.001, 0.001]]
                seeds: 2
                """).toString();
    }

    private Said say(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        var saidOut = new ByteArrayOutputStream();
        var saidErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
            List<String> all = new ArrayList<>(List.of("sweep", "--data", folder.toString()));
            all.addAll(List.of(arguments));
            int status = Main.execute(all.toArray(String[]::new));
            return new Said(status, saidOut.toString(StandardCharsets.UTF_8), saidErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    @Test
    void aSweepSaysWhatCameOutAndIsNeverComputedTwice() throws IOException {
        Said said = say(file, "--out", out, "--threads", "1");
        assertEquals(0, said.status, "a run that is not finite is a result: " + said.err);
        assertTrue(said.out.matches("(?s)8 runs done, [\\d,]+ updates in \\S+ s: \\S+ us an update, everything included\n"
                + "best test latent accuracy \\S+ \\+- \\S+ % at p000[12]: multiplier = 3, lr_factors = \\[\\S+]\n"
                + "results in .*out: results.csv and summary.csv, 8 runs of 4 points\nreport in .*out/report.html\n"), said.out);
        // Two batches for validation and two for the classifier twice, three to learn from, two in the test.
        assertTrue(said.err.startsWith("small: 8 runs, 440 updates, in 8 groups on 1 thread\n"), said.err);
        assertTrue(said.err.contains("pal4j: p0003/seed-1 stopped: a rate of layer "), said.err);
        assertTrue(said.err.contains("That is its result; the others go on."), said.err);
        assertTrue(said.err.contains("4 runs ended early, as rates were not finite any more (ending non_finite)"), said.err);
        assertTrue(Files.exists(folder.resolve("out/p0001/seed-2/recordings.npz")) && Files.exists(folder.resolve("out/report.html")));
        Said again = say("--resume", out, "-q");
        assertTrue(again.out.startsWith("all 8 runs were finished already; nothing was computed\n"), again.out);
        assertEquals(0, say("--gather", out).status);
        Said other = say(file, "--out", out, "--set", "updates=6");
        assertTrue(other.err.contains("holds another sweep; nothing was changed. The first difference: updates = 5 there and 6 now"), other.err);
    }

    @Test
    void aDryRunTellsOfUpdates() {
        Said said = say(file, "--out", out, "--dry-run", "--threads", "1", "--slurm");
        assertEquals(0, said.status, said.err);
        assertTrue(said.out.startsWith("p0001  multiplier = 3, lr_factors = [0.01,0.01,0.01,0.001]\n"), said.out);
        assertTrue(said.out.contains("group of 1 run, 55 updates, about 0 s: p0001/seed-1\n"), said.out);
        assertTrue(said.out.contains("small: 4 points with 2 seeds, 8 runs to do in 8 groups, 440 updates, roughly 0 s on 1 thread\n"), said.out);
        assertTrue(said.out.endsWith("as an array job: 8 tasks of 1 processor, 1536 MB and at most 10 min\n"), said.out);
        assertFalse(said.out.contains("step") || Files.exists(Path.of(out)), said.out);
    }

    @Test
    void shardsShareAFolder() {
        assertTrue(say(file, "--out", out, "--shard", "2/3", "-q").out.matches("(?s)\\d runs done, .*\nshard 2/3; when all .*"));
        assertEquals(Main.FAILED, say("--gather", out).status);
        assertEquals(0, say("--resume", out, "--shard", "1/3", "-q").status);
        assertEquals(0, say(file, "--out", out, "--shard", "3/3", "-q").status);
        assertEquals(0, say("--gather", out).status);
    }

    @Test
    void whatCantBeRunWritesNothing() {
        Said said = say(file, "--out", out, "--set", "train_samples=100");
        assertEquals(Main.UNUSABLE, said.status);
        assertTrue(said.err.contains("train_samples + validation_samples = 100 + 4 = 104: must be at most 26"), said.err);
        assertFalse(said.err.contains("point p"), said.err);
        assertFalse(Files.exists(Path.of(out)));
    }
}
