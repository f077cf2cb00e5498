package org.pal4j.cli.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.option.Candidates;
import org.pal4j.cli.option.DataOption;
import org.pal4j.cli.option.Messages;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.model.Study;
import org.pal4j.session.subject.Conformance;
import org.pal4j.verify.GoldenFiles;
import org.pal4j.verify.GoldenMaker.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pal4j golden}: writes a golden case. */
@Command(
        name = "golden",
        description = "Writes a golden case of an experiment, from the double-precision reference model (see docs/verify.md).",
        mixinStandardHelpOptions = true)
public final class GoldenCommand implements Callable<Integer> {
    private static final int MAX_STEPS = 10_000_000;

    private enum Inputs { OWN, RANDOM }

    @Parameters(paramLabel = "EXPERIMENT", completionCandidates = Candidates.Experiments.class,
            description = "Its name (see 'pal4j list'), or a file: YAML, or one of the original programs.")
    private String experiment;

    @Option(names = "--set", paramLabel = "KEY=VALUE", completionCandidates = Candidates.Settings.class,
            description = "Changes a key of the configuration (see 'pal4j show').")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the initial weights, and of all draws of the case.")
    private Optional<String> seed = Optional.empty();

    @Option(names = "--steps", required = true, paramLabel = "N", description = "Number of steps, or of updates.")
    private int steps;

    @Option(names = "--hold", paramLabel = "N",
            description = "Steps for which an input is held; by default those of the experiment, but three inputs at least.")
    private Optional<Integer> hold = Optional.empty();

    @Option(names = "--at", paramLabel = "N,N,..|all",
            description = "Completed steps after which the state is expected; by default all of a small case, else twenty.")
    private Optional<String> at = Optional.empty();

    @Option(names = "--inputs", paramLabel = "own|random", description = "The samples of the experiment (default), or random inputs and targets.")
    private Inputs inputs = Inputs.OWN;

    @Option(names = "--switches", paramLabel = "course|random",
            description = "What learns and is on: settling, training and evaluation as in a run (default), or drawn for each input.")
    private Switches switches = Switches.COURSE;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write, new or empty; by default golden/NAME.")
    private Optional<Path> out = Optional.empty();

    private enum Switches { COURSE, RANDOM }

    @Mixin
    private DataOption data;

    @Mixin
    private VectorOption vector;

    @Override
    public Integer call() {
        vector.apply();
        Request request = request();
        List<String> all = new ArrayList<>(settings);
        seed.ifPresent(value -> all.addAll(List.of("seed=" + value, "seeds=null")));
        Study<?> study = Catalog.study(experiment, all, Optional.empty(), notes -> Messages.say(experiment + ": " + String.join("; ", notes)));
        Path folder = out.orElseGet(() -> Path.of("golden", study.base().name()));
        GoldenFiles.requireFree(folder);
        Conformance.golden(study, request).write(folder);
        System.out.println(folder);
        return VerifyCommand.verify(folder);
    }

    private Request request() {
        List<Fault> faults = new ArrayList<>();
        if (steps < 1 || steps > MAX_STEPS) {
            faults.add(Fault.of("--steps", steps, "must be from 1 to " + MAX_STEPS));
        }
        hold.filter(value -> value < 1).ifPresent(value -> faults.add(Fault.of("--hold", value, "must be 1 or more")));
        List<Integer> times = new ArrayList<>();
        at.ifPresent(text -> times.addAll(times(text, faults)));
        InputException.throwIfAny("golden", faults);
        return new Request(steps, hold.orElse(0), times, inputs == Inputs.OWN, data.folder(), switches == Switches.RANDOM, Map.of());
    }

    private List<Integer> times(String text, List<Fault> faults) {
        if (text.equals("all")) {
            return IntStream.rangeClosed(1, Math.min(steps, MAX_STEPS)).boxed().toList();
        }
        List<Integer> times = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            if (one.strip().matches("\\d{1,8}")) {
                times.add(Integer.parseInt(one.strip()));
            } else {
                faults.add(Fault.of("--at", Fault.shown(text), "must be all, or ascending step numbers, for example 1,10,100"));
                return List.of();
            }
        }
        return times;
    }
}
