package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.data.SampleSet;
import org.pal4j.format.ElementKind;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.Alignment;
import org.pal4j.model.Study;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;

/** Recordings hold what a circuit had after the steps that they name. */
class QuantityTest {
    @TempDir
    private Path temporary;

    private Path run(CircuitExperiment e) {
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        folder.begin(e.show(), RunFolder.Inputs.NONE);
        folder.finishWhole(Tiny.run(e, folder).outcome(), e.model().terms());
        return folder.path().resolve(RunFiles.SERIES);
    }

    private static NpyArray array(Path folder, String name) {
        return Npy.read(folder.resolve(name + ".npy"));
    }

    private static String everything(boolean targets) {
        return "record=" + Arrays.stream(Quantity.values()).filter(q -> targets || !q.needsTarget()).map(Quantity::label).toList();
    }

    /** The same steps by hand, one by one, for a task with targets. */
    @Test
    void everySeriesIsWhatTheCircuitHad() {
        CircuitExperiment e = teacher(everything(true), "record_every=7", "shuffle=false");
        Path folder = run(e);
        SampleSet samples = e.task().samples(e, Tiny.NO_DATA).train();
        Circuit circuit = Tiny.initial(e);
        long[] steps = array(folder, "step").toLongs();
        long[] epochs = array(folder, "epoch").toLongs();
        int row = 0;
        for (int step = 0; step < 50 + 2 * 6 * 20; step++) {
            int sample = step < 50 ? step / 20 : (step - 50) / 20 % 6;
            boolean learns = step >= 50;
            circuit.input().set(samples.input(sample));
            if (learns) {
                circuit.target().set(samples.target(sample));
            }
            if ((learns ? step - 50 : step) % 20 == 0) {
                circuit.present();
            }
            circuit.advance(learns ? Phase.LEARN : Phase.SETTLE, 1);
            if ((step + 1) % 7 > 0) {
                continue;
            }
            assertEquals(step + 1, steps[row]);
            assertEquals(step < 50 + 120 ? 0 : 1, epochs[row]);
            assertRow(folder, "W1", row, circuit.read(Variable.W, 0));
            assertRow(folder, "B2", row, circuit.read(Variable.B, 1));
            assertRow(folder, "uI1", row, circuit.read(Variable.uI, 0));
            assertRow(folder, "dBI1", row, circuit.update(Variable.BI, 0));
            assertRow(folder, "vbas3", row, circuit.read(Variable.vbas, 2));
            assertRow(folder, "noise2", row, circuit.read(Variable.noise, 1));
            assertRow(folder, "input", row, widened(samples.input(sample)));
            double error = circuit.prospective(3).get(1) - samples.target(sample)[1];
            assertEquals(learns ? (float) error : Float.NaN, array(folder, "error").toFloats()[2 * row + 1], 1e-7f);
            assertEquals(learns, !Double.isNaN(array(folder, "mse").toDoubles()[row]));
            double mismatch = circuit.read(Variable.bI, 1)[0] - e.circuit().basalAttenuation(3) * circuit.read(Variable.vbas, 2)[0];
            assertEquals((float) mismatch, array(folder, "lateral_mismatch2").toFloats()[2 * row], 1e-7f);
            assertRow(folder, "angle_B", row, new double[] {Alignment.weightAngle(circuit, 1), Alignment.weightAngle(circuit, 2)});
            assertRow(folder, "angle_phi", row, new double[] {Alignment.convergedAngle(circuit, 1), Alignment.convergedAngle(circuit, 2)});
            row++;
        }
        assertEquals(row, steps.length);
        assertArrayEquals(new int[] {row, 3}, array(folder, "angle_update").shape());
        assertTrue(Arrays.stream(array(folder, "angle_update").toDoubles()).allMatch(angle -> angle > 0 && angle < 180));
    }

    private static CircuitExperiment teacher(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[3, 4, 5, 2]", "Tpres=0.2", "train_samples=6",
                "settling_time=0.5", "epochs=2", "eta_fw=1", "init_teacher_W=[-2, 2]"));
        all.addAll(List.of(settings));
        return Tiny.experiment("fig4ab", all);
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static void assertRow(Path folder, String name, int row, double[] expected) {
        NpyArray array = array(folder, name);
        double[] all = array.toDoubles();
        double[] rounded = expected.clone();
        boolean floats = array.kind() == ElementKind.FLOAT32;
        Arrays.setAll(rounded, i -> floats ? (float) expected[i] : expected[i]);
        assertArrayEquals(rounded, Arrays.copyOfRange(all, row * expected.length, (row + 1) * expected.length), name + " " + row);
    }

    @Test
    void withoutAnIntervalThereIsARowForEachEpoch() {
        Path folder = run(Tiny.alignment(everything(false)));
        assertArrayEquals(new long[] {0, 1, 2}, array(folder, "epoch").toLongs());
        assertArrayEquals(new long[] {50, 170, 290}, array(folder, "step").toLongs());
        assertFalse(Files.exists(folder.resolve("mse.npy")));
    }

    @Test
    void replicasRecordIntoTheirOwnFolders() {
        Study<CircuitExperiment> study = Tiny.study("fig3abc", List.of("name=tiny", "layers=[3, 4, 2]", "Tpres=0.2", "train_samples=6",
                "settling_time=0", "epochs=2", "record=[B, angle_B]", "record_every=40", "seeds=[3, 1, 2]"));
        StudyRunner runner = StudyRunner.of(study, 1, new Listener() {}, () -> false, Tiny.NO_DATA);
        StudyFolder folder = StudyFolder.begin(RunFolder.at(temporary.resolve("study")), study,
                Collections.nCopies(study.replicas().size(), RunFolder.Inputs.NONE));
        runner.recordInto(folder);
        StudyOutcome outcome = runner.run();
        folder.finish(outcome);
        for (int k = 0; k < 3; k++) {
            Path own = temporary.resolve("study").resolve(study.labels().get(k)).resolve(RunFiles.SERIES);
            assertArrayEquals(new int[] {6, 4, 2}, array(own, "B1").shape());
            assertRow(own, "B1", 5, outcome.outcomes().get(k).weights().get("B1").toDoubles());
        }
    }

    @Test
    void whatMakesNoSenseIsAFault() {
        for (String[] wrong : List.of(
                new String[] {"record=[mse, target]", "record: the task uniform has no targets, so there is no mse, target"},
                new String[] {"record_every=5", "record_every = 5: nothing is recorded"},
                new String[] {"record=[weights]", "record[0] = \"weights\": must be one of W, WI, B, BI"},
                new String[] {"measure=[angle_jacobian, mse]", "measure[1] = \"mse\": must be one of angle_jacobian, angle_update"},
                new String[] {"learning_lag=0.2", "learning_lag = 0.2: must be a whole multiple of dt, 0.01 ms, from 0 to less than Tpres, 0.2"})) {
            String text = assertThrows(InputException.class, () -> Tiny.alignment(wrong[0])).getMessage();
            assertTrue(text.contains(wrong[1]), text);
        }
    }
}
