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
 * Writes a file whole or not at all.
 *
 * <p>The bytes go to a file of another name in the same directory, are forced to the disk, and only then take the name of the target, in
 * one step. Whoever looks sees the old file, or none, until the new one is complete; a crash leaves no half of a file under that name.
 */
public final class WholeFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private WholeFile() {
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface BodyWriter {
        /**
         * Writes it.
         *
         * @param out buffered; closing it is allowed and not needed
         * @throws IOException if the content can't be written
         */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes a file. One that exists is replaced, and so is a symbolic link (not the file it points to). If anything goes wrong, the
     * target is as it was, and the temporary file is removed.
     *
     * @param target in a directory that exists
     * @param body   called once
     * @throws IOException if the directory does not exist or can't be written to, the target is a directory, or the disk is full; and
     *                     whatever the body throws
     */
    public static void write(Path target, BodyWriter body) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null || Files.isDirectory(absolute)) {
            throw new FileSystemException(target.toString(), null, "is a directory and can't be replaced by a file");
        }
        // A short name of its own: the target's might be as long as the file system allows already.
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

    /** The new name is safe from a power failure only once the directory is on the disk too. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // Some systems can't open directories. The file is complete all the same, so there is nothing to report.
        }
    }

    /** Stays open when the body closes it: the channel is still to be forced. */
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
