package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;

/** Files that are not ours stay, two starts never mix, and what is gone or cut is told. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right there")
class KeptFilesTest {
    private static final List<String> SMALL =
            List.of("--set", "layers=[4, 5, 3]", "--set", "train_samples=10", "--set", "validation_samples=3", "--set",
                    "test_samples=3", "--set", "snapshot_every=0", "--vector", "scalar", "-q");
    private static final int MAX_SECONDS = 120;

    @TempDir
    private Path temporary;

    private static CommandLineProgram.Result program(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return CommandLineProgram.run(all.toArray());
    }

    private CommandLineProgram.Result run(String... more) {
        List<String> words = new ArrayList<>(List.of("run", "yinyang"));
        words.addAll(SMALL);
        return program(words, more);
    }

    private Path sweepFile(String name, String values) throws IOException {
        return Files.writeString(temporary.resolve(name + ".yaml"), "based_on: yinyang\nlayers: [4, 5, 3]\nepochs: 2\ntrain_samples: 10\n"
                + "validation_samples: 3\ntest_samples: 3\nsnapshot_every: 0\nsweep: {product: {taur: " + values + "}}\n");
    }

    @Test
    void aLinkToNothingAsOutStays() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("out"), temporary.resolve("nowhere"));
        for (List<String> words : List.of(List.of("run", "yinyang", "--epochs", "1", "-q"),
                List.of("sweep", sweepFile("s", "[0, 1]").toString(), "-q"))) {
            CommandLineProgram.Result result = program(words, "--out", link.toString());
            assertEquals(2, result.status(), result.err());
            assertTrue(result.err().contains("is a link to something that does not exist; nothing was changed"), result.err());
            assertTrue(Files.isSymbolicLink(link));
        }
        Path page = temporary.resolve("page.html");
        Files.createSymbolicLink(page, temporary.resolve("nowhere.html"));
        assertEquals(0, run("--epochs", "1", "--out", temporary.resolve("r").toString()).status());
        assertEquals(2, CommandLineProgram.run("report", temporary.resolve("r"), "--out", page).status());
        assertTrue(Files.isSymbolicLink(page) && Files.notExists(page));
        assertEquals(2, CommandLineProgram.run("predict", temporary.resolve("r"), "test", "--out",
                Files.createSymbolicLink(temporary.resolve("p.csv"), temporary.resolve("no.csv"))).status());
        assertTrue(Files.isSymbolicLink(temporary.resolve("p.csv")));
    }

    /** Whatever is called recordings in the root of a sweep is not ours. */
    @Test
    void aSweepRemovesNothingFromItsRoot() throws IOException {
        Path file = sweepFile("s", "[0, 1]");
        Path out = temporary.resolve("out");
        assertEquals(0, CommandLineProgram.run("sweep", file, "--out", out, "-q").status());
        Path theirs = Files.createDirectory(temporary.resolve("theirs"));
        Files.writeString(theirs.resolve("step.npy"), "mine");
        Path recordings = out.resolve("recordings");
        for (boolean link : new boolean[] {true, false}) {
            if (link) {
                Files.createSymbolicLink(recordings, theirs);
            } else {
                Files.createDirectory(recordings);
                Files.writeString(recordings.resolve("step.npy"), "mine");
            }
            assertEquals(0, CommandLineProgram.run("sweep", "--resume", out, "-q").status());
            assertEquals(0, CommandLineProgram.run("sweep", "--gather", out).status());
            assertEquals("mine", Files.readString(recordings.resolve("step.npy")));
            Files.delete(link ? recordings : recordings.resolve("step.npy"));
        }
        assertTrue(Files.isDirectory(recordings));
        assertFalse(Files.exists(out.resolve(".lock")));
    }

    @Test
    void aCutTableOfARunIsNotGathered() throws IOException {
        Path file = sweepFile("s", "[0, 1]");
        Path out = temporary.resolve("out");
        assertEquals(0, CommandLineProgram.run("sweep", file, "--out", out, "-q").status());
        Path metrics = out.resolve("p0002/seed-123456/metrics.csv");
        String whole = Files.readString(metrics);
        String results = Files.readString(out.resolve("results.csv"));
        int last = whole.stripTrailing().lastIndexOf('\n') + 1;
        for (String cut : List.of(whole.substring(0, whole.length() - 1), whole.substring(0, whole.length() - 4), whole.substring(0, last),
                whole.substring(0, last + 1), "", whole.replaceFirst("\n1,[^\n]*", ""))) {
            Files.writeString(metrics, cut);
            CommandLineProgram.Result result = CommandLineProgram.run("sweep", "--gather", out);
            assertEquals(2, result.status(), "cut to: " + cut);
            assertTrue(result.err().contains("p0002/seed-123456/metrics.csv: is cut or damaged"), result.err());
            assertEquals(results, Files.readString(out.resolve("results.csv")));
        }
        Files.writeString(metrics, whole);
        assertEquals(0, CommandLineProgram.run("sweep", "--gather", out).status());
    }

    /** A result that can't be read is told, and the run computed again. */
    @Test
    void aCutResultOfARunOfASweepIsToldAndComputedAgain() throws IOException {
        Path file = sweepFile("s", "[0, 1]");
        Path out = temporary.resolve("out");
        assertEquals(0, CommandLineProgram.run("sweep", file, "--out", out, "-q").status());
        Path result = out.resolve("p0002/seed-123456/result.json");
        String whole = Files.readString(result);
        for (String cut : List.of(whole.substring(0, whole.length() / 2), "")) {
            Files.writeString(result, cut);
            CommandLineProgram.Result gathered = CommandLineProgram.run("sweep", "--gather", out);
            assertEquals(2, gathered.status(), gathered.err());
            assertTrue(gathered.err().contains("p0002/seed-123456/result.json") && gathered.err().contains("the file is cut or damaged"),
                    gathered.err());
            CommandLineProgram.Result again = CommandLineProgram.run("sweep", "--resume", out);
            assertEquals(0, again.status(), again.err());
            assertTrue(again.err().contains("warning: ") && again.err().contains("the file is cut or damaged, so the run counts as unfinished"),
                    again.err());
            assertTrue(Documents.json(result).containsKey("ending"));
            assertEquals(0, CommandLineProgram.run("sweep", "--gather", out).status());
        }
    }

    /** Without an end of its own, this run would take days. */
    @Test
    @Timeout(MAX_SECONDS)
    void aRunWhoseFolderIsRemovedEnds() throws Exception {
        for (String seeds : List.of("1", "2")) {
            Path out = temporary.resolve("gone" + seeds);
            Path removed = seeds.equals("1") ? out : out.resolve("seed-123456");
            Thread remover = Thread.ofPlatform().start(() -> {
                try {
                    while (Files.notExists(removed.resolve("metrics.csv"))) {
                        Thread.sleep(10);
                    }
                    while (Files.exists(removed)) {
                        try {
                            removeAll(removed);
                        } catch (IOException e) {
                            // The run is writing there.
                        }
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            CommandLineProgram.Result result = run("--epochs", "100000000", "--seeds", seeds, "--out", out.toString());
            remover.join();
            assertTrue(result.status() != 0, result.err());
            assertTrue(result.err().contains(removed + ": has been removed during the run, which ends here; its results are lost"), result.err());
            assertFalse(result.err().contains("The run goes on") && seeds.equals("1"), result.err());
        }
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        Path said = Files.createTempFile(temporary, "said", "");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        this.said.add(said);
        return process;
    }

    private final List<Path> said = new ArrayList<>();

    private String said(int k) throws IOException {
        return Files.readString(said.get(k));
    }

    private static void end(Process process) throws InterruptedException {
        boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended);
    }

    /** A run, a study and a sweep whose folder is removed under their hands. */
    @Test
    void aFolderThatIsRemovedMeanwhileIsTold() throws Exception {
        Path out = temporary.resolve("gone");
        List<String> run = new ArrayList<>(List.of("run", "yinyang", "--out", out.toString(), "--epochs", "100000000"));
        run.addAll(SMALL);
        List<String> study = new ArrayList<>(run);
        study.addAll(List.of("--seeds", "3"));
        List<String> sweep = List.of("sweep", sweepFile("long", "[0, 1]").toString(), "--set", "epochs=100000000", "--out", out.toString(), "-q",
                "--vector", "scalar");
        int k = 0;
        for (List<String> words : List.of(run, study, sweep)) {
            Process process = start(words.toArray(String[]::new));
            Path there = words == run ? out.resolve("metrics.csv") : words == study ? out.resolve("seed-123458/metrics.csv")
                    : out.resolve("p0001/seed-123456/environment.json");
            for (int wait = 0; wait < MAX_SECONDS * 20 && Files.notExists(there) && process.isAlive(); wait++) {
                Thread.sleep(50);
            }
            Path aside = temporary.resolve("aside-" + k);
            Files.move(out, aside);
            process.destroy();
            end(process);
            assertFalse(process.exitValue() == 0);
            assertTrue(said(k).contains("gone: has been removed "), said(k));
            assertFalse(said(k).contains("--resume") || said(k).contains("results in"), said(k));
            assertTrue(Files.notExists(out), "it is not made again");
            removeAll(aside);
            k++;
        }
    }

    /** Of two starts with one folder, one goes on as if it were alone, and the other one is refused. */
    @Test
    void ofTwoStartsWithOneFolderOneIsRefused() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path out = temporary.resolve("shared-" + round);
            List<Process> starts = new ArrayList<>();
            said.clear();
            for (String seed : List.of("1", "2")) {
                List<String> words = new ArrayList<>(List.of("run", "yinyang", "--seed", seed, "--out", out.toString(), "--epochs", "2"));
                words.addAll(SMALL);
                starts.add(start(words.toArray(String[]::new)));
            }
            for (Process process : starts) {
                end(process);
            }
            List<Integer> status = starts.stream().map(Process::exitValue).toList();
            assertTrue(status.contains(0) && status.contains(2), status + said(0) + said(1));
            int winner = status.indexOf(0);
            String refusal = said(1 - winner);
            assertTrue(refusal.contains("another process computes in this folder") || refusal.contains("nothing was changed"), refusal);
            assertTrue(Files.readString(out.resolve("configuration.yaml")).contains("seed: " + (winner + 1)));
            Path alone = temporary.resolve("alone-" + round);
            assertEquals(0, run("--seed", Integer.toString(winner + 1), "--out", alone.toString(), "--epochs", "2").status());
            assertEquals(-1, Files.mismatch(alone.resolve("weights.safetensors"), out.resolve("weights.safetensors")));
            assertFalse(Files.exists(out.resolve(".lock")));
        }
    }

    /** Three starts of one sweep share its runs. A start of another sweep is refused. */
    @Test
    void startsOfOneSweepShareItsRuns() throws Exception {
        Path file = sweepFile("s", "{from: 0, to: 1, points: 8}");
        Path other = sweepFile("other", "{from: 0, to: 1, points: 9}");
        Path alone = temporary.resolve("alone");
        assertEquals(0, CommandLineProgram.run("sweep", file, "--out", alone, "-q").status());
        for (int round = 0; round < 2; round++) {
            Path out = temporary.resolve("shared-" + round);
            List<Process> starts = new ArrayList<>();
            said.clear();
            for (Path each : round == 0 ? List.of(file, file, file) : List.of(file, other)) {
                starts.add(start("sweep", each.toString(), "--out", out.toString(), "-q", "--threads", "1", "--vector", "scalar"));
            }
            for (Process process : starts) {
                end(process);
            }
            if (round == 0) {
                for (int k = 0; k < starts.size(); k++) {
                    int status = starts.get(k).exitValue();
                    assertTrue(status == 0 || status == 1 && said(k).contains("left out, as another process computes"), said(k));
                }
                assertEquals(0, CommandLineProgram.run("sweep", "--gather", out).status());
                assertEquals(table(alone), table(out));
            } else {
                List<Integer> status = starts.stream().map(Process::exitValue).toList();
                assertTrue(status.contains(0) && status.contains(2), status + said(0) + said(1));
                assertTrue(said(status.indexOf(2)).contains("holds another sweep; nothing was changed"), said(status.indexOf(2)));
                assertEquals(status.get(0) == 0 ? 8 : 9,
                        Catalog.sweep(out.resolve("configuration.yaml").toString(), List.of(), notes -> {}).runs().size());
            }
            try (Stream<Path> all = Files.walk(out)) {
                assertEquals(List.of(), all.filter(path -> path.toString().endsWith(".part") || path.endsWith(".lock")).toList());
            }
        }
    }

    private static List<String> table(Path sweep) throws IOException {
        return Files.readAllLines(sweep.resolve("results.csv")).stream().map(line -> line.replaceFirst(",[^,]*$", "")).toList();
    }

    /** What a run needs to go on is looked for before anything is changed. */
    @Test
    void aRunWithoutItsRecordingsDoesNotGoOnAndKeepsItsResult() throws IOException {
        Path out = temporary.resolve("out");
        assertEquals(0, run("--epochs", "2", "--set", "record=[B]", "--set", "record_every=10", "--out", out.toString()).status());
        Path aside = Files.move(out.resolve("recordings"), temporary.resolve("aside"));
        String result = Files.readString(out.resolve("result.json"));
        CommandLineProgram.Result refused = CommandLineProgram.run("run", "--resume", out, "--epochs", "3", "-q");
        assertEquals(2, refused.status(), refused.err());
        assertTrue(refused.err().contains("recordings: is missing, and the run goes on after "), refused.err());
        assertEquals(result, Files.readString(out.resolve("result.json")));
        assertTrue(Files.readString(out.resolve("configuration.yaml")).contains("epochs: 2"));
        Files.move(aside, out.resolve("recordings"));
        assertEquals(0, CommandLineProgram.run("run", "--resume", out, "--epochs", "3", "-q").status());
        assertEquals(3, Documents.json(out.resolve("result.json")).get("epochs"));
    }

    /** A bit of a checkpoint that has changed is found. In the test there is a checkpoint before it. */
    @Test
    void aDamagedCheckpointIsRefusedAndTheOneBeforeItIsTaken() throws IOException {
        Path out = temporary.resolve("out");
        assertEquals(0, run("--epochs", "2", "--out", out.toString()).status());
        Path file = out.resolve("checkpoint.safetensors");
        byte[] good = Files.readAllBytes(file);
        for (int at : new int[] {good.length - 1, good.length / 2, good.length - 200}) {
            byte[] bad = good.clone();
            bad[at] ^= 16;
            Files.write(file, bad);
            CommandLineProgram.Result refused = CommandLineProgram.run("run", "--resume", out, "--epochs", "3", "-q");
            assertEquals(2, refused.status(), refused.err());
            assertTrue(refused.err().contains("checkpoint.safetensors"), refused.err());
            assertTrue(Files.exists(out.resolve("result.json")));
        }
        Files.write(file, good);
        byte[] bad = good.clone();
        bad[good.length - 1] ^= 1;
        Files.write(out.resolve("checkpoint-test.safetensors"), bad);
        Files.delete(out.resolve("result.json"));
        CommandLineProgram.Result gone = CommandLineProgram.run("run", "--resume", out, "-q");
        assertEquals(0, gone.status(), gone.err());
        assertTrue(gone.err().contains("warning: ") && gone.err().contains("does not have the checksum that it was written with"), gone.err());
        assertTrue(gone.err().contains("goes on from the checkpoint before it"), gone.err());
        assertEquals(Optional.of("complete"), Optional.ofNullable(Documents.json(out.resolve("result.json")).get("ending")));
    }
}
