package org.pal4j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Progress;
import org.pal4j.bench.page.RooflinePage;
import org.pal4j.bench.score.Against;
import org.pal4j.bench.score.Reason;
import org.pal4j.bench.score.ResultFile;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Table;
import org.pal4j.bench.steady.Subject;
import org.pal4j.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The benchmarks in a few minutes: the machine's roofline, whole steps and updates, and passes over a matrix beside plain loops and OpenBLAS, each
 * in a JVM of its own until it is steady.
 */
@Command(
        name = "pal4j bench",
        description = {
            "Measures this machine and prints a table, in a few minutes. Each row comes from a JVM of its own, which repeats the "
                    + "benchmark until it is steady: no kernel is being compiled, nothing is allocated, and the times of the last samples agree.",
            "",
            "A row marked \"! not valid\" broke a rule, and the line below it says which: not steady within the limit, it allocates, or it is above "
                    + "105 %% of its roofline. The exit status is then 1.",
            "",
            "roofline is the least time that this machine could take, for the bytes and operations that the step needs, over the time that it took. "
                    + "ratio is the time over that of the first JDK: their JVMs are alive at the same time, and take samples in turn. It is the "
                    + "geometric mean over forks, with Student's interval of the logarithms.",
            ""
        },
        footer = {
            "",
            "Everything else goes to JMH: ./pal4j bench StepBenchmark -prof gc. What there is: ./pal4j bench -l. JMH's options: ./pal4j bench -h",
        },
        mixinStandardHelpOptions = true)
final class ShortForm implements Callable<Integer> {
    private static final int FORKS_COMPARED = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the table as an array of objects, too.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--page", paramLabel = "FILE", description = "Writes an HTML page, too: the roofline as a picture, the table, all commands.")
    private Optional<Path> page = Optional.empty();

    @Option(names = "--width", paramLabel = "BITS", description = "Of vectors: 512, 256, 128, scalar, or preferred (the default).")
    private String width = "preferred";

    @Option(
            names = "--jdk", paramLabel = "NAME=PATH[,FLAG...]",
            description = "A JDK to measure, and flags for its JVM; given several times, JDKs are compared, in turn. Without a path it is the JDK "
                    + "that runs this: --jdk plain=,-XX:+UseSerialGC --jdk avx2=,-XX:UseAVX=2. The path of another checkout, whose benchmarks are "
                    + "built, measures that one on this JDK: --jdk old=../before --jdk new=.")
    private List<String> jdkOptions = new ArrayList<>();

    @Option(names = "--forks", paramLabel = "N", description = "JVMs for each row: 1, or 3 if JDKs are compared.")
    private Optional<Integer> forks = Optional.empty();

    @Option(
            names = "--only", paramLabel = "PATTERN",
            description = "Measures only rows that have this regular expression in \"benchmark network mode\"; of several, those that have one of "
                    + "them: --only 'step 4-30-3'.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "SECONDS", defaultValue = "20",
            description = "For one JVM to become steady; three times that while kernels are being compiled (default: 20).")
    private double limit;

    @Option(names = "--against", paramLabel = "FILE", description = "Compares with a table of --json from the same machine; status 1 if a step takes "
            + "longer by more than the bound. If both have several forks (--forks), there are intervals.")
    private Optional<Path> against = Optional.empty();

    @Option(names = "--bound", paramLabel = "PERCENT", defaultValue = "10", description = "That a step may take longer than in the file of --against "
            + "(default: 10).")
    private double bound;

    @Option(
            names = "--starts", paramLabel = "N",
            description = "Prints no table, but starts N JVMs of each named experiment, and counts those that allocate or end slow. Each processor "
                    + "has an experiment at a time; taskset chooses processors.")
    private Optional<Integer> starts = Optional.empty();

    @Option(
            names = "--kernels",
            description = "Prints no table, but shows in which kernels a warm step of each named experiment spends its time. --only chooses "
                    + "experiments.")
    private boolean kernels;

    private final Progress progress = new Progress();
    private final List<Row> leftOut = new ArrayList<>();

