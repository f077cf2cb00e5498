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
                Fork.failed("no number: killed")));
        assertEquals(List.of(5, 1, 1, 1), List.of(lottery.starts(), lottery.slow(), lottery.allocating(), lottery.failed()));
        assertEquals(1.1, lottery.median());
        assertEquals(2, lottery.slowest());
        assertFalse(lottery.isGood());
    }

    @Test
    void aSlowStartIsOneBeyondTheBand() {
        Lottery lottery = Lottery.of(List.of(Scores.steady(1), Scores.steady(1), Scores.steady(1), Scores.steady(1.19)));
        assertTrue(lottery.isGood());
        lottery = Lottery.of(List.of(Scores.steady(1), Scores.steady(1), Scores.steady(1), Scores.steady(1.21)));
        assertEquals(List.of("start 4: slow, 1.2100 us after 3 s"), lottery.faults());
    }

    @Test
    void whatIsSlowIsKnownAfterAFewStarts() {
        assertEquals(Double.POSITIVE_INFINITY, Lottery.most(List.of(Scores.steady(1), Fork.failed("killed"), Scores.steady(1))));
        assertEquals(Lottery.SLOW * 2, Lottery.most(List.of(Scores.steady(1), Scores.steady(2), Scores.steady(3))));
    }

    @Test
    void aStartThatIsNotWarmYetDoesNotCountAsAllocating() {
        Lottery lottery = Lottery.of(List.of(Scores.fork(Scores.even(2, 500, true, 1), List.of())));
        assertEquals(List.of(1, 0), List.of(lottery.failed(), lottery.allocating()));
        assertEquals(List.of("1 start: kernels were still being compiled after 3 s"), lottery.faults());
    }

    @Test
    void theKernelsAtFaultAreNamed() {
        Fork boxing = Scores.fork(Scores.even(2, 64, false, 1), List.of(new Site("Batches.product", "FloatVector.fma", 64)));
        assertEquals(List.of("2 starts: allocates: Batches.product, by FloatVector.fma, 64 B"), Lottery.of(List.of(boxing, boxing)).faults());
    }
}
