package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** A replica has the bits of a single circuit, whatever the others in its ensemble are and do. */
@Tag("width")
class EnsembleTest {
    private static final int PRESENTATIONS = 6;
    private static final int STEPS = 4;

    @Provide
    Arbitrary<CircuitParameters> circuits() {
        return RandomCircuits.parameters(1);
    }

    @Provide
    Arbitrary<List<Phase>> phases() {
        return RandomCircuits.phases();
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 3, 4, 5, 8, 9, 10, 16);
    }

    /** The same circuit with different learning rates, noise and alpha. */
    static CircuitParameters variant(CircuitParameters p, int k) {
        double factor = k % 3 == 2 ? 0 : 1 + 0.01 * k;
        return p.toBuilder().etaForward(scaled(p.etaForward(), 1 + 0.01 * k)).etaBackward(scaled(p.etaBackward(), 1 - 0.02 * k))
                .etaPyramidalToInter(scaled(p.etaPyramidalToInter(), factor)).etaInterToPyramidal(scaled(p.etaInterToPyramidal(), 1 + 0.03 * k))
                .noiseScale(scaled(p.noiseScale(), factor)).alpha(scaled(p.alpha(), 1 + 0.1 * k)).build();
    }

    private static List<Double> scaled(List<Double> values, double factor) {
        return values.stream().map(value -> value * factor).toList();
    }

    private static Ensemble ensemble(List<CircuitParameters> kinds) {
        return new Ensemble(kinds, IntStream.range(0, kinds.size()).mapToObj(k -> new NoiseSource.Counter(100 + k)).toList());
    }

    private static void present(SplittableRandom random, Replica replica) {
        CircuitParameters p = replica.parameters();
        replica.input().set(RandomCircuits.values(random, 1, p.size(0)));
        replica.target().set(RandomCircuits.values(random, 1, p.size(p.areas())));
    }

    static void assertSameState(CircuitState expected, CircuitState actual) {
        assertEquals(expected.step(), actual.step());
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(expected.parameters()); i++) {
                assertArrayEquals(expected.read(variable, i), actual.read(variable, i), variable + " " + i);
            }
        }
    }

    @Property(tries = 150)
    void replicasEqualSingleCircuits(@ForAll("circuits") CircuitParameters p, @ForAll("phases") List<Phase> phases,
            @ForAll("sizes") int size, @ForAll long seed) {
        List<CircuitParameters> kinds = IntStream.range(0, size).mapToObj(k -> variant(p, k)).toList();
        Ensemble ensemble = ensemble(kinds);
        List<SplittableRandom> random = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            random.add(new SplittableRandom(seed + k));
            RandomCircuits.start(random.get(k), 0.5, 1, ensemble.replicas().get(k));
        }
        for (int n = 0; n < PRESENTATIONS; n++) {
            for (int k = 0; k < size; k++) {
                present(random.get(k), ensemble.replicas().get(k));
            }
            ensemble.present();
            ensemble.advance(phases.get(n % phases.size()), STEPS);
        }
        for (int k = 0; k < size; k++) {
            SplittableRandom own = new SplittableRandom(seed + k);
            Circuit single = new Circuit(kinds.get(k), new NoiseSource.Counter(100 + k));
            RandomCircuits.start(own, 0.5, 1, single);
            for (int n = 0; n < PRESENTATIONS; n++) {
                present(own, single);
                single.present();
                single.advance(phases.get(n % phases.size()), STEPS);
            }
            assertSameState(single, ensemble.replicas().get(k));
        }
    }

    /** In the middle of a presentation, and before and after its end. */
    @Property(tries = 100)
    void copiesContinueLikeTheReplica(@ForAll("circuits") CircuitParameters p, @ForAll("sizes") int size, @ForAll long seed) {
        Ensemble ensemble = ensemble(IntStream.range(0, size).mapToObj(k -> variant(p, k)).toList());
        List<SplittableRandom> random = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            random.add(new SplittableRandom(seed + k));
            RandomCircuits.start(random.get(k), 0.5, 1, ensemble.replicas().get(k));
        }
        for (int n = 0; n < 3; n++) {
            ensemble.replicas().forEach(replica -> present(new SplittableRandom(seed + replica.step()), replica));
            ensemble.present();
            ensemble.advance(Phase.LEARN, n == 2 ? STEPS / 2 : STEPS);
        }
        Replica original = ensemble.replicas().get(size - 1);
        Circuit copy = original.copy();
        assertSameState(original, copy);
        ensemble.advance(Phase.LEARN, 3);
        copy.advance(Phase.LEARN, 3);
        assertSameState(original, copy);
        present(new SplittableRandom(seed), original);
        present(new SplittableRandom(seed), copy);
        ensemble.present();
        copy.present();
        ensemble.advance(Phase.LEARN, STEPS);
        copy.advance(Phase.LEARN, STEPS);
        assertSameState(original, copy);
    }

    @Property(tries = 30)
    void divergingReplicaDoesNotAffectOthers(@ForAll("circuits") CircuitParameters p, @ForAll("sizes") int size, @ForAll long seed) {
        List<CircuitParameters> kinds = IntStream.range(0, size).mapToObj(k -> p).toList();
        Ensemble undisturbed = ensemble(kinds);
        Ensemble diverging = ensemble(kinds);
        for (Ensemble ensemble : List.of(undisturbed, diverging)) {
            for (int k = 0; k < size; k++) {
                RandomCircuits.start(new SplittableRandom(seed + k), 0.5, 1, ensemble.replicas().get(k));
            }
        }
        double[] voltages = new double[p.size(1)];
        java.util.Arrays.fill(voltages, Double.NaN);
        diverging.replicas().get(size / 2).write(Variable.uP, 0, voltages);
        for (Ensemble ensemble : List.of(undisturbed, diverging)) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int n = 0; n < PRESENTATIONS; n++) {
                ensemble.replicas().forEach(replica -> present(random, replica));
                ensemble.present();
                ensemble.advance(Phase.LEARN, STEPS);
            }
        }
        assertThrows(NonFiniteException.class, diverging.replicas().get(size / 2)::requireFinite);
        for (int k = 0; k < size; k++) {
            if (k != size / 2) {
                assertSameState(undisturbed.replicas().get(k), diverging.replicas().get(k));
            }
        }
    }

    private static CircuitParametersBuilder small() {
        return CircuitParameters.builder().layers(4, 6, 3).etaForward(List.of(1.0)).etaBackward(List.of(1.0)).noiseScale(List.of(0.1))
                .etaPyramidalToInter(List.of(1.0)).etaInterToPyramidal(List.of(1.0)).alpha(List.of(0.1));
    }

    @Example
    void replicasMayDifferOnlyInRatesNoiseAndAlpha() {
        CircuitParameters p = small().build();
        assertTrue(Ensemble.isReplicaOf(p, small().etaBackward(List.of(3.0)).alpha(List.of(0.0)).noiseScale(List.of(0.0)).build()));
        assertFalse(Ensemble.isReplicaOf(p, small().tauLO(3).build()));
        assertThrows(IllegalArgumentException.class, () -> ensemble(List.of(p, small().tauLO(3).build())));
        assertThrows(IllegalArgumentException.class, () -> ensemble(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Ensemble(List.of(p, p), List.of(new NoiseSource.Counter(1))));
        assertThrows(IllegalArgumentException.class,
                () -> new Ensemble(List.of(p, p), List.of(new NoiseSource.Counter(1), new NoiseSource.Given())));
    }

    @Example
    void writingAReplicaAfterItsFirstStepIsRejected() {
        CircuitParameters p = small().build();
        Ensemble ensemble = ensemble(List.of(p, p));
        Replica replica = ensemble.replicas().get(1);
        double[] weights = replica.read(Variable.W, 0);
        replica.write(Variable.W, 0, weights);
        ensemble.advance(Phase.LEARN, 1);
        assertThrows(IllegalStateException.class, () -> replica.write(Variable.W, 0, weights));
        replica.copy().write(Variable.W, 0, weights);
    }
}
