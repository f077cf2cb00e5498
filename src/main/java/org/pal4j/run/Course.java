package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Place;
import org.pal4j.model.RunSettings;
import org.pal4j.model.Stage;

/**
 * The course of a batch from its start to its test: settling and a first measurement, then for each epoch training and a measurement, then the
 * test. It is carried on part by part, so that batches can take turns; a part is cut at any slice of steps if the run is to stop.
 *
 * <p>Everything that says where the run is lies in the fields {@code epoch}, {@code stage}, {@code presentation} and {@code taken}. A replica that
 * is no longer finite is left behind with its weights as of then, and the others go on.
 */
public final class Course {
    /** Between two looks at whether all values are finite, however long a presentation is. */
    private static final int MAX_UNCHECKED = 1 << 16;
    /** After so much computing at the most, a run can be stopped. */
    private static final double SLICE_MICROSECONDS = 20_000;

    /** Hears how a course goes on, on the thread that carries it on. */
    @FunctionalInterface
    public interface Observer {
        /**
         * Some steps further.
         *
         * @param steps of each replica so far
         */
        void progress(Place place, long steps);

        /** An epoch (or the start) of a replica has been measured. */
        default void measured(int replica, EpochRow row) {}

        /** A replica was left behind. */
        default void failed(int replica, String fault) {}
    }

    private final Batch batch;
    private final RunSettings settings;
    private final Observer observer;
    private final List<ReplicaRecord> replicas = new ArrayList<>();
    /** Steps that are taken without asking whether to stop. */
    private final int slice;
    /** The stages of the part that is under way. */
    private List<Stage> stages = List.of(Stage.SETTLING, Stage.VALIDATION, Stage.READOUT);
    private int stage;
    private boolean begun;
    private long presentation;
    /** Steps taken of the presentation that is shown; -1 between presentations. */
    private int taken = -1;
    private int epoch;
    /** Steps of settling and training, by which records are counted. */
    private long countable;
    private int unchecked;
    private long reported;
    /** Computing so far, without the present call of {@link #carryOn}. */
    private double seconds;
    /** When the present call of {@link #carryOn} began; 0 between calls. */
    private long resumed;
    private boolean ended;

    /**
     * A course at its start.
     *
     * @param batch      at its start
     * @param experiment of which all replicas have the settings, but for seeds
     */
    public Course(Batch batch, Experiment experiment, Observer observer) {
        this.batch = batch;
        this.observer = observer;
        settings = experiment.settings();
        for (int k = 0; k < batch.size(); k++) {
            replicas.add(new ReplicaRecord());
        }
        slice = (int) Math.clamp(SLICE_MICROSECONDS / experiment.cost().microseconds().applyAsDouble(batch.size()), 1, MAX_UNCHECKED);
    }

    /**
     * Records a replica, if its experiment asks for that. To be called once the folder has begun, and before {@link #carryOn}.
     *
     * @param folder of the replica's run
     * @throws org.pal4j.InputException if the files can't be made
     */
    public void recordInto(int replica, RunFolder folder) {
        replicas.get(replica).recorder = folder.recorder(batch.series(replica));
    }

    Batch batch() {
        return batch;
    }

    /** What has been measured of a replica so far. */
    List<EpochRow> rows(int replica) {
        return List.copyOf(replicas.get(replica).rows);
    }

    /**
     * Goes on to the end of the present part: the start, an epoch with its measurement, or the test.
     *
     * @param stop asked every few milliseconds; as soon as it says true, the part is cut, and may be carried on later
     * @return whether there is more to do
     */
    public boolean carryOn(BooleanSupplier stop) {
        resumed = System.nanoTime();
        try {
            while (!ended && stage < stages.size()) {
                if (!finishStage(stop)) {
                    return !ended;
                }
            }
            if (!ended) {
                nextPart();
            }
            return !ended;
        } finally {
            seconds = seconds();
            resumed = 0;
        }
    }

    /** No more of it will be computed, though it may not have come to its end. Replicas that have ended keep their outcomes. */
    public void interrupt() {
        end(Ending.INTERRUPTED);
    }

    /** What each replica came to, once all is done or interrupted. */
    public List<Outcome> outcomes() {
        return replicas.stream().map(replica -> replica.outcome.orElseThrow()).toList();
    }

    private double seconds() {
        return resumed == 0 ? seconds : seconds + (System.nanoTime() - resumed) * 1e-9;
    }

