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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.model.Terms;

/** What {@code pal4j sweep} takes, says and leaves. */
class SweepCommandTest {
    @TempDir
    private Path folder;
    private String file;
    private String out;

    private record Said(int status, String out, String err) {}

    private static Said say(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        var saidOut = new ByteArrayOutputStream();
        var saidErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
            int status = Main.execute(Stream.concat(Stream.of("sweep"), Stream.of(arguments)).toArray(String[]::new));
            return new Said(status, saidOut.toString(StandardCharsets.UTF_8), saidErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("small.yaml"), """
                based_on: yinyang
                name: small
                layers: [4, 5, 3]
                Tpres: 0.1
                epochs: 1
                train_samples: 4
                validation_samples: 3
                test_samples: 2
                activation: linear
                sweep:
                  product:
                    taur: [0, 1]
                    eta_fw: [0.1, 1e38]
                seeds: 2
                """).toString();
        out = folder.resolve("out").toString();
    }

    @Test
    void aSweepSaysWhatCameOutAndWhereItIs() throws IOException {
        Said said = say(file, "--out", out, "--threads", "1");
        assertEquals(0, said.status, "a run that is not finite is a result: " + said.err);
        assertTrue(said.out.matches("(?s)8 runs done, [\\d,]+ steps in \\S+ s: \\S+ us a step, everything included\n"
                + "best test accuracy \\S+ \\+- \\S+ % at p000[13]: taur = [01], eta_fw = 0.1\n"
                + "results in .*out: results.csv and summary.csv, 8 runs of 4 points\nreport in .*out/report.html\n"), said.out);
        assertTrue(said.err.startsWith("small: 8 runs, 960 steps, in 2 groups on 1 thread\n"), said.err);
        assertTrue(said.err.contains("pal4j: p0002/seed-123456 stopped: the voltage of neuron "), said.err);
        assertTrue(said.err.contains("8/8 runs, "), said.err);
        assertTrue(said.err.contains("4 runs ended early, as voltages were not finite any more (ending non_finite)"), said.err);
        assertEquals(9, Files.readAllLines(folder.resolve("out/results.csv")).size());

        Said again = say(file, "--out", out, "-q");
        assertEquals(0, again.status);
        assertTrue(again.out.startsWith("all 8 runs were finished already; nothing was computed\n"), again.out);
        assertEquals(again.out, say("--resume", out).out);
        Said gathered = say("--gather", out);
        assertEquals(0, gathered.status);
        assertTrue(gathered.out.contains("8 runs of 4 points"), gathered.out);
    }

    @Test
    void aDryRunListsAndWritesNothing() throws IOException {
        Said said = say(file, "--out", out, "--dry-run", "--threads", "1", "--slurm");
        assertEquals(0, said.status, said.err);
        assertTrue(said.out.startsWith("p0001  taur = 0, eta_fw = 0.1\np0002  taur = 0, eta_fw = 1e38\n"), said.out);
        assertTrue(said.out.contains("group of 4 runs, 480 steps, about 0 s: p0001/seed-123456 .. p0002/seed-123457\n"), said.out);
        assertTrue(said.out.contains("small: 4 points with 2 seeds, 8 runs to do in 2 groups, 960 steps, roughly 0 s on 1 thread\n"), said.out);
        assertTrue(said.out.endsWith("as an array job: 2 tasks of 1 processor, 1536 MB and at most 10 min\n"), said.out);
        assertFalse(Files.exists(Path.of(out)));
        assertTrue(say(file, "--dry-run", "--shard", "1/2", "--threads", "1").out.contains("4 runs of shard 1/2 to do in 1 group"));
    }

    @Test
    void shardsShareAFolder() throws IOException {
        Said second = say(file, "--out", out, "--shard", "2/3", "-q");
        assertEquals(0, second.status, second.err);
        assertTrue(second.out.matches("(?s)4 runs done, .*\nshard 2/3; when all of them are done:  ./pal4j sweep --gather \\S*out\n"), second.out);
        assertFalse(Files.exists(folder.resolve("out/results.csv")), "a shard writes nothing that is shared");
        Said third = say(file, "--out", out, "--shard", "3/3", "-q");
        assertEquals("shard 3/3 has nothing to do: the sweep has only 2 groups of runs\n", third.out);
        assertEquals(0, third.status);
        Said half = say("--gather", out);
        assertEquals(Main.FAILED, half.status);
        assertTrue(half.err.contains("pal4j: 4 runs missing as yet\n"), half.err);
        Said first = say("--resume", out, "--shard", "1/3", "-q");
        assertEquals(0, first.status);
        assertEquals(0, say("--gather", out).status);
        Said whole = say(file, "--out", out + "2", "-q");
        assertEquals(withoutSeconds(Path.of(out + "2")), withoutSeconds(Path.of(out)), whole.err);
    }

