package org.pal4j.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pal4j.InputException;
import org.pal4j.format.Reason;
import org.pal4j.format.WholeFile;

/**
 * A folder that belongs to this process until it is given back. Of several processes that want a folder at the same time, one gets it, and the others
 * are refused before they have written anything.
 *
 * <p>The file {@code .lock} in the folder is locked, and names the owner. The system gives the lock back when a process ends, however it ends, so a
 * lock file that a killed process has left does not matter. Where the file system has no locks, the owner is whoever has created the file. One that
 * is left there is taken over if its process ran on this machine and has ended. (A process is known by its number and the time of its start, since
 * numbers are used again.) One of another machine stays, and the message says which file to remove.
 *
 * <p>The owner of a folder removes partial files of processes that were killed ({@link WholeFile#sweep}).
 */
public final class Claim implements AutoCloseable {
    /** The name of the file. */
    public static final String FILE = ".lock";
    private static final String TAKEOVER = ".lock-takeover";
    private static final int MOST_BYTES = 1024;
    private static final int ATTEMPTS = 1000;
    /** The folders of this process. Closing any channel to a lock file would give back its lock, so a folder that is held is never opened again. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path key;
    private final FileChannel channel;
    private final Optional<Object> identity;
    private final List<Path> made;
    private boolean closed;

    private Claim(Path folder, Path key, FileChannel channel, Optional<Object> identity, List<Path> made) {
        this.folder = folder;
        this.key = key;
        this.channel = channel;
        this.identity = identity;
        this.made = made;
    }

    /** What is known about the owner of a folder. */
    private record Owner(String process, String host, String start) {
        static Owner self() {
            ProcessHandle own = ProcessHandle.current();
            return new Owner(Long.toString(own.pid()), hostName(), started(own));
        }

        private static String started(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toString).orElse("");
        }

        static Optional<Owner> parse(String text) {
            String[] words = text.strip().split(" ", -1);
            return words.length == 4 && words[0].equals("pal4j") && words[1].matches("\\d{1,18}")
                    ? Optional.of(new Owner(words[1], words[2], words[3]))
                    : Optional.empty();
        }

        String text() {
            return "pal4j " + process + " " + host + " " + start + "\n";
        }

        /** Returns whether the owner was a process of this machine that has ended. */
        boolean hasEnded() {
            return !host.isEmpty() && host.equals(hostName()) && ProcessHandle.of(Long.parseLong(process)).filter(ProcessHandle::isAlive)
                    .filter(running -> started(running).isEmpty() || start.isEmpty() || started(running).equals(start)).isEmpty();
        }

