package org.pal4j.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.folder.Claim;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Reason;
import org.pal4j.format.Safetensors;
import org.pal4j.format.WholeFile;
import org.pal4j.run.RunFiles;
import org.pal4j.session.Session;
import org.pal4j.session.Session.Options;

/**
 * What a service keeps over a restart, in a folder that only its user can read: its sessions, each as {@code save} writes it with a description
 * beside it, and the jobs, with the arrays of their requests.
 *
 * <p>A session is saved into a new folder each time, and its description, which is renamed into place, names that folder. So a kill at any moment
 * leaves the session as it was before or after the save, with all its replicas, and with the number of the last job that it has in it.
 */
final class State implements AutoCloseable {
    private static final String SESSIONS = "sessions";
    private static final String JOBS = "jobs.json";
    private static final String DESCRIPTION = ".json";
    private static final String ARRAYS = "arrays";
    private static final String ARRAYS_END = ".safetensors";
    static final String LAST = "last";
    static final String LAST_SESSION = "last_session";
    private static final String JOB = "job";
    private static final String FOLDER = "folder";

    private final Path folder;
    private final long mostBytes;
    private final Claim claim;
    /** The bytes of the kept arrays by the number of their job. */
    private final Map<Integer, Long> arrays = new TreeMap<>();
    /** The jobs with arrays that the list of jobs has named. */
    private final Set<Integer> listed = new TreeSet<>();
    private Consumer<Seat> saved = seat -> {};

    /**
     * Takes the folder of a service.
     *
     * @param mostBytes how many bytes the arrays of requests may have together that are kept for their jobs
     * @throws InputException if another service has it, or if it can't be written
     */
    State(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        try {
            Files.createDirectories(folder.resolve(SESSIONS));
            Files.createDirectories(folder.resolve(ARRAYS));
            try {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            } catch (UnsupportedOperationException e) {
                // A file system without permissions.
            }
        } catch (IOException e) {
            throw new InputException(folder + ": can't be written (" + Reason.of(e) + ")", e);
        }
        claim = Claim.of(folder);
    }

    /** Sets what is called when a session has been saved. */
    void whenSaved(Consumer<Seat> task) {
        saved = task;
    }