    private static List<String> withoutSeconds(Path sweep) throws IOException {
        return Files.readAllLines(sweep.resolve("results.csv")).stream().map(line -> line.replaceFirst(",[^,]*$", "")).toList();
    }

    @Test
    void keysAndSeedsCanBeChanged() throws IOException {
        assertEquals(0, say(file, "--out", out, "-q", "--seeds", "5,7", "--epochs", "2", "--set", "sweep={zip: {eta_bw: [1, 2]}}").status);
        List<String> lines = Files.readAllLines(folder.resolve("out/results.csv"));
        assertTrue(lines.getFirst().startsWith("point,eta_bw,seed,ending,warning,last_epoch,test_accuracy,"), lines.getFirst());
        assertTrue(lines.get(2).startsWith("p0001,1,7,complete,,2,"), lines.get(2));
        assertEquals(5, lines.size());
    }

    @Test
    void networksThatNoLongerAnswerAreMarked() throws IOException {
        Said said = say(file, "--out", out, "-q", "--seeds", "5,7", "--set", "sweep={product: {eta_fw: [1, 100000]}}", "--set", "test_samples=20",
                "--set", "activation=logistic", "--set", "train_samples=60", "--set", "epochs=3", "--set", "Tpres=1");
        assertEquals(0, said.status, said.err);
        assertTrue(said.err.contains("pal4j: warning: in 2 runs the network no longer answers to its inputs (column warning of results.csv)"),
                said.err);
        List<String> lines = Files.readAllLines(folder.resolve("out/results.csv"));
        assertTrue(lines.get(1).startsWith("p0001,1,5,complete,,3,"), lines.get(1));
        assertTrue(lines.get(4).startsWith("p0002,100000,7,complete,\"the network takes all 20 test samples for one class, and "), lines.get(4));
        List<String> summary = Files.readAllLines(folder.resolve("out/summary.csv"));
        assertTrue(summary.get(1).startsWith("p0001,1,2,0,0,0,") && summary.get(2).startsWith("p0002,100000,2,0,0,2,"), summary.toString());
        assertTrue(Files.readString(folder.resolve("out/report.html")).contains("In 2 runs the network no longer answers to its inputs"));
    }

    /** A sweep is no preview: it makes all epochs of its experiment. */
    @Test
    void allEpochsAreRun() throws IOException {
        assertEquals(0, say(file, "--out", out, "-q", "--set", "preview_epochs=1", "--set", "epochs=3", "--seed", "4").status);
        assertTrue(Files.readAllLines(folder.resolve("out/results.csv")).get(1).startsWith("p0001,0,0.1,4,complete,,3,"));
    }

