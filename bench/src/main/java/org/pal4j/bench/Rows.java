package org.pal4j.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Site;
import org.pal4j.bench.score.Statistics;
import org.pal4j.bench.score.Validity;
import org.pal4j.bench.score.Work;
import org.pal4j.bench.steady.Subject;

/** Measures subjects on JDKs in alternating forks. */
final class Rows {
    /** Further JVMs for one that other work disturbed. */
    private static final int AGAIN = 2;

    private final Jvm jvm;
    private final List<Jdk> jdks;
    private final int forks;
    private final Progress progress;
    private final Map<Subject, Map<Jdk, List<Fork>>> measured = new LinkedHashMap<>();

    Rows(Jvm jvm, List<Jdk> jdks, int forks, Progress progress) {
        this.jvm = jvm;
        this.jdks = jdks;
        this.forks = forks;
        this.progress = progress;
    }

    /** Measures a subject on all JDKs, in turn and in both orders: A B, B A, A B. */
    void measure(Subject subject, String place) {
        Map<Jdk, List<Fork>> all = new LinkedHashMap<>();
        jdks.forEach(jdk -> all.put(jdk, new ArrayList<>()));
        for (int round = 0; round < forks; round++) {
            for (Jdk jdk : round % 2 == 0 ? jdks : jdks.reversed()) {
                String what = place + " " + subject.benchmark() + " " + subject.network() + " " + subject.mode()
                        + (jdks.size() > 1 ? ", " + jdk.name() : "")
                        + (forks > 1 ? String.format(Locale.ROOT, ", fork %d of %d", round + 1, forks) : "");
                all.get(jdk).add(fork(subject, jdk, what));
            }
        }
        measured.put(subject, all);
    }

    /** Of a JVM that was not disturbed, if there is one in a few. */
    private Fork fork(Subject subject, Jdk jdk, String what) {
        String place = what;
        for (int left = AGAIN;; left--) {
            String shown = place;
            progress.show(shown);
            Fork fork = jvm.measure(jdk, List.of(subject.key()), state -> progress.show(shown + ": " + state)).forks().getFirst();
            if (left == 0 || !Validity.isDisturbed(fork)) {
                return fork;
            }
            place = what + ", again, as other work disturbed it";
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

    private static Row row(Subject subject, Jdk jdk, List<Fork> forks, Roofline roofline) {
        List<Double> times = forks.stream().filter(Fork::hasScore).map(Fork::microseconds).toList();
        double microseconds = Statistics.median(times.stream().mapToDouble(Double::doubleValue).toArray());
        double least = subject.work().map(work -> roofline.microseconds(work, subject.threads())).orElse(Double.NaN);
        // The fastest fork must be below the roof as well.
        double fastest = times.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        List<Site> sites = forks.stream().map(Fork::sites).filter(found -> !found.isEmpty()).findFirst().orElse(List.of());
        return new Row(subject.benchmark(), subject.network(), subject.mode(), first(forks, true), subject.threads(), jdk.name(), first(forks, false),
                microseconds, least / microseconds, subject.work().map(Work::intensity).orElse(Double.NaN),
                subject.work().map(work -> work.flops() / microseconds * 1e-3).orElse(Double.NaN),
                forks.stream().filter(Fork::hasScore).mapToDouble(fork -> fork.window().bytes()).max().orElse(Double.NaN), times, sites,
                Validity.of(forks, least / fastest));
    }

    private static String first(List<Fork> forks, boolean width) {
        return forks.stream().map(fork -> width ? fork.width() : fork.java()).filter(text -> !text.isEmpty()).findFirst().orElse("");
    }
}
