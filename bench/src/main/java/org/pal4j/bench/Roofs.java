package org.pal4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Validity;
import org.pal4j.bench.score.Work;
import org.pal4j.bench.steady.Subject;

/** Measures the roofline, and again when something passes it. */
final class Roofs {
    /** Further measurements, over a whole run. */
    private static final int AGAIN = 2;

    private final Jvm jvm;
    private final Progress progress;
    private final Roofline roofline = new Roofline();
    private List<Row> rows = new ArrayList<>();
    private int again;

    Roofs(Jvm jvm, Progress progress) {
        this.jvm = jvm;
        this.progress = progress;
    }

    Roofline roofline() {
        return roofline;
    }

    /** The last rows that were measured on each JDK. */
    List<Row> rows() {
        return rows;
    }

    /** Measures it on all JDKs: it is the machine's, so the best of them counts. */
    void measure(List<Jdk> jdks) {
        List<Row> measured = new ArrayList<>();
        for (Jdk jdk : jdks) {
            // Each kind in a JVM of its own: the sizes of one kind run the same code.
            for (String kind : List.of(Subjects.FMA, Subjects.READ_AND_WRITTEN, Subjects.READ)) {
                List<Subject> subjects = Subjects.roofs().stream().filter(subject -> subject.benchmark().equals(kind)).toList();
                progress.show(kind + ", " + jdk.name());
                Jvm.Said said = jvm.measure(jdk, subjects.stream().map(Subject::key).toList(), state -> progress.show(kind + ": " + state));
                for (int i = 0; i < subjects.size(); i++) {
                    measured.add(row(subjects.get(i), jdk, said.forks().get(i)));
                }
            }
        }
        rows = measured;
    }

    /** Measures it again, because a row is above it. Returns whether that was done: not for ever. */
    boolean measureAgain(List<Jdk> jdks) {
        if (again == AGAIN) {
            return false;
        }
        again++;
        measure(jdks);
        return true;
    }

    private Row row(Subject subject, Jdk jdk, Fork fork) {
        double flops = subject.work().orElseThrow().flops();
        // An interpreter's speed is no roof.
        if (fork.hasScore() && fork.compiled()) {
            note(roofline, subject, fork.microseconds());
        }
        return new Row(subject.benchmark(), subject.network(), subject.mode(), fork.width(), 1, jdk.name(), fork.java(), fork.microseconds(),
                Double.NaN,
                subject.work().orElseThrow().intensity(), flops / fork.microseconds() * 1e-3, fork.window().bytes(),
                fork.hasScore() ? List.of(fork.microseconds()) : List.of(), List.of(), fork.sites(), Validity.of(fork));
    }

    /** Notes how long a part of the roofline took. */
    static void note(Roofline roofline, Subject subject, double microseconds) {
        Work work = subject.work().orElseThrow();
        switch (subject.benchmark()) {
            case Subjects.FMA -> roofline.operations(work.flops(), microseconds);
            case Subjects.READ -> roofline.read((long) work.bytes(), microseconds);
            default -> roofline.readAndWrite((long) work.bytes() / 2, microseconds);
        }
    }

    /** One line. */
    String line() {
        if (!roofline.isKnown()) {
            return "roofline: not known";
        }
        return String.format(Locale.ROOT,
                "roofline: %.0f GFLOP/s; read and written %.0f GB/s of 24 KB, %.0f of 512 KB, %.0f of 8 MB, %.0f of 30 MB, %.0f of 256 MB; "
                        + "only read %.0f of 24 KB, %.0f of 256 KB",
                roofline.gigaflops(), roofline.readAndWritten(24 << 10), roofline.readAndWritten(512 << 10), roofline.readAndWritten(8 << 20),
                roofline.readAndWritten(30 << 20), roofline.readAndWritten(256 << 20), roofline.read(24 << 10), roofline.read(256 << 10));
    }
}
