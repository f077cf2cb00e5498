package org.pal4j.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes files atomically: whole or not at all.
 *
 * <p>The bytes are written to a file with another name in the same directory and forced to disk; then that file is renamed to the
 * target in one step. Readers see the old file, or none, until the new one is complete, and a crash never leaves a partial file
 * under the target's name.
 *
 * <p>A process that is killed leaves its temporary file. While a process lives, it holds the lock of that file, so {@link #sweep} can tell.
 */
public final class WholeFile {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String PREFIX = ".pal4j-";
    private static final String SUFFIX = ".part";
    private static final int ATTEMPTS = 100;
    /** The temporary files of this process. To open one of them again and close it would give its lock back. */
    private static final Set<String> LIVE = ConcurrentHashMap.newKeySet();

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
        for (int attempt = 1; !wrote(directory, absolute, body); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new FileSystemException(target.toString(), null, "its temporary file is removed all the time");
            }
        }
        forceDirectory(directory);
    }

    /** Writes a file. Returns false if {@link #sweep} of another process has taken the temporary file before its lock was there. */
    private static boolean wrote(Path directory, Path target, BodyWriter body) throws IOException {
        // An independent short name, because the target's name may already have the maximal length.
        String name = PREFIX + UUID.randomUUID() + SUFFIX;
        Path temporary = directory.resolve(name);
        LIVE.add(name);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (isLockedElsewhere(channel) || !Files.exists(temporary, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            OutputStream out = new BodyStream(channel);
            body.write(out);
            out.flush();
            channel.force(true);
            // Still locked.
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (Throwable failure) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException kept) {
                failure.addSuppressed(kept);
            }
            throw failure;
        } finally {
            LIVE.remove(name);
        }
    }

    private static boolean isLockedElsewhere(FileChannel channel) {
        try {
            return channel.tryLock() == null;
        } catch (IOException | OverlappingFileLockException e) {
            return false; // The file system has no locks. Then nobody sweeps.
        }
    }

    /** Returns whether a file has the name of a temporary file. */
    public static boolean isPartial(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().startsWith(PREFIX) && name.toString().endsWith(SUFFIX);
    }

    /**
     * Removes the temporary files in a folder that killed processes have left. Those that a process still writes stay, and so does everything where
     * the file system has no locks.
     */
    public static void sweep(Path folder) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder.toAbsolutePath(), PREFIX + "*" + SUFFIX)) {
            for (Path part : parts) {
                if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && !LIVE.contains(part.getFileName().toString())) {
                    sweepOne(part);
                }
            }
        } catch (IOException e) {
            // Temporary files do no harm.
        }
    }

    private static void sweepOne(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException e) {
            // It has just become a whole file.
        } catch (IOException | OverlappingFileLockException e) {
            // It can't be told whether somebody writes it.
        }
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
