package org.pal4j.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;

/**
 * Where data sets are looked for that can't be drawn. Where they lie is no part of an experiment; what is in them is, and is kept with the
 * results.
 *
 * @param asked who asked for the one folder in {@code roots}, as messages call it: "--data DIR"; empty if they are the usual ones
 * @param roots folders, in subfolders of which data sets lie, named after them
 */
public record DataFolder(Optional<String> asked, List<Path> roots) {
    /** The environment variable that names a folder. */
    public static final String VARIABLE = "PAL4J_DATA";

    /**
     * The folder that is asked for, else the one that the environment names, else the usual places.
     *
     * @param given {@code --data}
     * @throws InputException if the environment names what can't be a folder
     */
    public static DataFolder of(Optional<Path> given) {
        return of(given, System.getenv(), Path.of(System.getProperty("user.home", "")));
    }

    /**
     * Where data sets are looked for, with everything given.
     *
     * @param given       what the user asks for
     * @param environment the environment's variables
     * @param home        the user's folder
     * @throws InputException if the environment names what can't be a folder
     */
    public static DataFolder of(Optional<Path> given, Map<String, String> environment, Path home) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (given.isPresent() || !named.isEmpty()) {
            Path folder = given.orElseGet(() -> path(named));
            String by = (given.isPresent() ? "--data " : VARIABLE + "=") + Fault.shown(folder.toString());
            return new DataFolder(Optional.of(by), List.of(folder));
        }
        return new DataFolder(Optional.empty(), List.of(Path.of("data"), Path.of(""), home.resolve(".cache/pal4j"),
                Path.of("/usr/share/datasets")));
    }

    /**
     * Where a data set may lie: the first place that has it is taken. The folder that was asked for may itself hold the data.
     *
     * @param names of its subfolder
     */
    public List<Path> places(String... names) {
        Stream<Path> itself = asked.isPresent() ? roots.stream() : Stream.empty();
        return Stream.concat(itself, roots.stream().flatMap(root -> Stream.of(names).map(root::resolve))).toList();
    }

    private static Path path(String named) {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw new InputException(VARIABLE + " = " + Fault.shown(named) + ": can't be a folder here (" + e.getReason() + ")", e);
        }
    }
}
