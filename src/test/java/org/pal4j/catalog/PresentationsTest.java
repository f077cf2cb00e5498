package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Samples;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.Tiny;

/** A file says for how long each sample is shown, and whether with its target. */
@Tag("width")
class PresentationsTest {
    private static final double[] X = {0.1, 0.9, 0.4, 0.6, 0.2, 0.8};
    private static final String CIRCUIT = """
            name: own
            task: data
            train: series.npz
            layers: [1, 4, 1]
            Tpres: 0.1
            epochs: 2
            eta_fw: 1
            eta_bw: 0.5
            noise_scale: 0.01
            shuffle: false
            validation_share: 0
            """;

    @TempDir
    private Path folder;

    private final Map<String, NpyArray> arrays = new TreeMap<>();

    @BeforeEach
    void samples() {
        arrays.put("x", NpyArray.ofDoubles(X, 6, 1));
        arrays.put("y", NpyArray.ofDoubles(X, 6, 1));
    }

    private Study<?> study(String text, String... settings) throws IOException {
        Npz.write(folder.resolve("series.npz"), arrays);
        return Catalog.study(Files.writeString(folder.resolve("own.yaml"), text).toString(), List.of(settings));
    }

    private static <E extends Experiment> Batch start(Study<E> study) {
        Samples<E> samples = study.model().samples(study.base(), Tiny.NO_DATA);
        samples.steps(study.base());
        return samples.start(study.replicas(), 1);
    }

    private static long steps(Study<?> study) {
        return steps(study.base(), study);
    }

    private static <E extends Experiment> long steps(Experiment e, Study<E> study) {
        return study.model().samples(study.base(), Tiny.NO_DATA).steps(study.base());
    }

    /** Takes an epoch of training, and returns what of the state depends on the network. */
    private static Map<String, NpyArray> afterAnEpoch(Batch batch) {
        batch.begin(Stage.TRAINING, 0);
        for (long k = 0; k < batch.presentations(Stage.TRAINING); k++) {
            batch.show(Stage.TRAINING, k);
            batch.advance(Stage.TRAINING, 0, batch.steps(Stage.TRAINING, k));
            batch.shown(Stage.TRAINING, k);
        }
        Map<String, NpyArray> state = new TreeMap<>(batch.state(0));
        state.keySet().removeAll(List.of("taught", "has_target", "targeted"));
        return state;
    }

    @Test
    void samplesAreShownForTheirTimes() throws IOException {
        arrays.put("time", NpyArray.ofDoubles(new double[] {0.02, 0.5, 0.1, 0.03, 0.1, 1}, 6));
        Study<?> study = study(CIRCUIT);
        Batch batch = start(study);
        int[] expected = {2, 50, 10, 3, 10, 100};
        for (int k = 0; k < 6; k++) {
            assertEquals(expected[k], batch.steps(Stage.TRAINING, k));
        }
        assertEquals(2 * 175, steps(study));
    }

    @Test
    void equalTimesAreTheUsualRun() throws IOException {
        Map<String, NpyArray> usual = afterAnEpoch(start(study(CIRCUIT)));
        arrays.put("time", NpyArray.ofDoubles(new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 6));
        arrays.put("has_target", NpyArray.ofBooleans(new boolean[] {true, true, true, true, true, true}, 6));
        assertEquals(usual, afterAnEpoch(start(study(CIRCUIT))));
    }

    /** A sample that is shown twice as long is one that is shown twice. */
    @Test
    void aSampleShownLongerIsThatSampleTwice() throws IOException {
        arrays.put("time", NpyArray.ofDoubles(new double[] {0.2, 0.1, 0.1, 0.1, 0.1, 0.2}, 6));
        double[] longer = afterAnEpoch(start(study(CIRCUIT, "clamped_input=false"))).get("W1").toDoubles();
        double[] twice = {0.1, 0.1, 0.9, 0.4, 0.6, 0.2, 0.8, 0.8};
        arrays.clear();
        arrays.put("x", NpyArray.ofDoubles(twice, 8, 1));
        arrays.put("y", NpyArray.ofDoubles(twice, 8, 1));
        double[] again = afterAnEpoch(start(study(CIRCUIT, "clamped_input=false"))).get("W1").toDoubles();
        assertEquals(List.of(longer[0], longer[1], longer[2], longer[3]), List.of(again[0], again[1], again[2], again[3]));
    }

    @Test
    void targetsAreOnWhereTheFileSaysSo() throws IOException {
        arrays.put("has_target", NpyArray.ofBooleans(new boolean[] {true, false, false, true, false, false}, 6));
        Batch batch = start(study(CIRCUIT));
        batch.begin(Stage.TRAINING, 0);
        for (int k = 0; k < 6; k++) {
            batch.show(Stage.TRAINING, k);
            batch.advance(Stage.TRAINING, 0, batch.steps(Stage.TRAINING, k));
            assertEquals(k % 3 == 0, batch.state(0).get("targeted").toBooleans()[0], "sample " + k);
        }
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        arrays.put("time", NpyArray.ofDoubles(new double[] {0.1, 0.1, 0.015, 0.1, 0.1, 0.1}, 6));
        arrays.put("has_target", NpyArray.ofBooleans(new boolean[6], 6));
        assertRefused("series.npz = 0.015: must be a whole multiple of dt", CIRCUIT);
        assertRefused("shuffle = true: must be false, as ", CIRCUIT, "shuffle=true");
        assertRefused("has the arrays time or has_target, which only circuits know", """
                model: rate
                name: own
                task: data
                train: series.npz
                inputs: 1
                layers: [dense 5 tanh, dense 1 linear]
                batch: 2
                """);
        arrays.put("time", NpyArray.ofDoubles(new double[5], 5));
        arrays.put("has_target", NpyArray.ofInts(new int[6], 6));
        assertRefused("must be of float64 or float32 with one value for each of the 6 samples", CIRCUIT);
        assertRefused("must be of bool with one value for each of the 6 samples", CIRCUIT);
    }

    private void assertRefused(String said, String text, String... settings) throws IOException {
        Study<?> study = study(text, settings);
        InputException fault = assertThrows(InputException.class, () -> start(study));
        assertTrue(fault.getMessage().contains(said), fault.getMessage());
    }
}
