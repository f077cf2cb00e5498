package org.pal4j.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;

/**
 * Folders that are searched for the files of data sets. The folders are not part of an experiment; the contents of the files are, and are recorded
 * with the results.
 *
 * @param asked setting that selects the only folder in {@code roots}, for messages: "--data DIR"; empty for the default folders
 * @param roots folders whose subfolders contain data sets and are named after them
 */
public record DataFolder(Optional<String> asked, List<Path> roots) {
    /** Environment variable with the path of a folder. */
    public static final String VARIABLE = "PAL4J_DATA";

    /**
     * Returns the folder given, else the folder in the environment, else the default folders.
     *
     * @param given folder of {@code --data}
     * @throws InputException if the environment contains an invalid path
     */
    public static DataFolder of(Optional<Path> given) {
        return of(given, System.getenv(), home(System.getenv(), System.getProperty("user.home", "")));
    }

    /**
     * Returns the home folder as shells know it. The one in the list of accounts may be another, or may not exist, for example in a container.
     *
     * @param environment environment variables
     * @param account     home folder in the list of accounts
     */
    static Path home(Map<String, String> environment, String account) {
        String home = environment.getOrDefault("HOME", "");
        try {
            return Path.of(Path.of(home).isAbsolute() ? home : account);
        } catch (InvalidPathException e) {
            return Path.of(account);
        }
    }

    /**
     * Returns the folders for an explicit environment.
     *
     * @param given       folder given by the user
     * @param environment environment variables
     * @param home        home folder of the user
     * @throws InputException if the environment contains an invalid path
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
     * Returns the places to search for a data set, in order; the first with the files is used. A folder given by the user may itself contain the
     * files.
     *
     * @param names possible names of the subfolder
     */
    public List<Path> places(String... names) {
        Stream<Path> itself = asked.isPresent() ? roots.stream() : Stream.empty();
        return Stream.concat(itself, roots.stream().flatMap(root -> Stream.of(names).map(root::resolve))).toList();
    }

    /**
     * Returns the file of a data set in a folder. Some programs unpack a file into a folder of its own name, so a folder is never taken for the file,
     * but looked into.
     *
     * @param place     folder to look in
     * @param spellings possible names of the file; the first that is there is used
     */
    static Optional<Path> file(Path place, List<String> spellings) {
        return first(place, spellings).or(() -> spellings.stream().map(place::resolve).filter(Files::isDirectory)
                .flatMap(folder -> first(folder, spellings).stream()).findFirst());
    }

    private static Optional<Path> first(Path place, List<String> spellings) {
        return spellings.stream().map(place::resolve).filter(file -> Files.exists(file) && !Files.isDirectory(file)).findFirst();
    }

    private static Path path(String named) {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw new InputException(VARIABLE + " = " + Fault.shown(named) + ": can't be a folder here (" + e.getReason() + ")", e);
        }
    }
}
