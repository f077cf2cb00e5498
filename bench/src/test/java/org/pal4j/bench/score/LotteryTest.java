package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts of bad starts. */
final class LotteryTest {
    @Test
    void slowAndAllocatingStartsAreCounted() {
        Fork boxing = Scores.fork(Scores.even(2, 4_000_000, false, 1), List.of(new Site("Batches.product", "FloatVector.fma", 4_000_000)));
        Lottery lottery = Lottery.of(List.of(Scores.steady(1), Scores.steady(1.1), Scores.steady(1), Scores.steady(1.35), boxing,
                Fork.failed("no number: killed")), List.of());
        assertEquals(List.of(5, 1, 1, 1), List.of(lottery.starts(), lottery.slow(), lottery.allocating(), lottery.failed()));
        assertEquals(1.1, lottery.median());
        assertEquals(2, lottery.slowest());
        assertFalse(lottery.isGood());
    }

    @Test
    void aSlowStartIsOneBeyondTheBand() {
        Lottery lottery = Lottery.of(List.of(Scores.steady(1), Scores.steady(1), Scores.steady(1), Scores.steady(1.19)), List.of());
        assertTrue(lottery.isGood());
        lottery = Lottery.of(List.of(Scores.steady(1), Scores.steady(1), Scores.steady(1), Scores.steady(1.21)), List.of());
        assertEquals(List.of("start 4: slow, 1.2100 us after 3 s; its kernels were not looked at"), lottery.faults());
    }

    @Test
    void whatIsSlowIsKnownAfterAFewStarts() {
        assertEquals(Expectation.NONE, Lottery.expected(List.of(Scores.steady(1), Fork.failed("killed"), Scores.steady(1))));
        assertEquals(new Expectation(Lottery.SLOW * 2, false), Lottery.expected(List.of(Scores.steady(1), Scores.steady(2), Scores.steady(3))));
    }

    @Test
    void aStartThatIsNotWarmYetDoesNotCountAsAllocating() {
        Lottery lottery = Lottery.of(List.of(Scores.fork(Scores.even(2, 500, true, 1), List.of())), List.of());
        assertEquals(List.of(1, 0), List.of(lottery.failed(), lottery.allocating()));
        assertEquals(List.of("1 start: kernels were still being compiled after 3 s"), lottery.faults());
    }

    @Test
    void theKernelsAtFaultAreNamed() {
        Fork boxing = Scores.fork(Scores.even(2, 64, false, 1), List.of(new Site("Batches.product", "FloatVector.fma", 64)));
        assertEquals(List.of("2 starts: allocates: Batches.product, by FloatVector.fma, 64 B"),
                Lottery.of(List.of(boxing, boxing), List.of()).faults());
    }

    /** 40 us more than another start are the fault of one kernel. What a few samples could be by chance is not named. */
    @Test
    void theKernelsOfASlowStartAreNamed() {
        List<KernelTime> usual = List.of(new KernelTime("Neurons.soma", 60, 600), new KernelTime("VectorTransport.move", 40, 400));
        Fork slow = Scores.profiled(140, new KernelTime("VectorTransport.move", 80, 570), new KernelTime("Neurons.soma", 60, 430));
        Fork fast = Scores.steady(100);
        assertEquals(List.of("start 4: slow, 140.0000 us after 3 s; VectorTransport.move 80.000 us instead of 40.000"),
                Lottery.of(List.of(fast, fast, fast, slow), usual).faults());
        Fork even = Scores.profiled(140, new KernelTime("VectorTransport.move", 56, 4), new KernelTime("Neurons.soma", 84, 6));
        assertEquals(List.of("start 4: slow, 140.0000 us after 3 s; no kernel stands out"),
                Lottery.of(List.of(fast, fast, fast, even), usual).faults());
        Fork own = Scores.profiled(140, new KernelTime("Neurons.soma", 60, 430), new KernelTime("Batch.show", 80, 570));
        assertEquals(List.of("start 4: slow, 140.0000 us after 3 s; Batch.show 80.000 us instead of 0.000"),
                Lottery.of(List.of(fast, fast, fast, own), usual).faults());
    }

    @Test
    void onlyWhatIsSlowIsLookedInto() {
        assertTrue(new Expectation(2, false).looksInto(2.1));
        assertFalse(new Expectation(2, false).looksInto(2));
        assertTrue(new Expectation(2, true).looksInto(1));
        assertFalse(Expectation.NONE.looksInto(1e9));
    }
}
