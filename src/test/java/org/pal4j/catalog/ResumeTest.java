package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.model.rate.TinyImages;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.Ending;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;

/** A run of any model that is cut anywhere, and goes on from its checkpoints under another grouping, leaves the files of the uncut run. */
@Tag("width")
class ResumeTest {
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    private Path temporary;

    private final List<String> warnings = new ArrayList<>();

    /** Runs a study in a new folder, or goes on in a folder that is there. */
    private StudyOutcome run(Study<?> study, DataFolder data, Path path, int threads, double seconds, BooleanSupplier stop) {
        boolean begun = Files.exists(path);
        List<Optional<Checkpoint>> before = begun ? StudyFolder.checkpoints(path, study)
                : Collections.nCopies(study.replicas().size(), Optional.empty());
        // Samples and weights are made in peace.
        AtomicBoolean running = new AtomicBoolean();
        StudyRunner runner = StudyRunner.resume(study, threads, new Listener() {}, () -> running.get() && stop.getAsBoolean(), data, before);
        running.set(true);
        StudyFolder folder = begun ? StudyFolder.resume(path, study, runner.inputs(), before)
                : StudyFolder.begin(RunFolder.at(path), study, runner.inputs());
        runner.recordInto(folder);
        runner.keepCheckpoints(folder, seconds, warnings::add);
        StudyOutcome outcome = runner.run();
        folder.finish(outcome);
        return outcome;
    }

    private StudyOutcome run(Study<?> study, Path path) {
        return run(study, Tiny.NO_DATA, path, 1, 1e6, NEVER);
    }

    /** Says true from the given call on. */
    private static BooleanSupplier after(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return () -> left.getAndDecrement() <= 0;
    }

