package org.pal4j.fuzz;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pal4j.fuzz.Node.Content;
import org.pal4j.fuzz.Node.Odd;

/**
 * What is given to a reader: a file, or a folder with files.
 *
 * @param entry the path that the reader gets, relative to where the sample is; empty for the folder with all of it
 * @param nodes everything in it by its relative path, in alphabetical order
 */
record Sample(String entry, SequencedMap<String, Node> nodes) {
    Sample {
        nodes = Collections.unmodifiableSequencedMap(new TreeMap<>(nodes));
    }

    /** A single file. */
    static Sample file(String name, byte[] bytes) {
        return new Sample(name, new TreeMap<>(Map.of(name, new Content(bytes))));
    }

    /** A folder with all that is in a folder now. */
    static Sample folder(Path folder) throws IOException {
        SequencedMap<String, Node> nodes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                nodes.put(folder.relativize(file).toString(), new Content(Files.readAllBytes(file)));
            }
        }
        return new Sample("", nodes);
    }

    /** The same with another entry. */
    Sample entered(String path) {
        return new Sample(path, nodes);
    }

    /** The same with something else at a path. */
    Sample with(String path, Node node) {
        SequencedMap<String, Node> changed = new TreeMap<>(nodes);
        changed.put(path, node);
        return new Sample(entry, changed);
    }

    /** Without the files whose names match a pattern. */
    Sample without(String pattern) {
        SequencedMap<String, Node> fewer = new TreeMap<>(nodes);
        fewer.keySet().removeIf(path -> path.matches(pattern));
        return new Sample(entry, fewer);
    }

    /** The paths of all files. */
    List<String> files() {
        return nodes.entrySet().stream().filter(node -> node.getValue() instanceof Content).map(Entry::getKey).toList();
    }

    byte[] bytes(String path) {
        return nodes.get(path) instanceof Content content ? content.bytes() : new byte[0];
    }

    /** The bytes of all files together. */
    long size() {
        return nodes.keySet().stream().mapToLong(path -> bytes(path).length).sum();
    }

    /**
     * Writes it.
     *
     * @param folder an empty folder
     * @param pipe   a pipe, which is there once more wherever the sample has one
     */
    void write(Path folder, Path pipe) throws IOException {
        for (Entry<String, Node> node : nodes.entrySet()) {
            Path path = folder.resolve(node.getKey());
            Files.createDirectories(path.getParent());
            switch (node.getValue()) {
                case Content content -> Files.write(path, content.bytes());
                case Odd.MISSING -> {}
                case Odd.FOLDER -> Files.createDirectories(path);
                case Odd.PIPE -> Files.createLink(path, pipe);
                case Odd.ENDLESS -> Files.createSymbolicLink(path, Path.of("/dev/zero"));
                case Odd.LOOP -> Files.createSymbolicLink(path, path.getFileName());
                case Odd.DANGLING -> Files.createSymbolicLink(path, Path.of("nothing-there"));
            }
        }
    }

    /** Removes all that is in a folder; links are not followed. */
    static void clear(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException fault) throws IOException {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
