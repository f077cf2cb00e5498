package org.pal4j.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pal4j.InputException;

/**
 * The object being read, under its name in messages: a file, an array in a file, a stream.
 *
 * @param name printable, on one line
 */
record Source(String name) {
    /** Number of characters shown of a text from a file; the text may be as long as the file. */
    private static final int MAX_SHOWN = 80;
    /** Packed data are unpacked to at most this many times their size. */
    private static final long MAX_SHRINKING = 100;
    /** Small files are unpacked to up to this many bytes. */
    private static final long LEAST_UNPACKED = 1 << 23;

    /** Reads an open file. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads the file's content.
         *
         * @throws IOException from reading the channel; {@link Source#read} converts it into an InputException
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
     * Opens a file and passes it to the reader.
     *
     * @param kind the expected kind of file, with its article: "a NumPy array file (npy)"
     * @throws InputException if the file does not exist, is not a regular file, or can't be read; also those of the reader
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

    /** Reads bytes. */
    @FunctionalInterface
    interface StreamReader<T> {
        /**
         * Reads the content.
         *
         * @param most  maximum number of bytes
         * @param exact whether there are exactly that many, as the file is not compressed
         * @throws IOException from reading the stream; {@link Source#read} converts it into an InputException
         */
        T read(Source source, InputStream in, long most, boolean exact) throws IOException;
    }

    /**
     * {@link #read} for a file that may be gzipped, as its content shows. The stream of a gzipped file ends with an error after {@link #mostUnpacked}
     * bytes.
     */
    static <T> T unzipped(Path file, String kind, StreamReader<T> reader) {
        return read(file, kind, (source, channel) -> {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            in.mark(2);
            boolean packed = Gunzip.recognizes(in.read(), in.read());
            in.reset();
            if (!packed) {
                return reader.read(source, in, channel.size(), true);
            }
            long most = mostUnpacked(channel.size());
            long size = channel.size();
            try (InputStream unpacked = new BufferedInputStream(new Gunzip(in, most,
                    () -> source.swells("more than " + most, size, "if it is right, unpack it with gunzip and give the result")))) {
                return reader.read(source, unpacked, most, false);
            }
        });
    }

    /**
     * Maximum number of bytes that packed bytes are unpacked to. Files of data shrink to a fifth or a twentieth; only nearly equal bytes shrink more
     * than this. So a small file never takes much memory.
     */
    static long mostUnpacked(long packed) {
        return Math.max(LEAST_UNPACKED, MAX_SHRINKING * packed);
    }

    /** The fault of a file that would unpack to too much. */
    InputException swells(String bytes, long packed, String fix) {
        return fault("unpacks to " + bytes + " bytes, and is " + packed + " bytes packed; more than " + mostUnpacked(packed)
                + " bytes, " + MAX_SHRINKING + " times as many, are not unpacked", fix);
    }

    /** @param wrong continues the sentence after the name: "is empty" */
    InputException fault(String wrong, String fix) {
        return new InputException(name + " " + wrong + "; " + fix);
    }

    InputException fault(String wrong, String fix, Throwable cause) {
        return new InputException(name + " " + wrong + "; " + fix, cause);
    }

    /** A name from a file: printable, quoted, and truncated if it is long. */
    static String quoted(String text) {
        return "'" + shown(text) + "'";
    }

    /** A text from a file: printable, and truncated if it is long. */
    static String shown(String text) {
        return text.length() <= MAX_SHOWN ? printable(text) : printable(text.substring(0, MAX_SHOWN)) + "...";
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED ->
                        printable.append("\\u{").append(Integer.toHexString(point)).append('}');
                default -> printable.appendCodePoint(point);
            }
        });
        return printable.toString();
    }
}
