package org.pal4j.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.pal4j.model.Stage;

class TimeLeftTest {
    private static final double TICK = 0.1;

    /** A fresh program takes a hundredth of its speed in the first second, and a third in the next two. */
    @Test
    void theSlowFirstSecondsAreForgotten() {
        TimeLeft left = new TimeLeft(Map.of(Stage.TRAINING, 4_000_000L), 0);
        double steps = 0;
        for (int k = 1; k <= 100; k++) {
            double time = k * TICK;
            steps += TICK * (time <= 1 ? 1_000 : time <= 3 ? 33_000 : 100_000);
            left.advance(Stage.TRAINING, (long) steps, time);
        }
        double truth = (4_000_000 - steps) / 100_000;
        assertEquals(truth, left.seconds().orElseThrow(), 0.15 * truth);
    }

    /** A process that is stopped for an hour and carried on is as fast as before. */
    @Test
    void aPauseIsNoSlowness() {
        TimeLeft left = new TimeLeft(Map.of(Stage.TRAINING, 10_000_000L), 0);
        long steps = 0;
        double time = 0;
        for (int k = 0; k < 200; k++) {
            time += TICK + (k == 150 ? 3600 : 0);
            steps += 10_000;
            left.advance(Stage.TRAINING, steps, time);
            if (k >= 150) {
                double truth = (10_000_000 - steps) / 100_000.0;
                assertEquals(truth, left.seconds().orElseThrow(), 0.02 * truth);
            }
        }
    }

    /** Updates of half a minute each are no pauses. */
    @Test
    void whatTakesLongAlwaysIsSlow() {
        TimeLeft left = new TimeLeft(Map.of(Stage.TRAINING, 100L), 0);
        for (int k = 1; k <= 10; k++) {
            left.advance(Stage.TRAINING, k, 30 * k);
        }
        assertEquals(90 * 30, left.seconds().orElseThrow(), 1);
    }

    /** Training of 1000 steps a second and measurements of 10 000, each epoch half of both: the time is nearly that of training. */
    @Property(tries = 30)
    void aStageCountsWithItsOwnSpeed(@ForAll @DoubleRange(min = 0.2, max = 0.9) double share) {
        long each = 50_000;
        TimeLeft left = new TimeLeft(Map.of(Stage.TRAINING, each, Stage.VALIDATION, each), 100);
        double time = 100;
        double steps = 0;
        int epochs = 10;
        for (int k = 0; k < epochs * share; k++) {
            for (Stage stage : List.of(Stage.TRAINING, Stage.VALIDATION)) {
                double speed = stage == Stage.TRAINING ? 1_000 : 10_000;
                for (int tick = 0; tick < 10; tick++) {
                    steps += each / 10.0 / epochs;
                    time += each / 10.0 / epochs / speed;
                    left.advance(stage, Math.round(steps), time);
                }
            }
        }
        double truth = (each - steps / 2) / 1_000 + (each - steps / 2) / 10_000;
        assertEquals(truth, left.seconds().orElseThrow(), 1e-6 + 0.01 * truth);
    }

    /** Without a test so far, it counts like the validation. */
    @Test
    void aStageThatWasNotSeenIsLikeAnother() {
        TimeLeft left = new TimeLeft(Map.of(Stage.TRAINING, 1000L, Stage.VALIDATION, 500L, Stage.TEST, 400L), 0);
        left.advance(Stage.TRAINING, 1000, 10);
        left.advance(Stage.VALIDATION, 1500, 11);
        assertEquals(400 / 500.0, left.seconds().orElseThrow(), 1e-9);
    }

    @Test
    void nothingIsSaidWhileTooLittleIsKnown() {
        TimeLeft left = new TimeLeft(Map.of(Stage.TRAINING, 1000L), 0);
        assertEquals(List.of("a", "b"), left.after("a", "b"));
        left.advance(Stage.TRAINING, 100, 1);
        assertTrue(left.seconds().isEmpty());
        left.advance(Stage.TRAINING, 500, 5);
        assertEquals(List.of("a", "5 s so far, 5 s left"), left.after("a"));
    }

    @Test
    void whatWasDoneBeforeIsNoSpeed() {
        TimeLeft left = new TimeLeft(Map.of(Stage.TRAINING, 900L, Stage.TEST, 100L), 0);
        left.resume(500);
        left.advance(Stage.TRAINING, 600, 4);
        assertEquals((350 + 50) / 25.0, left.seconds().orElseThrow(), 1e-9);
    }

    @Test
    void timesForPeople() {
        assertEquals(List.of("40 s", "12 min", "5 h", "5 h 20 min", "3 days 4 h", "2 days"), List.of(Amounts.time(40.4), Amounts.time(720),
                Amounts.time(5 * 3600), Amounts.time(5.33 * 3600), Amounts.time(76 * 3600), Amounts.time(48 * 3600)));
        assertEquals("1 h 30 min", Amounts.time(90 * 60 + 10));
    }
}
