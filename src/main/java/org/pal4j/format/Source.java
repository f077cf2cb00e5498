package org.pal4j.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pal4j.InputException;

/**
 * What is being read, under the name that messages give it: a file, an array in a file, a stream.
 *
 * @param name printable, in one line
 */
record Source(String name) {
    /** What is shown of a text out of a file, in characters; the text may be as long as the file. */
    private static final int SHOWN = 80;

    /** Reads an open file. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads what the file holds.
         *
         * @throws IOException as reading the channel does; {@link Source#read} turns it into an InputException
         */
        T read(Source source, FileChannel channel) throws IOException;
    }

    static Source of(Path file) {
        return new Source(printable(file.toString()));
    }

    /** An array or a tensor in this file. */
    Source part(String kind, String partName) {
        return new Source(name + ", " + kind + " " + quoted(partName) + ",");
    }

    /**
     * Opens a file, and lets the reader read it.
     *
     * @param kind what the file should be, with its article: "a NumPy array file (npy)"
     * @throws InputException if there is no such file, it is not a regular one, or it can't be read; and those of the reader
     */
    static <T> T read(Path file, String kind, Reader<T> reader) {
        Source source = of(file);
        if (Files.isDirectory(file)) {
            throw source.fault("is a directory, not " + kind, "name the file itself");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw source.fault("is a device or a pipe, not " + kind, "name a regular file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return reader.read(source, channel);
        } catch (NoSuchFileException missing) {
            throw source.fault("does not exist", "check the path of " + kind, missing);
        } catch (AccessDeniedException denied) {
            throw source.fault("may not be read by this user", "change its permissions", denied);
        } catch (IOException failure) {
            throw source.fault("can't be read as " + kind + " (" + shown(String.valueOf(failure.getMessage())) + ")",
                    "copy or write the file again", failure);
        }
    }

    /** @param wrong goes on from the name: "is empty" */
    InputException fault(String wrong, String fix) {
        return new InputException(name + " " + wrong + "; " + fix);
    }

    InputException fault(String wrong, String fix, Throwable cause) {
        return new InputException(name + " " + wrong + "; " + fix, cause);
    }

    /** A name out of a file: printable, in quotes, and cut if it is long. */
    static String quoted(String text) {
        return "'" + shown(text) + "'";
    }

    /** A text out of a file: printable, and cut if it is long. */
    static String shown(String text) {
        return text.length() <= SHOWN ? printable(text) : printable(text.substring(0, SHOWN)) + "...";
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> printable.append("\\u{").append(Integer.toHexString(point)).append('}');
                default -> printable.appendCodePoint(point);
            }
        });
        return printable.toString();
    }
}
