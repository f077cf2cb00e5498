package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts of bad starts. */
final class LotteryTest {
    private static Start start(double ratio) {
        return new Start(Scores.steady(2), ratio);
    }

    private static Start start(Fork fork) {
        return new Start(fork, Double.NaN);
    }

    @Test
    void slowAndAllocatingStartsAreCounted() {
        Fork boxing = Scores.fork(Scores.even(3, 4_000_000, false, 1), List.of(new Site("Batches.product", "FloatVector.fma", 4_000_000)));
        Lottery lottery = Lottery.of(List.of(start(1), start(1.1), start(1), start(1.1), start(1.485), start(boxing),
                start(Fork.failed("no number: killed"))), List.of());
        assertEquals(List.of(6, 1, 1, 1), List.of(lottery.starts(), lottery.slow(), lottery.allocating(), lottery.failed()));
        assertEquals(2, lottery.median());
        assertEquals(1.35, lottery.slowest(), 1e-15);
        assertFalse(lottery.isGood());
    }

    @Test
    void aSlowStartIsOneBeyondTheBand() {
        assertTrue(Lottery.of(List.of(start(1), start(1), start(1), start(1.19)), List.of()).isGood());
        assertEquals(List.of("start 4: slow, 1.21 times the median; its kernels were not looked at"),
                Lottery.of(List.of(start(1), start(1), start(1), start(1.21)), List.of()).faults());
    }

    /** The machine was twice as slow in one of them. Taken in turn, they are alike. */
    @Test
    void aMachineThatIsSlowForAWhileMakesNoStartSlow() {
        assertTrue(Lottery.of(List.of(start(1), new Start(Scores.steady(4), 1.02), start(0.99)), List.of()).isGood());
    }

    @Test
    void theStartWithWhichOthersAreComparedMayBeTheSlowOne() {
        Lottery lottery = Lottery.of(List.of(start(1), start(0.7), start(0.7), start(0.71)), List.of());
        assertEquals(1, lottery.slow());
        assertTrue(lottery.faults().getFirst().startsWith("start 1: slow, 1.42 times"), lottery.faults().toString());
    }

    @Test
    void whatAllocatesHasNoPartInTheMedian() {
        Fork boxing = Scores.fork(Scores.even(9, 64, false, 1), List.of());
        assertEquals(1.05, Lottery.typical(List.of(start(1), start(1.05), start(1.1), new Start(boxing, 3), new Start(boxing, 3))));
        assertEquals(1, Lottery.typical(List.of()));
    }

    @Test
    void aStartThatEndsWhileItIsComparedHasFailed() {
        Lottery lottery = Lottery.of(List.of(start(1), start(Double.NaN)), List.of());
        assertEquals(List.of(0, 1), List.of(lottery.slow(), lottery.failed()));
        assertEquals(List.of("1 start: ended while it was compared"), lottery.faults());
    }

    @Test
    void aStartThatIsNotWarmYetDoesNotCountAsAllocating() {
        Lottery lottery = Lottery.of(List.of(start(Scores.fork(Scores.even(2, 500, true, 1), List.of()))), List.of());
        assertEquals(List.of(1, 0), List.of(lottery.failed(), lottery.allocating()));
        assertEquals(List.of("1 start: kernels were still being compiled after 3 s"), lottery.faults());
    }

    @Test
    void theKernelsAtFaultAreNamed() {
        Fork boxing = Scores.fork(Scores.even(2, 64, false, 1), List.of(new Site("Batches.product", "FloatVector.fma", 64)));
        assertEquals(List.of("2 starts: allocates: Batches.product, by FloatVector.fma, 64 B"),
                Lottery.of(List.of(start(boxing), start(boxing)), List.of()).faults());
    }

    /** 40 us more than another start are the fault of one kernel. What a few samples could be by chance is not named. */
    @Test
    void theKernelsOfASlowStartAreNamed() {
        assertEquals("VectorTransport.move 80.000 us instead of 40.000",
                excess(new KernelTime("VectorTransport.move", 80, 570), new KernelTime("Neurons.soma", 60, 430)));
        assertEquals("no kernel stands out", excess(new KernelTime("VectorTransport.move", 56, 4), new KernelTime("Neurons.soma", 84, 6)));
        assertEquals("Batch.show 80.000 us instead of 0.000", excess(new KernelTime("Neurons.soma", 60, 430), new KernelTime("Batch.show", 80, 570)));
    }

    private static String excess(KernelTime... slow) {
        List<KernelTime> usual = List.of(new KernelTime("Neurons.soma", 60, 600), new KernelTime("VectorTransport.move", 40, 400));
        Start start = new Start(Scores.profiled(140, slow), 1.4);
        return Lottery.of(List.of(start(1), start(1), start(1), start), usual).faults().getFirst().replace("start 4: slow, 1.40 times the median; ",
                "");
    }
}
