package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.data.own.OwnFiles;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.RunSettings;
import org.pal4j.model.Samples;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.model.rate.TinyImages;

/** A batch of any model, cut anywhere, continues to the bit in another batch. */
@Tag("width")
class BatchStateTest {
    private static final int CUTS = 12;

    @TempDir
    private Path folder;

    /** The calls that the program makes for a run, with presentations cut at random steps. */
    private static List<Consumer<Batch>> calls(Batch batch, int epochs, SplittableRandom random) {
        List<Consumer<Batch>> calls = new ArrayList<>();
        for (Stage stage : List.of(Stage.SETTLING, Stage.VALIDATION, Stage.READOUT)) {
            addStage(calls, batch, stage, 0, random);
        }
        for (int epoch = 0; epoch < epochs; epoch++) {
            addStage(calls, batch, Stage.TRAINING, epoch, random);
            addStage(calls, batch, Stage.VALIDATION, epoch + 1, random);
            addStage(calls, batch, Stage.READOUT, epoch + 1, random);
            calls.add(now -> IntStream.range(0, now.size()).forEach(now::measures));
        }
        addStage(calls, batch, Stage.TEST, epochs, random);
        return calls;
    }

    private static void addStage(List<Consumer<Batch>> calls, Batch batch, Stage stage, int epoch, SplittableRandom random) {
        calls.add(now -> now.begin(stage, epoch));
        for (long presentation = 0; presentation < batch.presentations(stage); presentation++) {
            long which = presentation;
            calls.add(now -> now.show(stage, which));
            int steps = batch.steps(stage, presentation);
            for (int taken = 0; taken < steps;) {
                int from = taken;
                int next = random.nextInt(1, steps - taken + 1);
                calls.add(now -> now.advance(stage, from, next));
                taken += next;
            }
            calls.add(now -> now.shown(stage, which));
        }
        if (stage == Stage.SETTLING || stage == Stage.TRAINING) {
            calls.add(Batch::trained);
        }
    }

    /** Everything that can be asked of a replica, after the test. */
    private static Map<String, Object> everything(Batch batch, int k) {
        Map<String, Object> all = new TreeMap<>(batch.state(k));
        batch.weights(k).forEach((name, array) -> all.put("weight " + name, array));
        all.put("measures", batch.measures(k).columns().toString());
        batch.test(k).ifPresent(test -> {
            all.put("numbers", test.numbers().toString());
            test.arrays().forEach((name, array) -> all.put("test " + name, array));
        });
        all.put("step", batch.step());
        return all;
    }

    private <E extends Experiment> void cutAndResume(Study<E> study, DataFolder data) {
        E base = study.base();
        Samples<E> samples = study.model().samples(base, data);
        List<E> replicas = study.replicas();
        SplittableRandom random = new SplittableRandom(base.seed());
        for (int cut = 0; cut < CUTS; cut++) {
            Batch straight = samples.start(replicas, 1);
            List<Consumer<Batch>> calls = calls(straight, base.epochs(), random);
            // Once at the end, where nothing is measured again.
            int at = cut == 0 ? calls.size() : random.nextInt(calls.size() + 1);
            calls.subList(0, at).forEach(call -> call.accept(straight));
            List<Map<String, NpyArray>> states = IntStream.range(0, replicas.size()).mapToObj(straight::state).map(this::throughFile).toList();
            calls.subList(at, calls.size()).forEach(call -> call.accept(straight));
            for (int k = 0; k < replicas.size(); k++) {
                Batch alone = samples.start(List.of(replicas.get(k)), 2);
                alone.resume(List.of(states.get(k)));
                calls.subList(at, calls.size()).forEach(call -> call.accept(alone));
                assertEquals(everything(straight, k), everything(alone, 0), base.name() + ", replica " + k + ", cut at call " + at);
            }
            Batch together = samples.start(replicas, 1);
            together.resume(states);
            calls.subList(at, calls.size()).forEach(call -> call.accept(together));
            int last = replicas.size() - 1;
            assertEquals(everything(straight, last), everything(together, last));
        }
    }

