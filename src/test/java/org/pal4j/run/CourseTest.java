package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Measures;
import org.pal4j.model.Place;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.circuit.Tiny;

/** Rows, snapshots, progress and stops of the course of a batch. */
@Tag("width")
class CourseTest {
    private static Batch batch(CircuitExperiment e) {
        return CircuitModel.INSTANCE.samples(e, Tiny.NO_DATA).start(List.of(e), 1);
    }

    @Test
    void metricsHaveOneRowForTheStartAndOneForEachEpoch() {
        CircuitExperiment e = Tiny.yinYang();
        Tiny.Heard heard = new Tiny.Heard();
        Tiny.Run run = Tiny.run(e, heard, () -> false);
        Outcome outcome = run.outcome();
        assertEquals(Ending.COMPLETE, outcome.ending());
        assertEquals(List.of(0, 1, 2), outcome.rows().stream().map(EpochRow::epoch).toList());
        // Validation is 4 presentations of 20 steps, an epoch 6.
        assertEquals(List.of(80L, 280L, 480L), outcome.rows().stream().map(EpochRow::steps).toList());
        assertEquals(560, run.circuit().step());
        assertEquals(560, outcome.steps());
        assertEquals(e.totalSteps(), outcome.steps());
        assertTrue(Double.isNaN(outcome.rows().getFirst().measures().column(Measures.TRAIN_ERROR)), "no error before the first epoch");
        for (EpochRow row : outcome.rows()) {
            double[] angles = row.measures().values(Measures.WEIGHT_ANGLE);
            double accuracy = row.measures().column(Measures.VALIDATION_ACCURACY);
            double error = row.measures().column(Measures.TRAIN_ERROR);
            assertEquals(1, angles.length);
            assertTrue(angles[0] > 0 && angles[0] < 180, () -> "angle " + angles[0]);
            assertTrue(accuracy * 4 == Math.rint(accuracy * 4), "a share of four");
            assertTrue(row.epoch() == 0 || error > 0 && error < 10, () -> "error " + error);
        }
        assertEquals(List.of("measured 0 80", "measured 1 280", "measured 2 480"), heard.calls);
        assertEquals(List.of(0, 1, 2), outcome.snapshots().stream().map(Outcome.Snapshot::epoch).toList());
    }

    @Test
    void snapshotsAreTakenAsAskedAndAtTheEnd() {
        Tiny.Run run = Tiny.run(Tiny.yinYang("epochs=5", "snapshot_every=2"));
        List<Outcome.Snapshot> snapshots = run.outcome().snapshots();
        assertEquals(List.of(0, 2, 4, 5), snapshots.stream().map(Outcome.Snapshot::epoch).toList());
        assertEquals(List.of("W1", "B1", "W2"), List.copyOf(snapshots.getLast().weights().keySet()));
        assertArrayEquals(run.circuit().matrix(Variable.W, 1).toArray(), snapshots.getLast().weights().get("W2").toFloats());
        assertArrayEquals(run.circuit().matrix(Variable.B, 0).toArray(), snapshots.getLast().weights().get("B1").toFloats());
        assertEquals(0, Tiny.run(Tiny.yinYang("snapshot_every=0")).outcome().snapshots().size());
    }

    /** Nothing is drawn from a generator with a state: what was presented before an epoch shows in the weights only. */
    @Test
    void nobodyWhoListensOrMeasuresMatters() {
        CircuitExperiment e = Tiny.yinYang();
        String bits = Tiny.bits(Tiny.run(e).circuit());
        Batch batch = batch(e);
        Course[] course = new Course[1];
        course[0] = new Course(batch, e, new Course.Observer() {
            @Override
            public void progress(Place place, long steps) {}

            @Override
            public void measured(int replica, EpochRow row) {
                assertEquals(batch.measures(0), row.measures());
                assertEquals(row.epoch() + 1, course[0].rows(0).size());
                batch.weights(0).values().forEach(NpyArray::toDoubles);
            }
        });
        while (course[0].carryOn(() -> false)) {
            // The next part.
        }
        assertEquals(Tiny.run(e).outcome().weights(), course[0].outcomes().getFirst().weights());
        assertEquals(bits, Tiny.bits(Tiny.run(Tiny.yinYang("snapshot_every=0")).circuit()));
    }

