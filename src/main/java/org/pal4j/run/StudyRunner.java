package org.pal4j.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.pal4j.Cancellation;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Memory;
import org.pal4j.model.Model;
import org.pal4j.model.Place;
import org.pal4j.model.Samples;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.RunFolder.Inputs;
import org.pal4j.run.StartWeights.Taken;

/**
 * Runs a study of one or many replicas. Replicas are grouped into batches, and batches take turns on all threads epoch by epoch. The grouping and the
 * number of threads change the computing time, but not a bit of the results. A study that continues from checkpoints groups replicas anew: those that
 * are at one position go together.
 */
public final class StudyRunner {
    /** The time between two looks at the folders, in nanoseconds. */
    private static final long LOOK = 1_000_000_000;

    private final Study<?> study;
    private final int threads;
    private final Listener listener;
    private final BooleanSupplier stop;
    private final List<Optional<Checkpoint>> checkpoints;
    private final List<Inputs> inputs;
    private final List<String> notes;
    private final List<List<Integer>> plan;
    private final List<Course> courses = new ArrayList<>();
    private final List<CheckpointWriter> writers = new ArrayList<>();
    /** The folders of the study, which must stay while it runs. */
    private List<Path> folders = List.of();
    private volatile long looked = System.nanoTime();
    private final CommonEpochs common;
    private final long[] stepsOfBatch;
    private final Map<Stage, Long> expected;

    private StudyRunner(Study<?> study, int threads, Listener listener, BooleanSupplier stop, List<Optional<Checkpoint>> checkpoints,
            List<List<Integer>> plan, List<Batch> batches, List<Inputs> inputs, List<String> notes) {
        this.study = study;
        this.threads = threads;
        this.listener = listener;
        this.stop = stop;
        this.checkpoints = checkpoints;
        this.plan = plan;
        this.inputs = List.copyOf(inputs);
        this.notes = List.copyOf(notes);
        expected = expected(study.epochs(), plan, batches);
        common = new CommonEpochs(study.replicas().size(), listener::summed);
        stepsOfBatch = new long[plan.size()];
        for (int g = 0; g < plan.size(); g++) {
            List<Integer> members = plan.get(g);
            Course course = new Course(batches.get(g), study.replicas().get(members.getFirst()), new BatchObserver(g));
            if (checkpoints.get(members.getFirst()).isPresent()) {
                resume(course, members);
                stepsOfBatch[g] = batches.get(g).step();
            }
            courses.add(course);
        }
        IntStream.range(0, checkpoints.size()).forEach(k -> checkpoints.get(k).ifPresent(checkpoint -> common.resume(k, checkpoint)));
    }

