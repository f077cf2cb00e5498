package org.pal4j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.bench.scale.Machine;
import org.pal4j.bench.scale.ManyNetworks;
import org.pal4j.bench.scale.SeedStudy;
import org.pal4j.bench.scale.SharedNetwork;
import org.pal4j.bench.score.ResultFile;
import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Work;
import org.pal4j.bench.steady.Subject;
import org.pal4j.catalog.Catalog;
import org.pal4j.circuit.CircuitParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a machine with more cores, or a cluster, would give: computed from a table that was measured on this one. */
@Command(
        name = "pal4j bench scale",
        description = {
            "Predicts from a table of ./pal4j bench --json what more cores would give: for a study of many seeds, for one large network "
                    + "on many threads, and for many large networks at once. Measures nothing. docs/performance.md has the assumptions. The exit "
                    + "status is 1 if a row that it uses is not valid."},
        mixinStandardHelpOptions = true)
final class Scale implements Callable<Integer> {
    private static final String LARGE = "784-1000-1000-10";
    private static final String DENSE = "dense";
    private static final String STUDY = "yinyang";
    private static final String STUDY_LAYERS = "4-30-3";
    private static final int REPLICAS = 16;
    private static final double MEGA = 1 << 20;

    @Parameters(paramLabel = "FILE", description = "The table: ./pal4j bench --json FILE.")
    private Path table = Path.of("");

    @Option(names = "--cores", split = ",", paramLabel = "N", description = "Numbers of cores (default: 1,2,16,32,64,128).")
    private List<Integer> cores = List.of(1, 2, 16, 32, 64, 128);

    @Option(names = "--memory", paramLabel = "GB/S", description = "Bandwidth of memory, all cores together (default: 350).")
    private double memory = 350;

    @Option(names = "--cache", paramLabel = "MB", description = "Last-level caches, all together (default: 256).")
    private double cache = 256;

    @Option(names = "--meeting", paramLabel = "US", description = "Until two threads have met after a pass (default: 0.5).")
    private double meeting = 0.5;

    @Option(names = "--each", paramLabel = "US", description = "For each further thread that meets (default: 0.05).")
    private double each = 0.05;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds of the study (default: 1000).")
    private int seeds = 1000;

    @Option(names = "--start", paramLabel = "S", description = "Of a process until it is at its full speed, and for its end (default: 3).")
    private double start = 3;

    @Option(names = "--files", paramLabel = "S", description = "For the files of one seed (default: 0.012).")
    private double files = 0.012;

    @Option(names = "--gather", paramLabel = "S", description = "To gather one run of a sweep (default: 0.001).")
    private double gather = 0.001;

    @Option(names = "--tasks", paramLabel = "N", description = "The most tasks that a sweep submits (default: 64).")
    private int tasks = 64;

    private List<Row> rows = List.of();
    /** Rows that were used and are not valid. */
    private final Set<Row> doubtful = new LinkedHashSet<>();

    /** Runs the command. */
    static int run(String[] arguments) {
        return Commands.execute(new Scale(), arguments);
    }

    @Override
    public Integer call() {
        check();
        rows = ResultFile.read("scale", table).rows();
        Roofline roofline = roofline();
        Machine machine = new Machine(cache * MEGA, memory, meeting, each);
        study();
        shared(machine, roofline);
        many(machine);
        doubtful.forEach(row -> System.out.println("! " + row.name() + " " + row.network() + " " + row.mode() + " is not valid in " + table
                + ": predictions from it are not, either"));
        return doubtful.isEmpty() ? 0 : 1;
    }

    private void check() {
        for (int number : cores) {
            require("--cores", number, number >= 1);
        }
        require("--memory", memory, memory > 0);
        require("--cache", cache, cache >= 0);
        require("--meeting", meeting, meeting >= 0);
        require("--each", each, each >= 0);
        require("--seeds", seeds, seeds >= 1);
        require("--start", start, start >= 0);
        require("--files", files, files >= 0);
        require("--gather", gather, gather >= 0);
        require("--tasks", tasks, tasks >= 1);
    }

    private static void require(String option, Number number, boolean good) {
        if (!good) {
            throw new InputException(option + " " + number + ": out of range; see ./pal4j bench scale --help");
        }
    }

