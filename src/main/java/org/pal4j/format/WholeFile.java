package org.pal4j.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files atomically: whole or not at all.
 *
 * <p>The bytes are written to a file with another name in the same directory and forced to disk; then that file is renamed to the
 * target in one step. Readers see the old file, or none, until the new one is complete, and a crash never leaves a partial file
 * under the target's name.
 */
public final class WholeFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private WholeFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface BodyWriter {
        /**
         * Writes the content.
         *
         * @param out buffered; may be closed but need not be
         * @throws IOException if the content can't be written
         */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes a file. An existing file is replaced, and so is a symbolic link (not the file it points to). On failure the target
     * is unchanged, and the temporary file is deleted.
     *
     * @param target in an existing directory
     * @param body   called once
     * @throws IOException if the directory does not exist or is not writable, the target is a directory, or the disk is full;
     *                     also whatever the body throws
     */
    public static void write(Path target, BodyWriter body) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null || Files.isDirectory(absolute)) {
            throw new FileSystemException(target.toString(), null, "is a directory and can't be replaced by a file");
        }
        // An independent short name, because the target's name may already have the maximal length.
        Path temporary = directory.resolve(".pal4j-" + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out = new BodyStream(channel);
                body.write(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException kept) {
                failure.addSuppressed(kept);
            }
            throw failure;
        }
        forceDirectory(directory);
    }

    /** The new name survives a power failure only once the directory is on disk, too. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // Some systems can't open directories. The file is complete anyway, so there is nothing to report.
        }
    }

    /** Stays open when the body closes it, because the channel must still be forced. */
    private static final class BodyStream extends BufferedOutputStream {
        BodyStream(FileChannel channel) {
            super(Channels.newOutputStream(channel), BUFFER_BYTES);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
