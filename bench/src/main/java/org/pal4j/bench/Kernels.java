package org.pal4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.bench.fork.Held;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTable;
import org.pal4j.bench.score.Reason;
import org.pal4j.bench.score.Validity;
import org.pal4j.bench.steady.Subject;

/** Looks where a warm step spends its time, by the Flight Recorder's samples. */
final class Kernels {
    private final Jvm jvm;
    private final Progress progress;

    Kernels(Jvm jvm, Progress progress) {
        this.jvm = jvm;
        this.progress = progress;
    }

    /** Prints a table for each subject, with all JDKs side by side. Returns whether all of them are steady and were looked into. */
    boolean run(List<Jdk> jdks, List<Subject> subjects) {
        boolean good = true;
        for (Subject subject : subjects) {
            List<Fork> forks = new ArrayList<>();
            for (Jdk jdk : jdks) {
                String what = subject.network() + ", " + jdk.name();
                try (Held held = jvm.hold(jdk, subject.key(), state -> progress.show(what + ": " + state))) {
                    forks.add(held.fork().with(held.times()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            progress.print(System.lineSeparator() + subject.network());
            new KernelTable(jdks.stream().map(Jdk::name).toList(), forks).lines().forEach(progress::print);
            for (int k = 0; k < forks.size(); k++) {
                String faults = faults(forks.get(k));
                if (!faults.isEmpty()) {
                    progress.print("    ! " + jdks.get(k).name() + ": " + faults);
                    good = false;
                }
            }
        }
        return good;
    }

    private static String faults(Fork fork) {
        if (fork.hasScore() && fork.times().isEmpty()) {
            return "no samples: this JVM has no Flight Recorder";
        }
        return Validity.of(fork).stream().map(Reason::text).collect(Collectors.joining("; "));
    }
}