        String words() {
            return "process " + process + (host.isEmpty() ? "" : " on " + host);
        }
    }

    /** Returns the name of this machine without asking the network, which may take seconds; empty if the system does not tell. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().replaceAll("\\s", "_");
        } catch (IOException e) {
            return System.getenv().getOrDefault("HOSTNAME", "");
        }
    }

    /**
     * Claims a folder, and creates it if it is missing.
     *
     * @throws InputException if another process has it, or if it can't be made or written
     */
    public static Claim of(Path folder) {
        return of(folder, List.of());
    }

    /**
     * Claims a folder, as {@link #of(Path)} does.
     *
     * @param made folders that the caller has just made for it; those that are empty in the end are removed
     */
    public static Claim of(Path folder, List<Path> made) {
        return of(folder, made, true);
    }

    /**
     * Claims a folder unless another process has it.
     *
     * @return nothing if another process has it
     * @throws InputException if it can't be made or written
     */
    public static Optional<Claim> unlessTaken(Path folder) {
        return attempt(folder, List.of(), true).claim();
    }

    /** @param locks whether to use the locks of the file system; tests do without them */
    static Claim of(Path folder, List<Path> made, boolean locks) {
        Attempt attempt = attempt(folder, made, locks);
        return attempt.claim().orElseThrow(() -> new InputException(folder + ": another process computes in this folder" + attempt.owner
                + "; nothing was changed. Wait for it, or give another folder" + attempt.remedy));
    }

    private record Attempt(@Nullable Claim got, String owner, String remedy) {
        Optional<Claim> claim() {
            return Optional.ofNullable(got);
        }

        static Attempt refused(Optional<Owner> owner, String remedy) {
            return new Attempt(null, owner.map(known -> " (" + known.words() + ")").orElse(""), remedy);
        }
    }

    private static Attempt attempt(Path folder, List<Path> before, boolean locks) {
        List<Path> made = new ArrayList<>(before);
        try {
            made.addAll(0, OwnFiles.makeFolder(folder));
            Path key = folder.toRealPath();
            if (!HELD.add(key)) {
                return new Attempt(null, " (this one)", "");
            }
            Attempt attempt = Attempt.refused(Optional.empty(), "");
            try {
                attempt = attempt(folder, key, locks, List.copyOf(made));
                return attempt;
            } finally {
                if (attempt.claim().isEmpty()) {
                    HELD.remove(key);
                }
            }
        } catch (IOException e) {
            OwnFiles.removeEmpty(made);
            throw new InputException(folder + ": can't be made or written (" + Reason.of(e) + "); nothing was changed. Give another folder", e);
        }
    }

    private static Attempt attempt(Path folder, Path key, boolean locks, List<Path> made) throws IOException {
        Path file = folder.resolve(FILE);
        for (int k = 0; k < ATTEMPTS; k++) {
            boolean created = create(file);
            Optional<Object> before = identity(file);
            FileChannel channel;
            try {
                channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                continue; // Its owner has just given the folder back.
            }
            boolean got = false;
            try {
                if (!before.equals(identity(file))) {
                    continue;
                }
                Locked locked = locks ? lock(channel) : Locked.UNSUPPORTED;
                if (locked == Locked.NO) {
                    return Attempt.refused(owner(channel), "");
                }
                if (locked == Locked.UNSUPPORTED && !created) {
                    Optional<Owner> owner = owner(channel);
                    if (owner.filter(Owner::hasEnded).isPresent() && takeOver(folder, file, owner.get())) {
                        continue;
                    }
                    return Attempt.refused(owner, ". If that process has ended, remove " + file + ": this file system has no locks");
                }
                // The owner before may have removed the file between the opening and the locking. Then it is no longer the one in the folder.
                if (!before.equals(identity(file))) {
                    continue;
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(Owner.self().text().getBytes(StandardCharsets.UTF_8)), 0);
                got = true;
                WholeFile.sweep(folder);
                return new Attempt(new Claim(folder, key, channel, before, made), "", "");
            } finally {
                if (!got) {
                    channel.close();
                }
            }
        }
        throw new IOException(FILE + " changes all the time");
    }

    private enum Locked {
        YES, NO, UNSUPPORTED
    }

    private static Locked lock(FileChannel channel) {
        try {
            return channel.tryLock() == null ? Locked.NO : Locked.YES;
        } catch (OverlappingFileLockException e) {
            return Locked.NO; // This process has it by another path.
        } catch (IOException e) {
            return Locked.UNSUPPORTED;
        }
    }

    private static boolean create(Path file) throws IOException {
        try {
            Files.createFile(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!OwnFiles.isOne(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(FILE + " is no plain file", e);
            }
            return false;
        }
    }

    private static Optional<Object> identity(Path file) throws IOException {
        try {
            return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.of("none");
        }
    }

    private static Optional<Owner> owner(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        int length = channel.read(bytes, 0);
        return Owner.parse(new String(bytes.array(), 0, Math.max(0, length), StandardCharsets.UTF_8));
    }

    /** Removes the lock file of a process that has ended. Of several that try, one does it. Returns whether it is worth trying again. */
    private static boolean takeOver(Path folder, Path file, Owner ended) throws IOException {
        Path mine = folder.resolve(TAKEOVER);
        try {
            Files.createFile(mine);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try {
            if (Owner.parse(Files.readString(file)).filter(ended::equals).isPresent()) {
                OwnFiles.delete(file);
            }
        } catch (NoSuchFileException e) {
            // It is gone already.
        } finally {
            OwnFiles.delete(mine);
        }
        return true;
    }

    /** Returns whether a file in a folder only belongs to the way of writing there, and is no content. */
    public static boolean isNoContent(Path file) {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        return name.equals(FILE) || name.equals(TAKEOVER) || WholeFile.isPartial(file);
    }

    /** Gives the folder back. Folders that were made for the claim are removed if they are still empty. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // If the folder was removed meanwhile, one of the same name may belong to another process.
            if (identity.equals(identity(folder.resolve(FILE)))) {
                OwnFiles.delete(folder.resolve(FILE));
            }
        } catch (IOException e) {
            // The folder is gone, or can't be written any more. The lock ends with the channel.
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written through it that matters.
        }
        HELD.remove(key);
        OwnFiles.removeEmpty(made);
    }
}
