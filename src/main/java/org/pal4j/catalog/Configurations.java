package org.pal4j.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.Study;
import org.pal4j.model.Translation;

/** Finds the keys of a named configuration or of a file, which may belong to an original program. */
final class Configurations {
    /** The key that names a base experiment, which supplies all keys missing in the file. */
    static final String BASED_ON = "based_on";
    /** A file with fewer unknown keys may well have slips in all of them. */
    private static final int MIN_FOREIGN = 5;

    /** No file system has longer names, so what is longer is something else that has got to the wrong place. */
    private static final int MAX_FILE_NAME = 255;

    private Configurations() {}

    /**
     * Returns the configuration in PAL4J's keys, including those of its base.
     *
     * @param task the command-line task of the original program
     * @throws InputException if there is no such configuration, if it can't be read, or if it does not accept the task
     */
    static Translation find(String nameOrFile, Optional<String> task) {
        if (isNamed(nameOrFile)) {
            requireTask(nameOrFile, List.of(), task);
            return Translation.none(nameOrFile, resolved(named(nameOrFile), nameOrFile));
        }
        Path file = path(nameOrFile);
        Path last = file.getFileName();
        boolean possible = last == null || last.toString().length() <= MAX_FILE_NAME;
        boolean looksLikeFile = possible && (nameOrFile.contains("/") || nameOrFile.contains(".") || Files.exists(file));
        if (!looksLikeFile || nameOrFile.isEmpty()) {
            List<String> known = Stream.concat(Catalog.NAMES.stream(), Catalog.SWEEPS.stream()).toList();
            throw new InputException("experiment '" + Fault.shown(nameOrFile) + "' is not known" + Nearest.end(nameOrFile, known)
                    + " Known are " + String.join(", ", known) + "; a file is taken too.");
        }
        Object document = Documents.read(file);
        Optional<OriginalFormat> format = original(document);
        requireFamiliar(nameOrFile, document, format);
        requireTask(nameOrFile, format.map(OriginalFormat::tasks).orElse(List.of()), task);
        return format.map(original -> original.translate(nameOrFile, baseName(file), document, task))
                .orElseGet(() -> Translation.none(nameOrFile, resolved(Documents.mapping(document, nameOrFile), nameOrFile)));
    }

    /** Returns the folder of a configuration that is a file. */
    static Optional<Path> folder(String nameOrFile) {
        return isNamed(nameOrFile) ? Optional.empty() : Optional.ofNullable(path(nameOrFile).toAbsolutePath().getParent());
    }

    private static boolean isNamed(String name) {
        return Catalog.NAMES.contains(name) || Catalog.SWEEPS.contains(name);
    }

    /** Returns the format that knows most keys of a document; nothing for PAL4J's own format, which also wins ties. */
    private static Optional<OriginalFormat> original(Object document) {
        long most = ownKeys(document);
        Optional<OriginalFormat> best = Optional.empty();
        for (OriginalFormat format : originalFormats()) {
            long known = format.knownKeys(document);
            if (known > most) {
                most = known;
                best = Optional.of(format);
            }
        }
        return best;
    }

    private static long ownKeys(Object document) {
        Set<String> own = new HashSet<>(Study.KEYS);
        own.add(BASED_ON);
        Models.all().forEach(model -> own.addAll(model.keys().names()));
        return document instanceof Map<?, ?> keys ? keys.keySet().stream().filter(own::contains).count() : 0;
    }

    /** Rejects a file with mostly unknown keys in one sentence; a fault for each would not help. */
    private static void requireFamiliar(String nameOrFile, Object document, Optional<OriginalFormat> format) {
        long given = Stream.of(document).flatMap(whole -> whole instanceof List<?> parts ? parts.stream() : Stream.of(whole))
                .mapToLong(part -> part instanceof Map<?, ?> keys ? keys.size() : 0).sum();
        long known = format.map(original -> original.keysOfProgram(document)).orElseGet(() -> ownKeys(document));
        if (format.isEmpty() && isOfOtherModel(document)) {
            // Other programs have a key of this name too.
            known--;
            if (given < 2 || 2 * known >= given - 1) {
                return;
            }
        } else if (given - known < MIN_FOREIGN || 2 * known >= given) {
            return;
        }
        throw new InputException(
                nameOrFile + ": PAL4J knows only " + known + " of its " + given + " keys, so it is neither a configuration of PAL4J, "
                        + "which './pal4j show yinyang' prints, nor of a program whose files PAL4J reads: "
                        + originalFormats().stream().map(OriginalFormat::program).collect(Collectors.joining(", ")));
    }

    private static boolean isOfOtherModel(Object document) {
        return document instanceof Map<?, ?> keys && keys.containsKey(Study.MODEL)
                && !(keys.get(Study.MODEL) instanceof String name && Models.named(name).isPresent());
    }

    static List<OriginalFormat> originalFormats() {
        return Models.all().stream().flatMap(model -> model.originalFormats().stream()).toList();
    }

    /** Checks that the task, if there is one, is valid for the file. */
    private static void requireTask(String nameOrFile, List<String> tasks, Optional<String> task) {
        if (task.isEmpty() || tasks.contains(task.get())) {
            return;
        }
        String given = "--task " + Fault.shown(task.get()) + ": ";
        throw new InputException(tasks.isEmpty()
                ? given + "goes with a parameter file of the original NumPy program, which " + Fault.shown(nameOrFile)
                        + " is not; leave it out, or change the key task with --set task=uniform"
                : given + "must be one of " + String.join(", ", tasks) + Nearest.hint(task.get(), tasks));
    }

    /** Returns a valid name for an experiment, made from the file name without its extension. */
    private static String baseName(Path file) {
        String base = file.getFileName().toString().replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]", "_");
        String name = base.substring(0, Math.min(base.length(), 100));
        return name.matches("[A-Za-z0-9].*") ? name : "parameters";
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new InputException("experiment '" + Fault.shown(file) + "' is neither known nor a file name here ("
                    + e.getReason() + "); known are " + String.join(", ", Catalog.NAMES), e);
        }
    }

    /** Returns the keys of the base experiment, overridden by the given keys. */
    static Map<String, Object> resolved(Map<String, Object> keys, String source) {
        if (Variants.areBased(keys)) {
            return Variants.resolved(keys, source);
        }
        if (!keys.containsKey(BASED_ON)) {
            return keys;
        }
        Map<String, Object> all = base(keys.remove(BASED_ON), source, BASED_ON);
        all.putAll(keys);
        return all;
    }

    /**
     * Returns the keys of a base experiment.
     *
     * @param base the given value of {@code based_on}
     * @param path where it was given, for messages
     */
    static Map<String, Object> base(Object base, String source, String path) {
        if (!(base instanceof String name) || !Catalog.NAMES.contains(name)) {
            throw new InputException(source, List.of(Fault.of(path, Fault.shown(Json.text(base)), "must be one of "
                    + String.join(", ", Catalog.NAMES) + Nearest.hint(String.valueOf(base), Catalog.NAMES))));
        }
        return resolved(named(name), name);
    }

    /** Reads the keys of a named configuration. */
    private static Map<String, Object> named(String name) {
        try (InputStream in = Configurations.class.getResourceAsStream(name + ".yaml")) {
            return Documents.yaml(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
