package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Place;
import org.pal4j.model.RunSettings;
import org.pal4j.model.Stage;
import org.pal4j.run.Position.Part;

/**
 * The course of a batch: settling and a first measurement, then training and a measurement for each epoch, then the test. It advances part by part,
 * so that batches can take turns. A part can be stopped after any slice of steps, and continued later.
 *
 * <p>A replica that is no longer finite ends with its weights at that moment. The others continue. {@link #checkpoint} gives all that a replica needs
 * to continue in another course, and {@link #resume} takes it.
 */
public final class Course {
    /** The largest number of steps between checks for finite values, for long presentations. */
    private static final int MAX_UNCHECKED = 1 << 16;
    /** The target duration of a slice, between two checks for a stop. */
    private static final double SLICE_MICROSECONDS = 20_000;

    /** Is told about progress of a course, on the thread that computes it. */
    @FunctionalInterface
    public interface Observer {
        /**
         * Reports progress.
         *
         * @param steps the number of steps of each replica so far
         */
        void progress(Place place, long steps);

        /** Reports the measurement of a replica after an epoch or at the start. */
        default void measured(int replica, EpochRow row) {}

        /** Reports that a replica is no longer finite and has ended. */
        default void failed(int replica, String fault) {}

        /** Offers the course for a checkpoint. It is between two calls of its batch, and stays so until this method returns. */
        default void between(Course course) {}
    }

    private final Batch batch;
    private final RunSettings settings;
    private final Observer observer;
    private final List<ReplicaRecord> replicas = new ArrayList<>();
    /** The largest number of steps between two checks for a stop. */
    private final int slice;
    private Part part = Part.START;
    /** The index of the current stage in the part. */
    private int stage;
    private boolean begun;
    private long presentation;
    /** The number of completed steps of the current presentation; -1 between presentations. */
    private int taken = -1;
    private int epoch;
    /** The number of completed steps of settling and training, which determines when records are due. */
    private long countable;
    private int unchecked;
    private long reported;
    /** The computing time before the current call of {@link #carryOn}. */
    private double seconds;
    /** The start time of the current call of {@link #carryOn} in nanoseconds; 0 between calls. */
    private long resumed;
    private boolean ended;

    /**
     * Creates a course.
     *
     * @param batch      a batch before its first step
     * @param experiment the experiment of any replica; all have the same settings except seeds
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
     * Prepares the recording of a replica, if its experiment asks for it. Call this after {@link RunFolder#begin} and before {@link #carryOn}.
     *
     * @param folder the folder of the replica's run
     * @throws org.pal4j.InputException if the files can't be created or continued
     */
    public void recordInto(int replica, RunFolder folder) {
        ReplicaRecord record = replicas.get(replica);
        record.recorder = folder.recorder(batch.series(replica), record.recorded);
    }

    Batch batch() {
        return batch;
    }

    /**
     * Returns the checkpoint of a replica.
     *
     * @throws org.pal4j.InputException if the recordings of the replica are not complete
     */
    Checkpoint checkpoint(int k) {
        ReplicaRecord replica = replicas.get(k);
        long recorded = replica.recorder.map(Recorder::flushed).orElse(0L);
        return replica.outcome
                .map(end -> new Checkpoint(position(end.steps()), end.rows(), end.snapshots(), recorded, end.seconds(), end.fault(), end.weights()))
                .orElseGet(() -> new Checkpoint(position(batch.step()), replica.rows, replica.snapshots, recorded, seconds(), Optional.empty(),
                        batch.state(k)));
    }

    private Position position(long steps) {
        return new Position(part, stage, begun, presentation, taken, epoch, countable, unchecked, steps);
    }