    @Override
    public Integer call() {
        check();
        Optional<ResultFile.Read> before = against.map(file -> ResultFile.read("--against", file));
        List<Pattern> patterns = Commands.patterns(only);
        List<Subject> subjects = chosen(starts.isPresent() || kernels ? Experiments.subjects() : Subjects.standard(), patterns);
        Jvm jvm = new Jvm(width, limit);
        List<Jdk> all = Jdk.parse(jdkOptions);
        // JVMs that measure don't outlive this one.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly)));
        List<Jdk> jdks = usable(jvm, all);
        boolean good = leftOut.isEmpty();
        Roofs roofs = new Roofs(jvm, progress);
        if (jdks.isEmpty()) {
            keep(leftOut, roofs, jdks);
            return 1;
        }
        head();
        if (starts.isPresent()) {
            return new Starts(jvm, progress, starts.orElseThrow()).run(jdks, subjects) && good ? 0 : 1;
        }
        if (kernels) {
            return new Kernels(jvm, progress).run(jdks, subjects) && good ? 0 : 1;
        }
        List<Row> rows = measure(jvm, jdks, subjects, roofs);
        good = rows.stream().allMatch(Row::isValid);
        Table.boxes(rows).forEach(progress::print);
        if (before.isPresent()) {
            good &= compare(rows, before.orElseThrow(), Environment.describe().get("cpu"));
        }
        keep(rows, roofs, jdks);
        return good ? 0 : 1;
    }

    /** Writes the file and the page that were asked for. */
    private void keep(List<Row> rows, Roofs roofs, List<Jdk> jdks) {
        Map<String, String> environment = Environment.describe();
        json.ifPresent(file -> ResultFile.write(file, rows, environment));
        page.ifPresent(file -> RooflinePage.write(file, rows, roofs.roofline(), environment, jdks, command()));
    }

