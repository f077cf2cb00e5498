package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;
import org.pal4j.circuit.Variable;
import org.pal4j.model.Stage;

/** Networks that never stop learning: presentations without a target, and W that is drawn anew during a run. */
@Tag("width")
class AlwaysOnTest {
    private static String bits(CircuitExperiment e) {
        return Tiny.bits(Tiny.run(e).circuit());
    }

    @Test
    void aShareOfOneIsTheUsualRunAndZeroIsARunWithoutTargets() {
        assertEquals(bits(Tiny.yinYang()), bits(Tiny.yinYang("target_share=1")));
        String none = bits(Tiny.yinYang("target_share=0"));
        assertEquals(none, bits(Tiny.yinYang("target_share=0", "target_high=0.9", "target_low=0.3")), "no target is ever shown");
        assertFalse(none.equals(bits(Tiny.yinYang())));
    }

    /** Without a target the output is not nudged, in just the share of presentations that was asked for. */
    @Test
    void targetsAreShownInTheirShareOfThePresentations() {
        CircuitExperiment e = Tiny.yinYang("target_share=0.3", "train_samples=400", "epochs=1", "shuffle=false");
        CircuitBatch batch = Tiny.batch(List.of(e), Tiny.NO_DATA);
        batch.begin(Stage.TRAINING, 0);
        int taught = 0;
        for (int k = 0; k < 400; k++) {
            batch.show(Stage.TRAINING, k);
            batch.advance(Stage.TRAINING, 0, batch.steps(Stage.TRAINING, k));
            taught += batch.state(0).get("has_target").toBooleans()[0] ? 1 : 0;
            assertEquals(batch.state(0).get("has_target").toBooleans()[0], batch.state(0).get("targeted").toBooleans()[0]);
            batch.shown(Stage.TRAINING, k);
        }
        assertEquals(0.3 * 400, taught, 30);
    }

    @Test
    void replicasGetTheSameTargetsAndEachItsOwnNewWeights() {
        String[] settings = {"target_share=0.5", "new_W_after=1", "epochs=2"};
        List<CircuitExperiment> replicas = List.of(Tiny.yinYang(with("seed=1", settings)), Tiny.yinYang(with("seed=2", settings)));
        List<Tiny.Run> together = Tiny.run(replicas, Tiny.NO_DATA, new Tiny.Heard(), () -> false);
        for (int k = 0; k < 2; k++) {
            assertEquals(bits(replicas.get(k)), Tiny.bits(together.get(k).circuit()));
        }
    }

    private static String[] with(String first, String... more) {
        String[] all = Arrays.copyOf(more, more.length + 1);
        all[more.length] = first;
        return all;
    }

    @Test
    void newForwardWeightsComeBetweenEpochsAndLeaveTheOthers() {
        CircuitExperiment e = Tiny.yinYang("new_W_after=1", "epochs=2", "init_W=[5, 6]", "clamped_input=true");
        CircuitBatch batch = Tiny.batch(List.of(e), Tiny.NO_DATA);
        batch.begin(Stage.TRAINING, 0);
        double[] before = batch.circuit(0).read(Variable.W, 0);
        double[] feedback = batch.circuit(0).read(Variable.B, 0);
        batch.begin(Stage.TRAINING, 1);
        double[] after = batch.circuit(0).read(Variable.W, 0);
        assertFalse(Arrays.equals(before, after));
        assertTrue(Arrays.stream(after).allMatch(w -> w >= 5 && w <= 6), Arrays.toString(after));
        assertArrayEquals(feedback, batch.circuit(0).read(Variable.B, 0));
    }

    @Test
    void whatCannotBeIsRefused() {
        for (String share : List.of("-0.1", "1.1")) {
            InputException fault = assertThrows(InputException.class, () -> Tiny.yinYang("target_share=" + share));
            assertTrue(fault.getMessage().contains("target_share = " + share + ": must be a share, from 0 to 1"), fault.getMessage());
        }
        InputException none = assertThrows(InputException.class, () -> Tiny.alignment("target_share=0.5"));
        assertTrue(none.getMessage().contains("the task uniform has no targets"), none.getMessage());
        assertTrue(Tiny.yinYang("new_W_after=2", "epochs=2").warning().orElseThrow().startsWith("W is never drawn anew"));
        assertFalse(Tiny.yinYang("new_W_after=2", "epochs=2").description().contains("drawn anew"), "it never happens");
        assertTrue(Tiny.yinYang("new_W_after=2", "epochs=3").description().endsWith("; W is drawn anew after epoch 2"));
    }
}
