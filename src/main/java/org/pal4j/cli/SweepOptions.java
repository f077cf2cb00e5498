package org.pal4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.sweep.Shard;
import org.pal4j.sweep.Sweep;
import org.pal4j.sweep.SweepFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Mutually exclusive options that select a sweep, its part, and its folder. */
final class SweepOptions {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            completionCandidates = Names.class,
            description = "A YAML file with the key sweep (see docs/sweeps.md), or the name of a sweep (see 'pal4j list').")
    private Optional<String> file = Optional.empty();

    /** Names of sweeps, for completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Catalog.SWEEPS.iterator();
        }
    }

    @Mixin
    private SettingOptions settings;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go; a new folder sweeps/NAME-K unless given. Goes on with the same sweep if it is there.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--resume", paramLabel = "DIR", description = "Goes on with the sweep in that folder, instead of a FILE.")
    private Optional<Path> resume = Optional.empty();

    @Option(names = "--gather", paramLabel = "DIR", description = "Computes nothing; writes the tables of what is finished in that folder.")
    private Optional<Path> gather = Optional.empty();

    @Option(names = "--shard", paramLabel = "I/N", description = "Only the I-th of N parts, for several machines with one folder.")
    private Optional<String> shard = Optional.empty();

    @Option(names = "--dry-run", description = "Computes nothing; lists the points, their groups and how much there is to compute.")
    private boolean dryRun;

    @Option(names = "--slurm", description = "Computes nothing; writes an array job of shards and a job that gathers, and submits them.")
    private boolean slurm;

    @Option(names = "--shards", paramLabel = "N", description = "Tasks of the array job; as many as there are groups, at most 64, unless given.")
    private Optional<Integer> shards = Optional.empty();

    @Option(names = "--slurm-args", paramLabel = "ARGS", description = "More for sbatch, for example '--partition=short --time=60'.")
    private Optional<String> slurmArgs = Optional.empty();

    enum Mode {
        RUN, DRY_RUN, GATHER, SLURM
    }

    /**
     * Returns the mode.
     *
     * @throws InputException with all options that exclude each other
     */
    Mode mode() {
        List<String> given = Stream.of(file.map(name -> "FILE"), resume.map(folder -> "--resume"), gather.map(folder -> "--gather"))
                .flatMap(Optional::stream).toList();
        if (given.isEmpty()) {
            throw new InputException("sweep needs FILE, for example ./pal4j sweep etas.yaml; or --resume DIR or --gather DIR. docs/sweeps.md has "
                    + "an example");
        }
        List<Fault> faults = new ArrayList<>();
        if (given.size() > 1) {
            faults.add(Fault.of(String.join(" and ", given), "only one of them can say which sweep is meant"));
        }
        Mode mode = gather.isPresent() ? Mode.GATHER : dryRun ? Mode.DRY_RUN : slurm ? Mode.SLURM : Mode.RUN;
        if (file.isEmpty() && (out.isPresent() || !settings.all().isEmpty())) {
            faults.add(Fault.of("--out, --seed, --seeds, --epochs, --set", "a folder has its configuration already; they go with FILE only"));
        }
        if (mode == Mode.GATHER && (shard.isPresent() || dryRun || slurm)) {
            faults.add(Fault.saying("--gather",
                    "--gather takes all that is in the folder, and computes nothing; leave --shard, --dry-run and --slurm away"));
        }
        if (slurm && shard.isPresent()) {
            faults.add(Fault.saying("--shard", "--slurm makes the shards itself; say how many with --shards N"));
        }
        if (!slurm && (shards.isPresent() || slurmArgs.isPresent())) {
            faults.add(Fault.of("--shards, --slurm-args", "go with --slurm only"));
        }
        if (shards.filter(n -> n < 1 || n > Shard.MAX).isPresent()) {
            faults.add(given("--shards", shards.get(), "must be from 1 to " + Shard.MAX));
        }
        if (mode == Mode.RUN && shard.isPresent() && out.isEmpty() && resume.isEmpty()) {
            faults.add(given("--shard", shard.get(), "needs --out DIR, the folder that all shards share"));
        }
        if (faults.size() == 1) {
            throw new InputException(faults.getFirst().text());
        }
        InputException.throwIfAny("the command line", faults);
        return mode;
    }

    /** Returns a fault of an option as typed, without an equals sign. */
    private static Fault given(String option, Object value, String bound) {
        return new Fault(option, value.toString(), bound, "", option + " " + value + ": " + bound);
    }

    SweepFolder gathered() {
        return SweepFolder.open(gather.orElseThrow(), Catalog::sweep);
    }

    Sweep sweep() {
        return resume.map(folder -> SweepFolder.open(folder, Catalog::sweep).sweep()).orElseGet(() -> Catalog.sweep(file.orElseThrow(),
                settings.all(), notes -> Main.say(file.orElseThrow() + ": " + String.join("; ", notes))));
    }

    Optional<SweepFolder> begun(Sweep sweep) {
        return resume.or(() -> out).flatMap(folder -> SweepFolder.find(folder, sweep, Catalog::sweep));
    }

    SweepFolder made(Sweep sweep) {
        return out.map(path -> SweepFolder.at(path, sweep, Catalog::sweep)).orElseGet(() -> SweepFolder.numbered(sweep, Catalog::sweep));
    }

    /** Returns the part to run; empty for all. */
    Optional<Shard> shard() {
        return shard.map(Shard::parse);
    }

    boolean isForSlurm() {
        return slurm;
    }

    Optional<Integer> shards() {
        return shards;
    }

    Optional<String> slurmArgs() {
        return slurmArgs;
    }
}