    /** Goes on to the end of the present stage; false if it was cut. */
    private boolean finishStage(BooleanSupplier stop) {
        Stage now = stages.get(stage);
        long presentations = batch.presentations(now);
        if (!begun) {
            batch.begin(now, epoch);
            presentation = 0;
            begun = true;
        }
        while (presentation < presentations) {
            if (!finishPresentation(now, presentations, stop)) {
                return false;
            }
            presentation++;
        }
        begun = false;
        if (now == Stage.SETTLING || now == Stage.TRAINING) {
            trained(now);
        }
        stage++;
        return true;
    }

    /** Goes on to the end of a presentation, with a record wherever one is due; false if it was cut or nothing is left to go on. */
    private boolean finishPresentation(Stage now, long presentations, BooleanSupplier stop) {
        int steps = batch.steps(now, presentation);
        if (taken < 0) {
            batch.show(now, presentation);
            taken = 0;
        }
        boolean counted = now == Stage.SETTLING || now == Stage.TRAINING;
        long every = settings.recordEvery();
        while (taken < steps) {
            int next = Math.min(steps - taken, slice);
            if (counted && every > 0) {
                next = (int) Math.min(next, every - countable % every);
            }
            batch.advance(now, taken, next);
            taken += next;
            unchecked += next;
            countable += counted ? next : 0;
            boolean due = counted && every > 0 && countable % every == 0;
            if (due) {
                record();
            }
            if (taken == steps) {
                batch.shown(now, presentation);
            }
            if (due || taken == steps || unchecked >= MAX_UNCHECKED) {
                check(new Place(epoch, now, presentation, presentations));
            }
            if (ended) {
                return false;
            }
            if (batch.step() - reported >= slice) {
                reported = batch.step();
                observer.progress(new Place(epoch, now, presentation, presentations), reported);
            }
            if (stop.getAsBoolean()) {
                if (taken == steps) {
                    taken = -1;
                    presentation++;
                }
                return false;
            }
        }
        taken = -1;
        return true;
    }

    private void record() {
        for (ReplicaRecord replica : replicas) {
            if (replica.outcome.isEmpty()) {
                replica.recorder.ifPresent(recorder -> recorder.record(epoch, batch.step()));
            }
        }
    }

    /** Replicas that are no longer finite are left behind. */
    private void check(Place place) {
        unchecked = 0;
        boolean any = false;
        for (int k = 0; k < replicas.size(); k++) {
            ReplicaRecord replica = replicas.get(k);
            if (replica.outcome.isEmpty()) {
                Optional<String> fault = batch.fault(k, place);
                if (fault.isPresent()) {
                    replica.outcome = Optional.of(outcome(k, Ending.NON_FINITE, fault, Optional.empty()));
                    observer.failed(k, fault.get());
                }
                any |= fault.isEmpty();
            }
        }
        ended |= !any;
    }

    /** Settling or an epoch of training is over. */
    private void trained(Stage now) {
        epoch += now == Stage.TRAINING ? 1 : 0;
        if (settings.recordEvery() == 0) {
            record();
        }
        batch.trained();
    }

    /** What comes after the present part. */
    private void nextPart() {
        if (stages.contains(Stage.TEST)) {
            end(Ending.COMPLETE);
            return;
        }
        measured();
        stages = epoch < settings.epochs() ? List.of(Stage.TRAINING, Stage.VALIDATION, Stage.READOUT) : List.of(Stage.TEST);
        stage = 0;
    }

    private void measured() {
        for (int k = 0; k < replicas.size(); k++) {
            ReplicaRecord replica = replicas.get(k);
            if (replica.outcome.isEmpty()) {
                if (settings.isSnapshot(epoch)) {
                    replica.snapshot(epoch, batch.weights(k), batch.snapshotWeights());
                }
                EpochRow row = new EpochRow(epoch, batch.step(), batch.measures(k), seconds());
                replica.rows.add(row);
                observer.measured(k, row);
            }
        }
    }

    private void end(Ending ending) {
        for (int k = 0; k < replicas.size(); k++) {
            ReplicaRecord replica = replicas.get(k);
            if (replica.outcome.isEmpty()) {
                replica.outcome = Optional.of(outcome(k, ending, Optional.empty(), ending == Ending.COMPLETE ? batch.test(k) : Optional.empty()));
            }
        }
        ended = true;
    }

    private Outcome outcome(int k, Ending ending, Optional<String> fault, Optional<Batch.TestResult> test) {
        ReplicaRecord replica = replicas.get(k);
        return new Outcome(ending, fault, replica.rows, replica.snapshots, test, batch.weights(k), batch.step(), seconds());
    }
}