    /** All files by name, without times, environment and checkpoints. */
    private static Map<String, Object> files(Path folder) {
        Map<String, Object> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = folder.relativize(file).toString();
                if (name.endsWith("metrics.csv")) {
                    files.put(name, Files.readAllLines(file).stream().map(line -> line.substring(0, line.lastIndexOf(','))).toList());
                } else if (name.endsWith("result.json")) {
                    files.put(name, withoutTimes(Documents.json(file)));
                } else if (!name.endsWith(Checkpoint.FILE) && !name.endsWith("environment.json")) {
                    files.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)).hashCode());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static Object withoutTimes(Object json) {
        if (json instanceof List<?> list) {
            return list.stream().map(ResumeTest::withoutTimes).toList();
        }
        if (json instanceof Map<?, ?> map) {
            Map<String, Object> kept = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                if (!((String) key).contains("seconds")) {
                    kept.put((String) key, withoutTimes(value));
                }
            });
            return kept;
        }
        return String.valueOf(json);
    }

    /**
     * Cuts a study at random slices of steps, several times a run.
     *
     * @param most more than the largest number of slices between two cuts
     */
    private void cutAndResume(Study<?> study, DataFolder data, int most) {
        Path straight = temporary.resolve("straight-" + study.name() + study.hashCode());
        run(study, data, straight, 1, 1e6, NEVER);
        SplittableRandom random = new SplittableRandom(study.base().seed());
        for (int round = 0; round < 2; round++) {
            Path cut = temporary.resolve("cut-" + round + "-" + study.name() + study.hashCode());
            int resumed = 0;
            int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
            while (run(study, data, cut, random.nextInt(1, threads + 1), random.nextBoolean() ? 0 : 1e6, after(random.nextInt(1, most)))
                    .ending() == Ending.INTERRUPTED) {
                resumed++;
                assertTrue(RunFolder.isUnfinished(cut));
            }
            assertTrue(resumed > 0, "the run was cut");
            assertEquals(files(straight), files(cut), study.name() + ", round " + round + ", resumed " + resumed + " times");
        }
        assertEquals(List.of(), warnings);
    }

    private static List<String> with(List<String> all, String... more) {
        return Stream.concat(all.stream(), Stream.of(more)).toList();
    }

    private static final List<String> YIN_YANG = List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4", "test_samples=4",
            "epochs=3", "snapshot_every=2", "record=[B, angle_B]", "record_every=7");

    @Test
    void circuits() {
        cutAndResume(Tiny.study("yinyang", with(YIN_YANG, "seeds=null")), Tiny.NO_DATA, 60);
        cutAndResume(Tiny.study("yinyang", with(YIN_YANG, "seeds=3")), Tiny.NO_DATA, 80);
        cutAndResume(Tiny.study("yinyang", with(YIN_YANG, "random=numpy", "seeds=2", "record_every=0")), Tiny.NO_DATA, 40);
        cutAndResume(Tiny.study("yinyang", with(YIN_YANG, "seeds=null", "target_share=0.5", "new_W_after=1")), Tiny.NO_DATA, 40);
        cutAndResume(Tiny.study("fig3abc", List.of("layers=[3, 4, 5, 2]", "Tpres=0.2", "train_samples=6", "settling_time=0.5", "epochs=2",
                "seeds=[1, 2]", "record=[uP]", "record_every=5")), Tiny.NO_DATA, 60);
    }

    /** Measuring and recording an angle takes so many steps here that most cuts come within. */
    @Test
    void longMeasurementsAndRecords() {
        cutAndResume(Tiny.study("fig3abc", List.of("layers=[1, 1, 1]", "Tpres=100", "train_samples=2", "settling_time=0.5", "epochs=2",
                "seeds=[1, 2]", "record=[angle_update, uP]", "record_every=3000")), Tiny.NO_DATA, 60);
        cutAndResume(Tiny.study("fig3abc", List.of("layers=[1, 1, 1]", "Tpres=100", "train_samples=2", "settling_time=0.5", "epochs=2",
                "seeds=[1, 2]", "record=[angle_update, uP]", "record_every=0")), Tiny.NO_DATA, 20);
    }

    @Test
    void rateNetworks() {
        DataFolder data = TinyImages.write(temporary);
        cutAndResume(TinyImages.autoencoder("classifier_seeds=2", "seeds=2", "record=[angle_B]", "record_every=3", "snapshot_every=1"), data, 20);
        cutAndResume(TinyImages.cifar(), data, 4);
    }

    @Test
    void anyModelOfUsers() {
        cutAndResume(perceptron("seeds: 2\nrecord: [W]\nrecord_every: 3\nsnapshot_every: 1\n"), Tiny.NO_DATA, 40);
    }

    private Study<?> perceptron(String more) {
        try {
            Path file = Files.writeString(temporary.resolve("own.yaml"), "model: perceptron\nname: own\nepochs: 3\nsamples: 5\n" + more);
            return Catalog.study(file.toString(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run of more epochs has neither the test after the first end nor its snapshot. */
    @Test
    void aFinishedRunIsCarriedOn() {
        Study<?> more = Tiny.study("yinyang", with(YIN_YANG, "epochs=5", "seeds=2"));
        Path straight = temporary.resolve("straight");
        Path carried = temporary.resolve("carried");
        run(more, straight);
        run(Tiny.study("yinyang", with(YIN_YANG, "epochs=3", "seeds=2")), carried);
        assertFalse(RunFolder.isUnfinished(carried));
        assertEquals(Ending.COMPLETE, run(more, carried).ending());
        assertEquals(files(straight), files(carried));
        InputException fault = assertThrows(InputException.class, () -> run(Tiny.study("yinyang", with(YIN_YANG, "epochs=4", "seeds=2")), carried));
        assertTrue(fault.getMessage().contains("is beyond epoch 4, as it was written in epoch 5"), fault.getMessage());
    }

    @Test
    void replicasThatHaveComeToDifferentStepsGoOn() throws IOException {
        Study<?> study = Tiny.study("yinyang", with(YIN_YANG, "seeds=3"));
        Path straight = temporary.resolve("straight");
        Path cut = temporary.resolve("cut");
        run(study, straight);
        run(study, Tiny.NO_DATA, cut, 1, 0, after(20));
        Path first = cut.resolve(study.labels().getFirst()).resolve(Checkpoint.FILE);
        Path kept = Files.copy(first, temporary.resolve("kept"));
        run(study, Tiny.NO_DATA, cut, 1, 0, after(30));
        // A kill between the files of two replicas leaves them at different steps.
        Files.copy(kept, first, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(cut.resolve(study.labels().get(2)).resolve(Checkpoint.FILE));
        assertEquals(Ending.COMPLETE, run(study, cut).ending());
        assertEquals(files(straight), files(cut));
    }

    /** The folder of a replica is that of a run: it goes on alone. */
    @Test
    void aReplicaGoesOnAlone() {
        Study<?> study = Tiny.study("yinyang", with(YIN_YANG, "seeds=3"));
        Path straight = temporary.resolve("straight");
        Path cut = temporary.resolve("cut");
        run(study, straight);
        run(study, Tiny.NO_DATA, cut, 1, 0, after(25));
        String label = study.labels().get(1);
        run(Catalog.study(cut.resolve(label).resolve("configuration.yaml").toString(), List.of()), cut.resolve(label));
        assertEquals(files(straight.resolve(label)), files(cut.resolve(label)));
    }

    @Test
    void aReplicaThatIsNoLongerFiniteStaysAsItWas() {
        Study<?> study = Tiny.study("yinyang", List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4",
                "test_samples=70", "epochs=3", "snapshot_every=1", "record=[B]",
                "activation=linear", "each={eta_fw: [0.1, 1e38, 0.2]}"));
        cutAndResume(study, Tiny.NO_DATA, 60);
    }

    private Path cutRun() {
        Path cut = temporary.resolve("cut");
        run(Tiny.study("yinyang", with(YIN_YANG, "seeds=null")), Tiny.NO_DATA, cut, 1, 0, after(20));
        return cut;
    }

    private static String refusal(Path path, String... settings) {
        Study<?> study = Tiny.study("yinyang", with(YIN_YANG, settings));
        return assertThrows(InputException.class, () -> StudyFolder.checkpoints(path, study)).getMessage();
    }

    @Test
    void aCheckpointOfAnotherConfigurationIsRefusedWithWhatDiffers() {
        Path cut = cutRun();
        String message = refusal(cut, "seeds=null", "eta_bw=7", "seed=12");
        assertTrue(message.contains("eta_bw") && message.contains("seed = 12") && !message.contains("gl"), message);
    }

    @Test
    void aNewerOrDamagedCheckpointIsRefused() throws IOException {
        Path file = cutRun().resolve(Checkpoint.FILE);
        Safetensors.Content content = Safetensors.read(file);
        Map<String, String> newer = new LinkedHashMap<>(content.metadata());
        newer.put("pal4j_checkpoint", "2");
        Safetensors.write(file, content.tensors(), newer);
        String message = refusal(file.getParent(), "seeds=null");
        assertTrue(message.contains("has the format 2 of checkpoints, and this version of PAL4J reads 1"), message);
        for (String name : content.tensors().keySet()) {
            Map<String, NpyArray> fewer = new LinkedHashMap<>(content.tensors());
            fewer.remove(name);
            Safetensors.write(file, fewer, content.metadata());
            Study<?> study = Tiny.study("yinyang", with(YIN_YANG, "seeds=null"));
            if (!name.startsWith("measures.") && !name.startsWith("snapshots.") || name.endsWith("epoch")) {
                assertThrows(InputException.class, () -> run(study, file.getParent()), name);
            }
        }
        Safetensors.write(file, content.tensors(), Map.of());
        assertTrue(refusal(file.getParent(), "seeds=null").contains("is no checkpoint of PAL4J"));
        Files.write(file, new byte[30]);
        assertTrue(refusal(file.getParent(), "seeds=null").contains(file.toString()));
    }

    /** A folder in a file's place stands for a full disk. */
    @Test
    void aCheckpointThatCannotBeWrittenWarnsAndTheRunGoesOn() throws IOException {
        Study<?> study = Tiny.study("yinyang", with(YIN_YANG, "seeds=null"));
        Path cut = cutRun();
        Path file = cut.resolve(Checkpoint.FILE);
        byte[] good = Files.readAllBytes(file);
        List<Optional<Checkpoint>> before = StudyFolder.checkpoints(cut, study);
        StudyRunner runner = StudyRunner.resume(study, 1, new Listener() {}, NEVER, Tiny.NO_DATA, before);
        StudyFolder folder = StudyFolder.resume(cut, study, Collections.nCopies(study.replicas().size(), RunFolder.Inputs.NONE), before);
        runner.recordInto(folder);
        runner.keepCheckpoints(folder, 0, warnings::add);
        Files.delete(file);
        Files.createDirectory(file);
        Files.write(file.resolve("in-the-way"), good);
        assertEquals(Ending.COMPLETE, runner.run().ending());
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.getFirst().contains("checkpoint.safetensors: can't be written"), warnings.getFirst());
        assertArrayEquals(good, Files.readAllBytes(file.resolve("in-the-way")));
    }

    /** What counts is the content of the files, not where they are. */
    @Test
    void aRunGoesOnWhereItsDataHaveMoved() throws IOException {
        Path data = Files.writeString(temporary.resolve("a.csv"), "x1,x2,class\n0.1,0.2,0\n0.9,0.1,1\n0.3,0.4,0\n0.5,0.2,1\n");
        Path file =
                Files.writeString(temporary.resolve("own.yaml"), "name: own\ntask: data\ntrain: a.csv\nlayers: [2, 3, 2]\nTpres: 0.1\nepochs: 30\n"
                        + "validation_share: 0.5\n");
        Path straight = temporary.resolve("straight");
        Path cut = temporary.resolve("cut");
        run(Catalog.study(file.toString(), List.of()), straight);
        run(Catalog.study(file.toString(), List.of()), Tiny.NO_DATA, cut, 1, 0, after(20));
        Path moved = Files.move(data, Files.createDirectory(temporary.resolve("elsewhere")).resolve("b.csv"));
        Study<?> study = Catalog.study(file.toString(), List.of("train=" + moved));
        assertEquals(Ending.COMPLETE, run(study, cut).ending());
        Map<String, Object> expected = files(straight);
        Map<String, Object> got = files(cut);
        expected.remove("configuration.yaml");
        got.remove("configuration.yaml");
        assertEquals(expected, got);
    }

    @Test
    void otherSamplesAreRefused() throws IOException {
        Path cut = cutRun();
        Path environment = cut.resolve("environment.json");
        Files.writeString(environment, Files.readString(environment).replaceFirst("\\{", "{\"data_sha256\": {\"digits\": \"abc\"},"));
        Study<?> study = Tiny.study("yinyang", with(YIN_YANG, "seeds=null"));
        InputException fault = assertThrows(InputException.class, () -> run(study, cut));
        assertTrue(fault.getMessage().contains("the run has begun with other samples"), fault.getMessage());
    }

    /** A checkpoint is readable: the position and the network are arrays with names. */
    @Test
    void aCheckpointShowsTheNetwork() {
        Map<String, NpyArray> arrays = Safetensors.read(cutRun().resolve(Checkpoint.FILE)).tensors();
        assertArrayEquals(new int[] {5, 4}, arrays.get("W1").shape());
        assertTrue(arrays.keySet().containsAll(List.of("B1", "run.epoch", "run.presentation", "measures.angle_B", "snapshots.W1")),
                arrays.keySet().toString());
    }
}
