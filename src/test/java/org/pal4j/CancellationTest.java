package org.pal4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.pal4j.Cancellation.Cancelled;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.data.UniformInputs;
import org.pal4j.data.YinYang;
import org.pal4j.measure.LinearClassifier;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.random.CounterRandom;
import org.pal4j.run.Listener;
import org.pal4j.run.StudyRunner;

/** Long work that is not the steps of a run looks whether it is still wanted, and gives the same where nobody wants it to end. */
class CancellationTest {
    /** Counts how often work looks, and makes sure that it ends at each of the first looks. */
    private static int looks(String what, Supplier<?> work) {
        AtomicInteger looks = new AtomicInteger();
        Cancellation.within(() -> looks.incrementAndGet() < 0, work);
        for (int last = 1; last <= Math.min(3, looks.get()); last++) {
            int at = last;
            AtomicInteger seen = new AtomicInteger();
            assertThrows(Cancelled.class, () -> Cancellation.within(() -> seen.incrementAndGet() >= at, work), what);
            assertEquals(at, seen.get(), what);
        }
        return looks.get();
    }

    @Test
    void longWorkLooksAndShortWorkDoesNot() {
        assertTrue(looks("Yin-Yang", () -> YinYang.generate(1, 10_000, 1, 0)) >= 9);
        assertTrue(looks("inputs", () -> UniformInputs.counter(1, 10_000, 3)) >= 9);
        assertTrue(looks("NumPy's inputs", () -> UniformInputs.numpy(1, 10_000, 3)) >= 9);
        assertEquals(0, looks("few", () -> YinYang.generate(1, 100, 1, 0)));

        CounterRandom random = new CounterRandom(1, CounterRandom.Stream.INPUTS);
        float[] features = new float[20_000];
        int[] classes = new int[features.length / 2];
        for (int i = 0; i < features.length; i++) {
            features[i] = random.nextFloat();
            classes[i / 2] = (int) (10 * features[i]);
        }
        assertTrue(looks("classifiers", () -> LinearClassifier.train(features, 2, classes, 10, 1)) > 20);
        LinearClassifier classifier = LinearClassifier.train(features, 2, classes, 10, 1);
        assertTrue(looks("predictions", () -> classifier.accuracy(features, classes)) > 20);
    }

    @Test
    void aTeacherCanBeCancelled() {
        // Drawing samples includes the teacher's presentations; the small network takes 4096 steps between two looks.
        String[] settings = {"task=teacher", "layers=[3, 4, 2]", "Tpres=200", "dt=0.01", "train_samples=4", "settling_time=0", "epochs=1"};
        assertTrue(looks("teacher", () -> StudyRunner.of(Tiny.study("fig3abc", List.of(settings)), 1, new Listener() {}, () -> false,
                Tiny.NO_DATA)) == 0, "it asks its own question");
        AtomicInteger looks = new AtomicInteger();
        assertThrows(Cancelled.class, () -> StudyRunner.of(Tiny.study("fig3abc", List.of(settings)), 1, new Listener() {},
                () -> looks.incrementAndGet() >= 2, Tiny.NO_DATA));
        assertEquals(2, looks.get());
    }

    @Test
    void stepsAreTheSameHoweverOftenTheyLook() {
        CircuitParameters p = Tiny.yinYang().circuit();
        double[][] after = new double[2][];
        for (int k = 0; k < 2; k++) {
            Circuit circuit = new Circuit(p, new NoiseSource.Counter(1));
            circuit.input().set(new float[] {0.1f, 0.2f, 0.9f, 0.8f});
            if (k == 0) {
                circuit.advance(Phase.SETTLE, 10_000);
            } else {
                AtomicInteger seen = new AtomicInteger();
                Cancellation.within(() -> seen.incrementAndGet() < 0, () -> {
                    circuit.advanceUnlessCancelled(Phase.SETTLE, 10_000);
                    return 0;
                });
                assertTrue(seen.get() >= 2);
            }
            after[k] = circuit.read(Variable.uP, 0);
        }
        assertArrayEquals(after[0], after[1]);
    }

    @Test
    void shieldedWorkIsNotAsked() {
        AtomicInteger looks = new AtomicInteger();
        Cancellation.within(() -> looks.incrementAndGet() > 0, () -> {
            Cancellation.shielded(Cancellation::check);
            assertThrows(Cancelled.class, Cancellation::check);
            return 0;
        });
        assertEquals(1, looks.get());
        Cancellation.check();
        assertEquals(1, looks.get());
    }
}