    /** What was typed, for the page. */
    private String command() {
        List<String> words = new ArrayList<>(List.of("./pal4j", "bench"));
        for (String word : spec.commandLine().getParseResult().originalArgs()) {
            words.add(word.matches("[\\w./=,:+-]+") ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return String.join(" ", words);
    }

    private void check() {
        if (!width.equals("preferred")) {
            width = VectorWidth.choose(width).label();
        }
        atLeastOne("--forks", forks);
        atLeastOne("--starts", starts);
        if (!(limit > 0)) {
            throw new InputException("--limit " + limit + ": must be above 0 seconds");
        }
        if (!(bound >= 0)) {
            throw new InputException("--bound " + bound + ": must be 0 percent or more");
        }
        boolean table = json.isPresent() || page.isPresent() || against.isPresent() || forks.isPresent();
        if ((starts.isPresent() || kernels) && table) {
            throw new InputException((kernels ? "--kernels" : "--starts")
                    + ": has no table for --json, --page and --against, and its own number of forks; leave these options out");
        }
        if (starts.isPresent() && kernels) {
            throw new InputException("--starts and --kernels: are two things; give one of them");
        }
        json.ifPresent(file -> Commands.requireWritable("--json", file));
        page.ifPresent(file -> Commands.requireWritable("--page", file));
    }

    private static void atLeastOne(String option, Optional<Integer> number) {
        number.filter(n -> n < 1).ifPresent(n -> {
            throw new InputException(option + " " + n + ": must be 1 or more");
        });
    }

    private List<Subject> chosen(List<Subject> subjects, List<Pattern> patterns) {
        List<Subject> chosen = subjects.stream()
                .filter(subject -> Commands.matches(patterns, subject.benchmark() + " " + subject.network() + " " + subject.mode()))
                .toList();
        if (chosen.isEmpty()) {
            throw new InputException(
                    "--only " + String.join(" --only ", only) + ": there is no such row; the first is " + subjects.getFirst().benchmark()
                            + " " + subjects.getFirst().network() + " " + subjects.getFirst().mode());
        }
        return chosen;
    }

    /** The JDKs that start. The others are named, and get a row of their own. */
    private List<Jdk> usable(Jvm jvm, List<Jdk> jdks) {
        List<Jdk> usable = new ArrayList<>();
        for (Jdk jdk : jdks) {
            try {
                progress.show("starting " + jdk.name());
                Jvm.Said said = jvm.probe(jdk);
                progress.print("jdk " + jdk.name() + ": " + said.version() + (jdk.flags().isEmpty() ? "" : ", " + String.join(" ", jdk.flags()))
                        + ", vectors of " + said.width() + (said.width().equals("scalar") ? "" : " bits"));
                usable.add(jdk);
            } catch (InputException e) {
                progress.clear();
                System.err.println("pal4j: --jdk " + jdk.name() + ": " + e.getMessage() + "; left out");
                leftOut.add(Row.leftOut(jdk.name(), "left out: " + e.getMessage()));
            }
        }
        return usable;
    }

    private void head() {
        Map<String, String> environment = Environment.describe();
        progress.print("PAL4J " + environment.get("pal4j") + ", commit " + environment.get("commit") + System.lineSeparator() + environment.get("cpu")
                + ", " + environment.get("os"));
        String kernels = System.getenv("OPENBLAS_CORETYPE");
        if (kernels != null) {
            progress.print("OPENBLAS_CORETYPE is set: OpenBLAS uses its kernels for " + kernels + ", not those for this processor");
        }
    }

    private List<Row> measure(Jvm jvm, List<Jdk> jdks, List<Subject> subjects, Roofs roofs) {
        Table table = new Table(jdks.size() + leftOut.size() > 1);
        Rows rows = new Rows(jvm, jdks, forks.orElse(jdks.size() > 1 ? FORKS_COMPARED : 1), progress);
        roofs.measure(jdks);
        tellRoofline(roofs);
        progress.print(System.lineSeparator() + table.heading());
        boolean stale = false;
        int done = 0;
        for (List<Subject> batch : rows.batches(subjects)) {
            rows.measure(batch, String.format(Locale.ROOT, "%d of %d done", done, subjects.size()));
            for (Subject subject : batch) {
                List<Row> those = rows.rows(subject, roofs.roofline());
                if (those.stream().anyMatch(ShortForm::isAboveRoof) && roofs.measureAgain(jdks)) {
                    stale = true;
                    those = rows.rows(subject, roofs.roofline());
                }
                print(table, those);
                done++;
            }
        }
        List<Row> all = rows.rows(roofs.roofline());
        if (stale) {
            progress.print(System.lineSeparator() + "A row was above its roof, so the roofline was measured again. All rows below the better one:");
            tellRoofline(roofs);
            progress.print(System.lineSeparator() + table.heading());
            subjects.forEach(subject -> print(table, rows.rows(subject, roofs.roofline())));
        }
        print(table, leftOut);
        all.addAll(0, roofs.rows());
        all.addAll(leftOut);
        long invalid = all.stream().filter(row -> !row.isValid()).count();
        progress.print(System.lineSeparator() + (invalid == 0 ? "All rows are valid: steady, without allocation, below the roofline."
                : invalid + " of " + all.size() + " rows, roofs among them, are not valid: take no numbers from them."));
        return all;
    }

    private static boolean isAboveRoof(Row row) {
        return row.reasons().stream().anyMatch(reason -> reason.kind() == Reason.Kind.ABOVE_ROOF);
    }

    private void tellRoofline(Roofs roofs) {
        progress.print(roofs.line());
        Table.invalidRoofs(roofs.rows()).forEach(line -> progress.print("    ! " + line));
    }

    private void print(Table table, List<Row> rows) {
        rows.forEach(row -> table.lines(row).forEach(progress::print));
    }

    /** Returns whether nothing takes longer than the bound allows. */
    private boolean compare(List<Row> now, ResultFile.Read before, @Nullable String cpu) {
        List<Against> compared = Against.of(now, before.rows(), bound);
        progress.print(System.lineSeparator() + "against " + against.orElseThrow() + ", bound " + bound + " %:");
        if (!before.cpu().isEmpty() && !before.cpu().equals(cpu)) {
            progress.print("! that was another processor, " + before.cpu() + ": the ratios are those of the machines, too");
        }
        if (compared.isEmpty()) {
            progress.print("no valid row is in both");
            return false;
        }
        progress.print(Against.heading());
        compared.forEach(one -> progress.print(one.line()));
        long beyond = compared.stream().filter(Against::beyond).count();
        progress.print(beyond + " of " + compared.size() + " take longer by more than " + bound + " %");
        return beyond == 0;
    }
}
