package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Study;
import org.pal4j.run.EpochRow;
import org.pal4j.run.Listener;
import org.pal4j.run.Outcome;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;

/** The angles of the key {@code measure}. */
class MeasuredAnglesTest {
    private static final List<String> ANGLES = List.of("angle_B", "angle_phi", "angle_jacobian", "angle_update");

    @TempDir
    private Path temporary;

    /** Circuits of any size, any number of them side by side, with each kind of targets: what is measured is what each records on its own. */
    @Test
    void whatIsMeasuredIsWhatIsRecorded() {
        SplittableRandom random = new SplittableRandom(20);
        for (String name : List.of("fig3abc", "fig3def", "fig4ab", "yinyang", "yinyang-bp", "prospectivity-none")) {
            boolean yinYang = name.startsWith("yinyang");
            int hidden = random.nextInt(1, 4);
            List<Integer> layers = new ArrayList<>(IntStream.range(0, hidden + 2).mapToObj(l -> random.nextInt(1, 20)).toList());
            if (yinYang) {
                layers.set(0, 4);
                layers.set(hidden + 1, 3);
            }
            List<Integer> seeds = IntStream.rangeClosed(1, random.nextInt(2, 7)).boxed().toList();
            List<String> settings = new ArrayList<>(List.of("name=tiny", "layers=" + layers, "Tpres=0.2", "train_samples=" + random.nextInt(1, 9),
                    "epochs=2", "noise_scale=0.1", "eta_bw=1", "eta_fw=1", "eta_IP=0.1", "eta_PI=1", "alpha=1e-3", "seeds=" + seeds,
                    "measure=[angle_update, angle_jacobian]", "record=" + ANGLES));
            settings.addAll(yinYang ? List.of("validation_samples=2", "test_samples=0") : List.of("settling_time=0.5"));
            assertMeasuredAsRecorded(name, Tiny.study(name, settings));
        }
    }

    private void assertMeasuredAsRecorded(String name, Study<CircuitExperiment> study) {
        StudyRunner runner = StudyRunner.of(study, 1, new Listener() {}, () -> false, Tiny.NO_DATA);
        StudyFolder folder =
                StudyFolder.begin(RunFolder.at(temporary.resolve(name)), study, Collections.nCopies(study.replicas().size(), RunFolder.Inputs.NONE));
        runner.recordInto(folder);
        StudyOutcome outcome = runner.run();
        folder.finish(outcome);
        for (int k = 0; k < study.labels().size(); k++) {
            Path series = temporary.resolve(name).resolve(study.labels().get(k)).resolve(RunFiles.SERIES);
            List<EpochRow> rows = outcome.outcomes().get(k).rows();
            for (String angle : ANGLES) {
                double[] measured = rows.stream().flatMapToDouble(row -> Arrays.stream(row.measures().values(angle))).toArray();
                NpyArray recorded = Npy.read(series.resolve(angle + ".npy"));
                assertEquals(3, recorded.shape()[0]);
                assertArrayEquals(recorded.toDoubles(), measured, name + ", replica " + k + ", " + angle);
                // The angle of an update of 0 does not exist: where error signals are below the resolution of a float.
                assertTrue(Arrays.stream(measured).noneMatch(degrees -> degrees < 0 || degrees > 180), angle);
            }
        }
    }

    /**
     * The published angles of updates of seed 123, to half of their last digit and a little for float. The original program takes the weights 1000
     * steps after the start of the last epoch, of 100.
     */
    @Test
    void aPublishedRunIsFollowed() {
        long settling = 10_000;
        long steps = settling + 99 * 10_000 + 1_000;
        CircuitExperiment e = Tiny.experiment("fig3abc", List.of("random=numpy", "measure=[]", "record=[angle_update]", "record_every=" + steps));
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        folder.begin(e.show(), RunFolder.Inputs.NONE);
        folder.finishWhole(Tiny.run(e, folder).outcome(), e.model().terms());
        NpyArray recorded = Npy.read(folder.path().resolve(RunFiles.SERIES).resolve("angle_update.npy"));
        assertArrayEquals(new int[] {1, 4}, recorded.shape());
        assertArrayEquals(new double[] {25.2, 25.0, 11.1, 3.5}, recorded.toDoubles(), 0.06);
    }

    /** A measure only reads. */
    @Test
    void measuringChangesNothingElse() {
        Tiny.Run without = Tiny.run(Tiny.alignment("measure=[]"));
        Tiny.Run with = Tiny.run(Tiny.alignment("measure=[angle_jacobian, angle_update, angle_update]"));
        assertEquals(Tiny.bits(without.circuit()), Tiny.bits(with.circuit()));
        assertEquals(List.of("train_error", "validation_accuracy", "angle_B", "angle_phi"), names(without.outcome()));
        assertEquals(List.of("train_error", "validation_accuracy", "angle_B", "angle_phi", "angle_jacobian", "angle_update"), names(with.outcome()));
        for (String angle : List.of("angle_B", "angle_phi")) {
            assertArrayEquals(without.outcome().rows().getLast().measures().values(angle), with.outcome().rows().getLast().measures().values(angle));
        }
    }

    private static List<String> names(Outcome outcome) {
        return outcome.rows().getLast().measures().names();
    }

    @Test
    void whatMakesNoSenseIsAFault() {
        for (String[] wrong : List.of(
                new String[] {"measure=[angle_updates]", "measure[0] = \"angle_updates\": must be one of angle_jacobian, angle_update; did you mean"},
                new String[] {"measure=[angle_B]", "measure[0] = \"angle_B\": must be one of angle_jacobian, angle_update"},
                new String[] {"copy_teacher_weights=true", "copy_teacher_weights, copy_teacher_voltages: only the task teacher has students"})) {
            assertFault(wrong[1], () -> Tiny.alignment(wrong[0]));
        }
        assertFault("measure: angle_jacobian exist for hidden areas, and layers = [3, 2] has none",
                () -> Tiny.alignment("layers=[3, 2]", "measure=[angle_jacobian, angle_update]"));
        assertFault("teacher_seed: only the task teacher has a teacher, and the task uniform for angle_update; the task is yinyang",
                () -> Tiny.yinYang("teacher_seed=3", "measure=[angle_update]"));
        assertEquals(1, Tiny.run(Tiny.alignment("layers=[3, 2]")).outcome().rows().getLast().measures().values("angle_update").length);
    }

    private static void assertFault(String message, Runnable made) {
        String text = assertThrows(InputException.class, made::run).getMessage();
        assertTrue(text.contains(message), text);
    }

    /** Who runs an experiment of figure 3 without this measure keeps its teacher, and can measure later. */
    @Test
    void theTeacherStaysWithoutTheMeasure() {
        for (String name : List.of("fig3abc", "fig3def")) {
            CircuitExperiment e = Tiny.experiment(name, List.of("measure=[]"));
            assertEquals(List.of(), e.measures());
            assertEquals(873630, e.teacher().seed());
            assertEquals(e.start().forward(), e.teacher().forward());
            assertTrue(e.show().contains("teacher_seed: 873630 "), e.show());
        }
        for (String name : List.of("prospectivity", "prospectivity-none-100")) {
            assertEquals(List.of(), Tiny.experiment(name, List.of()).measures());
        }
    }
}
