package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.data.DataFolder;
import org.pal4j.format.ElementKind;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.Series;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.rate.RateVariable;
import org.pal4j.run.Outcome;

/** What is recorded of a rate network while a run goes on, and the weights that it keeps after some epochs. */
class RateRecordingTest {
    private static final String ALL = "record=[W, b, B, D, u, r, e, h, xi, input, target, angle_B, mse]";

    @TempDir
    private Path folder;
    private DataFolder data;

    @BeforeEach
    void write() {
        data = TinyImages.write(folder);
    }

    private Outcome leave(Study<RateExperiment> study) {
        return TinyImages.leave(study, data, folder.resolve("out")).outcomes().getFirst();
    }

    private NpyArray series(String name) {
        return Npy.read(folder.resolve("out/recordings/" + name + ".npy"));
    }

    private static double[] row(NpyArray series, int row) {
        int size = series.size() / series.shape()[0];
        return Arrays.copyOfRange(series.toDoubles(), row * size, (row + 1) * size);
    }

    private RateBatch batch(Study<RateExperiment> study) {
        RateExperiment e = study.base();
        return (RateBatch) RateModel.INSTANCE.samples(e, data).start(List.of(e), 1);
    }

    @Test
    void eachQuantityHasASeriesForEachLayerThatKeepsIt() throws IOException {
        // Two epochs of five batches, each with five updates: one record after each batch.
        Outcome outcome = leave(TinyImages.autoencoder(ALL, "record_every=5"));
        try (var files = Files.list(folder.resolve("out/recordings"))) {
            assertEquals(new TreeSet<>(List.of("step.npy", "epoch.npy", "W1.npy", "W2.npy", "W3.npy", "W4.npy", "b1.npy", "b2.npy", "b3.npy",
                    "b4.npy", "B2.npy", "B3.npy", "B4.npy", "u4.npy", "r1.npy", "r2.npy", "r3.npy", "r4.npy", "e1.npy", "e2.npy", "e3.npy", "e4.npy",
                    "h2.npy", "h3.npy", "h4.npy", "xi1.npy", "xi2.npy", "xi3.npy", "input.npy", "target.npy", "angle_B.npy", "mse.npy")),
                    new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
        }
        assertArrayEquals(new long[] {20, 25, 30, 35, 40, 60, 65, 70, 75, 80}, series("step").toLongs());
        assertArrayEquals(new long[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, series("epoch").toLongs());
        assertArrayEquals(new int[] {10, 784, 6}, series("W1").shape());
        assertArrayEquals(new int[] {10, 6, 2}, series("B3").shape());
        assertArrayEquals(new int[] {10, 4, 6}, series("r1").shape());
        assertArrayEquals(new int[] {10, 4, 784}, series("input").shape());
        assertArrayEquals(new int[] {10, 3}, series("angle_B").shape());
        assertArrayEquals(new int[] {10}, series("mse").shape());
        assertEquals(ElementKind.FLOAT32, series("r1").kind());
        assertEquals(ElementKind.FLOAT64, series("angle_B").kind());

        // What is measured after an epoch is what the last record of it says.
        for (int epoch : new int[] {1, 2}) {
            double[] angles = row(series("angle_B"), 5 * epoch - 1);
            for (int i = 0; i < 3; i++) {
                assertEquals(outcome.rows().get(epoch).measures().column("angle_B" + (i + 2)), angles[i]);
            }
            double[] errors = Arrays.copyOfRange(series("mse").toDoubles(), 5 * epoch - 5, 5 * epoch);
            assertEquals(outcome.rows().get(epoch).measures().column("train_error"), Arrays.stream(errors).average().orElseThrow(), 1e-12);
        }
        assertArrayEquals(series("input").toDoubles(), series("target").toDoubles(), "an autoencoder's target is its input");
        double[] made = row(series("r4"), 3);
        double[] wanted = row(series("target"), 3);
        double squares = IntStream.range(0, made.length).mapToDouble(i -> (made[i] - wanted[i]) * (made[i] - wanted[i])).average().orElseThrow();
        assertEquals(squares, series("mse").toDoubles()[3], 1e-9);
        assertArrayEquals(toFloats(row(series("W2"), 9)), outcome.weights().get("W2").toFloats());
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return floats;
    }

    @Test
    void onceAnEpochMeansAtTheStartToo() {
        leave(TinyImages.autoencoder("record=[input, mse, angle_B, W]"));
        assertArrayEquals(new long[] {0, 40, 80}, series("step").toLongs());
        assertArrayEquals(new long[] {0, 1, 2}, series("epoch").toLongs());
        assertTrue(Double.isNaN(series("mse").toDoubles()[0]), "nothing has been shown");
        assertTrue(Double.isNaN(series("input").toDoubles()[0]));
        assertTrue(series("mse").toDoubles()[2] > 0);
        assertFalse(Double.isNaN(series("angle_B").toDoubles()[0]));
    }

    /** Whatever is recorded, at whatever update: the run is the same to the bit. */
    @Test
    void recordingChangesNoBit() {
        Outcome plain = TinyImages.run(TinyImages.autoencoder(), data).outcomes().getFirst();
        Outcome recorded = leave(TinyImages.autoencoder(ALL, "record_every=3", "snapshot_every=1"));
        RateRunnerTest.assertSame(plain, recorded);
        assertEquals(16, series("step").size(), "of 50 updates of training");
        Outcome maps = TinyImages.leave(TinyImages.cifar(ALL, "record_every=1"), data, folder.resolve("maps")).outcomes().getFirst();
        RateRunnerTest.assertSame(TinyImages.run(TinyImages.cifar(), data).outcomes().getFirst(), maps);
        assertArrayEquals(new int[] {6, 4, 3, 28, 28}, Npy.read(folder.resolve("maps/recordings/r1.npy")).shape());
        assertArrayEquals(new int[] {6, 4, 3, 32, 32}, Npy.read(folder.resolve("maps/recordings/input.npy")).shape());
        assertArrayEquals(new int[] {6, 4, 10}, Npy.read(folder.resolve("maps/recordings/target.npy")).shape());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAL", "FA", "DFA", "BP"})
    void seriesAreThoseThatTheNetworkCanRead(String algorithm) {
        String setting = "algorithm=" + algorithm;
        for (Study<RateExperiment> study : List.of(TinyImages.autoencoder(ALL, setting), TinyImages.cifar(ALL, setting))) {
            RateBatch batch = batch(study);
            TreeSet<String> readable = new TreeSet<>(List.of("input", "target", "mse"));
            for (RateVariable variable : RateVariable.values()) {
                for (int l = 1; l <= study.base().network().depth(); l++) {
                    if (canRead(batch, variable, l)) {
                        readable.add(variable.name() + l);
                    }
                }
            }
            if (readable.stream().anyMatch(name -> name.startsWith("B"))) {
                readable.add("angle_B");
            }
            List<Series> series = batch.series(0, study.base().settings().record());
            assertEquals(readable, new TreeSet<>(series.stream().map(Series::name).toList()));
            for (Series own : series) {
                assertEquals(Arrays.stream(own.shape()).reduce(1, (a, b) -> a * b), own.row().get().length, own.name());
            }
        }
    }

    private static boolean canRead(RateBatch batch, RateVariable variable, int l) {
        try {
            batch.network().read(variable, l);
            return true;
        } catch (IllegalArgumentException notKept) {
            return false;
        }
    }

    /** A presentation may be cut into slices of any size. */
    @Test
    void slicesChangeNoBit() {
        RateBatch whole = batch(TinyImages.autoencoder());
        RateBatch cut = batch(TinyImages.autoencoder());
        for (Stage stage : List.of(Stage.VALIDATION, Stage.READOUT, Stage.TRAINING)) {
            whole.begin(stage, 0);
            cut.begin(stage, 0);
            for (int k = 0; k < whole.presentations(stage); k++) {
                whole.show(stage, k);
                whole.advance(stage, 0, 5);
                whole.shown(stage, k);
                cut.show(stage, k);
                for (int from : new int[] {0, 1, 3}) {
                    cut.advance(stage, from, from == 0 ? 1 : 2);
                }
                cut.shown(stage, k);
            }
        }
        whole.trained();
        cut.trained();
        assertEquals(whole.step(), cut.step());
        assertEquals(whole.weights(0), cut.weights(0));
        assertEquals(whole.measures(0), cut.measures(0));
        assertEquals(0, whole.presentations(Stage.SETTLING));
        assertEquals(0, batch(TinyImages.cifar()).presentations(Stage.READOUT), "only an autoencoder has latent rates");
        assertEquals(0, batch(TinyImages.autoencoder("classifier_seeds=0")).presentations(Stage.READOUT));
    }

    @Test
    void snapshotsKeepForwardAndFeedbackWeights() {
        Outcome outcome = leave(TinyImages.autoencoder("snapshot_every=2", "epochs=3"));
        Map<String, NpyArray> arrays = Npz.read(folder.resolve("out/recordings.npz"));
        assertArrayEquals(new long[] {0, 2, 3}, arrays.get("snapshot_epoch").toLongs());
        assertArrayEquals(new int[] {3, 784, 6}, arrays.get("W1").shape());
        assertArrayEquals(new int[] {3, 784, 6}, arrays.get("B4").shape());
        assertFalse(arrays.containsKey("b1") || arrays.containsKey("B1"));
        for (String name : List.of("W1", "W4", "B2", "B4")) {
            assertArrayEquals(outcome.weights().get(name).toFloats(), toFloats(row(arrays.get(name), 2)), name);
        }
        assertEquals(List.of("W1", "W3", "W5", "W6"), batch(TinyImages.cifar("algorithm=DFA")).snapshotWeights());
    }
}