    private Roofline roofline() {
        Roofline roofline = new Roofline();
        for (Subject subject : Subjects.roofs()) {
            find(subject.benchmark(), subject.network(), subject.mode(), 1).ifPresent(row -> Roofs.note(roofline, subject, row.microseconds()));
        }
        if (!roofline.isKnown()) {
            throw new InputException(table + ": has no roofline; give the table of a whole ./pal4j bench --json");
        }
        return roofline;
    }

    private Optional<Row> find(String benchmark, String network, String mode, int threads) {
        Optional<Row> found = rows.stream().filter(row -> row.benchmark().equals(benchmark) && row.network().equals(network)
                && row.mode().equals(mode) && row.threads() == threads && row.microseconds() > 0).findFirst();
        found.filter(row -> !row.isValid()).ifPresent(doubtful::add);
        return found;
    }

    private double step(String network, String mode) {
        return find("step", network, mode, 1).map(Row::microseconds)
                .orElseThrow(() -> new InputException(table + ": has no row \"step " + network + " " + mode + "\"; give the table of a whole "
                        + "./pal4j bench --json"));
    }

    private void study() {
        double measured = step(STUDY_LAYERS, "ensemble") * REPLICAS;
        SeedStudy study = SeedStudy.of(Catalog.study(STUDY, List.of()), measured, new SeedStudy.Overhead(start, files));
        System.out.printf(Locale.ROOT, "%d seeds of %s, from %.3f us for a step of %d seeds together%n%n", seeds, STUDY, measured, REPLICAS);
        System.out.printf(Locale.ROOT, "%8s %22s %12s %12s %10s   %20s %12s%n", "cores", "seeds of a thread", "stepping, s", "all, s", "times one",
                "as tasks of a sweep, s", "times one");
        double one = study.run(seeds, 1).seconds();
        for (int number : cores) {
            SeedStudy.Prediction run = study.run(seeds, number);
            SeedStudy.Prediction cluster = study.cluster(seeds, number, tasks, gather);
            System.out.printf(Locale.ROOT, "%8d %22d %12.1f %12.1f %10.1f   %22.1f %12.1f%n", number, run.most(), run.stepping(), run.seconds(),
                    one / run.seconds(), cluster.seconds(), one / cluster.seconds());
        }
    }

    private void shared(Machine machine, Roofline roofline) {
        CircuitParameters p = Networks.parameters(LARGE, false);
        double measured = step(LARGE, DENSE);
        SharedNetwork network = new SharedNetwork(p, work(), roofline, measured);
        System.out.printf(Locale.ROOT, "%none network %s, dense, its %d large matrices shared by threads, from %.0f us on one%n%n", LARGE,
                network.passes(), measured);
        System.out.printf(Locale.ROOT, "%8s %14s %12s %10s   %s%n", "threads", "MB of each", "us a step", "times one", "limit");
        List<String> checks = new ArrayList<>();
        for (int number : cores) {
            SharedNetwork.Prediction step = network.on(machine, number);
            System.out.printf(Locale.ROOT, "%8d %14.2f %12.1f %10.1f   %s%n", number, step.bytes() / 1e6, step.microseconds(),
                    measured / step.microseconds(), step.limit());
            find("step", LARGE, DENSE, number).filter(row -> number > 1).ifPresent(row -> checks.add(String.format(Locale.ROOT,
                    "measured on %d threads: %.0f us, %.2f times the prediction", number, row.microseconds(),
                    row.microseconds() / step.microseconds())));
        }
        checks.forEach(System.out::println);
    }

    private void many(Machine machine) {
        ManyNetworks networks = new ManyNetworks(work(), step(LARGE, DENSE));
        System.out.printf(Locale.ROOT, "%na network %s, dense, on each core%n%n", LARGE);
        System.out.printf(Locale.ROOT, "%8s %16s %10s   %s%n", "cores", "steps a second", "times one", "limit");
        double one = networks.on(machine, 1).steps();
        for (int number : cores) {
            ManyNetworks.Prediction all = networks.on(machine, number);
            System.out.printf(Locale.ROOT, "%8d %16.0f %10.1f   %s%n", number, all.steps(), all.steps() / one, all.memory() ? "memory" : "cores");
        }
    }

    private static Work work() {
        return Work.step(Networks.parameters(LARGE, false), 1, StepBenchmark.PRESENTATION);
    }
}
