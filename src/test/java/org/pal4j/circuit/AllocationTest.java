package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.memory.VectorView;

/** A step allocates nothing. A kernel that the compiler can't inline completely boxes its vectors and fails here. */
@Tag("width")
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int STEPS = 4_000;
    private static final int STEPS_PER_PRESENTATION = 10;
    /** Number of rounds after which the compiler must have finished all kernels. */
    private static final int MAX_ROUNDS = 2_000;

    static Stream<Arguments> circuits() {
        return Stream.of(
                Arguments.of("4-30-3", base(4, 30, 3)),
                Arguments.of("5-20-10-20-5", base(5, 20, 10, 20, 5)),
                Arguments.of("70-40-66-3", base(70, 40, 66, 3)),
                Arguments.of("dense", base(70, 40, 3).clampedInput(false)),
                Arguments.of("all activations", base(5, 17, 17, 17, 17, 17, 17, 4).activations(List.of(Activation.values()))),
                Arguments.of("phi regularizer", base(5, 20, 10, 4).regularizer(Regularizer.PHI)),
                Arguments.of("phi with every slope", base(5, 17, 17, 17, 17, 17, 17, 4).regularizer(Regularizer.PHI)
                        .activations(List.of(Activation.values()))),
                Arguments.of("gated regularizer", base(5, 20, 10, 4).regularizer(Regularizer.GATED)),
                Arguments.of("skip", base(5, 20, 10, 4).connectivity(Connectivity.SKIP)),
                Arguments.of("DFA", base(5, 20, 10, 4).connectivity(Connectivity.SKIP).algorithm(Algorithm.DFA)),
                Arguments.of("BP", base(5, 20, 10, 4).algorithm(Algorithm.BP)),
                Arguments.of("KP", base(5, 20, 10, 4).algorithm(Algorithm.KP)),
                Arguments.of("KP, no update low-pass", base(5, 20, 10, 4).algorithm(Algorithm.KP).updateLowPass(false)),
                Arguments.of("neurons that differ", base(5, 20, 10, 4).spreadTau(0.1).spreadGain(0.1)),
                Arguments.of("noise with |u|", base(4, 30, 3).noiseMode(NoiseMode.SOMATIC)),
                Arguments.of("noise with |b|", base(4, 30, 3).noiseMode(NoiseMode.PROSPECTIVE)),
                Arguments.of("noise with |vapi|, held", base(4, 30, 3).noiseMode(NoiseMode.APICAL).dtxi(0.05)
                        .noiseType(NoiseType.HOLD_WHITE_NOISE)),
                Arguments.of("no update low-pass", base(4, 30, 3).updateLowPass(false)),
                Arguments.of("all low-passes", base(4, 30, 3).traceLowPass(true).postLowPass(true).interneuronLowPass(true)),
                Arguments.of("voltages in the post term", base(4, 30, 3).postWithActivation(false)));
    }

    private static CircuitParametersBuilder base(int... layers) {
        return CircuitParameters.builder().layers(layers).noiseScale(List.of(0.01)).etaForward(List.of(0.01)).etaBackward(List.of(0.1))
                .etaPyramidalToInter(List.of(0.01)).etaInterToPyramidal(List.of(0.01)).alpha(List.of(1e-4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("circuits")
    void warmPresentationsAllocateNothing(String name, CircuitParametersBuilder builder) {
        Circuit circuit = new Circuit(builder.build(), new NoiseSource.Counter(1));
        assertAllocatesNothing(circuit::present, circuit::advance, List.of(circuit));
    }

    @ParameterizedTest(name = "{0} replicas")
    @ValueSource(ints = {3, 7, 16})
    void warmEnsemblePresentationsAllocateNothing(int size) {
        for (CircuitParametersBuilder builder : List.of(base(4, 30, 3), base(5, 20, 10, 4).regularizer(Regularizer.PHI).clampedInput(false),
                base(5, 20, 10, 4).algorithm(Algorithm.KP), base(5, 20, 10, 4).algorithm(Algorithm.BP))) {
            CircuitParameters p = builder.build();
            Ensemble ensemble = new Ensemble(Collections.nCopies(size, p), Collections.nCopies(size, new NoiseSource.Counter(1)));
            assertAllocatesNothing(ensemble::present, ensemble::advance, ensemble.replicas());
        }
    }

    private interface Steps {
        void advance(Phase phase, int steps);
    }

    private static void assertAllocatesNothing(Runnable present, Steps steps, List<? extends Replica> replicas) {
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < MAX_ROUNDS && bytes > STEPS / 100; round++) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
            present(present, steps, replicas, Phase.LEARN, STEPS / 2);
            present(present, steps, replicas, Phase.EVALUATE, STEPS / 4);
            present(present, steps, replicas, Phase.SETTLE, STEPS / 4);
            bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
        }
        // A single boxed vector per step would amount to 80 bytes times 4000.
        assertTrue(bytes <= STEPS / 100, "after " + MAX_ROUNDS * STEPS + " steps of warm-up, " + STEPS + " steps still allocate " + bytes
                + " bytes");
    }

    /** Two alternating inputs, every second pair of presentations announced. */
    private static void present(Runnable present, Steps steps, List<? extends Replica> replicas, Phase phase, int count) {
        for (int shown = 0; shown < count / STEPS_PER_PRESENTATION; shown++) {
            for (int k = 0; k < replicas.size(); k++) {
                VectorView input = replicas.get(k).input();
                for (int i = 0; i < input.size(); i++) {
                    input.set(i, shown % 2 == 0 ? 0.25f : 0.5f);
                }
            }
            if (shown % 4 < 2) {
                present.run();
            }
            steps.advance(phase, STEPS_PER_PRESENTATION);
        }
    }
}
