package org.pal4j.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Memory;
import org.pal4j.model.Model;
import org.pal4j.model.Place;
import org.pal4j.model.Samples;
import org.pal4j.model.Study;

/**
 * Runs a study of one or many replicas. Replicas are grouped into batches, and batches take turns on all threads epoch by epoch. The grouping and the
 * number of threads change the computing time, but not a bit of the results.
 */
public final class StudyRunner {
    private final Study<?> study;
    private final int threads;
    private final Listener listener;
    private final BooleanSupplier stop;
    private final Map<String, String> files;
    private final List<String> classNames;
    private final List<List<Integer>> plan;
    private final List<Course> courses = new ArrayList<>();
    private final CommonEpochs common;
    private final long[] stepsOfBatch;
    private final long expected;

    private StudyRunner(Study<?> study, int threads, Listener listener, BooleanSupplier stop, List<List<Integer>> plan, List<Batch> batches,
            Samples<?> samples, long expected) {
        this.study = study;
        this.threads = threads;
        this.listener = listener;
        this.stop = stop;
        this.plan = plan;
        files = Collections.unmodifiableMap(new LinkedHashMap<>(samples.files()));
        classNames = List.copyOf(samples.classNames());
        this.expected = expected;
        common = new CommonEpochs(study.replicas().size(), listener::summed);
        stepsOfBatch = new long[plan.size()];
        for (int g = 0; g < plan.size(); g++) {
            courses.add(new Course(batches.get(g), study.replicas().get(plan.get(g).getFirst()), new Member(g)));
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
        Scheduler.requireThreads(threads);
        Model<E> model = study.model();
        study.replicas().forEach(Experiment::requireMemory);
        int size = study.replicas().size();
        List<List<Integer>> plan = Grouping.even(model.replicasTogether(study.base()), size, threads);
        int threadsOfBatch = Math.max(1, threads / plan.size());
        try {
            Samples<E> samples = model.samples(study.base(), data);
            List<Batch> batches = new ArrayList<>();
            for (List<Integer> members : plan) {
                batches.add(samples.start(members.stream().map(study.replicas()::get).toList(), threadsOfBatch));
            }
            long expected = study.replicas().stream().mapToLong(samples::steps).sum();
            return new StudyRunner(study, threads, listener, stop, plan, batches, samples, expected);
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(study.base(), error);
        }
    }

    /** Observes one batch, and calls the common listener under a lock. */
    private final class Member implements Course.Observer {
        private final int batch;

        Member(int batch) {
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

    private long allSteps() {
        long steps = 0;
        for (int g = 0; g < plan.size(); g++) {
            steps += stepsOfBatch[g] * plan.get(g).size();
        }
        return steps;
    }

    /** Returns the files of the samples with the SHA-256 of their unpacked content; empty if all samples were drawn. */
    public Map<String, String> dataFiles() {
        return files;
    }

    /** Returns the names of the classes, if only the files of the samples have them; otherwise nothing. */
    public List<String> classNames() {
        return classNames;
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
        Optional<RuntimeException> fault = Optional.empty();
        try {
            Scheduler.run(courses.stream().map(course -> (Scheduler.Task) () -> carryOn(course)).toList(), threads);
        } catch (RuntimeException thrown) {
            fault = Optional.of(thrown);
            courses.forEach(Course::interrupt);
        }
        Outcome[] outcomes = new Outcome[study.replicas().size()];
        for (int g = 0; g < plan.size(); g++) {
            List<Outcome> own = courses.get(g).outcomes();
            for (int k = 0; k < own.size(); k++) {
                outcomes[plan.get(g).get(k)] = own.get(k);
            }
        }
        return new StudyOutcome(Arrays.asList(outcomes), common.summaries(), (System.nanoTime() - start) * 1e-9, fault);
    }

    private boolean carryOn(Course course) {
        try {
            if (!stop.getAsBoolean() && course.carryOn(stop) && !stop.getAsBoolean()) {
                return true;
            }
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(study.base(), error);
        }
        course.interrupt();
        return false;
    }
}
