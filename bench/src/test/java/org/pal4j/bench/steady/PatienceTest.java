package org.pal4j.bench.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.bench.score.Site;
import org.pal4j.bench.score.Window;

/** Measurements whose samples, compilers and clock are made up. */
final class PatienceTest {
    private static final double LIMIT = 8;
    private static final long MANY = Patience.RARE_OPERATIONS;
    private static final List<Site> COLD = List.of(new Site("Readout.project", "FloatVector.add", 96, true));
    private static final List<Site> BOXES = List.of(new Site("Readout.project", "FloatVector.add", 96, false));

    private final Patience patience = new Patience(LIMIT, Patience.BEST_LEVEL);

    private static Window window(double bytes, boolean compiling, double spread) {
        return new Window(Window.SAMPLES, 1, bytes, compiling, spread, 0, 1);
    }

    private boolean looks(double now, double bytes) {
        patience.note(now, window(bytes, false, 0.01), MANY, false, true);
        return patience.looks();
    }

    @Test
    void steadySamplesEnd() {
        assertTrue(looks(0.5, 0));
        assertTrue(patience.isSteady());
        assertTrue(patience.ends(0.5, List.of(), false));
    }

    @Test
    void aFewOperationsAreNotSteady() {
        patience.note(Patience.LEAST_SECONDS / 2, window(0, false, 0.01), Patience.LEAST_OPERATIONS - 1, false, true);
        assertFalse(patience.looks());
        assertEquals(Patience.State.NOT_WARM, patience.state());
        patience.note(Patience.LEAST_SECONDS, window(0, false, 0.01), Patience.LEAST_OPERATIONS - 1, false, true);
        assertTrue(patience.isSteady());
    }

    @Test
    void unsteadySamplesEndAtTheLimit() {
        patience.note(LIMIT, window(0, false, 1), MANY, false, true);
        assertFalse(patience.looks());
        assertEquals(Patience.State.UNSTEADY, patience.state());
        patience.note(LIMIT + 0.1, window(0, false, 1), MANY, false, true);
        assertTrue(patience.looks());
        assertTrue(patience.ends(LIMIT + 0.1, List.of(), false));
        assertFalse(patience.isSteady());
    }

    @Test
    void aSlowCompilerGetsTheTime() {
        patience.note(2 * LIMIT, window(0, true, 0.01), MANY, true, true);
        assertFalse(patience.looks());
        assertEquals(Patience.State.COMPILING, patience.state());
        patience.note(Patience.FACTOR * LIMIT + 0.1, window(0, true, 0.01), MANY, true, true);
        assertTrue(patience.looks());
    }

    @Test
    void anInterpreterDoesNot() {
        Patience interpreted = new Patience(1, 0);
        interpreted.note(1.1, window(96, false, 0.01), 10, false, false);
        assertTrue(interpreted.looks());
        assertTrue(interpreted.ends(1.1, List.of(), false));
    }

    @Test
    void whatStaysAllocatingIsLookedAtBeforeTheLimit() {
        assertFalse(looks(1.9, 96));
        assertEquals(Patience.State.ALLOCATING, patience.state());
        assertTrue(looks(2.1, 96));
        assertTrue(patience.ends(2.8, BOXES, false));
        assertFalse(patience.isSteady());
    }

    @Test
    void butNotWhileKernelsWereCompiledAMomentAgo() {
        patience.note(3, window(96, false, 0.01), MANY, true, true);
        assertFalse(looks(4.9, 96));
        assertTrue(looks(6.1, 96));
    }

    @Test
    void aKernelThatIsCalledSeldomIsGivenTheTimeToBeCompiled() {
        assertTrue(looks(2.1, 96));
        assertFalse(patience.ends(2.8, COLD, false));
        assertEquals(Patience.State.COLD, patience.state());
        assertFalse(looks(LIMIT + 0.1, 0.5 * 96) && patience.ends(LIMIT + 0.8, COLD, false));
        assertFalse(looks(LIMIT + 0.9, 96));
        assertTrue(looks(2 * LIMIT, 0));
        assertTrue(patience.ends(2 * LIMIT, List.of(), false));
        assertTrue(patience.isSteady());
    }

    @Test
    void notForEver() {
        assertTrue(looks(2.1, 96));
        assertFalse(patience.ends(2.8, COLD, false));
        assertTrue(looks(Patience.FACTOR * LIMIT + 0.1, 96));
        assertTrue(patience.ends(Patience.FACTOR * LIMIT + 0.8, COLD, false));
    }

    @Test
    void whatWasCompiledWhileItWasLookedAtMayBeWhatAllocated() {
        assertTrue(looks(2.1, 96));
        assertFalse(patience.ends(2.8, BOXES, true));
        assertFalse(looks(4.7, 96));
        assertTrue(looks(5.7, 96));
        assertTrue(patience.ends(6.4, BOXES, false));
    }

    @Test
    void warmIsWhatHasOnlyItsTimesToWaitFor() {
        patience.note(0.5, window(0, true, 1), MANY, true, true);
        assertFalse(patience.isWarm());
        patience.note(0.5, window(96, false, 1), MANY, false, true);
        assertFalse(patience.isWarm());
        patience.note(0.5, window(0, false, 1), MANY, false, false);
        assertFalse(patience.isWarm());
        patience.note(0.5, Window.of(List.of()), MANY, false, true);
        assertFalse(patience.isWarm());
        patience.note(0.5, window(0, false, 1), MANY, false, true);
        assertTrue(patience.isWarm());
        assertFalse(patience.isSteady());
    }

    @Test
    void theLimitIsCountedFromTheBeginningOfTheMeasurement() {
        patience.note(LIMIT - 1, window(0, false, 1), MANY, false, true);
        patience.begin(LIMIT - 1);
        patience.note(2 * LIMIT - 1.1, window(0, false, 1), MANY, false, true);
        assertFalse(patience.looks());
        patience.note(2 * LIMIT - 0.9, window(0, false, 1), MANY, false, true);
        assertTrue(patience.looks());
    }

    @Test
    void whatWasGivenUpGetsAMomentOnly() {
        for (boolean compiling : new boolean[] {false, true}) {
            Patience hopeless = new Patience(LIMIT, Patience.BEST_LEVEL);
            double late = Patience.FACTOR * LIMIT + 0.1;
            Window last = window(96, compiling, 1);
            hopeless.note(late, last, MANY, true, true);
            assertTrue(hopeless.looks());
            hopeless.begin(late);
            hopeless.note(late + Patience.GIVEN_UP_SECONDS - 0.1, last, MANY, true, true);
            assertFalse(hopeless.looks());
            hopeless.note(late + Patience.GIVEN_UP_SECONDS + 0.1, last, MANY, true, true);
            assertTrue(hopeless.looks());
            assertTrue(hopeless.ends(late + Patience.GIVEN_UP_SECONDS + 0.2, COLD, true));
        }
    }
}
