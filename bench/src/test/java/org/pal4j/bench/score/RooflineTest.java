package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.circuit.CircuitParameters;

/** The least time of work: never more than the machine may need. */
final class RooflineTest {
    private static final double EXACT = 1e-9;

    /** 100 GFLOP/s; read and written 200 GB/s of 1 KB, 50 of 100 KB; only read 80 of 100 KB. */
    private static Roofline roofline() {
        Roofline roofline = new Roofline();
        roofline.operations(1e5, 1);
        roofline.readAndWrite(1000, 0.01);
        roofline.readAndWrite(100_000, 4);
        roofline.read(100_000, 1.25);
        return roofline;
    }

    @Test
    void theBestIsKept() {
        Roofline roofline = roofline();
        roofline.operations(1e5, 2);
        roofline.readAndWrite(1000, 0.02);
        assertEquals(100, roofline.gigaflops(), EXACT);
        assertEquals(200, roofline.readAndWritten(1000), EXACT);
        roofline.operations(1e5, 0.5);
        assertEquals(200, roofline.gigaflops(), EXACT);
    }

    @Test
    void aSizeBetweenTwoHasTheSpeedOfTheSmaller() {
        assertEquals(200, roofline().readAndWritten(99_999), EXACT);
        assertEquals(50, roofline().readAndWritten(100_000), EXACT);
        assertEquals(200, roofline().readAndWritten(10), EXACT);
    }

    @Test
    void aLargerSizeThatWasFasterRaisesTheSmaller() {
        Roofline roofline = roofline();
        roofline.readAndWrite(200_000, 4);
        assertEquals(100, roofline.readAndWritten(100_000), EXACT);
    }

    @Test
    void whatIsOnlyReadMayBeFaster() {
        assertEquals(100_000 / 80e3, roofline().microseconds(Work.pass(100_000, 0, 100_000, 0), 1), EXACT);
        assertEquals(200_000 / 50e3, roofline().microseconds(Work.pass(100_000, 100_000, 100_000, 0), 1), EXACT);
    }

    @Test
    void operationsCountIfTheyTakeLonger() {
        assertEquals(10, roofline().microseconds(Work.pass(1000, 1000, 1000, 1e6), 1), EXACT);
    }

    /** With half of the memory each, two threads may have all of it in faster caches. */
    @Test
    void threadsHaveTheirOwnCaches() {
        assertEquals(200_000 / 50e3, roofline().microseconds(Work.pass(100_000, 100_000, 100_000, 0), 1), EXACT);
        assertEquals(100_000 / 200e3, roofline().microseconds(Work.pass(100_000, 100_000, 100_000, 0), 2), EXACT);
    }

    @Test
    void withoutARooflineThereIsNoLeastTime() {
        assertTrue(Double.isNaN(new Roofline().microseconds(Work.operations(1), 1)));
    }

    /** W_1 is passed over once in 100 steps: it must not push the other matrices out of the first cache. */
    @Test
    void aClampedMatrixLivesByItself() {
        CircuitParameters p = CircuitParameters.builder().layers(784, 100, 10).clampedInput(true).build();
        Work work = Work.step(p, 1, 100);
        assertEquals(2, work.passes().size());
        Work.Pass once = work.passes().getFirst();
        Work.Pass always = work.passes().getLast();
        assertEquals(784 * 112 * 2 * 4, once.set(), EXACT);
        assertEquals(once.set() / 100, once.read(), EXACT);
        assertTrue(always.set() < 50_000, always.toString());
        assertEquals(always.set(), always.read(), EXACT);
    }

    @Test
    void aProductOnlyReads() {
        Work.Pass pass = Work.product(112, 784).passes().getFirst();
        assertEquals(new Work.Pass(784 * 112 * 4, 0, 784 * 112 * 4), pass);
        assertEquals(0.5, Work.product(112, 784).intensity(), EXACT);
    }

    @Test
    void aStepOfOneOfManyReplicas() {
        Work work = new Work(List.of(new Work.Pass(16, 32, 100)), 64).dividedBy(16);
        assertEquals(new Work(List.of(new Work.Pass(1, 2, 100)), 4), work);
    }
}
