package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pal4j.InputException;

/** The experiments that have a name, and those that somebody wrote into a file. */
public final class Catalog {
    /** The named ones, in the order in which they are listed. */
    public static final List<String> NAMES = List.of("yinyang", "yinyang-fa", "yinyang-control", "mnist", "mnist-fa", "fig3abc",
            "fig3def", "fig4ab", "fig4ab-fa", "fig4ab-bp", "prospectivity", "prospectivity-10", "prospectivity-100", "prospectivity-none",
            "prospectivity-none-10", "prospectivity-none-100", "autoencoder", "autoencoder-bp", "autoencoder-fa", "autoencoder-dfa",
            "autoencoder-single", "cifar10", "cifar10-bp", "cifar10-fa", "cifar10-dfa");

    /** The named sweeps. */
    public static final List<String> SWEEPS = List.of("prospectivity-sweep");

    static final String BASED_ON = "based_on";

    private Catalog() {}

    /**
     * An experiment.
     *
     * @param nameOrFile a name of {@link #NAMES}, or a file: YAML or JSON with our own keys, or one of an original program
     * @param settings   {@code key=value} each, of which later ones win
     * @throws InputException if there is no such experiment, or with all that is wrong in it
     */
    public static Experiment find(String nameOrFile, List<String> settings) {
        return study(nameOrFile, settings).base();
    }

    /** An experiment with its replicas: the keys seeds and each; else as {@link #find}. */
    public static Study<Experiment> study(String nameOrFile, List<String> settings) {
        return study(nameOrFile, settings, Optional.empty(), notes -> { });
    }

    /** As {@link #read}, of a circuit; anything else is refused. */
    public static Study<Experiment> study(String nameOrFile, List<String> settings, Optional<OriginalTask> task, Consumer<List<String>> notes) {
        return read(nameOrFile, settings, task, notes).circuits();
    }

    /** As {@link #read(String, List, Optional, Consumer)}, without an original program's task. */
    public static Study<?> read(String nameOrFile, List<String> settings) {
        return read(nameOrFile, settings, Optional.empty(), notes -> { });
    }

    /**
     * An experiment with its replicas, of a circuit or of a rate network; a file may be one of an original program, too.
     *
     * @param nameOrFile a name of {@link #NAMES}, or a file
     * @param settings   {@code key=value} each, of which later ones win
     * @param task       what is learned with parameters of the original NumPy program; only for those
     * @param notes      gets what there is to know about such a file, if it is one: keys without an effect and the like, a clause each
     * @throws InputException if there is no such experiment, or with all that is wrong in it
     */
    public static Study<?> read(String nameOrFile, List<String> settings, Optional<OriginalTask> task, Consumer<List<String>> notes) {
        Translation found = keys(nameOrFile, task);
        Map<String, JsonNode> overrides = overrides(settings);
        Study<?> study = switch (model(found, overrides)) {
            case CIRCUIT -> StudyReader.read(found.source(), found.keys(), overrides, ModelKeys.CIRCUIT);
            case RATE -> StudyReader.read(found.source(), found.keys(), overrides, ModelKeys.RATE);
        };
        if (!found.notes().isEmpty()) {
            notes.accept(found.notes());
        }
        return study;
    }

    /** What the key model says; it goes, as nothing else reads it. */
    private static Model model(Translation found, Map<String, JsonNode> overrides) {
        JsonNode inFile = found.keys().remove(Model.KEY);
        JsonNode model = overrides.containsKey(Model.KEY) ? overrides.remove(Model.KEY) : inFile;
        if (model == null) {
            return Model.CIRCUIT;
        }
        List<String> models = Stream.of(Model.values()).map(Model::label).toList();
        if (!model.isTextual() || !models.contains(model.textValue())) {
            throw new InputException(found.source() + ": model = " + Faults.shown(model.toString()) + ": must be one of "
                    + String.join(", ", models) + Nearest.hint(model.asText() + " ", models));
        }
        return Model.values()[models.indexOf(model.textValue())];
    }

    /**
     * An experiment with lists or ranges of values: the key sweep, and perhaps seeds; else as {@link #find}.
     *
     * @param notes as for a study
     * @throws InputException with all that is wrong in any of its points
     */
    public static Sweep sweep(String nameOrFile, List<String> settings, Consumer<List<String>> notes) {
        Translation found = keys(nameOrFile, Optional.empty());
        Map<String, JsonNode> overrides = overrides(settings);
        Model model = model(found, overrides);
        Sweep sweep = Sweep.read(found.source(), model, found.keys(), overrides);
        if (!found.notes().isEmpty()) {
            notes.accept(found.notes());
        }
        return sweep;
    }

