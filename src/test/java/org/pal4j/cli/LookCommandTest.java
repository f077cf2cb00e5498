package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.catalog.LeftRuns;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.model.rate.TinyImages;

/** {@code pal4j runs}, {@code info} and {@code predict}, and {@code run --weights}. */
class LookCommandTest {
    private static final List<String> TINY = List.of("layers=[4, 5, 3]", "Tpres=0.1", "train_samples=4", "validation_samples=3", "test_samples=5");

    @TempDir
    private Path temporary;

    private CommandLineProgram.Result run(String experiment, Path out, Object... more) {
        List<Object> all = new ArrayList<>(List.of("run", experiment, "--epochs", "2", "-q", "--out", out));
        TINY.forEach(setting -> all.addAll(List.of("--set", setting)));
        all.addAll(List.of(more));
        CommandLineProgram.Result result = CommandLineProgram.run(all.toArray());
        assertEquals(0, result.status(), result.err());
        return result;
    }

    private static String said(Object... arguments) {
        CommandLineProgram.Result result = CommandLineProgram.run(arguments);
        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        return result.out();
    }

    /** Nothing waits for a pipe that somebody has put into a folder. */
    @Test
    void aPipeInAFolderIsNotWaitedFor() throws IOException, InterruptedException {
        Path run = temporary.resolve("runs/tiny");
        run("yinyang", run);
        Path golden = Files.createDirectories(temporary.resolve("golden"));
        Files.createFile(golden.resolve("case.json"));
        for (String name : List.of("runs/tiny/configuration.yaml", "runs/tiny/metrics.csv", "runs/tiny/result.json", "runs/tiny/environment.json",
                "golden/case.json")) {
            Path file = temporary.resolve(name);
            Path kept = temporary.resolve("kept");
            Files.move(file, kept);
            assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0);
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
                for (Object[] command : new Object[][] {{"info", run}, {"runs", temporary}, {"predict", run, "test"}, {"run", "--resume", run},
                    {"verify", golden}, {"run", run.resolve("configuration.yaml"), "--set", "epochs=0", "--out", temporary.resolve("new")}}) {
                    CommandLineProgram.Result result = CommandLineProgram.run(command);
                    assertFalse(result.err().contains("\tat "), result.err());
                    if (List.of(command).contains(name.startsWith("golden") ? golden : run.resolve(file.getFileName()))) {
                        assertHas(result.err(), "is a device or a pipe");
                    }
                }
            });
            Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
            if (Files.exists(temporary.resolve("new"))) {
                remove(temporary.resolve("new"));
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String refused(Object... arguments) {
        CommandLineProgram.Result result = CommandLineProgram.run(arguments);
        assertEquals(Main.UNUSABLE, result.status(), result.err());
        assertEquals("", result.out());
        assertFalse(result.err().contains("\tat "), result.err());
        return result.err();
    }

    private static void assertHas(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), part + " is not in: " + text);
        }
    }

    private Path sweep() {
        Path sweep = temporary.resolve("sweeps/s");
        List<Object> all = new ArrayList<>(List.of("sweep", "yinyang", "--epochs", "1", "-q", "--out", sweep));
        TINY.forEach(setting -> all.addAll(List.of("--set", setting)));
        all.addAll(List.of("--set", "sweep={product: {eta_bw: [0.1, 1]}}"));
        CommandLineProgram.Result result = CommandLineProgram.run(all.toArray());
        assertEquals(0, result.status(), result.err());
        return sweep;
    }

    @Test
    void runsAreListedWithWhatTheyReached() throws IOException {
        assertEquals("no runs in " + temporary + "; ./pal4j run yinyang makes one, in runs/yinyang-1\n", said("runs", temporary));
        Path one = temporary.resolve("runs/one");
        run("yinyang", one);
        run("yinyang-fa", temporary.resolve("runs/study"), "--seeds", "2");
        Path sweep = sweep();
        Path cut = temporary.resolve("runs/cut");
        LeftRuns.run(Tiny.study("yinyang", List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "epochs=3")), Tiny.NO_DATA, cut,
                LeftRuns.after(20));
        Path killed = temporary.resolve("runs/killed");
        copy(one, killed);
        Files.delete(killed.resolve("result.json"));
        String table = said("runs", temporary);
        assertTrue(table.startsWith("folder "), table);
        for (String line : List.of(one + " +yinyang +complete +2/2 +test \\d+\\.\\d\\d % +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d",
                temporary.resolve("runs/study") + " +yinyang-fa +complete +2/2 +test \\S+ \\+- \\S+ % .*",
                sweep + " +yinyang +complete +2/2 runs +- .*", cut + " +yinyang +interrupted +[012]/3 .*",
                killed + " +yinyang +running or killed +2/2 +validation .*")) {
            assertTrue(table.lines().anyMatch(each -> each.matches(line)), line + " is not in: " + table);
        }
        assertEquals(6, table.lines().count(), table);
        assertEquals(table.lines().filter(line -> line.contains("runs/")).count(), said("runs", temporary.resolve("runs")).lines().count() - 1);
    }

    @Test
    void damagedFoldersAreListedAsSuch() throws IOException {
        Path good = temporary.resolve("runs/good");
        run("yinyang", good);
        Map<String, String> damages = Map.of("configuration.yaml", "layers: [", "result.json", "{", "metrics.csv", "junk");
        for (Map.Entry<String, String> damage : damages.entrySet()) {
            Path bad = temporary.resolve("runs/bad-" + damage.getKey());
            copy(good, bad);
            Files.writeString(bad.resolve(damage.getKey()), damage.getValue());
        }
        Files.createDirectories(temporary.resolve("runs/nothing"));
        String table = said("runs", temporary);
        assertEquals(4, table.lines().filter(line -> line.matches("\\S+ +\\S+ +damaged +- +- +.*")).count(), table);
        assertHas(table, temporary.resolve("runs/nothing") + " is damaged: has no configuration.yaml", good + " ", "bad-result.json is damaged: ",
                "bad-metrics.csv is damaged: ");
        assertHas(refused("info", temporary.resolve("runs/bad-metrics.csv")), "metrics.csv");
        assertHas(refused("info", temporary.resolve("runs/nothing")), "is not the folder of a run, as it has no configuration.yaml");
        assertHas(refused("runs", temporary.resolve("none")), "there is no such folder");
        assertHas(refused("runs", good.resolve("metrics.csv")), "is a file; give a folder with runs");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void infoSaysWhatARunIs() throws IOException {
        Path one = temporary.resolve("a run");
        run("yinyang", one);
        String info = said("info", one);
        assertHas(info, one + ": a run of yinyang\n", "layers [4, 5, 3]; otherwise as yinyang\n", "A microcircuit of 4-5-3 neurons",
                ", seed 123456\n",
                "complete: 2 of 2 epochs, 220 steps\n", "test accuracy ", "after epoch 2: validation ",
                "  checkpoint.safetensors ", "after epoch 2, before the test: 170 steps in ", "  weights.safetensors ",
                "ask it:  ./pal4j predict '" + one + "' test      carry it on:  ./pal4j run --resume '" + one + "' --epochs 4\n");
        Path study = temporary.resolve("study");
        run("yinyang", study, "--seeds", "2", "--weights", one);
        String both = said("info", study, sweep());
        assertHas(both, "a study of 2 replicas of yinyang\n", "began with the weights in " + one + "\n", "  seed-123456/\n",
                ": a sweep of yinyang\ncomplete: 2/2 runs are finished\n", "see it:  ./pal4j report ");
        Files.delete(one.resolve("result.json"));
        assertHas(said("info", one), "running or killed: 2 of 2 epochs\n", "go on, unless it is running:  ./pal4j run --resume '" + one + "'\n");
    }

    private static String lastOfInfo(Path folder) {
        return said("info", folder).lines().toList().getLast();
    }

    /** A run goes on with the sweep or the study that it belongs to. */
    @Test
    void infoNamesTheCommandThatWorks() throws IOException {
        Path sweep = sweep();
        Path run = sweep.resolve("p0001/seed-123456");
        assertEquals("ask it:  ./pal4j predict " + run + " test      begin again, for longer:  ./pal4j run " + run + "/configuration.yaml --epochs 2",
                lastOfInfo(run));
        CommandLineProgram.Result longer = CommandLineProgram.run("run", run.resolve("configuration.yaml"), "--epochs", "2", "-q", "--out",
                temporary.resolve("longer"));
        assertEquals(0, longer.status(), longer.err());
        Files.delete(run.resolve("result.json"));
        assertEquals("go on, unless it is running:  ./pal4j sweep --resume " + sweep, lastOfInfo(run));
        assertHas(refused("sweep", "--resume", run), "is the folder of a run of a sweep; go on with all that is missing in it by ./pal4j sweep "
                + "--resume " + sweep);
        CommandLineProgram.Result resumed = CommandLineProgram.run("sweep", "--resume", sweep, "-q");
        assertEquals(0, resumed.status(), resumed.err());
        assertHas(refused("predict", sweep, "test"), "give one of its runs, for example " + run);
        Path study = temporary.resolve("study");
        run("yinyang", study, "--seeds", "2");
        assertTrue(lastOfInfo(study.resolve("seed-123457")).endsWith("carry it on:  ./pal4j run --resume " + study + " --epochs 4"),
                lastOfInfo(study.resolve("seed-123457")));
        Path one = temporary.resolve("one");
        run("yinyang", one);
        Files.delete(one.resolve("checkpoint.safetensors"));
        assertTrue(lastOfInfo(one).endsWith("begin again, for longer:  ./pal4j run " + one + "/configuration.yaml --epochs 4"), lastOfInfo(one));
        Files.writeString(one.resolve("result.json"), Files.readString(one.resolve("result.json")).replace("complete", "non_finite"));
        assertEquals("see it:  ./pal4j report " + one + "      begin again with other values:  ./pal4j run " + one
                + "/configuration.yaml --set KEY=VALUE", lastOfInfo(one));
    }

    @Test
    void infoSaysWhatAFileHolds() throws IOException {
        Path run = temporary.resolve("run");
        run("yinyang", run);
        String checkpoint = said("info", run.resolve("checkpoint.safetensors"));
        assertHas(checkpoint, ": a checkpoint of ", "\nof yinyang, seed 123456\nafter epoch 2, before the test: 170 steps in ",
                "float32 of shape (5, 4), ");
        assertHas(said("info", run.resolve("weights.safetensors")), ": a safetensors file of 5 arrays\nsteps: 220\n  W1 ");
        Path npz = temporary.resolve("a.npz");
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("w", NpyArray.ofFloats(new float[] {1, -2, Float.NaN, 4}, 2, 2));
        arrays.put("flags", NpyArray.ofBooleans(new boolean[] {true, false, true}, 3));
        arrays.put("none", NpyArray.ofInts(new int[0], 0, 3));
        arrays.put("lost", NpyArray.ofDoubles(new double[] {Double.NaN, Double.POSITIVE_INFINITY}, 2));
        Npz.write(npz, arrays);
        assertEquals(npz + ": an npz archive of 4 arrays\n  w      float32 of shape (2, 2), -2 to 4, mean 1, 1 not finite\n"
                + "  flags  bool of shape (3,), 2 true\n  none   int32 of shape (0, 3), empty\n"
                + "  lost   float64 of shape (2,), no value is finite\n", said("info", npz));
        Path npy = temporary.resolve("a.npy");
        Npy.write(npy, NpyArray.ofLongs(new long[] {3, 4}, 2));
        assertEquals(npy + ": a NumPy array\n  int64 of shape (2,), 3 to 4, mean 3.500\n", said("info", npy));
        TinyImages.write(temporary);
        assertHas(said("info", temporary.resolve("t10k-images-idx3-ubyte")),
                ": an IDX file of 1 array\n  pixels  uint8 of shape (7, 28, 28), 0 to 255");
        assertHas(said("info", temporary.resolve("t10k-labels-idx1-ubyte")), "  labels  uint8 of shape (7,), 0 to 6, mean 3\n");
        assertHas(said("info", temporary.resolve("test_batch.bin")), ": a batch of CIFAR-10 of 2 arrays\n  pixels  uint8 of shape (7, 3, 32, 32)");
        for (String name : List.of("bad.npy", "bad.npz", "bad.safetensors", "bad-idx3-ubyte", "data_batch_2.bin")) {
            assertHas(refused("info", Files.write(temporary.resolve(name), new byte[7])), name);
        }
        assertHas(refused("info", Files.writeString(temporary.resolve("a.txt"), "hello")), "is no file with arrays that PAL4J reads");
        assertHas(refused("info", temporary.resolve("none.npz")), "there is no such file or folder");
        assertHas(refused("info"), "info needs RUN|FILE, for example ./pal4j info runs/yinyang-1");
    }

    @Test
    void predictPrintsAndWrites() throws IOException {
        Path run = temporary.resolve("run");
        String accuracy = run("yinyang", run).out().lines().findFirst().orElseThrow();
        Path csv = temporary.resolve("out.csv");
        Path npz = temporary.resolve("out.npz");
        String said = said("predict", run, "test", "--out", csv);
        assertEquals("yinyang: from its checkpoint after epoch 2, before the test\n"
                + accuracy.replace("test ", "").replace("samples)", "samples of test)")
                + "\noutputs in " + csv + "\n", said);
        List<String> lines = Files.readAllLines(csv);
        assertEquals("sample,output1,output2,output3,prediction,class", lines.getFirst());
        assertTrue(lines.get(5).matches("4(,-?\\d+\\.\\d+(E-\\d+)?){3}(,(yin|yang|dots)){2}"), lines.get(5));
        said("predict", run, "test", "--out", npz);
        Map<String, NpyArray> arrays = Npz.read(npz);
        Map<String, NpyArray> recordings = Npz.read(run.resolve("recordings.npz"));
        for (String name : List.of("output", "prediction", "class")) {
            assertEquals(recordings.get("test_" + name), arrays.get(name), name);
        }
        Path x = temporary.resolve("x.npz");
        Npz.write(x, Map.of("x", NpyArray.ofFloats(new float[8], 2, 4)));
        assertTrue(said("predict", run, x).matches("(?s).*\n2 samples of \\S+ without classes or targets\npredicted: (\\S+ 2|\\S+ 1, \\S+ 1)\n"));
        Path study = temporary.resolve("study");
        run("yinyang", study, "--seeds", "2");
        assertHas(refused("predict", run, "test", "--out", npz), "exists already; nothing was changed");
        Files.delete(npz);
        assertHas(said("predict", study, "validation", "--out", npz), "(3 samples of validation, mean and standard deviation of 2 replicas)");
        assertArrayEquals(new int[] {2, 3, 3}, Npz.read(npz).get("output").shape());
        assertArrayEquals(new int[] {2, 3}, Npz.read(npz).get("class").shape());
        Files.delete(npz);
        said("predict", study, "test", "--out", npz);
        for (int k = 0; k < 2; k++) {
            NpyArray own = Npz.read(study.resolve("seed-" + (123456 + k)).resolve("recordings.npz")).get("test_output");
            float[] all = Npz.read(npz).get("output").toFloats();
            assertArrayEquals(own.toFloats(), Arrays.copyOfRange(all, k * own.size(), (k + 1) * own.size()));
        }
        Files.delete(csv);
        said("predict", study, "train", "--out", csv);
        assertEquals(9, Files.readAllLines(csv).size());
        assertTrue(Files.readAllLines(csv).get(5).startsWith("seed-123457,0,"));
    }

    @Test
    void predictRefuses() throws IOException {
        Path run = temporary.resolve("run");
        run("yinyang", run);
        assertHas(refused("predict", run, "tset"), "tset: there is no such file; the run's own samples are test, validation and train");
        assertHas(refused("predict", temporary, "test"), "is not the folder of a run, as it has no configuration.yaml");
        assertHas(refused("predict", sweep(), "test"), "is a sweep; give one of its runs");
        assertHas(refused("predict", run, "test", "--out", temporary.resolve("a.txt")), "must end in .npz or .csv");
        assertHas(refused("predict", run, "test", "--out", Files.createDirectory(temporary.resolve("a.csv"))), "is a folder");
        assertHas(refused("predict", run, "test", "--out", temporary.resolve("no/a.csv")), "there is no folder ");
        assertHas(refused("predict", run), "predict needs DATA, for example ./pal4j predict runs/yinyang-1 test");
    }

    @Test
    void aRunStartsWithTheWeightsOfAnother() throws IOException {
        Path first = temporary.resolve("first");
        run("yinyang", first);
        Path second = temporary.resolve("second");
        CommandLineProgram.Result said = run("yinyang-fa", second, "--weights", first);
        assertEquals("pal4j: weights from " + first.resolve("weights.safetensors") + ": W1, W2, B1, WI1, BI1\n", said.err());
        // B does not learn with FA.
        assertEquals(Safetensors.read(first.resolve("weights.safetensors")).tensors().get("B1"),
                Safetensors.read(second.resolve("weights.safetensors")).tensors().get("B1"));
        assertHas(refused("run", "--resume", second, "--weights", first), "a run goes on as it has begun");
        assertHas(said("show", "yinyang", "--weights", first), "weights: \"" + first + "\"");
        assertHas(refused("run", "yinyang", "--weights", temporary.resolve("none")), "there is no such file or folder");
    }
}
