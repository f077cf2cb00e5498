package org.pal4j.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A directory for property tests, which have no access to JUnit's temporary directories; it holds plain files only. */
record Scratch(Path directory) implements AutoCloseable {
    static Scratch open() throws IOException {
        return new Scratch(Files.createTempDirectory("pal4j-format"));
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Path file(String name, byte[] bytes) throws IOException {
        return Files.write(file(name), bytes);
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