    @Test
    void whatIsThereIsNotTouched() throws IOException {
        assertEquals(0, say(file, "--out", out, "-q").status);
        Said other = say(file, "--out", out, "--epochs", "2");
        assertEquals(Main.UNUSABLE, other.status);
        assertTrue(other.err.matches("pal4j: \\S*out: holds another sweep; nothing was changed. The first difference: epochs = 1 there and 2 now. "
                + "Give another folder with --out, or go on with the sweep that is there: --resume \\S*out\n"), other.err);
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("file"), "");
        assertTrue(say(file, "--out", mine.toString()).err.contains("exists already; nothing was changed"));
        assertTrue(say("--resume", mine.toString()).err.contains("is no folder of a sweep, as it has no configuration.yaml"));
        assertTrue(say("--gather", folder.resolve("none").toString()).err.contains("is no folder of a sweep"));
        try (Stream<Path> files = Files.list(mine)) {
            assertEquals(1, files.count());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                        | sweep needs FILE, for example ./pal4j sweep etas.yaml; or --resume DIR or --gather DIR
            FILE --resume x             | FILE and --resume: only one of them can say which sweep is meant
            --resume x --gather x       | --resume and --gather: only one
            --resume x --epochs 3       | they go with FILE only
            --resume x --out y          | they go with FILE only
            --gather x --shard 1/2      | --gather takes all that is in the folder
            FILE --shard 1/2            | --shard 1/2: needs --out DIR, the folder that all shards share
            FILE --shard 3/2 --out OUT  | --shard 3/2: must be I/N
            FILE --shard 1/2 --slurm    | --slurm makes the shards itself
            FILE --shards 3             | --shards, --slurm-args: go with --slurm only
            FILE --slurm --shards 0     | --shards 0: must be from 1 to 100000
            FILE --slurm --out OUT      | --slurm: needs the launcher
            FILE --out OUT --threads 0  | --threads 0: must be from 1
            FILE --out OUT --sharf 1/2  | unknown option --sharf; did you mean --shard?
            FILE --each eta_bw=1,2      | unknown option --each
            FILE --set eta_fw=3         | eta_fw is swept, so a value of its own for it has no effect
            FILE --set sweep=1          | sweep = 1: must hold what is varied
            yinyang                     | yinyang: has no key sweep
            yingyang                    | did you mean yinyang?
            none.yaml                   | none.yaml: can't be read
            FILE --vector 7             | vector width '7' is not known
            """)
    void badInputIsRefusedBeforeAnythingIsWritten(String arguments, String part) {
        String vector = System.getProperty("pal4j.vector");
        String[] words = arguments == null ? new String[0] : arguments.strip().split(" +");
        for (int k = 0; k < words.length; k++) {
            words[k] = words[k].equals("FILE") ? file : words[k].equals("OUT") ? out : words[k];
        }
        Said said = say(words);
        if (vector == null) {
            System.clearProperty("pal4j.vector");
        } else {
            System.setProperty("pal4j.vector", vector);
        }
        assertEquals(Main.UNUSABLE, said.status, said.err);
        assertTrue(said.err.startsWith("pal4j: ") && said.err.contains(part.strip()), said.err);
        assertEquals("", said.out);
        assertFalse(Files.exists(Path.of(out)) || Files.exists(Path.of("sweeps")));
    }

    @Test
    void aSweepIsNoExperiment() {
        Said said = say(file, "--out", out, "-q");
        assertEquals(0, said.status);
        var err = new ByteArrayOutputStream();
        PrintStream real = System.err;
        try {
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            assertEquals(Main.UNUSABLE, Main.execute("run", file));
        } finally {
            System.setErr(real);
        }
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("run it with ./pal4j sweep " + file), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aPageThatCanNotBeWrittenIsOnlyAWarning() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        assertEquals(0, say(file, "--out", out, "-q").status);
        Files.writeString(folder.resolve("out/report.html"), "mine");
        Said said = say("--gather", out);
        assertEquals(0, said.status, said.err);
        assertTrue(said.err.contains("warning: there is no report: ") && said.err.contains("is no report, so it is not overwritten"), said.err);
        assertEquals("mine", Files.readString(folder.resolve("out/report.html")));
        assertEquals(0, Main.execute("report", out, "--out", folder.resolve("other.html").toString()));
        assertTrue(Files.readString(folder.resolve("other.html")).contains("Test accuracy"));
    }

    @Test
    void amounts() {
        assertEquals(List.of("960", "0.1 M", "27.6 M", "276.0 G"),
                Stream.of(960L, 100_000L, 27_600_000L, 276_000_000_000L).map(Amounts::large).toList());
        assertEquals(List.of("0 s", "89 s", "2 min", "89 min", "1 h 30 min", "47 h", "2 days 21 h"),
                Stream.of(0.2, 89.0, 90.0, 5340.0, 5400.0, 169_200.0, 250_000.0).map(Amounts::time).toList());
        Terms terms = new Terms("network", "update", "an update", "rates", "layer", "error", "less");
        assertEquals(List.of("870.5 updates/s", "3.25 k updates/s", "0.51 M updates/s"),
                Stream.of(870.5, 3250.0, 510_000.0).map(speed -> Amounts.speed(speed, terms)).toList());
    }
}
