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
import org.pal4j.InputException;

/** The experiments that have a name, and those that somebody wrote into a file. */
public final class Catalog {
    /** The named ones, in the order in which they are listed. */
    public static final List<String> NAMES = List.of("yinyang", "yinyang-fa", "yinyang-control", "mnist", "mnist-fa", "fig3abc",
            "fig3def", "fig4ab", "fig4ab-fa", "fig4ab-bp", "prospectivity", "prospectivity-10", "prospectivity-100", "prospectivity-none",
            "prospectivity-none-10", "prospectivity-none-100");

    private static final String BASED_ON = "based_on";

    private Catalog() {}

    /**
     * An experiment.
     *
     * @param nameOrFile a name of {@link #NAMES}, or a YAML file
     * @param settings   {@code key=value} each, of which later ones win
     * @throws InputException if there is no such experiment, or with all that is wrong in it
     */
    public static Experiment find(String nameOrFile, List<String> settings) {
        return study(nameOrFile, settings).base();
    }

    /** An experiment with its replicas: the keys seeds and each; else as {@link #find}. */
    public static Study study(String nameOrFile, List<String> settings) {
        return Study.read(nameOrFile, keys(nameOrFile), overrides(settings));
    }

    private static ObjectNode keys(String nameOrFile) {
        if (NAMES.contains(nameOrFile)) {
            return resolved(Documents.yaml(resource(nameOrFile), nameOrFile), nameOrFile);
        }
        Path file = path(nameOrFile);
        boolean looksLikeFile = nameOrFile.contains("/") || nameOrFile.contains(".") || Files.exists(file);
        if (!looksLikeFile || nameOrFile.isEmpty()) {
            throw new InputException("experiment '" + Faults.shown(nameOrFile) + "' is not known" + Nearest.hint(nameOrFile, NAMES)
                    + " Known are " + String.join(", ", NAMES) + "; a YAML file is taken too.");
        }
        if (nameOrFile.endsWith(".json")) {
            throw new InputException(nameOrFile + ": parameter files of the original programs can't be run yet; write a YAML file "
                    + "('./pal4j show yinyang > mine.yaml' gives one to start from)");
        }
        return resolved(Documents.yaml(file), nameOrFile);
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
