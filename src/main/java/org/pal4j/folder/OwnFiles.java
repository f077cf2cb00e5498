package org.pal4j.folder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes folders, and removes files that this program has written. Only these methods delete anything in a folder of results. They delete by name, so
 * other files stay; they delete nothing but regular files, so links and what they point to stay; and they delete a folder only if this process has
 * made it and it is empty.
 */
public final class OwnFiles {
    private OwnFiles() {}

    /** Returns whether there is a regular file, which is no link. */
    public static boolean isOne(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Deletes a file by a name that this program gives to its files. A link or a folder of that name stays.
     *
     * @throws IOException if it can't be deleted
     */
    public static void delete(Path file) throws IOException {
        if (isOne(file)) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Creates a folder and those above it, if they are missing.
     *
     * @return the folders that did not exist before, the deepest first
     * @throws IOException if one can't be made; those that were made are removed again
     */
    public static List<Path> makeFolder(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder.toAbsolutePath(); at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        List<Path> made = new ArrayList<>();
        try {
            for (Path at : missing) {
                try {
                    Files.createDirectory(at);
                    made.addFirst(at);
                } catch (FileAlreadyExistsException e) {
                    if (!Files.isDirectory(at)) {
                        throw e; // A file, or a link to nothing. Otherwise another process has just made it.
                    }
                }
            }
            return made;
        } catch (IOException e) {
            removeEmpty(made);
            throw e;
        }
    }

    /** Removes folders that {@link #makeFolder} has made, as far as they are empty. */
    public static void removeEmpty(List<Path> made) {
        for (Path folder : made) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                return; // It holds something, or another process uses it; so do those above it.
            }
        }
    }
}
