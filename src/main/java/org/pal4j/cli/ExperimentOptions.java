package org.pal4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;
import org.pal4j.cli.option.Candidates;
import org.pal4j.model.Study;
import org.pal4j.run.RunFiles;
import org.pal4j.sweep.SweepFolder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** Options that select an experiment and change it. */
final class ExperimentOptions {
    @Parameters(paramLabel = "EXPERIMENT", arity = "0..1", completionCandidates = Candidates.Experiments.class,
            description = "Its name (see 'pal4j list'), or a file: YAML, or one of the original programs.")
    private @Nullable String name;

    @Mixin
    private SettingOptions settings;

    @SuppressWarnings("NullAway.Init") // The library sets it.
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--each",
            paramLabel = "KEY=LIST",
            completionCandidates = ReplicaKeys.class,
            description = "Replicas with other values of a key, one value for each, for example eta_bw=0.1,0.5,2. Such keys are, of those that the "
                    + "model has: ${COMPLETION-CANDIDATES}.")
    private List<String> each = new ArrayList<>();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            completionCandidates = Tasks.class,
            converter = Tasks.class,
            description = "What parameters of the original NumPy program are for: ${COMPLETION-CANDIDATES}; fw_bw unless given.")
    private Optional<String> task = Optional.empty();

    /** Keys in which replicas may differ, of all models. */
    static final class ReplicaKeys implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Models.all().stream().flatMap(model -> model.replicaKeys().stream()).distinct().iterator();
        }
    }

    /** Tasks of the original programs. */
    static final class Tasks implements Iterable<String>, ITypeConverter<String> {
        @Override
        public Iterator<String> iterator() {
            return Catalog.tasks().iterator();
        }

        @Override
        public String convert(String value) {
            if (!Catalog.tasks().contains(value)) {
                throw new TypeConversionException("must be " + String.join(" or ", Catalog.tasks()) + ", not '" + value + "'");
            }
            return value;
        }
    }

    /** Returns the experiment with all changes, and its replicas. Notes on a file of an original program are printed to standard error. */
    Study<?> resolve() {
        return Catalog.study(name(), all(), task, this::say, Main::say);
    }

    /** Returns the configuration of the experiment or sweep with all changes. */
    String show() {
        return Catalog.show(name(), all(), task, this::say);
    }

    private void say(List<String> notes) {
        Main.say(name + ": " + String.join("; ", notes));
    }

    /** Returns the experiment that is asked for. */
    private String name() {
        if (name == null) {
            throw new MissingParameterException(command.commandLine(), command.positionalParameters().getFirst(), "");
        }
        return name;
    }

    /**
     * Returns the study in the folder of a run, with another number of epochs if that is asked for.
     *
     * @throws InputException if there is none, or if other options change it
     */
    Study<?> resolve(Path folder) {
        if (name != null || !each.isEmpty() || task.isPresent() || !settings.onlyEpochs()) {
            throw new InputException(
                    "--resume " + folder + ": a run goes on as it has begun, so no experiment, --set, --seed, --seeds, --each, --weights or "
                            + "--task goes with it; --epochs N sets another end");
        }
        if (SweepFolder.isOne(folder)) {
            throw new InputException("--resume " + folder + ": is the folder of a sweep; go on with it by ./pal4j sweep --resume " + folder);
        }
        if (!Files.exists(folder.resolve(RunFiles.CONFIGURATION))) {
            throw new InputException("--resume " + folder + ": is not the folder of a run, as it has no " + RunFiles.CONFIGURATION);
        }
        return Catalog.study(folder.resolve(RunFiles.CONFIGURATION).toString(), settings.all(), Optional.empty(), notes -> {});
    }

    private List<String> all() {
        List<String> all = settings.all();
        for (String list : each) {
            int equals = list.indexOf('=');
            if (equals < 1) {
                throw new InputException("--each " + Fault.shown(list) + ": must be KEY=LIST, for example --each eta_bw=0.1,0.5");
            }
            String values = list.substring(equals + 1).strip();
            all.add("each." + list.substring(0, equals).strip() + "=" + (values.startsWith("[") ? values : "[" + values + "]"));
        }
        return all;
    }

    /** Returns whether the user sets the number of epochs. */
    boolean asksForEpochs() {
        return settings.asksForEpochs();
    }

    /** Returns whether {@code run} makes fewer epochs by default: those of a preview, unless the user sets the number of epochs. */
    boolean isPreview(Study<?> study) {
        int preview = study.base().settings().previewEpochs();
        return !settings.asksForEpochs() && preview > 0 && preview < study.epochs();
    }
}