    /** Returns the sessions that were there, all asleep. What a kill has left of others is removed. */
    List<Seat> sessions() {
        List<Seat> seats = new ArrayList<>();
        Path all = folder.resolve(SESSIONS);
        try (Stream<Path> files = Files.list(all)) {
            List<Path> there = files.toList();
            for (Path file : there) {
                if (file.toString().endsWith(DESCRIPTION)) {
                    session(file).ifPresent(seats::add);
                }
            }
            WholeFile.sweep(all);
            Set<Path> used = new TreeSet<>(seats.stream().map(this::folder).toList());
            for (Path other : there) {
                if (Files.isDirectory(other) && !used.contains(other)) {
                    remove(other);
                }
            }
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + Reason.of(e) + ")", e);
        }
        seats.sort(Comparator.comparingInt(seat -> seat.number));
        return seats;
    }

    private Optional<Seat> session(Path file) {
        Map<String, Object> all = Documents.json(file);
        if (!(all.get("session") instanceof Integer number && all.get("owner") instanceof String owner && all.get("bytes") instanceof Number bytes
                && all.get("origin") instanceof Map<?, ?> origin && all.get("info") instanceof Map<?, ?> info)) {
            throw new InputException(file + ": is no description of a session; remove the file, and the session is lost");
        }
        Seat.Saved stands = new Seat.Saved(all.get(FOLDER) instanceof String name ? name : Integer.toString(number),
                all.get(JOB) instanceof Integer job ? job : 0);
        Seat seat = new Seat(number, owner, copy(origin), bytes.longValue(), null, copy(info), stands);
        return Files.exists(folder(seat).resolve(RunFiles.CONFIGURATION)) ? Optional.of(seat) : Optional.empty();
    }

    private static Map<String, Object> copy(Map<?, ?> fields) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    Path folder(Seat seat) {
        return folder.resolve(SESSIONS).resolve(seat.saved().folder());
    }

    private Path description(Seat seat) {
        return folder.resolve(SESSIONS).resolve(seat.number + DESCRIPTION);
    }

    /**
     * Saves a session with its description. For whoever has it.
     *
     * @param job the last job whose work is in the session
     */
    Seat.Saved save(Seat seat, Session session, Map<String, Object> info, int job) {
        Seat.Saved before = seat.saved();
        String[] parts = before.folder().split("-", 2);
        Seat.Saved now = new Seat.Saved(seat.number + "-" + (parts.length > 1 ? Long.parseLong(parts[1]) + 1 : 1), job);
        Path to = folder.resolve(SESSIONS).resolve(now.folder());
        remove(to);
        session.save(to);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("session", seat.number);
        all.put("owner", seat.owner);
        all.put("bytes", seat.bytes);
        all.put("origin", seat.origin);
        all.put("info", info);
        all.put(FOLDER, now.folder());
        all.put(JOB, job);
        write(description(seat), all);
        if (!before.folder().isEmpty()) {
            remove(folder.resolve(SESSIONS).resolve(before.folder()));
        }
        return now;
    }

    /** Tells that a session has been saved. */
    void saved(Seat seat) {
        saved.accept(seat);
    }

    private static void write(Path file, Map<String, Object> fields) {
        try {
            WholeFile.write(file, out -> out.write(Json.indented(fields).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new InputException(file + ": can't be written (" + Reason.of(e) + ")", e);
        }
    }

    /** Opens a session that sleeps. */
    Session load(Seat seat, Roots roots) {
        Path from = folder(seat);
        Optional<Path> data = Optional.ofNullable(seat.origin.get("data")).map(name -> Path.of(String.valueOf(name)));
        int threads = seat.origin.get("threads") instanceof Number count
                ? Math.min(count.intValue(), Runtime.getRuntime().availableProcessors())
                : 1;
        return Session.reopen(from, Catalog.study(from.resolve(RunFiles.CONFIGURATION).toString(), List.of()),
                new Options(roots.data(data), threads, false));
    }

    /** Removes what is kept of a session. */
    void closed(Seat seat) {
        delete(description(seat));
        if (!seat.saved().folder().isEmpty()) {
            remove(folder(seat));
        }
    }

    private static void remove(Path path) {
        if (Files.isDirectory(path)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(path)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            } catch (IOException e) {
                throw unremoved(path, e);
            }
            all.forEach(State::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unremoved(file, e);
        }
    }

    private static InputException unremoved(Path path, IOException e) {
        return new InputException(path + ": can't be removed (" + Reason.of(e) + ")", e);
    }

    /**
     * Keeps the arrays of a request for its job.
     *
     * @throws Problem if they are too many together with those of other jobs
     */
    void keepArrays(int job, SequencedMap<String, NpyArray> all) {
        long bytes = all.values().stream().mapToLong(array -> (long) array.size() * array.kind().bytes()).sum();
        synchronized (this) {
            if (arrays.values().stream().mapToLong(Long::longValue).sum() + bytes > mostBytes) {
                throw Problem.of(503, "limit", "the arrays of jobs that have not ended have at most " + mostBytes
                        + " bytes together; wait for one of them, or send less").with("Retry-After", "60");
            }
            arrays.put(job, bytes);
        }
        try {
            Safetensors.writeChecked(arraysOf(job), all, Map.of());
        } catch (IOException e) {
            dropArrays(job);
            throw new InputException(arraysOf(job) + ": can't be written (" + Reason.of(e) + ")", e);
        }
    }

    private Path arraysOf(int job) {
        return folder.resolve(ARRAYS).resolve(job + ARRAYS_END);
    }

    /** Removes the arrays of a job. */
    synchronized void dropArrays(int job) {
        if (arrays.remove(job) != null) {
            listed.remove(job);
            delete(arraysOf(job));
        }
    }

    /** Returns the arrays of a job that was kept. */
    synchronized SequencedMap<String, NpyArray> arrays(int job) {
        SequencedMap<String, NpyArray> read = new LinkedHashMap<>(Safetensors.read(arraysOf(job)).tensors());
        arrays.put(job, read.values().stream().mapToLong(array -> (long) array.size() * array.kind().bytes()).sum());
        return read;
    }

    /** Removes arrays that a kill has left whose job is over. */
    synchronized void sweepArrays() {
        WholeFile.sweep(folder.resolve(ARRAYS));
        try (Stream<Path> files = Files.list(folder.resolve(ARRAYS))) {
            Set<Path> used = new TreeSet<>(arrays.keySet().stream().map(this::arraysOf).toList());
            files.filter(file -> !used.contains(file) && file.toString().endsWith(ARRAYS_END)).forEach(State::delete);
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    /** Writes down the jobs: those to go on with, and that others have ended. Arrays of the latter are removed. */
    synchronized void keep(Jobs jobs, Seats seats) {
        Jobs.Kept now = jobs.kept();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(LAST, now.last());
        all.put(LAST_SESSION, seats.last());
        all.put("jobs", now.unfinished().stream().map(Job::kept).toList());
        all.put("ended", now.ended().stream().map(Job::keptEnd).toList());
        write(folder.resolve(JOBS), all);
        Set<Integer> numbers = new TreeSet<>(now.unfinished().stream().map(job -> job.number).toList());
        List.copyOf(listed).stream().filter(job -> !numbers.contains(job)).forEach(this::dropArrays);
        numbers.retainAll(arrays.keySet());
        listed.addAll(numbers);
    }

    /** Returns what was kept of the jobs. */
    Map<String, Object> jobs() {
        return Files.exists(folder.resolve(JOBS)) ? Documents.json(folder.resolve(JOBS)) : Map.of();
    }

    @Override
    public void close() {
        claim.close();
    }
}
