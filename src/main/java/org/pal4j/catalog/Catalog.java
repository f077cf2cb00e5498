package org.pal4j.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;
import org.pal4j.model.StudyReader;
import org.pal4j.model.Translation;
import org.pal4j.sweep.Sweep;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.GoldenCase;

/**
 * Named experiments and sweeps of all models, and those in files.
 *
 * <p>A name is one of {@link #NAMES} or {@link #SWEEPS}. A file is YAML or JSON with PAL4J's keys, including {@code model}, or a file of an original
 * program. Each of the settings is an override {@code key=value}; for one key, the last one wins.
 */
public final class Catalog {
    /** The named experiments, in display order. */
    public static final List<String> NAMES = List.of("yinyang", "yinyang-fa", "yinyang-bp", "yinyang-dfa", "yinyang-kp", "yinyang-lateral",
            "yinyang-control", "mnist", "mnist-fa", "mnist-bp", "mnist-dfa", "mnist-kp", "fig3abc", "fig3def", "fig4ab", "fig4ab-fa", "fig4ab-bp",
            "always-on", "prospectivity", "prospectivity-10", "prospectivity-100", "prospectivity-none", "prospectivity-none-10",
            "prospectivity-none-100", "autoencoder", "autoencoder-bp", "autoencoder-fa", "autoencoder-dfa", "autoencoder-kp", "autoencoder-wm",
            "autoencoder-single", "mnist-rate",
            "mnist-rate-bp", "mnist-rate-fa", "mnist-rate-dfa", "mnist-rate-kp", "mnist-rate-wm", "cifar10", "cifar10-bp", "cifar10-fa",
            "cifar10-dfa");

    /** The named sweeps. */
    public static final List<String> SWEEPS = List.of("prospectivity-sweep", "fewer-neurons", "fewer-neurons-deep", "fewer-neurons-deeper",
            "fewer-neurons-mnist", "mnist-rules", "what-learns", "what-learns-deep", "what-learns-chain", "depth", "noise-amplitude",
            "noise-tauxi", "noise-tauHP", "noise-alpha", "look-ahead", "lateral-random", "nudging", "autoencoder-rates", "autoencoder-latent",
            "mismatch-tau", "mismatch-gain");

    private Catalog() {}

    /**
     * Reads a study from keys, as a file would have them; {@code based_on} names an experiment that supplies the others. Relative paths begin in the
     * current folder.
     *
     * @param source   its name in messages
     * @param keys     keys and values in plain Java
     * @param settings further overrides
     * @throws InputException with all faults
     */
    public static Study<?> study(String source, Map<String, Object> keys, List<String> settings) {
        return Changes.entitled(Request.of(Translation.none(source, Configurations.resolved(new LinkedHashMap<>(keys), source)),
                Path.of("").toAbsolutePath(), settings).study());
    }

    /**
     * A configuration before its model reads it.
     *
     * @param source     its name in messages
     * @param keys       its keys with all overrides, without {@code model}
     * @param overridden the keys that were overridden
     * @param notes      notes about a file of an original program
     */
    private record Request(String source, Model<?> model, Map<String, Object> keys, Set<String> overridden, List<String> notes) {
        static Request of(String nameOrFile, List<String> settings, Optional<String> task) {
            return of(Configurations.find(nameOrFile, task), Configurations.folder(nameOrFile).orElse(Path.of("").toAbsolutePath()), settings);
        }

        /** Adds overrides; relative paths in the configuration begin in a folder. */
        static Request of(Translation found, Path folder, List<String> settings) {
            Map<String, Object> overrides = Overrides.read(settings);
            Map<String, Object> both = new LinkedHashMap<>(found.keys());
            both.putAll(overrides);
            Model<?> model = both.containsKey(Study.MODEL) ? named(found.source(), both.get(Study.MODEL)) : Models.standard();
            // Files in a configuration are beside it; those on the command line are where the user is.
            Map<String, Object> keys = DataPaths.in(folder, found.keys(), model);
            keys.putAll(DataPaths.in(Path.of("").toAbsolutePath(), overrides, model));
            keys.remove(Study.MODEL);
            return new Request(found.source(), model, keys, overrides.keySet(), found.notes());
        }

        Study<?> study() {
            return StudyReader.read(source, keys, model);
        }

        Sweep sweep() {
            return Sweep.read(source, model, keys, overridden);
        }