    private Map<String, NpyArray> throughFile(Map<String, NpyArray> state) {
        Path file = folder.resolve("state.safetensors");
        try {
            Safetensors.write(file, state, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Safetensors.read(file).tensors();
    }

    private static List<String> with(List<String> all, String... more) {
        List<String> settings = new ArrayList<>(all);
        settings.addAll(List.of(more));
        return settings;
    }

    private static final List<String> YIN_YANG = List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4", "test_samples=4",
            "epochs=2");

    @Test
    void circuits() {
        cutAndResume(Tiny.study("yinyang", with(YIN_YANG, "seeds=[5, 7, 8]")), Tiny.NO_DATA);
        cutAndResume(Tiny.study("yinyang", with(YIN_YANG, "random=numpy", "shuffle=true")), Tiny.NO_DATA);
        cutAndResume(Tiny.study("yinyang-bp", with(YIN_YANG, "clamped_input=true", "seeds=null")), Tiny.NO_DATA);
        cutAndResume(Tiny.study("yinyang-kp", with(YIN_YANG, "seeds=[5, 7, 8]")), Tiny.NO_DATA);
    }

    @Test
    void circuitsThatSettleAndAlign() {
        cutAndResume(Tiny.study("fig3abc", List.of("layers=[3, 4, 5, 2]", "Tpres=0.2", "train_samples=6", "settling_time=0.5", "epochs=1",
                "seeds=[1, 2]")), Tiny.NO_DATA);
        cutAndResume(Tiny.study("fig4ab", List.of("layers=[1, 1, 1]", "Tpres=0.2", "train_samples=5", "epochs=1", "seeds=null")), Tiny.NO_DATA);
    }

    @Test
    void rateNetworks() {
        DataFolder data = TinyImages.write(folder);
        cutAndResume(TinyImages.autoencoder("classifier_seeds=2"), data);
        cutAndResume(TinyImages.cifar(), data);
    }

    @Test
    void dataOfUsers() {
        double[][] x = OwnFiles.rows(new SplittableRandom(3), 12, 4);
        Path classes = OwnFiles.classes(folder.resolve("classes.csv"), x, new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2});
        Path targets = OwnFiles.npz(folder.resolve("targets.npz"), OwnFiles.array(x), OwnFiles.array(OwnFiles.rows(new SplittableRandom(4), 12, 3)));
        for (Path file : List.of(classes, targets)) {
            List<String> own = List.of("task=data", "train=" + file, "train_samples=0", "validation_samples=0", "test_samples=0", "test_share=0.2",
                    "scale=unit");
            cutAndResume(Tiny.study("yinyang", with(with(YIN_YANG, "seeds=[5, 7, 8]"), own.toArray(String[]::new))), Tiny.NO_DATA);
            cutAndResume(TinyImages.autoencoder(with(own, "inputs=4", "layers=[dense 6 tanh, dense 3 linear]", "lr_factors=1", "bw_lr_factors=1",
                    "sigma=0.1", "batch=3").toArray(String[]::new)), Tiny.NO_DATA);
        }
    }

    @Test
    void anyModelOfUsers() {
        RunSettings settings = Catalog.experiment(file("model: perceptron\nname: own\nepochs: 2\nsamples: 5\n"), List.of()).settings();
        assertEquals(2, settings.epochs());
        cutAndResume(Catalog.study(file("model: perceptron\nname: own\nepochs: 2\nsamples: 5\n"), List.of()), Tiny.NO_DATA);
    }

    private String file(String yaml) {
        try {
            return Files.writeString(folder.resolve("own.yaml"), yaml).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStateOfAnotherNetworkIsRefusedWithWhatDiffers() {
        Study<?> small = Tiny.study("yinyang", with(YIN_YANG, "seeds=null"));
        Study<?> large = Tiny.study("yinyang", with(YIN_YANG, "seeds=null", "layers=[4, 6, 3]", "test_samples=5"));
        InputException run = assertThrows(InputException.class, () -> resume(large, state(small)));
        assertTrue(run.getMessage().contains("test_output"), run.getMessage());
        Study<?> wide = Tiny.study("yinyang", with(YIN_YANG, "seeds=null", "layers=[4, 6, 3]"));
        InputException network = assertThrows(InputException.class, () -> resume(wide, state(small)));
        assertTrue(network.getMessage().contains("W1"), network.getMessage());
        Map<String, NpyArray> more = new TreeMap<>(state(small));
        more.put("strange", NpyArray.ofInts(new int[1], 1));
        InputException unknown = assertThrows(InputException.class, () -> resume(small, more));
        assertTrue(unknown.getMessage().contains("strange"), unknown.getMessage());
    }

    private static <E extends Experiment> Map<String, NpyArray> state(Study<E> study) {
        return study.model().samples(study.base(), Tiny.NO_DATA).start(study.replicas(), 1).state(0);
    }

    private static <E extends Experiment> void resume(Study<E> study, Map<String, NpyArray> state) {
        study.model().samples(study.base(), Tiny.NO_DATA).start(study.replicas(), 1).resume(List.of(state));
    }
}
