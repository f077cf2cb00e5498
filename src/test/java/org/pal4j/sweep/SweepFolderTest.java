package org.pal4j.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.measure.Statistic;

/** A sweep gives the same tables however it was cut, shared out and continued, and computes nothing twice. */
class SweepFolderTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final Sweep SWEEP = TinySweep.of(TinySweep.AXES, "seeds=2");

    private static Path straight;
    private static List<List<String>> tables;

    /** The sweep run in one go, on one thread; both JUnit and jqwik want it. */
    private static synchronized List<List<String>> tables() throws IOException {
        if (tables == null) {
            straight = TinySweep.scratch();
            SweepFolder folder = TinySweep.folder(straight, SWEEP);
            TinySweep.run(folder, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false);
            folder.gather();
            tables = TinySweep.tables(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    TinySweep.remove(straight);
                } catch (IOException e) {
                    // The system clears its folder some day.
                }
            }));
        }
        return tables;
    }

    /** Any of the runs may be finished when it goes on, on any number of shards and threads. */
    @Property(tries = 5)
    void itGoesOnFromAnyRunsThatAreFinished(
            @ForAll @IntRange(min = 0, max = 4095) int finished, @ForAll @IntRange(min = 1, max = 4) int shards,
            @ForAll @IntRange(min = 1, max = 2) int threads) throws IOException {
        tables();
        Path path = TinySweep.scratch();
        try {
            SweepFolder folder = TinySweep.folder(path, SWEEP);
            List<String> kept = new ArrayList<>();
            for (int k = 0; k < SWEEP.runs().size(); k++) {
                if ((finished >> k & 1) == 1) {
                    String run = SWEEP.runs().get(k).path();
                    TinySweep.copy(straight.resolve(run), path.resolve(run));
                    kept.add(run);
                }
            }
            TinySweep.Heard heard = new TinySweep.Heard();
            for (int i = shards; i >= 1; i--) {
                TinySweep.run(folder, new Shard(i, shards), Math.min(threads, CORES), heard, () -> false);
            }
            assertEquals(SWEEP.runs().size(), kept.size() + heard.finished.size());
            assertTrue(heard.finished.stream().noneMatch(kept::contains));
            assertEquals(0, folder.gather().missing());
            assertEquals(tables(), TinySweep.tables(folder));
        } finally {
            TinySweep.remove(path);
        }
    }

    /** Stopped at any presentation, again and again. */
    @Property(tries = 5)
    void itGoesOnFromWhereverItWasStopped(@ForAll @IntRange(min = 1, max = 400) int presentations) throws IOException {
        Path path = TinySweep.scratch();
        try {
            int turns = 0;
            while (true) {
                SweepFolder folder = TinySweep.folder(path, SWEEP);
                // At least as many as the longest group has, so that each turn gets further.
                AtomicInteger left = new AtomicInteger(40 + presentations);
                SweepRunner.Result result = TinySweep.run(folder, Shard.WHOLE, 1, new TinySweep.Heard(), () -> left.decrementAndGet() < 0);
                SweepFolder.Gathered gathered = folder.gather();
                assertEquals(result.interrupted(), gathered.missing() > 0);
                assertTrue(++turns < 20);
                if (!result.interrupted()) {
                    assertEquals(tables(), TinySweep.tables(folder));
                    return;
                }
            }
        } finally {
            TinySweep.remove(path);
        }
    }

    @Test
    void twoShardsAtOnceInOneFolderGiveTheSameTables(@TempDir Path path) throws Exception {
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<java.util.concurrent.Future<SweepRunner.Result>> parts = new ArrayList<>();
            // Two shards, and each of them started twice by mistake.
            for (int i : new int[] {1, 2, 1, 2}) {
                parts.add(pool.submit(() -> TinySweep.run(TinySweep.folder(path.resolve("shared"), SWEEP), new Shard(i, 2), 1, new TinySweep.Heard(),
                        () -> false)));
            }
            for (var part : parts) {
                assertFalse(part.get().interrupted());
                assertEquals(0, part.get().unkept());
            }
        }
        SweepFolder folder = SweepFolder.open(path.resolve("shared"), Catalog::sweep);
        assertEquals(0, folder.gather().missing());
        assertEquals(tables(), TinySweep.tables(folder));
    }

    @Test
    @Tag("width")
    void eachRunIsWhatItIsAlone(@TempDir Path path) throws IOException {
        SweepFolder folder = TinySweep.folder(path.resolve("s"), SWEEP);
        TinySweep.Heard heard = new TinySweep.Heard();
        SweepRunner.Result result = TinySweep.run(folder, Shard.WHOLE, 1, heard, () -> false);
        assertEquals(12, result.done());
        assertEquals(4, result.nonFinite());
        assertEquals(2, heard.groups);
        TinySweep.assertAlone(folder, path.resolve("alone"), DataFolder.of(Optional.empty()));
    }

    /** The time that is left comes from costs: a step of a large network takes longer than one of a small network. */
    @Test
    void progressCountsWhatStepsCost(@TempDir Path path) throws IOException {
        Sweep sweep = TinySweep.of("sweep={product: {layers: [[4, 5, 3], [4, 90, 3]]}}", "seeds=3");
        List<Group> groups = Plan.groups(sweep.runs(), 1);
        TinySweep.Heard heard = new TinySweep.Heard();
        TinySweep.run(TinySweep.folder(path.resolve("s"), sweep), Shard.WHOLE, 1, heard, () -> false);
        double large = groups.getFirst().seconds();
        double small = groups.getLast().seconds();
        assertTrue(large > 2 * small, large + " and " + small);
        assertEquals(large + small, heard.allWork, 1e-12);
        assertEquals(heard.allWork, heard.work.getLast(), 1e-12);
        assertTrue(heard.work.stream().anyMatch(work -> Math.abs(work - large) < 1e-12), "after the large group: " + heard.work);
        assertEquals(heard.work, heard.work.stream().sorted().toList());
    }

    @Test
    void theTablesHaveTheirColumns(@TempDir Path path) throws IOException {
        Sweep sweep = TinySweep.of("sweep={product: {layers: [[4, 3], [4, 5, 3], [4, 5, 6, 3]], eta_fw: [0.1, 1e38]}}", "seeds=[4, 2]");
        SweepFolder folder = TinySweep.folder(path, sweep);
        TinySweep.run(folder, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false);
        SweepFolder.Gathered gathered = folder.gather();
        List<String> results = Files.readAllLines(path.resolve("results.csv"));
        assertEquals("point,layers,eta_fw,seed,ending,warning,last_epoch,test_accuracy,train_error,validation_accuracy,angle_B1,angle_B2,"
                + "angle_phi1,angle_phi2,steps,seconds", results.getFirst());
        assertEquals(13, results.size());
        assertTrue(results.get(1).startsWith("p0001,\"[4,3]\",0.1,4,complete,,2,0."), results.get(1));
        assertTrue(results.get(7).matches("p0004,\"\\[4,5,3]\",1e38,4,non_finite,,0,,,[.0-9]*,[0-9.]+,,[0-9.]*,,\\d+,.*"), results.get(7));
        List<String> summary = Files.readAllLines(path.resolve("summary.csv"));
        assertTrue(summary.getFirst().startsWith(
                "point,layers,eta_fw,complete,non_finite,missing,warnings,test_accuracy_mean,test_accuracy_sd,train_error_mean"),
                summary.getFirst());
        assertTrue(summary.getFirst().endsWith(",angle_phi2_mean,angle_phi2_sd,steps_mean,steps_sd,seconds_mean,seconds_sd"), summary.getFirst());
        assertEquals(7, summary.size());
        assertTrue(summary.get(1).startsWith("p0001,\"[4,3]\",0.1,2,0,0,0,0."), summary.get(1));
        assertTrue(summary.get(4).startsWith("p0004,\"[4,5,3]\",1e38,0,2,0,0,,,,"), "means are of complete runs: " + summary.get(4));
        double first = Double.parseDouble(results.get(1).split(",")[9 - 1]);
        double second = Double.parseDouble(results.get(2).split(",")[9 - 1]);
        assertEquals(Statistic.of(List.of(first, second)).mean(), Double.parseDouble(summary.get(1).split(",")[8]));
        assertEquals(List.of("point,layers,eta_fw", "p0001,\"[4,3]\",0.1"), Files.readAllLines(path.resolve("points.csv")).subList(0, 2));
        assertEquals(0, gathered.missing());
        assertTrue(gathered.best().orElseThrow().startsWith("test accuracy "), gathered.best().orElseThrow());
    }

    /** Columns that a later version adds to the files of a run come into the tables by themselves. */
    @Test
    void whatRunsMeasureIsWhatTablesHave(@TempDir Path path) throws IOException {
        SweepFolder folder = TinySweep.folder(path, TinySweep.of("sweep={product: {taur: [0, 1]}}"));
        for (int k = 1; k <= 2; k++) {
            Path run = Files.createDirectories(path.resolve("p000" + k + "/seed-123456"));
            Files.writeString(run.resolve("result.json"), "{\"ending\": \"complete\", " + (k == 2 ? "\"warning\": \"all, alike\", " : "")
                    + "\"epochs\": 1, \"steps\": 7, \"seconds\": 1.5, \"new\": 3}");
            Files.writeString(run.resolve("metrics.csv"), "epoch,steps,train_error,angle_B1,angle_phi1" + (k == 2 ? ",angle_B2" : "")
                    + ",seconds\n0,0,,1,2" + (k == 2 ? ",3" : "") + ",0.1\n1,7,0.5,10,20" + (k == 2 ? ",30" : "") + ",0.2\n");
        }
        assertEquals(1, folder.gather().warned());
        assertTrue(Files.readAllLines(path.resolve("summary.csv")).getLast().startsWith("p0002,1,1,0,0,1,"));
        assertEquals(List.of("point,taur,seed,ending,warning,last_epoch,new,train_error,angle_B1,angle_phi1,angle_B2,steps,seconds",
                "p0001,0,123456,complete,,1,3,0.5,10,20,,7,1.5", "p0002,1,123456,complete,\"all, alike\",1,3,0.5,10,20,30,7,1.5"),
                Files.readAllLines(path.resolve("results.csv")));
    }

    @Test
    void gatheringSaysWhatIsMissing(@TempDir Path path) throws IOException {
        SweepFolder folder = TinySweep.folder(path, SWEEP);
        assertEquals(new SweepFolder.Gathered(0, 0, 12, 0, Optional.empty()), folder.gather());
        TinySweep.run(folder, new Shard(1, 2), 1, new TinySweep.Heard(), () -> false);
        SweepFolder.Gathered half = SweepFolder.open(path, Catalog::sweep).gather();
        assertEquals(6, half.missing());
        assertEquals(4, half.complete());
        assertEquals(2, half.nonFinite());
        assertEquals(7, Files.readAllLines(path.resolve("results.csv")).size());
        assertEquals(7, Files.readAllLines(path.resolve("summary.csv")).size());
    }

    @Test
    void halfAFolderCountsForNothingAndIsReplaced(@TempDir Path path) throws IOException {
        SweepFolder folder = TinySweep.folder(path, SWEEP);
        Path run = Files.createDirectories(path.resolve(SWEEP.runs().getFirst().path()));
        Files.writeString(run.resolve("metrics.csv"), "left by a run that was killed");
        Files.writeString(run.resolve(".pal4j-x.part"), "half");
        Path other = Files.createDirectories(path.resolve(SWEEP.runs().getLast().path()));
        Files.writeString(other.resolve("result.json"), "{\"ending\": \"comp");
        Path third = Files.createDirectories(path.resolve(SWEEP.runs().get(5).path()));
        Files.writeString(third.resolve("result.json"), "{\"ending\": \"interrupted\"}");
        Files.writeString(path.resolve(".pal4j-y.part"), "half");
        assertEquals(12, TinySweep.run(folder, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false).done());
        assertEquals(0, folder.gather().missing());
        assertTrue(Files.readString(run.resolve("metrics.csv")).startsWith("epoch,"));
        assertFalse(Files.exists(run.resolve(".pal4j-x.part")) || Files.exists(path.resolve(".pal4j-y.part")), "what killed runs left is gone");
    }

    @Test
    void whatIsFinishedIsNotTouched(@TempDir Path path) throws IOException {
        SweepFolder folder = TinySweep.folder(path, SWEEP);
        TinySweep.run(folder, new Shard(2, 2), 1, new TinySweep.Heard(), () -> false);
        Map<Path, FileTime> times = new HashMap<>();
        for (Run run : Plan.shard(SWEEP, new Shard(2, 2))) {
            Path result = path.resolve(run.path()).resolve("result.json");
            Files.setLastModifiedTime(result, FileTime.fromMillis(1_000_000_000_000L));
            times.put(result, Files.getLastModifiedTime(result));
        }
        TinySweep.run(folder, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false);
        for (Map.Entry<Path, FileTime> entry : times.entrySet()) {
            assertEquals(entry.getValue(), Files.getLastModifiedTime(entry.getKey()));
        }
    }

    @Test
    void anotherSweepIsRefusedAndUnchanged(@TempDir Path path) throws IOException {
        TinySweep.folder(path.resolve("s"), SWEEP);
        String before = Files.readString(path.resolve("s/configuration.yaml"));
        Sweep other = TinySweep.of(TinySweep.AXES, "seeds=2", "epochs=3");
        for (var attempt : List.<org.junit.jupiter.api.function.Executable>of(() -> SweepFolder.find(path.resolve("s"), other, Catalog::sweep),
                () -> SweepFolder.at(path.resolve("s"), other, Catalog::sweep))) {
            InputException fault = assertThrows(InputException.class, attempt);
            assertTrue(fault.getMessage().contains("holds another sweep; nothing was changed. The first difference: epochs = 2 there and 3 "
                    + "now"), fault.getMessage());
        }
        assertEquals(before, Files.readString(path.resolve("s/configuration.yaml")));
        assertThrows(InputException.class, () -> SweepFolder.open(path, Catalog::sweep));
        Files.writeString(path.resolve("mine"), "mine");
        assertThrows(InputException.class, () -> SweepFolder.at(path, SWEEP, Catalog::sweep));
        Files.writeString(path.resolve("s/configuration.yaml"), Catalog.study("yinyang", List.of()).show());
        InputException none = assertThrows(InputException.class, () -> SweepFolder.open(path.resolve("s"), Catalog::sweep));
        assertTrue(none.getMessage().contains("has no key sweep"), none.getMessage());
    }

    /** A disk that is full: a folder in a file's place stands for it. */
    @Test
    void whatCantBeWrittenIsToldAndNoNewGroupIsBegun(@TempDir Path path) throws IOException {
        SweepFolder folder = TinySweep.folder(path, SWEEP);
        String first = Plan.groups(SWEEP.runs(), 1).getFirst().runs().get(2).path();
        Files.createDirectories(path.resolve(first).resolve("result.json"));
        TinySweep.Heard heard = new TinySweep.Heard();
        SweepRunner.Result result = TinySweep.run(folder, Shard.WHOLE, 1, heard, () -> false);
        assertEquals(List.of(first), heard.unkept);
        assertEquals(1, result.unkept());
        assertEquals(5, result.done());
        assertEquals(7, folder.gather().missing());
    }

    /** Not even where there is room for result.json again. */
    @Test
    void aRunOfWhichAFileIsMissingIsNotFinished(@TempDir Path path) throws IOException {
        SweepFolder folder = TinySweep.folder(path, SWEEP);
        Run run = SWEEP.runs().getFirst();
        Files.createDirectories(path.resolve(run.path()).resolve("weights.safetensors"));
        assertEquals(1, TinySweep.run(folder, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false).unkept());
        assertFalse(folder.isFinished(run));
        Path other = path.resolve("other");
        Files.createDirectories(other);
        Files.writeString(other.resolve("p0001"), "a file in the place of a folder");
        Files.writeString(other.resolve("configuration.yaml"), SWEEP.show());
        assertEquals(1, TinySweep.run(TinySweep.folder(other, SWEEP), Shard.WHOLE, 1, new TinySweep.Heard(), () -> false).unkept());
    }

    /** What a run that was cut has recorded goes; the recordings are those of an uncut run. */
    @Test
    void recordingsBeginAnew(@TempDir Path path) throws IOException {
        Sweep sweep = TinySweep.of("sweep={product: {eta_bw: [0.1, 0.2]}}", "record=[B, mse]", "record_every=7");
        SweepFolder straight = TinySweep.folder(path.resolve("straight"), sweep);
        TinySweep.run(straight, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false);
        SweepFolder cut = TinySweep.folder(path.resolve("cut"), sweep);
        AtomicInteger left = new AtomicInteger(12);
        assertTrue(TinySweep.run(cut, Shard.WHOLE, 1, new TinySweep.Heard(), () -> left.decrementAndGet() < 0).interrupted());
        Path recordings = path.resolve("cut/p0001/seed-123456/recordings");
        assertTrue(Files.exists(recordings.resolve("step.npy")));
        assertFalse(cut.isFinished(sweep.runs().getFirst()));
        assertFalse(TinySweep.run(cut, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false).interrupted());
        for (Run run : sweep.runs()) {
            for (String file : List.of("recordings/step.npy", "recordings/B1.npy", "recordings/mse.npy", "weights.safetensors")) {
                Path expected = straight.path().resolve(run.path()).resolve(file);
                assertEquals(-1, Files.mismatch(expected, cut.path().resolve(run.path()).resolve(file)), file);
            }
        }
    }

    @Test
    void moreThanThereIsMemoryForIsRefusedByPoint(@TempDir Path path) {
        Sweep sweep = TinySweep.of("sweep={product: {layers: [[4, 5, 3], [4, 16000000, 3]]}}", "snapshot_every=0");
        InputException fault = assertThrows(InputException.class, () -> new SweepRunner(sweep, sweep.runs(), 1, new TinySweep.Heard(), () -> false,
                DataFolder.of(Optional.empty())));
        assertTrue(fault.getMessage().startsWith("point p0002 (layers = [4,16000000,3]): "), fault.getMessage());
        Sweep files = Catalog.sweep("mnist", List.of("sweep={product: {eta_bw: [1, 2]}}"), notes -> {});
        fault = assertThrows(InputException.class, () -> new SweepRunner(files, files.runs(), 1, new TinySweep.Heard(), () -> false,
                DataFolder.of(Optional.of(path))));
        assertTrue(fault.getMessage().contains("the files of MNIST are neither there"), fault.getMessage());
    }
}