    /** Returns the number of steps of all replicas by stage. */
    private static Map<Stage, Long> expected(int epochs, List<List<Integer>> plan, List<Batch> batches) {
        Map<Stage, Long> all = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            long times = switch (stage) {
                case SETTLING, TEST -> 1;
                case TRAINING -> epochs;
                case VALIDATION, READOUT -> epochs + 1L;
            };
            for (int g = 0; g < plan.size(); g++) {
                Batch batch = batches.get(g);
                long once = LongStream.range(0, batch.presentations(stage)).map(presentation -> batch.steps(stage, presentation)).sum();
                all.merge(stage, once * times * plan.get(g).size(), Long::sum);
            }
        }
        return all;
    }

    private void resume(Course course, List<Integer> members) {
        try {
            course.resume(members.stream().map(k -> checkpoints.get(k).orElseThrow()).toList());
        } catch (InputException e) {
            throw new InputException("the checkpoint of " + study.labels().get(members.getFirst()) + " does not fit; it is damaged, or the samples "
                    + "have changed: " + e.getMessage(), e);
        }
    }

    /**
     * Creates a runner: draws or reads samples, and draws weights.
     *
     * @param threads  the number of threads, at most the number of processors
     * @param listener is told about progress
     * @param stop     checked every few milliseconds by several threads
     * @param data     the folder of samples that are read from files
     * @throws org.pal4j.InputException if there are too few processors or samples, samples can't be read, or memory is insufficient
     */
    public static <E extends Experiment> StudyRunner of(Study<E> study, int threads, Listener listener, BooleanSupplier stop, DataFolder data) {
        return resume(study, threads, listener, stop, data, Collections.nCopies(study.replicas().size(), Optional.empty()));
    }

    /**
     * Creates a runner that continues a study, as {@link #of} does.
     *
     * @param checkpoints where each replica continues; nothing for one that begins
     * @throws org.pal4j.InputException            as {@link #of} does, and if a checkpoint does not fit its experiment
     * @throws org.pal4j.Cancellation.Cancelled if {@code stop} becomes true while samples or weights are made
     */
    public static <E extends Experiment> StudyRunner resume(Study<E> study, int threads, Listener listener, BooleanSupplier stop, DataFolder data,
            List<Optional<Checkpoint>> checkpoints) {
        return Cancellation.within(stop, () -> prepared(study, threads, listener, stop, data, checkpoints));
    }

    private static <E extends Experiment> StudyRunner prepared(Study<E> study, int threads, Listener listener, BooleanSupplier stop, DataFolder data,
            List<Optional<Checkpoint>> checkpoints) {
        Scheduler.requireThreads(threads);
        Model<E> model = study.model();
        study.replicas().forEach(Experiment::requireMemory);
        List<List<Integer>> plan = Checkpoint.alike(checkpoints, model.sharedState()).stream()
                .flatMap(alike -> Grouping.even(model.replicasTogether(study.base()), alike.size(), threads).stream()
                        .map(group -> group.stream().map(alike::get).toList()))
                .toList();
        int threadsOfBatch = Math.max(1, threads / Math.max(1, plan.size()));
        try {
            Samples<E> samples = model.samples(study.base(), data);
            List<Batch> batches = new ArrayList<>();
            StartWeights weights = new StartWeights();
            List<Taken> taken = new ArrayList<>();
            for (List<Integer> members : plan) {
                Batch batch = samples.start(members.stream().map(study.replicas()::get).toList(), threadsOfBatch);
                // A checkpoint has weights of its own.
                for (int k = 0; k < members.size() && checkpoints.get(members.getFirst()).isEmpty(); k++) {
                    weights.start(batch, k, study.replicas().get(members.get(k))).ifPresent(taken::add);
                }
                batches.add(batch);
            }
            List<Inputs> inputs = study.replicas().stream().map(e -> new Inputs(samples.files(), samples.classNames(), weights.files(e))).toList();
            // This checks that there are samples and that their steps can be counted.
            study.replicas().forEach(samples::steps);
            return new StudyRunner(study, threads, listener, stop, checkpoints, plan, batches, inputs, StartWeights.words(taken));
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(study.base(), error);
        }
    }

    /** Observes one batch, and calls the common listener under a lock. */
    private final class BatchObserver implements Course.Observer {
        private final int batch;

        BatchObserver(int batch) {
            this.batch = batch;
        }

        @Override
        public void progress(Place place, long steps) {
            synchronized (StudyRunner.this) {
                stepsOfBatch[batch] = steps;
                listener.progress(place, allSteps());
            }
        }

        @Override
        public void measured(int k, EpochRow row) {
            synchronized (StudyRunner.this) {
                int replica = plan.get(batch).get(k);
                stepsOfBatch[batch] = row.steps();
                listener.measured(replica, common.add(replica, row), () -> courses.get(batch).batch().weights(k));
                common.advance();
            }
            listener.afterwards();
        }

        @Override
        public void between(Course course) {
            requireFolders();
            if (batch < writers.size()) {
                writers.get(batch).offer(course);
            }
        }

        @Override
        public void failed(int k, String fault) {
            synchronized (StudyRunner.this) {
                int replica = plan.get(batch).get(k);
                common.fail(replica);
                listener.failed(replica, fault);
                common.advance();
            }
        }
    }

    /** Checks once a second that nobody has removed a folder: what is computed from then on could not be kept. */
    private void requireFolders() {
        long now = System.nanoTime();
        if (now - looked > LOOK) {
            looked = now;
            folders.stream().filter(path -> !Files.isDirectory(path)).findFirst().ifPresent(path -> {
                throw new InputException(path + ": has been removed during the run, which ends here; its results are lost");
            });
        }
    }

    private long allSteps() {
        long steps = checkpoints.stream().flatMap(Optional::stream).filter(end -> end.fault().isPresent()).mapToLong(Checkpoint::steps).sum();
        for (int g = 0; g < plan.size(); g++) {
            steps += stepsOfBatch[g] * plan.get(g).size();
        }
        return steps;
    }

    /** Returns what each replica reads besides its configuration. */
    public List<Inputs> inputs() {
        return inputs;
    }

    /** Returns sentences about the weights that were taken from files. */
    public List<String> notes() {
        return notes;
    }

    /**
     * Writes checkpoints of the study into its folder. Call this after {@link StudyFolder#begin} and before {@link #run}.
     *
     * @param seconds the time between two checkpoints
     * @param say     prints a warning without disturbing the progress display
     */
    public void keepCheckpoints(StudyFolder folder, double seconds, Consumer<String> say) {
        Consumer<String> warn = inTurn(say);
        folders = Stream.concat(Stream.of(folder.root()), IntStream.range(0, study.replicas().size()).mapToObj(folder::replica))
                .map(RunFolder::path).distinct().toList();
        for (List<Integer> members : plan) {
            writers.add(new CheckpointWriter(members.stream().map(k -> folder.replica(k).path()).toList(),
                    members.stream().map(study.replicas()::get).toList(), seconds, true, warn));
        }
    }

    /** Returns a way to print a message that any thread may use, as it never comes between two calls of the listener. */
    public Consumer<String> inTurn(Consumer<String> say) {
        return text -> {
            synchronized (this) {
                say.accept(text);
            }
        };
    }

    /** Prepares the recordings of the study in a folder. Call this after {@link StudyFolder#begin} and before {@link #run}. */
    public void recordInto(StudyFolder folder) {
        for (int g = 0; g < plan.size(); g++) {
            for (int k = 0; k < plan.get(g).size(); k++) {
                courses.get(g).recordInto(k, folder.replica(plan.get(g).get(k)));
            }
        }
    }

    /** Runs the study; call this once. The outcomes are in the order of the replicas. */
    public StudyOutcome run() {
        long start = System.nanoTime();
        listener.begin(study, expected);
        if (checkpoints.stream().anyMatch(Optional::isPresent)) {
            listener.resumed(common.resumed(), allSteps());
        }
        Optional<RuntimeException> fault = Optional.empty();
        try {
            Scheduler.run(courses.stream().map(course -> (Scheduler.Task) () -> carryOn(course)).toList(), threads);
        } catch (RuntimeException thrown) {
            fault = Optional.of(thrown);
            courses.forEach(Course::interrupt);
        }
        Outcome[] outcomes = checkpoints.stream().map(checkpoint -> checkpoint.flatMap(Checkpoint::outcome).orElse(null)).toArray(Outcome[]::new);
        for (int g = 0; g < plan.size(); g++) {
            List<Outcome> own = courses.get(g).outcomes();
            for (int k = 0; k < own.size(); k++) {
                outcomes[plan.get(g).get(k)] = own.get(k);
            }
        }
        double before = checkpoints.stream().flatMap(Optional::stream).mapToDouble(Checkpoint::seconds).max().orElse(0);
        return new StudyOutcome(Arrays.asList(outcomes), common.summaries(), before + (System.nanoTime() - start) * 1e-9, fault);
    }

    private boolean carryOn(Course course) {
        try {
            if (!stop.getAsBoolean() && course.carryOn(stop) && !stop.getAsBoolean()) {
                return true;
            }
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(study.base(), error);
        }
        int g = courses.indexOf(course);
        if (g < writers.size()) {
            writers.get(g).write(course);
        }
        course.interrupt();
        return false;
    }
}