        /** Passes the notes to a listener, if there are any. */
        void tell(Consumer<List<String>> listener) {
            if (!notes.isEmpty()) {
                listener.accept(notes);
            }
        }
    }

    /** Returns the model for a value of the key {@code model}. */
    private static Model<?> named(String source, Object given) {
        Optional<Model<?>> model = given instanceof String name ? Models.named(name) : Optional.empty();
        return model.orElseThrow(() -> unknown(source, given));
    }

    private static InputException unknown(String source, @Nullable Object model) {
        return new InputException(source, List.of(Fault.of(Study.MODEL, Fault.shown(Json.text(model)), "must be one of "
                + String.join(", ", Models.names()) + Nearest.hint(String.valueOf(model), Models.names()))));
    }

    /**
     * Reads an experiment without its replicas.
     *
     * @throws InputException if there is no such experiment, or with all faults in it
     */
    public static Experiment experiment(String nameOrFile, List<String> settings) {
        return study(nameOrFile, settings).base();
    }

    /** Reads a study as {@link #study(String, List, Optional, Consumer)} does, without a task or notes. */
    public static Study<?> study(String nameOrFile, List<String> settings) {
        return study(nameOrFile, settings, Optional.empty(), notes -> {});
    }

    /**
     * Reads an experiment of any model with its replicas.
     *
     * @param task  one of {@link #tasks}, only for parameter files of the program that has this task
     * @param notes receives notes about a file of an original program, such as keys without effect; one clause each
     * @throws InputException if there is no such experiment, or with all faults in it
     */
    public static Study<?> study(String nameOrFile, List<String> settings, Optional<String> task, Consumer<List<String>> notes) {
        return study(nameOrFile, settings, task, notes, advice -> {});
    }

    /**
     * Reads a study as {@link #study(String, List, Optional, Consumer)} does.
     *
     * @param advice receives a note if the experiment has the name of a catalogued one but another algorithm, with rates chosen for the first
     */
    public static Study<?> study(
            String nameOrFile, List<String> settings, Optional<String> task, Consumer<List<String>> notes, Consumer<String> advice) {
        Request request = Request.of(nameOrFile, settings, task);
        Study<?> study = request.study();
        request.tell(notes);
        if (settings.isEmpty() && NAMES.contains(nameOrFile)) {
            return study;
        }
        Optional<Changes> changes = Changes.of(study.base());
        changes.flatMap(Changes::note).ifPresent(advice);
        return Changes.entitled(study, changes);
    }

    /**
     * Reads a sweep: an experiment with the key {@code sweep} and optionally {@code seeds}.
     *
     * @param notes receives notes, as for a study
     * @throws InputException if there is no such sweep, or with all faults in any of its points
     */
    public static Sweep sweep(String nameOrFile, List<String> settings, Consumer<List<String>> notes) {
        Request request = Request.of(nameOrFile, settings, Optional.empty());
        Sweep sweep = request.sweep();
        request.tell(notes);
        return sweep;
    }

    /** Reads the sweep in a file without overrides, for {@link org.pal4j.sweep.SweepFolder}. */
    public static Sweep sweep(Path file) {
        return sweep(file.toString(), List.of(), notes -> {});
    }

    /**
     * Returns the resolved configuration of a study or sweep as a file. Reading the file gives an equal study or sweep.
     *
     * @param task  a task, as for a study
     * @param notes receives notes, as for a study
     * @throws InputException with all faults
     */
    public static String show(String nameOrFile, List<String> settings, Optional<String> task, Consumer<List<String>> notes) {
        Request request = Request.of(nameOrFile, settings, task);
        String text = request.keys.containsKey(Study.SWEEP) ? request.sweep().resolved() : Changes.entitled(request.study()).show();
        request.tell(notes);
        return text;
    }

    /** Returns the command-line tasks of all original programs. */
    public static List<String> tasks() {
        return Configurations.originalFormats().stream().flatMap(format -> format.tasks().stream()).distinct().toList();
    }

    /**
     * Reads a golden case of any model.
     *
     * @param folder the folder with case.json and arrays.npz
     * @throws InputException if it is not a golden case, or can't be used
     */
    public static GoldenCase golden(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": is no folder with case.json and arrays.npz");
        }
        Path file = folder.resolve(GoldenArrays.FILE);
        Map<String, Object> json = Documents.json(file);
        return Models.all().stream().flatMap(model -> model.golden(folder).stream()).findFirst()
                .orElseThrow(() -> unknown(file.toString(), json.get(Study.MODEL)));
    }
}
