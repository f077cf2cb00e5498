package org.pal4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.score.Expectation;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTime;
import org.pal4j.bench.score.Lottery;
import org.pal4j.bench.steady.Subject;

/** Starts many JVMs of the same: a compiler that meets methods in another order may compile them worse, once and for all. */
final class Starts {
    /** Starts among which one is not slow. */
    private static final int ATTEMPTS = 3;

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
        progress.print(String.format(Locale.ROOT, "%d starts each, in processor time; slow is longer than %.0f %% above the median%n%n%s", number,
                100 * Lottery.SLOW - 100, Lottery.heading()));
        boolean good = true;
        for (Subject subject : subjects) {
            for (Jdk jdk : jdks) {
                List<Fork> forks = new ArrayList<>();
                for (int start = 1; start <= number; start++) {
                    String what = String.format(Locale.ROOT, "%s, %s, start %d of %d", subject.network(), jdk.name(), start, number);
                    progress.show(what);
                    forks.add(start(jdk, subject, Lottery.expected(forks), what));
                }
                Lottery lottery = Lottery.of(forks, List.of());
                if (lottery.slow() > 0) {
                    lottery = Lottery.of(forks, usual(jdk, subject, lottery.median()));
                }
                progress.print(lottery.line(subject.network(), jdk.name()));
                lottery.faults().forEach(fault -> progress.print("    ! " + fault));
                good &= lottery.isGood();
            }
        }
        return good;
    }

    private Fork start(Jdk jdk, Subject subject, Expectation expected, String what) {
        return jvm.measure(jdk, List.of(subject.key()), expected, state -> progress.show(what + ": " + state)).forks().getFirst();
    }

    /** The kernels' times of one more start that is not slow, beside which slow ones are looked at; empty if there is none. */
    private List<KernelTime> usual(Jdk jdk, Subject subject, double median) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Fork fork = start(jdk, subject, new Expectation(Double.POSITIVE_INFINITY, true), subject.network() + ", " + jdk.name() + ", to compare");
            if (fork.hasScore() && fork.microseconds() < Lottery.SLOW * median) {
                return fork.times();
            }
        }
        return List.of();
    }
}
