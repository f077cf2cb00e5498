package org.pal4j.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.pal4j.bench.fork.Held;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Pin;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTime;
import org.pal4j.bench.score.Lottery;
import org.pal4j.bench.score.Start;
import org.pal4j.bench.score.Turns;
import org.pal4j.bench.steady.Subject;

/**
 * Starts many JVMs of the same: a compiler that meets methods in another order may compile them worse, once and for all. The first one
 * stays, and each other one is compared with it in turn, as a shared machine may be twice as slow a minute later. So several experiments
 * may be measured at a time, each on a processor of its own.
 */
final class Starts {
    /** Each has two JVMs. */
    private static final int MOST_PLACES = 16;

    private final Jvm jvm;
    private final Progress progress;
    private final int number;
    private final AtomicInteger done = new AtomicInteger();
    private int all;

    Starts(Jvm jvm, Progress progress, int number) {
        this.jvm = jvm;
        this.progress = progress;
        this.number = number;
    }

    /** Prints a row for each subject on each JDK, when it is there. Returns whether no start was slow and none allocated. */
    boolean run(List<Jdk> jdks, List<Subject> subjects) {
        List<Contest> contests = subjects.stream().flatMap(subject -> jdks.stream().map(jdk -> new Contest(jdk, subject))).toList();
        all = contests.size();
        int places = Math.clamp(Pin.processors(), 1, Math.min(all, MOST_PLACES));
        progress.print(String.format(Locale.ROOT, "%d starts each, compared in turn%s; slow is longer than %.0f %% above the median%n%n%s", number,
                places == 1 ? "" : ", " + places + " experiments at a time", 100 * Lottery.SLOW - 100, Lottery.heading()));
        showDone();
        BlockingQueue<Integer> free = new ArrayBlockingQueue<>(places, false, IntStream.range(0, places).boxed().toList());
        boolean good = true;
        try (ExecutorService executor = Executors.newFixedThreadPool(places)) {
            List<Future<Boolean>> results = contests.stream().map(contest -> executor.submit(() -> isGood(contest, free))).toList();
            try {
                for (Future<Boolean> result : results) {
                    good &= result.get();
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return good;
    }

    private boolean isGood(Contest contest, BlockingQueue<Integer> free) throws IOException, InterruptedException {
        int place = free.take();
        try (contest) {
            Lottery lottery = contest.run(place);
            List<String> lines = new ArrayList<>(List.of(lottery.line(contest.subject.network(), contest.jdk.name())));
            lottery.faults().forEach(fault -> lines.add("    ! " + fault));
            done.incrementAndGet();
            showDone();
            progress.print(String.join(System.lineSeparator(), lines));
            return lottery.isGood();
        } finally {
            progress.leave(place);
            free.add(place);
        }
    }

    /** Before all places. */
    private void showDone() {
        if (all > 1) {
            progress.show(-1, done.get() + " of " + all + " done");
        }
    }

    /** All starts of a subject on a JDK. */
    private final class Contest implements AutoCloseable {
        private final Jdk jdk;
        private final Subject subject;
        private final List<Start> starts = new ArrayList<>();
        /** The first start whose time says something; null before. */
        private Held reference;
        private int first;
        private int place;

        private Contest(Jdk jdk, Subject subject) {
            this.jdk = jdk;
            this.subject = subject;
        }

        private Lottery run(int at) throws IOException {
            place = at;
            for (int start = 1; start <= number; start++) {
                start(String.format(Locale.ROOT, "start %d of %d", start, number));
            }
            return lottery();
        }

        private void start(String name) throws IOException {
            Held held = hold(name);
            Start start = new Start(held.fork(), Double.NaN);
            if (reference == null && start.isSound()) {
                reference = held;
                reference.pin(place);
                first = starts.size();
                starts.add(new Start(held.fork(), 1));
                return;
            }
            try (held) {
                starts.add(start.isSound() ? compared(held) : start);
            }
        }

        private Start compared(Held held) {
            held.pin(place);
            double most = Lottery.SLOW * Lottery.typical(starts);
            double ratio = Turns.ratio(reference::sample, held::sample, most);
            return new Start(ratio > most ? held.fork().with(held.times()) : held.fork(), ratio);
        }

        private Lottery lottery() throws IOException {
            Lottery lottery = Lottery.of(starts, List.of());
            if (lottery.slow() == 0) {
                return lottery;
            }
            List<KernelTime> times = reference.times();
            if (starts.get(first).ratio() <= Lottery.SLOW * Lottery.typical(starts)) {
                return Lottery.of(starts, times);
            }
            // The reference itself is slow, so another one shows what is usual.
            Fork slow = reference.fork().with(times);
            starts.set(first, new Start(slow, 1));
            try (Held another = hold("to compare")) {
                return Lottery.of(starts, another.times());
            }
        }

        private Held hold(String name) throws IOException {
            String what = subject.network() + ", " + jdk.name() + ", " + name;
            progress.show(place, what);
            return jvm.hold(jdk, subject.key(), state -> progress.show(place, what + ": " + state));
        }

        @Override
        public void close() {
            if (reference != null) {
                reference.close();
            }
        }
    }
}
