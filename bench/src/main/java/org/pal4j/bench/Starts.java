package org.pal4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pal4j.bench.fork.Held;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTime;
import org.pal4j.bench.score.Lottery;
import org.pal4j.bench.score.Start;
import org.pal4j.bench.score.Turns;
import org.pal4j.bench.steady.Subject;

/**
 * Starts many JVMs of the same: a compiler that meets methods in another order may compile them worse, once and for all. The first one
 * stays, and each other one is compared with it in turn, as a shared machine may be twice as slow a minute later.
 */
final class Starts {
    private final Jvm jvm;
    private final Progress progress;
    private final int number;

    Starts(Jvm jvm, Progress progress, int number) {
        this.jvm = jvm;
        this.progress = progress;
        this.number = number;
    }

    /** Prints a row for each subject on each JDK. Returns whether no start was slow and none allocated. */
    boolean run(List<Jdk> jdks, List<Subject> subjects) {
        progress.print(String.format(Locale.ROOT, "%d starts each, compared in turn; slow is longer than %.0f %% above the median%n%n%s", number,
                100 * Lottery.SLOW - 100, Lottery.heading()));
        boolean good = true;
        for (Subject subject : subjects) {
            for (Jdk jdk : jdks) {
                try (Contest contest = new Contest(jdk, subject)) {
                    for (int start = 1; start <= number; start++) {
                        contest.start(String.format(Locale.ROOT, "start %d of %d", start, number));
                    }
                    Lottery lottery = contest.lottery();
                    progress.print(lottery.line(subject.network(), jdk.name()));
                    lottery.faults().forEach(fault -> progress.print("    ! " + fault));
                    good &= lottery.isGood();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return good;
    }

    /** All starts of a subject on a JDK. */
    private final class Contest implements AutoCloseable {
        private final Jdk jdk;
        private final Subject subject;
        private final List<Start> starts = new ArrayList<>();
        /** The first start whose time says something; null before. */
        private Held reference;
        private int place;

        private Contest(Jdk jdk, Subject subject) {
            this.jdk = jdk;
            this.subject = subject;
        }

        private void start(String name) throws IOException {
            Held held = hold(name);
            Start start = new Start(held.fork(), Double.NaN);
            if (reference == null && start.isSound()) {
                reference = held;
                reference.pin();
                place = starts.size();
                starts.add(new Start(held.fork(), 1));
                return;
            }
            try (held) {
                starts.add(start.isSound() ? compared(held) : start);
            }
        }

        private Start compared(Held held) {
            held.pin();
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
            if (starts.get(place).ratio() <= Lottery.SLOW * Lottery.typical(starts)) {
                return Lottery.of(starts, times);
            }
            // The reference itself is slow, so another one shows what is usual.
            Fork slow = reference.fork().with(times);
            starts.set(place, new Start(slow, 1));
            try (Held another = hold("to compare")) {
                return Lottery.of(starts, another.times());
            }
        }

        private Held hold(String name) throws IOException {
            String what = subject.network() + ", " + jdk.name() + ", " + name;
            progress.show(what);
            return jvm.hold(jdk, subject.key(), state -> progress.show(what + ": " + state));
        }

        @Override
        public void close() {
            if (reference != null) {
                reference.close();
            }
        }
    }
}