    /**
     * Continues from the checkpoints of all replicas, none of which has ended. Call this before {@link #recordInto}.
     *
     * @param checkpoints the checkpoints, all of one position
     * @throws org.pal4j.InputException if they do not fit the experiment
     */
    public void resume(List<Checkpoint> checkpoints) {
        Position position = checkpoints.getFirst().position();
        batch.resume(checkpoints.stream().map(Checkpoint::network).toList());
        part = position.part();
        stage = position.stage();
        begun = position.begun();
        presentation = position.presentation();
        taken = position.taken();
        epoch = position.epoch();
        countable = position.countable();
        unchecked = position.unchecked();
        reported = batch.step();
        for (int k = 0; k < checkpoints.size(); k++) {
            Checkpoint checkpoint = checkpoints.get(k);
            replicas.get(k).rows.addAll(checkpoint.rows());
            replicas.get(k).snapshots.addAll(checkpoint.snapshots());
            replicas.get(k).recorded = OptionalLong.of(checkpoint.recorded());
            seconds = Math.max(seconds, checkpoint.seconds());
        }
        if (part == Part.TEST && epoch < settings.epochs()) {
            goOn();
        }
    }

    /** Returns whether all replicas have ended. */
    boolean hasEnded() {
        return ended;
    }

    /** Returns the measurements of a replica so far. */
    List<EpochRow> rows(int replica) {
        return List.copyOf(replicas.get(replica).rows);
    }

    /**
     * Continues to the end of the current part: the start, an epoch with its measurement, or the test.
     *
     * @param stop checked every few milliseconds; if it is true, the part stops, and can be continued later
     * @return whether the course has not ended yet
     */
    public boolean carryOn(BooleanSupplier stop) {
        resumed = System.nanoTime();
        try {
            while (!ended && stage < part.stages().size()) {
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

    /** Ends the course as interrupted. Replicas that have already ended keep their outcomes. */
    public void interrupt() {
        end(Ending.INTERRUPTED);
    }

    /** Returns the outcome of each replica, after the course has ended or been interrupted. */
    public List<Outcome> outcomes() {
        return replicas.stream().map(replica -> replica.outcome.orElseThrow()).toList();
    }

    private double seconds() {
        return resumed == 0 ? seconds : seconds + (System.nanoTime() - resumed) * 1e-9;
    }

    /** Continues to the end of the current stage. Returns false if it was stopped, or if no finite replica is left. */
    private boolean finishStage(BooleanSupplier stop) {
        Stage now = part.stages().get(stage);
        long presentations = batch.presentations(now);
        if (!begun) {
            batch.begin(now, epoch);
            presentation = 0;
            begun = true;
        }
        while (presentation < presentations) {
            advance(now, presentations);
            if (ended) {
                return false;
            }
            observer.between(this);
            if (stop.getAsBoolean()) {
                return false;
            }
        }
        begun = false;
        if (now == Stage.SETTLING || now == Stage.TRAINING) {
            trained(now);
        }
        stage++;
        return true;
    }

    /** Advances the current presentation by a slice, and records and checks when due. */
    private void advance(Stage now, long presentations) {
        int steps = batch.steps(now, presentation);
        if (taken < 0) {
            batch.show(now, presentation);
            taken = 0;
        }
        boolean counted = now == Stage.SETTLING || now == Stage.TRAINING;
        long every = settings.recordEvery();
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
        Place place = new Place(epoch, now, presentation, presentations);
        boolean whole = taken == steps;
        if (whole) {
            batch.shown(now, presentation);
            taken = -1;
            presentation++;
        }
        if (due || whole || unchecked >= MAX_UNCHECKED) {
            check(place);
        }
        if (!ended && batch.step() - reported >= slice) {
            reported = batch.step();
            observer.progress(place, reported);
        }
    }

    private void record() {
        for (ReplicaRecord replica : replicas) {
            if (replica.outcome.isEmpty()) {
                replica.recorder.ifPresent(recorder -> recorder.record(epoch, batch.step()));
            }
        }
    }

    /** Ends replicas that are no longer finite. */
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

    /** Ends settling or an epoch of training. */
    private void trained(Stage now) {
        epoch += now == Stage.TRAINING ? 1 : 0;
        if (settings.recordEvery() == 0) {
            record();
        }
        batch.trained();
    }

    /** Measures, and selects the next part; ends the course after the test. */
    private void nextPart() {
        if (part == Part.TEST) {
            end(Ending.COMPLETE);
            return;
        }
        measured();
        goOn();
        observer.between(this);
    }

    private void goOn() {
        part = epoch < settings.epochs() ? Part.EPOCH : Part.TEST;
        stage = 0;
    }

    /** Returns whether only the test is left. */
    boolean isBeforeTest() {
        return part == Part.TEST && stage == 0 && !begun;
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
