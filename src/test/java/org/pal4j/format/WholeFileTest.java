package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void writesAFileAndNothingElse() throws IOException {
        Path target = directory.resolve("a.bin");
        WholeFile.write(target, out -> out.write(NEW));
        assertEquals("new", Files.readString(target));
        assertEquals(List.of(target), listed());
    }

    @Test
    void oldFileRemainsUntilTheNewOneIsComplete() throws IOException {
        Path target = Files.writeString(directory.resolve("a.bin"), "old");
        WholeFile.write(target, out -> {
            out.write(NEW);
            out.flush();
            assertEquals("old", Files.readString(target));
            assertEquals(2, listed().size(), "the new bytes are in the same directory under another name");
        });
        assertEquals("new", Files.readString(target));
        assertEquals(List.of(target), listed());
    }

    /** A sweep at any moment leaves a file that is being written, and removes one that nobody writes, but follows no link. */
    @Test
    void whatNobodyWritesIsSweptUp() throws IOException {
        Path dead = Files.writeString(directory.resolve(".pal4j-0.part"), "left");
        Path theirs = Files.writeString(directory.resolve("theirs"), "mine");
        Path link = Files.createSymbolicLink(directory.resolve(".pal4j-1.part"), theirs);
        Path folder = Files.createDirectory(directory.resolve(".pal4j-2.part"));
        Path target = directory.resolve("a.bin");
        WholeFile.write(target, out -> {
            out.write(NEW);
            out.flush();
            WholeFile.sweep(directory);
        });
        assertEquals("new", Files.readString(target));
        assertFalse(Files.exists(dead));
        assertEquals("mine", Files.readString(theirs));
        assertTrue(Files.isSymbolicLink(link) && Files.isDirectory(folder));
        WholeFile.sweep(directory.resolve("nowhere"));
    }

    @Test
    void failureOfTheBodyLeavesEverythingUnchanged() throws IOException {
        Path target = Files.writeString(directory.resolve("a.bin"), "old");
        for (Exception failure : List.of(new IOException("disk"), new IllegalStateException("fault"))) {
            Exception thrown = assertThrows(Exception.class, () -> WholeFile.write(target, out -> {
                out.write(NEW);
                out.flush();
                if (failure instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) failure;
            }));
            assertSame(failure, thrown);
            assertEquals("old", Files.readString(target));
            assertEquals(List.of(target), listed());
        }
        Path absent = directory.resolve("b.bin");
        assertThrows(IOException.class, () -> WholeFile.write(absent, out -> {
            throw new IOException("disk");
        }));
        assertFalse(Files.exists(absent));
    }

    @Test
    void bodyMayCloseTheStream() throws IOException {
        Path target = directory.resolve("a.bin");
        WholeFile.write(target, out -> {
            out.write(NEW);
            out.close();
        });
        assertEquals("new", Files.readString(target));
    }

    @Test
    void linkIsReplacedButNotItsTarget() throws IOException {
        Path linked = Files.writeString(directory.resolve("linked.bin"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.bin"), linked);
        WholeFile.write(link, out -> out.write(NEW));
        assertFalse(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(link));
        assertEquals("old", Files.readString(linked));
    }

    @Test
    void longestNameWorks() throws IOException {
        Path target = directory.resolve("n".repeat(255));
        WholeFile.write(target, out -> out.write(NEW));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void directoryIsNeitherReplacedNorCreated() throws IOException {
        FileSystemException rejected = assertThrows(FileSystemException.class, () -> WholeFile.write(directory, out -> out.write(NEW)));
        assertTrue(rejected.getMessage().contains(directory.toString()), rejected.getMessage());
        assertThrows(NoSuchFileException.class, () -> WholeFile.write(directory.resolve("no/a.bin"), out -> out.write(NEW)));
        assertEquals(List.of(), listed());
    }

    private List<Path> listed() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
