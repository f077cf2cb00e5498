package org.pal4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.cli.option.DataOption;
import org.pal4j.cli.option.Messages;
import org.pal4j.cli.option.NoteOption;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.cli.progress.SweepProgress;
import org.pal4j.cli.slurm.Slurm;
import org.pal4j.cli.slurm.SlurmNeeds;
import org.pal4j.cli.slurm.SlurmScripts;
import org.pal4j.model.Terms;
import org.pal4j.run.Scheduler;
import org.pal4j.sweep.Group;
import org.pal4j.sweep.Plan;
import org.pal4j.sweep.Point;
import org.pal4j.sweep.Run;
import org.pal4j.sweep.Shard;
import org.pal4j.sweep.Sweep;
import org.pal4j.sweep.SweepFolder;
import org.pal4j.sweep.SweepFolder.Gathered;
import org.pal4j.sweep.SweepRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pal4j sweep}. */
@Command(
        name = "sweep",
        description = {
            "Runs an experiment with lists or ranges of values for any of its keys, and keeps the results in one folder with one table and a page.",
            "Stopped at any time, it goes on where it was: a finished run is never computed again."
        },
        footer = {
            "",
            "For example:",
            "  ./pal4j sweep etas.yaml --dry-run",
            "  ./pal4j sweep etas.yaml --out etas",
            "  ./pal4j sweep --resume etas",
            "  ./pal4j sweep prospectivity-sweep",
            "  ./pal4j sweep rates.yaml --data ~/mnist",
            "  ./pal4j sweep etas.yaml --out etas --shard 2/8     then  ./pal4j sweep --gather etas",
            "  ./pal4j sweep etas.yaml --out etas --slurm --slurm-args '--partition=short'"
        },
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
    @Mixin
    private SweepOptions options;

    @Option(names = {"-q", "--quiet"}, description = "No progress; the result only.")
    private boolean quiet;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that groups of runs are spread over, all processors unless given; with --slurm, processors of a task.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private DataOption data;

    @Mixin
    private CheckpointOption checkpoints;

    @Mixin
    private NoteOption note;

    @Mixin
    private VectorOption vector;

    @Override
    public Integer call() {
        vector.apply();
        note.apply();
        return switch (options.mode()) {
            case GATHER -> gather(options.gathered(), true);
            case DRY_RUN -> list(options.sweep());
            case SLURM -> submit(options.sweep());
            case RUN -> run(options.sweep());
        };
    }

    private int threads() {
        return threads.orElse(Runtime.getRuntime().availableProcessors());
    }

    private int run(Sweep sweep) {
        Optional<Shard> shard = options.shard();
        Optional<SweepFolder> begun = options.begun(sweep);
        List<Run> part = shard.map(s -> Plan.shard(sweep, s)).orElseGet(sweep::runs);
        List<Run> runs = part.stream().filter(run -> begun.isEmpty() || !begun.get().isFinished(run)).toList();
        sweep.points().stream().flatMap(point -> point.experiment().warning().stream()).findFirst().ifPresent(Main::say);
        SweepProgress display = new SweepProgress(sweep, quiet, Main::say);
        try (Interrupt interrupt = Interrupt.install("interrupted before the first " + sweep.model().terms().step() + "; nothing was written")) {
            SweepRunner runner = new SweepRunner(sweep, runs, threads(), display, interrupt::requested, data.folder());
            runner.checkpointEvery(checkpoints.seconds());
            if (!interrupt.writes()) {
                return Main.INTERRUPTED;
            }
            // The folder is created only after all input has been checked.
            SweepFolder folder = begun.orElseGet(() -> options.made(sweep));
            folder.begin();
            if (runs.isEmpty()) {
                System.out.println(part.isEmpty() ? "shard " + shard.orElse(Shard.WHOLE) + " has nothing to do: the sweep has only "
                        + Amounts.count(Plan.groups(sweep.runs(), 1).size(), "group") + " of runs"
                        : "all " + Amounts.count(part.size(), "run") + " were finished already; nothing was computed");
                return shard.isPresent() ? 0 : gather(folder, false);
            }
            SweepRunner.Result result = runner.run(folder);
            display.end();
            return finish(folder, shard, part.size() - runs.size(), result);
        } finally {
            display.end();
        }
    }

    private int finish(SweepFolder folder, Optional<Shard> shard, int before, SweepRunner.Result result) {
        Terms terms = folder.sweep().model().terms();
        if (!Files.isDirectory(folder.path())) {
            Main.say(folder.path() + ": has been removed while the sweep was computed; its runs are lost");
            return Main.FAILED;
        }
        System.out.printf(Locale.ROOT, "%s done%s, %,d %s in %.1f s: %.3f us %s, everything included%n",
                Amounts.count(result.done(), "run"), before > 0 ? " beside " + before + " that were finished already" : "", result.steps(),
                terms.steps(), result.seconds(), result.seconds() * 1e6 / Math.max(1, result.steps()), terms.aStep());
        if (shard.isPresent()) {
            Messages.print("shard " + shard.get() + "; when all of them are done:  ./pal4j sweep --gather "
                    + SlurmScripts.quoted(folder.path().toString()));
        } else {
            gather(folder, false);
        }
        if (result.interrupted()) {
            Main.say("interrupted; what was computed is kept. Go on with ./pal4j sweep --resume "
                    + SlurmScripts.quoted(folder.path().toString()));
            return Main.INTERRUPTED;
        }
        if (result.elsewhere() > 0) {
            Main.say(Amounts.count(result.elsewhere(), "run") + " left out, as another process computes "
                    + (result.elsewhere() == 1 ? "it" : "them") + "; when it has ended:  ./pal4j sweep --gather "
                    + SlurmScripts.quoted(folder.path().toString()));
        }
        return result.unkept() + result.elsewhere() > 0 ? Main.FAILED : 0;
    }

    /**
     * Writes the tables and the page.
     *
     * @param asked whether the user asked only for the tables
     * @return the exit status: {@link Main#FAILED} if the user asked for the tables and runs are missing
     */
    private static int gather(SweepFolder folder, boolean asked) {
        Gathered gathered = folder.gather();
        gathered.best().ifPresent(best -> System.out.println("best " + best));
        System.out.println("results in " + folder.path() + ": results.csv and summary.csv, "
                + Amounts.count(gathered.complete() + gathered.nonFinite(), "run") + " of "
                + Amounts.count(folder.sweep().points().size(), "point"));
        ReportCommand.write(folder.path());
        if (gathered.nonFinite() > 0) {
            Main.say(Amounts.count(gathered.nonFinite(), "run") + " ended early, as " + folder.sweep().model().terms().quantities()
                    + " were not finite any more (ending non_finite)");
        }
        if (gathered.warned() > 0) {
            Main.say("warning: in " + Amounts.count(gathered.warned(), "run") + " the network no longer answers to its inputs (column warning of "
                    + "results.csv)");
        }
        if (gathered.missing() > 0) {
            Main.say(Amounts.count(gathered.missing(), "run") + " missing as yet");
        }
        return asked && gathered.missing() > 0 ? Main.FAILED : 0;
    }

    private int list(Sweep sweep) {
        int onThreads = Scheduler.requireThreads(threads());
        Optional<SweepFolder> begun = options.begun(sweep);
        List<Run> part = options.shard().map(s -> Plan.shard(sweep, s)).orElseGet(sweep::runs);
        List<Run> runs = part.stream().filter(run -> begun.isEmpty() || !begun.get().isFinished(run)).toList();
        for (Point point : sweep.points()) {
            System.out.println(point.label() + "  " + point.describe());
        }
        List<Group> groups = Plan.groups(runs, onThreads);
        System.out.println();
        for (Group group : groups) {
            System.out.printf(Locale.ROOT, "group of %s, %s %s, about %s: %s%n", Amounts.count(group.runs().size(), "run"),
                    Amounts.large(group.steps()), sweep.model().terms().steps(), Amounts.time(group.seconds()), members(group));
        }
        double seconds = Math.max(groups.stream().mapToDouble(Group::seconds).sum() / onThreads,
                groups.stream().mapToDouble(Group::seconds).max().orElse(0));
        System.out.printf(Locale.ROOT, "%s: %s with %s, %s%s to do in %s, %s %s, roughly %s on %s%n", sweep.name(),
                Amounts.count(sweep.points().size(), "point"), Amounts.count(sweep.seeds().size(), "seed"),
                Amounts.count(runs.size(), "run"), options.shard().map(s -> " of shard " + s).orElse(""),
                Amounts.count(groups.size(), "group"), Amounts.large(groups.stream().mapToLong(Group::steps).sum()),
                sweep.model().terms().steps(), Amounts.time(seconds), Amounts.count(onThreads, "thread"));
        if (options.isForSlurm()) {
            SlurmNeeds needs = SlurmNeeds.of(sweep, options.shards(), threads);
            System.out.println("as an array job: " + describe(needs));
        }
        return 0;
    }

    /** Returns the range of runs: {@code p0001/seed-1 .. p0004/seed-3}. */
    private static String members(Group group) {
        String first = group.runs().getFirst().path();
        return group.runs().size() == 1 ? first : first + " .. " + group.runs().getLast().path();
    }

    private int submit(Sweep sweep) {
        String home = System.getProperty("pal4j.home");
        if (home == null) {
            throw new InputException("--slurm: needs the launcher, which the tasks start as well; use ./pal4j sweep");
        }
        if (threads.filter(n -> n < 1 || n > 4096).isPresent()) {
            throw new InputException("--threads " + threads.get() + ": must be from 1 to 4096 processors of a task");
        }
        Optional<SweepFolder> begun = options.begun(sweep);
        List<String> further = new ArrayList<>();
        data.asked().ifPresent(folder -> further.addAll(List.of("--data", folder.toAbsolutePath().toString())));
        vector.asked().ifPresent(width -> further.addAll(List.of("--vector", width)));
        checkpoints.asked().ifPresent(seconds -> further.addAll(List.of("--checkpoint", seconds.toString())));
        if (quiet) {
            further.add("--quiet");
        }
        SlurmNeeds needs = SlurmNeeds.of(sweep, options.shards(), threads);
        SweepFolder folder = begun.orElseGet(() -> options.made(sweep));
        Optional<String> javaHome = Optional.ofNullable(System.getenv("PAL4J_JAVA_HOME")).filter(text -> !text.isEmpty());
        SlurmScripts scripts = new SlurmScripts(sweep.name(), folder.path().toAbsolutePath().normalize(), Path.of(home, "pal4j"), needs.shards(),
                needs.cpus(), needs.heap(), needs.minutes(), options.slurmArgs(), javaHome, System.getenv().getOrDefault("PAL4J_JAVA_OPTS", ""),
                further);
        folder.begin();
        Slurm slurm = new Slurm(scripts);
        slurm.write();
        System.out.println("batch scripts in " + slurm.folder() + ": " + describe(needs));
        Slurm.Submission submission = slurm.submit();
        submission.submitted().ifPresent(System.out::println);
        submission.advice().ifPresent(Main::say);
        Messages.print("results go to " + folder.path() + "; what there is of them:  ./pal4j sweep --gather "
                + SlurmScripts.quoted(folder.path().toString()));
        return submission.failed() ? Main.FAILED : 0;
    }

    /** Returns a description: {@code 8 tasks of 1 processor, 1536 MB and at most 10 min}. */
    private static String describe(SlurmNeeds needs) {
        return Amounts.count(needs.shards(), "task") + " of " + Amounts.count(needs.cpus(), "processor") + ", "
                + SlurmScripts.memory(needs.heap()) + " MB and at most " + Amounts.time(needs.minutes() * 60.0);
    }
}
