package org.pal4j.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.look.PredictionFile;
import org.pal4j.cli.option.DataOption;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.cli.progress.MeasureText;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Experiment;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.Prediction;
import org.pal4j.run.Prediction.Answer;
import org.pal4j.run.RunFiles;
import org.pal4j.sweep.SweepFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pal4j predict}. */
@Command(
        name = "predict",
        description = {
            "Shows samples to the trained network of a run, as in its test: outputs, classes, and accuracy or error where they are known.",
            "The network goes on from the checkpoint before the test, if there is one; otherwise it settles with the weights of the run."
        },
        footer = {
            "",
            "For example:",
            "  ./pal4j predict runs/yinyang-1 test",
            "  ./pal4j predict runs/yinyang-1 new.csv --out classes.csv",
            "  ./pal4j predict runs/mnist-1 digits.npz --out outputs.npz --data ~/mnist"
        },
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    private static final Map<String, Stage> OWN = Map.of("train", Stage.TRAINING, "validation", Stage.VALIDATION, "test", Stage.TEST);
    private static final String PREDICTION = "test_prediction";

    /** The run's own samples, for completion. */
    static final class Own implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OWN.keySet().stream().sorted().iterator();
        }
    }

    @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a run, or of several replicas.")
    private Path run;

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            completionCandidates = Own.class,
            description = "The run's own samples: test, validation or train; or a file: npz with x and perhaps y, or CSV with a header.")
    private String asked;

    @Option(names = "--out", paramLabel = "FILE", description = "Where outputs and classes go: FILE.npz or FILE.csv.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads for replicas, or for one large network; all processors unless given.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private DataOption data;

    @Mixin
    private VectorOption vector;

    @Override
    public Integer call() {
        vector.apply();
        out.ifPresent(PredictionFile::require);
        if (SweepFolder.isOne(run)) {
            throw new InputException(run + ": is a sweep; give one of its runs, for example " + run.resolve(first(run)));
        }
        Path configuration = run.resolve(RunFiles.CONFIGURATION);
        if (!Files.exists(configuration)) {
            throw new InputException(run + ": is not the folder of a run, as it has no " + RunFiles.CONFIGURATION);
        }
        return predict(Catalog.study(configuration.toString(), List.of()));
    }

    private static String first(Path sweep) {
        return SweepFolder.open(sweep, Catalog::sweep).sweep().runs().getFirst().path();
    }

    private <E extends Experiment> int predict(Study<E> study) {
        Prediction<E> prediction = Optional.ofNullable(OWN.get(asked)).map(stage -> Prediction.own(study, run, data.folder(), stage))
                .orElseGet(() -> Prediction.further(study, run, data.folder(), file()));
        try (Interrupt interrupt = Interrupt.install("interrupted; nothing was written")) {
            Optional<List<Answer>> answers =
                    prediction.answers(threads.orElse(Runtime.getRuntime().availableProcessors()), interrupt::requested);
            if (answers.isEmpty() || !interrupt.writes()) {
                return Main.INTERRUPTED;
            }
            print(study, answers.get(), prediction.classNames());
            out.ifPresent(file -> {
                PredictionFile.write(file, answers.get(), study.hasReplicas(), prediction.classNames());
                System.out.println("outputs in " + file);
            });
            return 0;
        }
    }

    private Path file() {
        Path file;
        try {
            file = Path.of(asked);
        } catch (InvalidPathException e) {
            throw new InputException(asked + ": can't be a file name here (" + e.getReason() + ")", e);
        }
        if (!Files.exists(file)) {
            throw new InputException(asked + ": there is no such file; the run's own samples are test, validation and train");
        }
        return file;
    }

    private void print(Study<?> study, List<Answer> answers, List<String> classNames) {
        answers.stream().map(Answer::from).distinct().forEach(from -> System.out.println(study.name() + ": " + from));
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        answers.forEach(answer -> new TreeMap<>(answer.result().numbers())
                .forEach((name, value) -> numbers.computeIfAbsent(name, key -> new ArrayList<>()).add(value)));
        int samples = answers.getFirst().result().samples();
        String of = " (" + Amounts.count(samples, "sample") + " of " + asked
                + (study.hasReplicas() ? ", mean and standard deviation of " + answers.size() + " replicas)" : ")");
        numbers.forEach((name, values) -> System.out.println(MeasureText.tested(name, Statistic.of(values)).replace("test ", "") + of));
        if (numbers.isEmpty()) {
            System.out.println(Amounts.count(samples, "sample") + " of " + asked + " without classes or targets");
        }
        NpyArray predicted = answers.getFirst().result().arrays().get(PREDICTION);
        if (predicted != null && numbers.isEmpty() && !study.hasReplicas()) {
            System.out.println("predicted: " + counts(predicted, classNames));
        }
    }

    /** Returns how many samples are of each class: {@code yang 12, dots 3}. */
    private static String counts(NpyArray predicted, List<String> classNames) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int k = 0; k < predicted.size(); k++) {
            counts.merge((int) predicted.at(k), 1, Integer::sum);
        }
        List<String> words = new ArrayList<>();
        counts.forEach((k, count) -> words.add((k < classNames.size() ? classNames.get(k) : Integer.toString(k)) + " " + count));
        return String.join(", ", words);
    }
}
