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
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.folder.Claim;
import org.pal4j.format.Reason;
import org.pal4j.format.WholeFile;
import org.pal4j.model.Study;
import org.pal4j.run.RunFiles;
import org.pal4j.session.Session;
import org.pal4j.session.Session.Options;

/**
 * What a service keeps over a restart, in a folder that only its user can read: its sessions, each as {@code save} writes it with a description
 * beside it, and the jobs that have not ended.
 */
final class State implements AutoCloseable {
    private static final String SESSIONS = "sessions";
    private static final String JOBS = "jobs.json";
    private static final String DESCRIPTION = ".json";

    private final Path folder;
    private final Claim claim;

    /**
     * Takes the folder of a service.
     *
     * @throws InputException if another service has it, or if it can't be written
     */
    State(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve(SESSIONS));
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

    /** Returns the sessions that were there, all asleep. */
    List<Seat> sessions() {
        List<Seat> seats = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(SESSIONS))) {
            for (Path file : files.filter(one -> one.toString().endsWith(DESCRIPTION)).toList()) {
                session(file).ifPresent(seats::add);
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
        Seat seat = new Seat(number, owner, copy(origin), bytes.longValue(), null, copy(info));
        seat.folder = all.get("folder") instanceof String name ? name : seat.folder;
        return Files.exists(folder(seat).resolve(RunFiles.CONFIGURATION)) ? Optional.of(seat) : Optional.empty();
    }

    private static Map<String, Object> copy(Map<?, ?> fields) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    Path folder(Seat seat) {
        return folder.resolve(SESSIONS).resolve(seat.folder);
    }

    private Path description(Seat seat) {
        return folder.resolve(SESSIONS).resolve(seat.number + DESCRIPTION);
    }

    /** Saves a session with its description. For whoever has it. */
    void save(Seat seat, Session session, Map<String, Object> info) {
        String before = seat.folder;
        seat.folder = place(seat, session.study());
        try {
            session.save(folder(seat));
        } catch (RuntimeException e) {
            seat.folder = before;
            throw e;
        }
        describe(seat, info);
        if (!seat.folder.equals(before)) {
            remove(folder.resolve(SESSIONS).resolve(before));
        }
    }

    /** Returns where a session is saved: beside what was saved with another configuration, which stays until the description names the new one. */
    private String place(Seat seat, Study<?> study) {
        Path configuration = folder(seat).resolve(RunFiles.CONFIGURATION);
        if (!Files.exists(configuration) || Documents.yaml(study.show(), study.name()).equals(Documents.read(configuration))) {
            return seat.folder;
        }
        int count = 2;
        while (Files.exists(folder.resolve(SESSIONS).resolve(seat.number + "-" + count))) {
            count++;
        }
        return seat.number + "-" + count;
    }

    private void describe(Seat seat, Map<String, Object> info) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("session", seat.number);
        all.put("folder", seat.folder);
        all.put("owner", seat.owner);
        all.put("bytes", seat.bytes);
        all.put("origin", seat.origin);
        all.put("info", info);
        write(description(seat), all);
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
        return Session.load(from, Catalog.study(from.resolve(RunFiles.CONFIGURATION).toString(), List.of()),
                new Options(roots.data(data), threads, false));
    }

    /** Removes what is kept of a session. */
    void closed(Seat seat) {
        try {
            Files.deleteIfExists(description(seat));
        } catch (IOException e) {
            throw new InputException(folder(seat) + ": can't be removed (" + Reason.of(e) + ")", e);
        }
        remove(folder(seat));
    }

    private static void remove(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new InputException(tree + ": can't be removed (" + Reason.of(e) + ")", e);
        }
    }

    /** Writes down the jobs that have not ended. */
    synchronized void keep(int last, List<Job> jobs) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("last", last);
        all.put("jobs", jobs.stream().map(job -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("job", job.number);
            one.put("owner", job.owner);
            one.put("kind", job.kind);
            one.put("session", job.seat.map(seat -> seat.number).orElse(0));
            one.put("request", job.request());
            return one;
        }).toList());
        write(folder.resolve(JOBS), all);
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
