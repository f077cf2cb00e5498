package org.pal4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.pal4j.bench.fork.Held;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
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
 * Measures subjects on JDKs. With several of them, a round has a JVM of each. After the last one is warm they take samples in turn, as a
 * shared machine may be twice as slow a minute later.
 */
final class Rows {
    /** Further JVMs for one that other work disturbed. */
    private static final int AGAIN = 2;

    private final Jvm jvm;
    private final List<Jdk> jdks;
    private final int forks;
    private final Progress progress;
    private final Map<Subject, Map<Jdk, Forks>> measured = new LinkedHashMap<>();

    /** What the JVMs of a JDK measured of a subject, and their times over those of the first JDK. */
    private record Forks(List<Fork> forks, List<Double> ratios) {}

    Rows(Jvm jvm, List<Jdk> jdks, int forks, Progress progress) {
        this.jvm = jvm;
        this.jdks = jdks;
        this.forks = forks;
        this.progress = progress;
    }

    /** Measures a subject on all JDKs, with the JVMs of a round started in both orders: A B, B A, A B. */
    void measure(Subject subject, String place) {
        Map<Jdk, Forks> all = new LinkedHashMap<>();
        jdks.forEach(jdk -> all.put(jdk, new Forks(new ArrayList<>(), new ArrayList<>())));
        for (int round = 0; round < forks; round++) {
            String what = place + " " + subject.benchmark() + " " + subject.network() + " " + subject.mode();
            String fork = forks > 1 ? String.format(Locale.ROOT, ", fork %d of %d", round + 1, forks) : "";
            Map<Jdk, Held> held = new LinkedHashMap<>();
            try {
                for (Jdk jdk : round % 2 == 0 ? jdks : jdks.reversed()) {
                    held.put(jdk, hold(subject, jdk, what + (jdks.size() > 1 ? ", " + jdk.name() : "") + fork));
                    all.get(jdk).forks.add(held.get(jdk).fork());
                }
                progress.show(what + fork + ", in turn");
                if (subject.threads() == 1) {
                    held.values().forEach(one -> one.pin(0));
                }
                compare(jdks.stream().map(held::get).toList(), jdks.stream().map(jdk -> all.get(jdk).ratios).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                held.values().forEach(Held::close);
            }
        }
        measured.put(subject, all);
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

    /** A JVM that was not disturbed, if there is one in a few. */
    private Held hold(Subject subject, Jdk jdk, String what) throws IOException {
        String place = what;
        for (int left = AGAIN;; left--) {
            String shown = place;
            progress.show(shown);
            Held held = jvm.hold(jdk, subject.key(), state -> progress.show(shown + ": " + state));
            if (left == 0 || !Validity.isDisturbed(held.fork())) {
                return held;
            }
            held.close();
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
