package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.kernel.Team;

/** Threads that share one matrix: every part runs once, and the bits are those of one thread. */
class TeamTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void everyPartRunsOncePerCall(int size) throws InterruptedException {
        Team team = new Team(size);
        AtomicIntegerArray done = new AtomicIntegerArray(size);
        for (int call = 1; call <= 2000; call++) {
            int parts = 2 + call % (size - 1);
            Runnable[] calls = new Runnable[parts];
            for (int k = 0; k < parts; k++) {
                int part = k;
                calls[k] = () -> done.incrementAndGet(part);
            }
            int before = done.get(parts - 1);
            team.run(calls);
            assertEquals(before + 1, done.get(parts - 1));
            assertEquals(call, done.get(0));
            if (call % 500 == 0) {
                Thread.sleep(20); // Long enough for the other threads to go to sleep.
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Regularizer.class)
    void bitsDoNotDependOnThreads(Regularizer regularizer) {
        bitsDoNotDependOnThreads(CircuitParameters.builder().regularizer(regularizer));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bitsOfKolenPollackDoNotDependOnThreads(boolean lowPass) {
        bitsDoNotDependOnThreads(CircuitParameters.builder().algorithm(Algorithm.KP).updateLowPass(lowPass));
    }

    private static void bitsDoNotDependOnThreads(CircuitParametersBuilder builder) {
        CircuitParameters p = builder.layers(370, 400, 333, 3).clampedInput(false)
                .noiseScale(List.of(0.05)).etaForward(List.of(0.1)).etaBackward(List.of(0.5)).etaPyramidalToInter(List.of(0.05))
                .etaInterToPyramidal(List.of(0.05)).alpha(List.of(1e-3)).tauLO(10).build();
        Circuit one = new Circuit(p, new NoiseSource.Counter(1));
        Circuit two = new Circuit(p, new NoiseSource.Counter(1), 2);
        Circuit three = new Circuit(p, new NoiseSource.Counter(1), 3);
        for (Circuit circuit : List.of(one, two, three)) {
            SplittableRandom random = new SplittableRandom(5);
            RandomCircuits.start(random, 1, 1, circuit);
            circuit.input().set(RandomCircuits.values(random, 1, p.size(0)));
            circuit.advance(Phase.LEARN, 20);
            circuit.advance(Phase.EVALUATE, 5);
        }
        EnsembleTest.assertSameState(one, two);
        EnsembleTest.assertSameState(one, three);
    }

    @Test
    void zeroThreadsAreRejected() {
        CircuitParameters p = CircuitParameters.builder().layers(2, 2).etaForward(List.of(0.1)).build();
        assertThrows(IllegalArgumentException.class, () -> new Circuit(p, new NoiseSource.Counter(1), 0));
        assertTrue(new Circuit(p, new NoiseSource.Counter(1), 1).step() == 0);
    }
}
