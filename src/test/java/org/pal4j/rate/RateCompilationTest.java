package org.pal4j.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pal4j.Activation;
import org.pal4j.C1Bailouts;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/** The compilers handle all kernels of rate networks: compiled by C2 they allocate nothing, and C1 bails out on none. */
class RateCompilationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int UPDATES = 400;
    private static final int MAX_ROUNDS = 1_500;

    private static RateParameters dense(RateAlgorithm algorithm, Target target, int batch, double low, double white) {
        List<Layer> layers = new ArrayList<>();
        for (Activation phi : Activation.values()) {
            layers.add(layer(Layer.dense(9 + layers.size() * 8, phi), algorithm));
        }
        return new RateParameters(algorithm, target, Shape.of(40), layers, batch, 0.1, 0.1, 1, 1, low, white);
    }

    private static RateParameters maps(RateAlgorithm algorithm, int batch) {
        return new RateParameters(algorithm, Target.MSE, new Shape(2, 12, 12), List.of(
                layer(Layer.convolution(5, 5, Activation.LOGISTIC), algorithm), Layer.maxPool().withSigma(0.05),
                layer(Layer.convolution(6, 3, Activation.LINEAR), algorithm), Layer.maxPool().withSigma(0.05),
                layer(Layer.projection(11, Activation.LOGISTIC), algorithm), layer(Layer.dense(3, Activation.LINEAR), algorithm)), batch, 0.1, 0.1, 1,
                1, 0, 0);
    }

    private static Layer layer(Layer layer, RateAlgorithm algorithm) {
        return layer.withEta(1e-3).withBackward(1e-3, 0.1).withSigma(algorithm.isNoisy() ? 0.05 : 0);
    }

    static Stream<RateParameters> networks() {
        return Stream.of(dense(RateAlgorithm.PAL, Target.RATE, 32, 0, 0), dense(RateAlgorithm.PAL, Target.SOFTMAX, 7, 5, 0.1),
                dense(RateAlgorithm.BP, Target.MSE, 45, 0, 0), dense(RateAlgorithm.DFA, Target.MSE, 5, 0, 0), maps(RateAlgorithm.PAL, 5),
                maps(RateAlgorithm.BP, 20), maps(RateAlgorithm.DFA, 3), dense(RateAlgorithm.KP, Target.RATE, 32, 0, 0),
                dense(RateAlgorithm.KP, Target.MSE, 9, 5, 0), maps(RateAlgorithm.KP, 5), dense(RateAlgorithm.WM, Target.RATE, 32, 0, 0),
                maps(RateAlgorithm.WM, 5));
    }

    @ParameterizedTest
    @MethodSource("networks")
    @Tag("width")
    void warmUpdatesAllocateNothing(RateParameters p) {
        RateNetwork network = new RateNetwork(p, new RateNoise.Counter(1));
        float[] input = new float[p.input().size()];
        int updates = p.input().isMap() ? UPDATES / 8 : UPDATES;
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < MAX_ROUNDS && bytes > UPDATES / 100; round++) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
            for (int batch = 0; batch < 10; batch++) {
                for (int sample = 0; sample < p.batch(); sample++) {
                    input[sample % input.length] = 0.1f * batch;
                    network.input(sample, input);
                }
                network.advance(batch < 8, true, updates / 10);
            }
            bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
        }
        assertEquals(0, bytes / (UPDATES / 100), bytes + " bytes in " + updates + " updates of " + p);
    }

    /** Runs updates until all kernels are compiled. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            networks().forEach(p -> {
                RateNetwork network = new RateNetwork(p, new RateNoise.Counter(1));
                for (int batch = 0; batch < 4; batch++) {
                    network.input(0, new float[p.input().size()]);
                    network.advance(batch < 3, true, p.input().isMap() ? 2 : 8);
                }
            });
        }
    }

    /** The child takes the widest vectors, whatever this run has. */
    @Test
    void c1CompilesEveryKernel() throws Exception {
        assertEquals(List.of(), C1Bailouts.of(Probe.class));
    }
}
