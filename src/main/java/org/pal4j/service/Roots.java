package org.pal4j.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.config.Key;
import org.pal4j.config.Kind;
import org.pal4j.config.Nearest;
import org.pal4j.data.DataFolder;
import org.pal4j.format.Reason;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;
import org.pal4j.session.request.Access;

/**
 * The folders that a service may read and write. A relative path begins in the first of them. Nothing outside is touched, whatever {@code ..} or
 * links a path has.
 */
public final class Roots implements Access {
    /** The folder in the first root where the service keeps what is its own. */
    static final String OWN = ".service";

    private final List<Path> roots;
    private final DataFolder data;

    /**
     * Takes folders, and makes the first if it is missing.
     *
     * @param data the folders of data sets if a request names none
     * @throws InputException if one is no folder
     */
    public Roots(List<Path> folders, DataFolder data) {
        this.data = data;
        List<Path> real = new ArrayList<>();
        for (Path folder : folders) {
            try {
                Files.createDirectories(folder);
                real.add(folder.toRealPath());
            } catch (IOException e) {
                throw new InputException("--root " + folder + ": can't be used as a folder (" + Reason.of(e) + ")", e);
            }
        }
        roots = List.copyOf(real);
    }

    Path first() {
        return roots.getFirst();
    }

    List<Path> all() {
        return roots;
    }

    /** Returns the folder where the service keeps what is its own. */
    public Path own() {
        return first().resolve(OWN);
    }

    /**
     * Returns a path with all links followed, as far as it exists.
     *
     * @throws InputException if it leads out of the folders, or to what is the service's own
     */
    @Override
    public Path folder(String field, Path path) {
        Path wanted = first().resolve(path).normalize();
        Path there = wanted;
        while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        Path real;
        try {
            real = there.toRealPath().resolve(there.relativize(wanted)).normalize();
        } catch (IOException e) {
            throw outside(field, path, e);
        }
        if (roots.stream().noneMatch(real::startsWith) || real.startsWith(own())) {
            throw outside(field, path, null);
        }
        return real;
    }

    private static InputException outside(String field, Path path, @Nullable Exception cause) {
        InputException fault = new InputException("the request", List.of(Fault.of(field, Fault.shown(path.toString()),
                "must be within the folders of this service; a relative path begins there")));
        if (cause != null) {
            fault.initCause(cause);
        }
        return fault;
    }

    /**
     * Requires that a file of secrets is out of reach of requests.
     *
     * @throws InputException if requests may name it
     */
    public void requireOutside(Path secret) {
        Path absolute = secret.toAbsolutePath().normalize();
        if (isWithin(absolute)) {
            throw new InputException("--token-file " + secret + ": lies within a folder of --root, where whoever has a token may read it; put it "
                    + "elsewhere");
        }
    }

    private boolean isWithin(Path path) {
        try {
            folder("file", path);
            return true;
        } catch (InputException e) {
            return false;
        }
    }

    /** Returns a path by its name. */
    Path folder(String field, String path) {
        try {
            return folder(field, Path.of(path));
        } catch (InvalidPathException e) {
            throw new InputException("the request: " + field + " = " + Fault.shown(path) + ": can't be the name of a file", e);
        }
    }

    /** Returns a path as others see it: relative to the first root, if it is there. */
    String shown(Path path) {
        return path.startsWith(first()) ? first().relativize(path).toString() : path.toString();
    }

    @Override
    public String experiment(String nameOrFile) {
        if (Catalog.NAMES.contains(nameOrFile)) {
            return nameOrFile;
        }
        boolean looksLikeFile = nameOrFile.contains("/") || nameOrFile.contains(".");
        if (!looksLikeFile) {
            throw new InputException("the request", List.of(Fault.of("experiment", Fault.shown(nameOrFile), "is not known"
                    + Nearest.end(nameOrFile, Catalog.NAMES) + " Known are " + Catalog.NAMES.stream().collect(Collectors.joining(", ")))));
        }
        return folder("experiment", nameOrFile).toString();
    }

    @Override
    public void requireAllowed(Study<?> study) {
        study.replicas().forEach(this::requireAllowed);
    }

    private void requireAllowed(Experiment e) {
        Map<String, String> values = e.values();
        Model<?> model = e.model();
        for (Key<?, ?> key : model.keys().all()) {
            String value = key.kind().type().equals(Kind.FILE) ? values.get(key.name()) : null;
            if (value != null && Documents.value(value, key.name()) instanceof String file && !file.isBlank()) {
                folder(key.name(), file);
            }
        }
    }

    @Override
    public DataFolder data() {
        return data;
    }

    /** Returns the folders of data sets that a request asks for. */
    DataFolder data(Optional<Path> asked) {
        return asked.map(name -> DataFolder.of(Optional.of(folder("data", name)))).orElse(data);
    }
}
