package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.circuit.SteppedCircuits.Noise;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;

/**
 * States that 512-bit code saved from lane 3 of 16, in files: every width must come to the same state, and go on from the file to the same checksum,
 * alone and among others. They change only with the model's arithmetic or the arrays of the state, and then on purpose: {@link #main} writes them
 * anew.
 */
@Tag("width")
class CircuitStateFileTest {
    private static final int LANE = 3;
    /** Within a presentation, and within the time for which noise is held. */
    private static final int STEPS = 43;
    private static final int MORE = 60;

    static Stream<Arguments> circuits() {
        return Stream.of(
                Arguments.of("clamped", course(base(5, 17, 6, 3), Noise.COUNTER), 0x2F7D6190L),
                Arguments.of("skip", course(base(5, 7, 18, 3).connectivity(Connectivity.SKIP).regularizer(Regularizer.GATED).traceLowPass(true)
                        .postLowPass(true).interneuronLowPass(true).noiseMode(NoiseMode.APICAL), Noise.NUMPY), 0xC26ECC6BL),
                Arguments.of("bp", course(base(5, 7, 6, 3).algorithm(Algorithm.BP).activations(List.of(Activation.TANH)).updateLowPass(false)
                        .noiseMode(NoiseMode.SOMATIC), Noise.NUMPY), 0x8F949B09L));
    }

    private static CircuitParametersBuilder base(int... layers) {
        return CircuitParameters.builder().layers(layers).noiseScale(List.of(0.05)).etaForward(List.of(1.0)).etaBackward(List.of(5.0))
                .etaPyramidalToInter(List.of(0.5)).etaInterToPyramidal(List.of(0.5)).alpha(List.of(1e-3)).tauLO(10).dtxi(0.03);
    }

    private static SteppedCircuits course(CircuitParametersBuilder builder, Noise noise) {
        CircuitParameters p = builder.build();
        return new SteppedCircuits(IntStream.range(0, Ensemble.MAX_REPLICAS).mapToObj(k -> EnsembleTest.variant(p, k + 1)).toList(),
                List.of(Phase.LEARN, Phase.LEARN, Phase.EVALUATE), noise, 5);
    }

    private static Path file(Path folder, String name) {
        return folder.resolve("circuit-" + name + ".safetensors");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("circuits")
    void everyWidthGoesOnAlike(String name, SteppedCircuits course, long checksum) throws URISyntaxException {
        Map<String, NpyArray> saved =
                Safetensors.read(file(Path.of(CircuitStateFileTest.class.getResource("/state").toURI()), name)).tensors();
        Simulator ensemble = course.started();
        course.advance(ensemble, course.all(), STEPS);
        List<Map<String, NpyArray>> states = SteppedCircuits.states(ensemble, course.all());
        assertEquals(saved.keySet(), states.get(LANE).keySet());
        saved.forEach((array, values) -> assertEquals(values, states.get(LANE).get(array), array));

        Simulator alone = course.simulator(List.of(LANE), true);
        alone.resume(List.of(saved));
        course.advance(alone, List.of(LANE), MORE);
        assertEquals(Long.toHexString(checksum), checksum(alone.replicas().getFirst()), "alone");
        states.set(LANE, saved);
        Simulator together = course.simulator(course.all(), false);
        together.resume(states);
        course.advance(together, course.all(), MORE);
        assertEquals(Long.toHexString(checksum), checksum(together.replicas().get(LANE)), "among others");
        Simulator four = course.simulator(Collections.nCopies(3, LANE), false);
        four.resume(Collections.nCopies(3, saved));
        course.advance(four, Collections.nCopies(3, LANE), MORE);
        assertEquals(Long.toHexString(checksum), checksum(four.replicas().getLast()), "one of three");
    }

    private static String checksum(Replica replica) {
        CRC32 sum = new CRC32();
        for (NpyArray array : replica.state().values()) {
            for (double value : array.toDoubles()) {
                sum.update(ByteBuffer.allocate(Double.BYTES).putDouble(value).flip());
            }
        }
        return Long.toHexString(sum.getValue());
    }

    /** Writes the files into a folder, and prints the checksums. */
    public static void main(String[] arguments) throws IOException {
        for (Arguments circuit : circuits().toList()) {
            SteppedCircuits course = (SteppedCircuits) circuit.get()[1];
            Simulator ensemble = course.started();
            course.advance(ensemble, course.all(), STEPS);
            Safetensors.write(file(Path.of(arguments[0]), (String) circuit.get()[0]), ensemble.replicas().get(LANE).state(), Map.of());
            course.advance(ensemble, course.all(), MORE);
            System.out.println(circuit.get()[0] + " " + checksum(ensemble.replicas().get(LANE)));
        }
    }
}
