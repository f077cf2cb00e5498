package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pal4j.C1Bailouts;

/**
 * C1 compiles every kernel. A kernel on which it bails out ("out of virtual registers") may stay in code without a profile, never
 * reach C2, and remain fifteen times slower for a whole run. Whether C1 compiles a kernel with a profile is a matter of chance in
 * an ordinary run, so it is forced here.
 */
class CompilationTest {
    /** Runs circuits until their kernels are compiled. */
    static final class Probe {
        /** Enough for a method to be compiled at the low thresholds; vector code compiled only by C1 is slow. */
        private static final int PRESENTATIONS = 4;
        private static final int STEPS = 10;

        private Probe() {}

        public static void main(String[] arguments) {
            for (int[] layers : new int[][] {{4, 30, 3}, {5, 20, 10, 20, 5}, {65, 17, 6, 3}}) {
                for (boolean clamped : new boolean[] {true, false}) {
                    for (int size : new int[] {1, 3, 16}) {
                        learn(layers, clamped, size);
                    }
                }
            }
        }

        private static void learn(int[] layers, boolean clamped, int size) {
            CircuitParameters p = CircuitParameters.builder().layers(layers).clampedInput(clamped).noiseScale(List.of(0.01))
                    .etaForward(List.of(0.01)).etaBackward(List.of(0.1)).etaPyramidalToInter(List.of(0.01)).etaInterToPyramidal(List.of(0.01))
                    .alpha(List.of(1e-4)).build();
            List<NoiseSource> noise = IntStream.range(0, size).<NoiseSource>mapToObj(NoiseSource.Counter::new).toList();
            Simulator simulator = size == 1 ? new Circuit(p, noise.getFirst()) : new Ensemble(Collections.nCopies(size, p), noise);
            for (int k = 0; k < PRESENTATIONS; k++) {
                simulator.present();
                simulator.advance(k % 4 == 3 ? Phase.EVALUATE : Phase.LEARN, STEPS);
            }
        }
    }

    /** With C1 only and low thresholds, there are no bailouts. */
    @Test
    void c1CompilesEveryKernel() throws Exception {
        assertEquals(List.of(), C1Bailouts.of(Probe.class));
    }
}
