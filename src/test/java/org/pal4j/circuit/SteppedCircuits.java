package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pal4j.format.NpyArray;
import org.pal4j.random.NumpyRandom;

/**
 * What a group of replicas sees, step by step. Inputs, targets, draws and phases are a pure function of the replica and the number of the step, so
 * that any simulator can take the course up at any step.
 *
 * @param kinds  parameters of each replica
 * @param phases that are gone through again and again
 * @param noise  where noise comes from
 * @param seed   of everything
 */
record SteppedCircuits(List<CircuitParameters> kinds, List<Phase> phases, Noise noise, long seed) {
    /** Steps that an input is shown for, and that a phase lasts. */
    private static final int SHOWN = 5;
    private static final int LASTS = 4;

    /** Kinds of noise sources. */
    enum Noise {
        COUNTER, NUMPY, GIVEN;

        NoiseSource source(long seed) {
            return switch (this) {
                case COUNTER -> new NoiseSource.Counter(seed);
                case NUMPY -> new NoiseSource.Numpy(new NumpyRandom(seed & NumpyRandom.MAX_SEED));
                case GIVEN -> new NoiseSource.Given();
            };
        }
    }

    /** A simulator of some of the replicas: a circuit alone for one of them, if that is wanted. */
    Simulator simulator(List<Integer> members, boolean alone) {
        List<NoiseSource> sources = members.stream().map(k -> noise.source(seed + k)).toList();
        return alone ? new Circuit(kinds.get(members.getFirst()), sources.getFirst())
                : new Ensemble(members.stream().map(kinds::get).toList(), sources);
    }

    /** All replicas side by side, with weights and voltages. */
    Simulator started() {
        Simulator simulator = simulator(all(), false);
        for (int k = 0; k < kinds.size(); k++) {
            RandomCircuits.start(new SplittableRandom(seed + k), 0.5, 1, simulator.replicas().get(k));
        }
        return simulator;
    }

    List<Integer> all() {
        return IntStream.range(0, kinds.size()).boxed().toList();
    }

    /** Takes steps; {@code members} are those that the simulator simulates. */
    void advance(Simulator simulator, List<Integer> members, int steps) {
        for (int n = 0; n < steps; n++) {
            long step = simulator.step();
            for (int k = 0; k < members.size(); k++) {
                show(simulator.replicas().get(k), new SplittableRandom(seed + 1000 * step + members.get(k)), step);
            }
            // A presentation that goes on with the same input, now and then.
            if (new SplittableRandom(seed + step).nextInt(8) == 0) {
                simulator.present();
            }
            simulator.advance(phases.get((int) (step / LASTS % phases.size())), 1);
        }
    }

    private void show(Replica replica, SplittableRandom random, long step) {
        CircuitParameters p = replica.parameters();
        if (step % SHOWN == 0) {
            replica.input().set(RandomCircuits.values(random, 1, p.size(0)));
            replica.target().set(RandomCircuits.values(random, 1, p.size(p.areas())));
        }
        if (noise == Noise.GIVEN && step % 3 != 0) {
            double[][] draws = RandomCircuits.draws(random, p);
            for (int l = 1; l < p.areas(); l++) {
                replica.draws(l).set(draws[l - 1]);
            }
        }
    }

    static List<Map<String, NpyArray>> states(Simulator simulator, List<Integer> members) {
        List<Map<String, NpyArray>> states = new ArrayList<>();
        members.forEach(k -> states.add(simulator.replicas().get(k).state()));
        return states;
    }

    /** All that can be read is equal, bit for bit, and so are the states. */
    static void assertSame(Replica expected, Replica actual) {
        assertReadsSame(expected, actual);
        Map<String, NpyArray> state = expected.state();
        assertEquals(List.copyOf(state.keySet()), List.copyOf(actual.state().keySet()));
        actual.state().forEach((name, array) -> assertEquals(state.get(name), array, name));
    }

    /** All that can be read is equal, bit for bit. */
    static void assertReadsSame(Replica expected, Replica actual) {
        CircuitParameters p = expected.parameters();
        EnsembleTest.assertSameState(expected, actual);
        for (Variable variable : List.of(Variable.W, Variable.WI, Variable.B, Variable.BI)) {
            for (int i = 0; i < variable.count(p); i++) {
                assertArrayEquals(expected.update(variable, i), actual.update(variable, i), "update of " + variable + " " + i);
            }
        }
        for (int l = 1; l <= p.areas(); l++) {
            assertArrayEquals(expected.highPassSeen(l).toArray(), actual.highPassSeen(l).toArray(), "high-passed rates " + l);
            if (l < p.areas()) {
                assertArrayEquals(expected.noiseSeen(l).toArray(), actual.noiseSeen(l).toArray(), "noise " + l);
            }
        }
        assertArrayEquals(expected.input().toArray(), actual.input().toArray(), "input");
        assertArrayEquals(expected.target().toArray(), actual.target().toArray(), "target");
        if (expected.noise instanceof NoiseSource.Numpy(NumpyRandom one) && actual.noise instanceof NoiseSource.Numpy(NumpyRandom other)) {
            assertEquals(one.copy().nextDouble(), other.copy().nextDouble(), "draw");
            assertEquals(one.copy().nextGaussian(), other.copy().nextGaussian(), "normal draw");
        }
    }
}