    @Test
    void aRunStopsAfterAnyPresentation() {
        CircuitExperiment e = Tiny.yinYang();
        int presentations = 3 * 4 + 2 * 6 + 4;
        for (int wanted = 1; wanted <= presentations; wanted++) {
            AtomicInteger left = new AtomicInteger(wanted);
            Tiny.Run run = Tiny.run(e, new Tiny.Heard(), () -> left.decrementAndGet() == 0);
            assertEquals(Ending.INTERRUPTED, run.outcome().ending());
            assertEquals(20L * wanted, run.circuit().step());
            // A row for each validation that was completed: after 4, 14 and 24 presentations.
            assertEquals((wanted > 4 ? 1 : 0) + (wanted > 14 ? 1 : 0) + (wanted > 24 ? 1 : 0), run.outcome().rows().size(), "after " + wanted);
            assertTrue(run.outcome().test().isEmpty());
        }
        AtomicInteger left = new AtomicInteger(2);
        Tiny.Run settling = Tiny.run(Tiny.alignment(), new Tiny.Heard(), () -> left.decrementAndGet() == 0);
        assertEquals(40, settling.circuit().step());
        assertEquals(Ending.INTERRUPTED, settling.outcome().ending());
    }

    @Test
    void aLongPresentationCanBeStoppedWithin() {
        CircuitExperiment e = Tiny.alignment("layers=[1, 1, 1]", "Tpres=2000", "settling_time=2000", "train_samples=1", "epochs=1");
        Tiny.Run run = Tiny.run(e, new Tiny.Heard(), () -> true);
        assertTrue(run.circuit().step() > 0 && run.circuit().step() < 20_000, run.circuit().step() + " steps");
    }

    /** The parts of a course may be cut at any slice; carried on, they give what they give uncut. */
    @Test
    void aCourseThatIsCutGoesOnWhereItWas() {
        for (CircuitExperiment e : List.of(Tiny.yinYang("learning_lag=0.07"), Tiny.alignment(),
                Tiny.alignment("layers=[1, 1, 1]", "Tpres=1000", "settling_time=700", "train_samples=1", "epochs=1"))) {
            Outcome whole = Tiny.run(e).outcome();
            Batch batch = batch(e);
            Course course = new Course(batch, e, new Tiny.Heard());
            int parts = 1;
            long before = 0;
            boolean more = true;
            while (more) {
                long from = before;
                // A measurement that is always told to stop would never end.
                more = course.carryOn(() -> batch.step() > from);
                assertTrue(batch.step() - before <= 1 << 16, "steps between two questions");
                before = batch.step();
                parts++;
            }
            assertTrue(parts > e.epochs() + 3, parts + " parts");
            Outcome cut = course.outcomes().getFirst();
            assertEquals(Ending.COMPLETE, cut.ending());
            assertEquals(whole.weights(), cut.weights());
            assertEquals(whole.steps(), cut.steps());
            assertEquals(whole.rows().stream().map(EpochRow::measures).toList(), cut.rows().stream().map(EpochRow::measures).toList());
            assertEquals(whole.test().map(Batch.TestResult::arrays), cut.test().map(Batch.TestResult::arrays));
        }
    }

    @Test
    void progressIsReportedBySteps() {
        Tiny.Heard heard = new Tiny.Heard();
        CircuitExperiment e = Tiny.alignment("layers=[1, 1, 1]", "Tpres=1", "train_samples=700", "settling_time=0", "epochs=1");
        Tiny.run(e, heard, () -> false);
        assertEquals(List.of("measured 0 0", "progress 0 65600", "measured 1 70000"), heard.calls);
    }

    /** Whoever has ended keeps what it came to. */
    @Test
    void anInterruptAfterTheEndChangesNothing() {
        CircuitExperiment e = Tiny.yinYang();
        Course course = new Course(batch(e), e, new Tiny.Heard());
        while (course.carryOn(() -> false)) {
            // The next part.
        }
        Outcome before = course.outcomes().getFirst();
        course.interrupt();
        assertEquals(before, course.outcomes().getFirst());
    }
}
