package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Comparisons in turn, on machines whose speed changes. */
final class TurnsTest {
    private static final double MOST = 1.2;

    private int sample;

    /** A sample takes so many times what the machine takes at that moment. */
    private DoubleSupplier of(double time, IntToDoubleFunction machine) {
        return () -> time * machine.applyAsDouble(sample++);
    }

    private double ratio(double b, IntToDoubleFunction machine) {
        return Turns.ratio(of(2, machine), of(2 * b, machine), MOST);
    }

    @Test
    void aMachineThatBecomesSlowerMakesNoDifference() {
        assertEquals(1, ratio(1, sample -> sample < 13 ? 1 : 2.5));
        assertEquals(1.1, ratio(1.1, sample -> 1 + sample / 10), 1e-12);
        assertEquals(1, ratio(1, sample -> 1 + 0.01 * sample), 1e-12);
    }

    @Test
    void whatIsSlowIsSlowOnEveryMachine() {
        assertEquals(1.3, ratio(1.3, sample -> 1));
        assertEquals(1.3, ratio(1.3, sample -> sample % 40 < 20 ? 1 : 2), 1e-12);
    }

    /** Others took the processor in each sample of b, for as long as a few rounds take. */
    @Test
    void whatSeemsSlowIsMeasuredForLonger() {
        int few = 4 * Turns.FEW;
        assertEquals(1, ratio(1, sample -> sample < few && sample % 4 % 3 != 0 ? 1.5 : 1));
        assertEquals(4 * (Turns.FEW + Turns.MANY), sample);
    }

    @Test
    void whatIsAsFastEndsSoon() {
        assertEquals(1, ratio(1, sample -> 1));
        assertEquals(4 * Turns.FEW, sample);
    }

    @Test
    void oneThatHasEndedHasNoRatio() {
        assertTrue(Double.isNaN(Turns.ratio(() -> 1, () -> Double.NaN, MOST)));
        assertTrue(Double.isNaN(Turns.ratio(() -> Double.NaN, () -> 1, MOST)));
    }

    @Test
    void severalAreComparedWithTheFirst() {
        IntToDoubleFunction machine = sample -> 1 + sample / 7;
        double[] ratios = Turns.ratios(List.of(of(2, machine), of(3, machine), () -> Double.NaN, of(1, machine)));
        assertEquals(1, ratios[0]);
        assertEquals(1.5, ratios[1], 0.1);
        assertTrue(Double.isNaN(ratios[2]));
        assertEquals(0.5, ratios[3], 0.05);
    }
}
