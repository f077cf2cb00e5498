package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.pal4j.Cancellation;
import org.pal4j.Cancellation.Cancelled;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Measures;
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
    /** The time between two reports of progress, by the estimate of the cost. */
    private static final double REPORT_MICROSECONDS = 20_000;

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
    private final Scheduler.Pace pace;
    private final int stepsBetweenReports;
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
    /** Whether steps were taken after which a record is due, which has not been made for all replicas. */
    private boolean due;
    /** The replicas that have the record already. */
    private int recorded;
    private long reported;
    /** The computing time before the current call of {@link #carryOn}. */
    private double seconds;
    /** The start time of the current call of {@link #carryOn} in nanoseconds; 0 between calls. */
    private long resumed;
    private volatile boolean ended;
    /** The number of epochs before the test. */
    private int epochs;
    /** Whether somebody has shown the network something else within a presentation. */
    private boolean disturbed;

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
        epochs = settings.epochs();
        for (int k = 0; k < batch.size(); k++) {
            replicas.add(new ReplicaRecord());
        }
        double microseconds = experiment.cost().microseconds().applyAsDouble(batch.size());
        pace = new Scheduler.Pace(microseconds);
        stepsBetweenReports = (int) Math.clamp(REPORT_MICROSECONDS / microseconds, 1, MAX_UNCHECKED);
    }

    /**
     * Prepares the recording of a replica, if its experiment asks for it. Call this after {@link RunFolder#begin} and before {@link #carryOn}.
     *
     * @param folder the folder of the replica's run
     * @throws org.pal4j.InputException if the files can't be created or continued
     */
    public void recordInto(int replica, RunFolder folder) {
        ReplicaRecord record = replicas.get(replica);
        record.recorder = folder.recorder(batch.series(replica, settings.record()), record.recorded);
    }

    /** Returns the batch. Between two calls of {@link #carryOn}, it can be driven by hand; {@link #disturb} says so. */
    public Batch batch() {
        return batch;
    }

    /** Says that the batch was driven by hand. If that was within a presentation, the presentation is shown again when the course goes on. */
    public void disturb() {
        disturbed = true;
    }

    /** Returns whether the current presentation is to be shown again. */
    public boolean isDisturbed() {
        return disturbed && taken >= 0;
    }

    /** Returns the number of epochs that have been completed with their measurement; -1 before the first measurement. */
    public int measuredEpochs() {
        return part == Part.START ? -1 : part == Part.EPOCH && stage > 0 ? epoch - 1 : epoch;
    }

    /** Makes the course go on with epochs, without a test. Call this before the first call of {@link #carryOn} or {@link #resume}. */
    public void omitTest() {
        epochs = Integer.MAX_VALUE;
    }

    /** Returns what each replica needs to continue in another course, of those too that are no longer finite. */
    public List<Checkpoint> moment() {
        return IntStream.range(0, replicas.size()).mapToObj(k -> new Checkpoint(position(batch.step()), replicas.get(k).rows,
                replicas.get(k).snapshots, replicas.get(k).recorder.map(Recorder::flushed).orElse(0L), seconds(), Optional.empty(), batch.state(k)))
                .toList();
    }

    /** Returns why a replica is no longer finite, if it is not. */
    public Optional<String> fault(int replica) {
        return replicas.get(replica).outcome.flatMap(Outcome::fault);
    }

    /**
     * Returns the checkpoint of a replica. The course must not be {@link #isTorn}.
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
        if (part == Part.TEST && epoch < epochs) {
            goOn();
        }
    }

    /** Returns whether all replicas have ended. */
    public boolean hasEnded() {
        return ended;
    }

    /** Returns the measurements of a replica so far. */
    public List<EpochRow> rows(int replica) {
        return List.copyOf(replicas.get(replica).rows);
    }

    /**
     * Continues to the end of the current part: the start, an epoch with its measurement, or the test.
     *
     * @param stop checked every few milliseconds; if it is true, the part stops, and can be continued later. Measurements look at it too, and are
     *             made again when the course is continued
     * @return whether the course has not ended yet
     */
    public boolean carryOn(BooleanSupplier stop) {
        resumed = System.nanoTime();
        try {
            return Cancellation.within(stop, () -> carryOnWithin(stop));
        } catch (Cancelled e) {
            return !ended;
        } finally {
            seconds = seconds();
            resumed = 0;
        }
    }

    private boolean carryOnWithin(BooleanSupplier stop) {
        while (!ended && stage < part.stages().size()) {
            if (!finishStage(stop)) {
                return !ended;
            }
        }
        if (!ended) {
            nextPart();
        }
        return !ended;
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
            // It may draw from a generator, which must not be done twice.
            Cancellation.shielded(() -> batch.begin(now, epoch));
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
        if (now == Stage.SETTLING || now == Stage.TRAINING) {
            trained(now);
        }
        // Nothing has changed here if the measurement was cancelled.
        begun = false;
        stage++;
        return true;
    }

    /** Advances the current presentation by a slice, and records and checks when due. */
    private void advance(Stage now, long presentations) {
        int steps = batch.steps(now, presentation);
        if (taken < 0) {
            batch.show(now, presentation);
            taken = 0;
        } else if (disturbed) {
            batch.show(now, presentation);
        }
        disturbed = false;
        boolean counted = now == Stage.SETTLING || now == Stage.TRAINING;
        long every = settings.recordEvery();
        if (!due) {
            int next = pace.slice(steps - taken);
            if (counted && every > 0) {
                next = (int) Math.min(next, every - countable % every);
            }
            pace.advance(batch, now, taken, next);
            taken += next;
            unchecked += next;
            countable += counted ? next : 0;
            due = counted && every > 0 && countable % every == 0;
        }
        boolean recording = due;
        if (due) {
            record(epoch);
            due = false;
        }
        Place place = new Place(epoch, now, presentation, presentations);
        boolean whole = taken == steps;
        if (whole) {
            batch.shown(now, presentation);
            taken = -1;
            presentation++;
        }
        if (recording || whole || unchecked >= MAX_UNCHECKED) {
            check(place);
        }
        if (!ended && batch.step() - reported >= stepsBetweenReports) {
            reported = batch.step();
            observer.progress(place, reported);
            replicas.forEach(replica -> replica.recorder.ifPresent(Recorder::flushIfDue));
        }
    }

    /** Records the replicas that have no record of this step as yet. */
    private void record(int atEpoch) {
        for (; recorded < replicas.size(); recorded++) {
            ReplicaRecord replica = replicas.get(recorded);
            if (replica.outcome.isEmpty()) {
                replica.recorder.ifPresent(recorder -> recorder.record(atEpoch, batch.step()));
            }
        }
        recorded = 0;
    }

    /** Returns whether a stop has come between a step and its record. There is no checkpoint of such a place. */
    boolean isTorn() {
        return due || recorded > 0;
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
        if (!any) {
            ended = true;
        }
    }

    /** Ends settling or an epoch of training. */
    private void trained(Stage now) {
        int reached = epoch + (now == Stage.TRAINING ? 1 : 0);
        if (recorded == 0) {
            batch.trained();
        }
        if (settings.recordEvery() == 0) {
            record(reached);
        }
        epoch = reached;
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
        part = epoch < epochs ? Part.EPOCH : Part.TEST;
        stage = 0;
    }

    /** Returns whether only the test is left. */
    boolean isBeforeTest() {
        return part == Part.TEST && stage == 0 && !begun;
    }

    /** Measures all replicas before any of it counts, so that a measurement that was cancelled can be made again. */
    private void measured() {
        List<Optional<Measures>> measures = new ArrayList<>();
        for (int k = 0; k < replicas.size(); k++) {
            measures.add(replicas.get(k).outcome.isEmpty() ? Optional.of(batch.measures(k)) : Optional.empty());
        }
        for (int k = 0; k < replicas.size(); k++) {
            ReplicaRecord replica = replicas.get(k);
            if (measures.get(k).isPresent()) {
                if (settings.isSnapshot(epoch)) {
                    replica.snapshot(epoch, batch.weights(k), batch.snapshotWeights());
                }
                EpochRow row = new EpochRow(epoch, batch.step(), measures.get(k).get(), seconds());
                replica.rows.add(row);
                observer.measured(k, row);
            }
        }
    }

    private void end(Ending ending) {
        List<Optional<Batch.TestResult>> tests = new ArrayList<>();
        for (int k = 0; k < replicas.size(); k++) {
            tests.add(ending == Ending.COMPLETE && replicas.get(k).outcome.isEmpty() ? batch.test(k) : Optional.empty());
        }
        for (int k = 0; k < replicas.size(); k++) {
            ReplicaRecord replica = replicas.get(k);
            if (replica.outcome.isEmpty()) {
                replica.outcome = Optional.of(outcome(k, ending, Optional.empty(), tests.get(k)));
            }
        }
        ended = true;
    }

    private Outcome outcome(int k, Ending ending, Optional<String> fault, Optional<Batch.TestResult> test) {
        ReplicaRecord replica = replicas.get(k);
        Optional<String> warning = ending == Ending.COMPLETE && epoch > 0 ? batch.warning(k) : Optional.empty();
        return new Outcome(ending, fault, warning, replica.rows, replica.snapshots, test, batch.weights(k), batch.step(), seconds());
    }
}
