package org.pal4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pal4j.bench.fork.Held;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.fork.Warming;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Site;
import org.pal4j.bench.score.Statistics;
import org.pal4j.bench.score.Turns;
import org.pal4j.bench.score.Validity;
import org.pal4j.bench.score.Work;
import org.pal4j.bench.steady.Subject;

/**
 * Measures subjects on JDKs. A JVM becomes warm while others do, and is measured while they wait, so that a machine with many processors
 * is done sooner. With several JDKs, a round has a JVM of each. After the last one was measured they take samples in turn, as a shared
 * machine may be twice as slow a minute later.
 */
final class Rows {
    /** Further JVMs for one that other work disturbed. */
    private static final int AGAIN = 2;
    /** More would wait for the slowest of them. */
    private static final int MOST_PLACES = 8;

    private final Jvm jvm;
    private final List<Jdk> jdks;
    private final int forks;
    private final Progress progress;
    /** JVMs that become warm at a time: each has a thread that computes and one that compiles. */
    private final int places;
    private final Map<Subject, Map<Jdk, Forks>> measured = new LinkedHashMap<>();

    /** What the JVMs of a JDK measured of a subject, and their times over those of the first JDK. */
    private record Forks(List<Fork> forks, List<Double> ratios) {}

    Rows(Jvm jvm, List<Jdk> jdks, int forks, Progress progress) {
        this.jvm = jvm;
        this.jdks = jdks;
        this.forks = forks;
        this.progress = progress;
        // Another checkout's JVM may measure as soon as it is warm.
        boolean waits = jdks.stream().allMatch(jdk -> jdk.other().isEmpty());
        places = waits ? Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_PLACES) : 1;
    }

    /** Returns the subjects in their order, and together those whose JVMs become warm side by side. */
    List<List<Subject>> batches(List<Subject> subjects) {
        return batches(subjects, places, jdks.size());
    }

    static List<List<Subject>> batches(List<Subject> subjects, int places, int jdks) {
        int most = Math.max(1, places / jdks);
        List<List<Subject>> batches = new ArrayList<>();
        for (Subject subject : subjects) {
            boolean joins = !batches.isEmpty() && batches.getLast().size() < most && subject.threads() == 1
                    && batches.getLast().getLast().threads() == 1;
            if (!joins) {
                batches.add(new ArrayList<>());
            }
            batches.getLast().add(subject);
        }
        return batches;
    }

    /** Measures the subjects of a batch on all JDKs, with the JVMs of a round in both orders: A B, B A, A B. */
    void measure(List<Subject> batch, String place) {
        for (Subject subject : batch) {
            Map<Jdk, Forks> all = new LinkedHashMap<>();
            jdks.forEach(jdk -> all.put(jdk, new Forks(new ArrayList<>(), new ArrayList<>())));
            measured.put(subject, all);
        }
        for (int round = 0; round < forks; round++) {
            List<Jdk> order = round % 2 == 0 ? jdks : jdks.reversed();
            String fork = forks > 1 ? String.format(Locale.ROOT, ", fork %d of %d", round + 1, forks) : "";
            List<Job> jobs = batch.stream().flatMap(subject -> order.stream().map(jdk -> new Job(subject, jdk, fork))).toList();
            try {
                progress.show(-1, place);
                warm(jobs);
                for (Subject subject : batch) {
                    round(subject, jobs.stream().filter(job -> job.subject.equals(subject)).toList());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                jobs.forEach(Job::close);
            }
        }
        progress.leave(-1);
    }

    /** Starts a JVM for each job, and returns when all of them are warm. */
    private void warm(List<Job> jobs) throws IOException {
        Semaphore free = new Semaphore(places);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory())) {
            for (int i = 0; i < jobs.size(); i++) {
                Job job = jobs.get(i);
                int place = i;
                int taken = job.subject.threads() > 1 ? places : 1;
                all.add(executor.submit(() -> {
                    free.acquire(taken);
                    try {
                        job.warm(place);
                    } finally {
                        free.release(taken);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Measures the JVMs of a subject one after the other, and then in turn. */
    private void round(Subject subject, List<Job> jobs) throws IOException {
        Map<Jdk, Forks> all = measured.get(subject);
        Map<Jdk, Held> held = new LinkedHashMap<>();
        try {
            for (Job job : jobs) {
                held.put(job.jdk, job.measure());
                all.get(job.jdk).forks.add(held.get(job.jdk).fork());
            }
            if (jdks.size() > 1) {
                progress.show(0, name(subject) + ", in turn");
                if (subject.threads() == 1) {
                    held.values().forEach(one -> one.pin(0));
                }
                compare(jdks.stream().map(held::get).toList(), jdks.stream().map(jdk -> all.get(jdk).ratios).toList());
            }
        } finally {
            held.values().forEach(Held::close);
            progress.leave(0);
        }
    }

    private static String name(Subject subject) {
        return subject.benchmark() + " " + subject.network() + " " + subject.mode();
    }

    /** Adds the ratios of all that are warm to the first, if that one is. */
    private static void compare(List<Held> all, List<List<Double>> ratios) {
        List<Integer> warm = IntStream.range(0, all.size()).filter(k -> all.get(k).fork().isWarm()).boxed().toList();
        if (warm.size() < 2 || warm.getFirst() > 0) {
            return;
        }
        double[] found = Turns.ratios(warm.stream().<DoubleSupplier>map(k -> all.get(k)::sample).toList());
        for (int place = 1; place < found.length; place++) {
            if (!Double.isNaN(found[place])) {
                ratios.get(warm.get(place)).add(found[place]);
            }
        }
    }

    /** A subject on a JDK, in a JVM of its own. */
    private final class Job implements AutoCloseable {
        private final Subject subject;
        private final Jdk jdk;
        private final String what;
        /** Where its progress is shown. */
        private volatile int place;
        private @Nullable Warming warming;

        private Job(Subject subject, Jdk jdk, String fork) {
            this.subject = subject;
            this.jdk = jdk;
            what = name(subject) + (jdks.size() > 1 ? ", " + jdk.name() : "") + fork;
        }

        private void warm(int at) throws IOException {
            place = at;
            progress.show(at, what);
            warming = jvm.warm(jdk, subject.key(), state -> progress.show(place, what + ": " + state));
            warming.await();
            progress.leave(at);
            place = 0;
        }

        /** Returns a JVM that was not disturbed, if there is one in a few. */
        private Held measure() throws IOException {
            progress.show(0, what);
            Held held = Objects.requireNonNull(warming).measure();
            for (int left = AGAIN; left > 0 && Validity.isDisturbed(held.fork()); left--) {
                held.close();
                String again = what + ", again, as other work disturbed it";
                progress.show(0, again);
                held = jvm.hold(jdk, subject.key(), state -> progress.show(0, again + ": " + state));
            }
            return held;
        }

        @Override
        public void close() {
            if (warming != null) {
                warming.close();
            }
        }
    }

    /** All rows, below a roofline. */
    List<Row> rows(Roofline roofline) {
        List<Row> rows = new ArrayList<>();
        measured.keySet().forEach(subject -> rows.addAll(rows(subject, roofline)));
        return rows;
    }

    /** The rows of a subject, one for each JDK, below a roofline. */
    List<Row> rows(Subject subject, Roofline roofline) {
        List<Row> rows = new ArrayList<>();
        measured.get(subject).forEach((jdk, all) -> rows.add(row(subject, jdk, all, roofline)));
        return rows;
    }

    private static Row row(Subject subject, Jdk jdk, Forks all, Roofline roofline) {
        List<Fork> forks = all.forks;
        List<Double> times = forks.stream().filter(Fork::hasScore).map(Fork::microseconds).toList();
        double microseconds = Statistics.median(times.stream().mapToDouble(Double::doubleValue).toArray());
        double least = subject.work().map(work -> roofline.microseconds(work, subject.threads())).orElse(Double.NaN);
        // The fastest fork must be below the roof as well.
        double fastest = times.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        List<Site> sites = forks.stream().map(Fork::sites).filter(found -> !found.isEmpty()).findFirst().orElse(List.of());
        return new Row(subject.benchmark(), subject.network(), subject.mode(), first(forks, true), subject.threads(), jdk.name(), first(forks, false),
                microseconds, least / microseconds, subject.work().map(Work::intensity).orElse(Double.NaN),
                subject.work().map(work -> work.flops() / microseconds * 1e-3).orElse(Double.NaN),
                forks.stream().filter(Fork::hasScore).mapToDouble(fork -> fork.window().bytes()).max().orElse(Double.NaN), times, all.ratios, sites,
                Validity.of(forks, least / fastest));
    }

    private static String first(List<Fork> forks, boolean width) {
        return forks.stream().map(fork -> width ? fork.width() : fork.java()).filter(text -> !text.isEmpty()).findFirst().orElse("");
    }
}