    /**
     * The resolved configuration of an experiment, of a study or of a sweep: a file that reads back as the same.
     *
     * @param task  as for a study
     * @param notes as for a study
     * @throws InputException with all that is wrong
     */
    public static String show(String nameOrFile, List<String> settings, Optional<OriginalTask> task, Consumer<List<String>> notes) {
        Translation found = keys(nameOrFile, task);
        Map<String, JsonNode> overrides = overrides(settings);
        if (!found.keys().has(Sweep.KEY) && !overrides.containsKey(Sweep.KEY)) {
            return read(nameOrFile, settings, task, notes).show();
        }
        return sweep(nameOrFile, settings, notes).resolved();
    }

    private static Translation keys(String nameOrFile, Optional<OriginalTask> task) {
        if (NAMES.contains(nameOrFile) || SWEEPS.contains(nameOrFile)) {
            requireNoTask(nameOrFile, task);
            return Translation.none(nameOrFile, resolved(Documents.yaml(resource(nameOrFile), nameOrFile), nameOrFile));
        }
        Path file = path(nameOrFile);
        boolean looksLikeFile = nameOrFile.contains("/") || nameOrFile.contains(".") || Files.exists(file);
        if (!looksLikeFile || nameOrFile.isEmpty()) {
            List<String> known = Stream.concat(NAMES.stream(), SWEEPS.stream()).toList();
            throw new InputException("experiment '" + Faults.shown(nameOrFile) + "' is not known" + Nearest.hint(nameOrFile, known)
                    + " Known are " + String.join(", ", known) + "; a file is taken too.");
        }
        JsonNode document = Documents.read(file);
        OriginalFormat format = OriginalFormat.of(document);
        if (format != OriginalFormat.MICROCIRCUIT) {
            requireNoTask(nameOrFile, task);
        }
        return switch (format) {
            case OWN -> Translation.none(nameOrFile, resolved(Documents.mapping(document, nameOrFile), nameOrFile));
            case MICROCIRCUIT -> OriginalJson.translate(nameOrFile, baseName(file), (ObjectNode) document, task);
            case GENN -> OriginalYaml.translate(nameOrFile, document);
            case RATE_NETWORK -> OriginalRate.translate(nameOrFile, baseName(file), (ObjectNode) document);
        };
    }

    private static void requireNoTask(String nameOrFile, Optional<OriginalTask> task) {
        if (task.isPresent()) {
            throw new InputException("--task " + task.get().label() + ": goes with a parameter file of the original NumPy program, which "
                    + Faults.shown(nameOrFile) + " is not; leave it out, or change the key task with --set task=uniform");
        }
    }

    /** The name of a file without its ending, as a name of an experiment. */
    private static String baseName(Path file) {
        String base = file.getFileName().toString().replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]", "_");
        String name = base.substring(0, Math.min(base.length(), 100));
        return name.matches("[A-Za-z0-9].*") ? name : "parameters";
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new InputException("experiment '" + Faults.shown(file) + "' is neither known nor a file name here ("
                    + e.getReason() + "); known are " + String.join(", ", NAMES), e);
        }
    }

    /** The keys of the experiment that a file is based on, overridden by the file's own. */
    private static ObjectNode resolved(ObjectNode keys, String source) {
        JsonNode base = keys.remove(BASED_ON);
        if (base == null) {
            return keys;
        }
        if (!base.isTextual() || !NAMES.contains(base.textValue())) {
            throw new InputException(source + ": based_on = " + Faults.shown(base.toString()) + ": must be one of " + String.join(", ", NAMES)
                    + Nearest.hint(base.asText(), NAMES));
        }
        String name = base.textValue();
        ObjectNode all = resolved(Documents.yaml(resource(name), name), name);
        all.setAll(keys);
        return all;
    }

    private static String resource(String name) {
        try (InputStream in = Catalog.class.getResourceAsStream(name + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> overrides(List<String> settings) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new InputException("--set " + Faults.shown(setting) + ": must be key=value, for example --set eta_bw=0.5");
            }
            String key = setting.substring(0, equals).strip();
            if (key.equals(BASED_ON)) {
                throw new InputException("--set " + Faults.shown(setting) + ": goes into a file, or name that experiment itself");
            }
            JsonNode value = Documents.value(setting.substring(equals + 1), key);
            if (key.startsWith(Study.EACH + ".")) {
                // One list of several: each.eta_bw=[0.1, 0.5].
                ObjectNode each = values.get(Study.EACH) instanceof ObjectNode known ? known : JsonNodeFactory.instance.objectNode();
                each.set(key.substring(Study.EACH.length() + 1), value);
                values.put(Study.EACH, each);
            } else {
                values.put(key, value);
            }
        }
        return values;
    }
}
