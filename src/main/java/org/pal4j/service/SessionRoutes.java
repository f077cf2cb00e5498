package org.pal4j.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import org.pal4j.format.NpyArray;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Message;
import org.pal4j.session.request.Operations;
import org.pal4j.session.request.Operations.Reply;
import org.pal4j.session.slice.Errands;

/** Routes of sessions. */
final class SessionRoutes {
    /** Operations that are always jobs, as they may take hours. */
    static final Set<String> LONG = Set.of("settle", "epoch", "test", "predict");
    /** Operations that are jobs if somebody asks for that. */
    static final Set<String> PERHAPS_LONG = Set.of("step", "present");
    private static final String READING = "get";
    static final List<String> OPERATIONS = Stream.concat(Operations.OF_SESSION.stream().filter(name -> !name.equals("close")),
            Stream.of("cancel")).toList();
    /** Operations that may tell of variables while they last. */
    private static final Set<String> WATCHED = Set.of("settle", "epoch");
    private static final int QUICK_STEPS = 64;
    /** Operations that are done between two slices of an epoch. */
    private static final Set<String> BETWEEN = Set.of("set", "change", "look");

    private final Roots roots;
    private final Seats seats;
    private final Jobs jobs;
    private final State state;
    private final Apart apart;
    private final Runnable keepJobs;
    private final long mostBytes;

    /**
     * Creates the routes.
     *
     * @param keepJobs  writes down the jobs that have not ended
     * @param mostBytes the largest body of a request
     */
    SessionRoutes(Roots roots, Seats seats, Jobs jobs, State state, Apart apart, Runnable keepJobs, long mostBytes) {
        this.roots = roots;
        this.seats = seats;
        this.jobs = jobs;
        this.state = state;
        this.apart = apart;
        this.keepJobs = keepJobs;
        this.mostBytes = mostBytes;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/sessions", call -> call.answer(200, Map.of("sessions", seats.of(call.owner).stream().map(SessionRoutes::brief)
                        .toList()))),
                new Route("POST", "/v1/sessions", this::open),
                new Route("GET", "/v1/sessions/{session}", call -> call.answer(200, seat(call).info())),
                new Route("DELETE", "/v1/sessions/{session}", this::close),
                new Route("GET", "/v1/sessions/{session}/variables/{variable}", List.of("replica"), this::variable),
                new Route("PUT", "/v1/sessions/{session}/variables/{variable}", List.of("replica"), this::setVariable),
                new Route("POST", "/v1/sessions/{session}/{operation}", List.of("*"), this::operation));
    }

    private static Map<String, Object> brief(Seat seat) {
        Map<String, Object> info = seat.info();
        Map<String, Object> brief = new LinkedHashMap<>();
        for (String field : List.of("session", "name", "title", "model", "algorithm", "layers", "replicas", "steps", "epochs", "asleep", "memory",
                "job")) {
            if (info.containsKey(field)) {
                brief.put(field, info.get(field));
            }
        }
        return brief;
    }

    private Seat seat(Call call) {
        return seats.seat(call.number("session"), call.owner);
    }

    private void open(Call call) throws IOException {
        Map<String, Object> head = call.json();
        requireNoneOf(head, "do", "id", "session", "arrays");
        head.put("do", head.containsKey("folder") ? "load" : "open");
        List<String> notes = new ArrayList<>();
        Seat seat = apart.run(() -> seats.open(new Ask(new Message(head, new LinkedHashMap<>())), call.owner, notes));
        Map<String, Object> info = seat.info();
        info.put("notes", notes);
        call.header("Location", "/v1/sessions/" + seat.number).answer(201, info);
    }

    static void requireNoneOf(Map<String, Object> head, String... fields) {
        for (String field : fields) {
            if (head.containsKey(field)) {
                throw new InputException("the request", List.of(Fault.saying(field, "field '" + field + "' is not known here")));
            }
        }
    }

    private void close(Call call) throws IOException {
        Seat seat = seat(call);
        jobs.cancel(seat);
        apart.run(() -> {
            seats.close(seat);
            jobs.closed(seat);
            return true;
        });
        call.done();
    }

    private Ask ask(String operation, Map<String, Object> fields) {
        Map<String, Object> head = new LinkedHashMap<>(fields);
        head.put("do", operation);
        return new Ask(new Message(head, new LinkedHashMap<>()));
    }

    static Map<String, Object> replica(Call call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        call.query("replica", false).ifPresent(text -> {
            if (!text.matches("[0-9]{1,6}")) {
                throw Problem.of(400, "understood", "replica must be a number from 0");
            }
            fields.put("replica", Integer.parseInt(text));
        });
        return fields;
    }

    private void variable(Call call) throws IOException {
        Map<String, Object> fields = replica(call);
        fields.put("names", call.name("variable"));
        Reply reply = seat(call).read(seats::wake, ask(READING, fields));
        Bodies.single(call, 200, reply.arrays().firstEntry().getValue());
    }

    private void setVariable(Call call) throws IOException {
        Seat seat = seat(call);
        String name = call.name("variable");
        if (!call.contentType().equals(Bodies.NPY)) {
            throw Problem.of(415, "accepted", "the body must be " + Bodies.NPY + ", not " + Fault.shown(call.contentType()));
        }
        Map<String, Object> head = replica(call);
        head.put("do", "set");
        LinkedHashMap<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(name, Bodies.npy(call.body(mostBytes), name));
        apart.run(
                () -> secured(seat, seat.between(seats::wake, true, session -> Operations.of(session, new Ask(new Message(head, arrays)), event -> {},
                        roots))));
        call.done();
    }

    private void operation(Call call) throws IOException {
        Seat seat = seat(call);
        String operation = call.name("operation");
        if (!OPERATIONS.contains(operation)) {
            throw Problem.of(404, "found", "there is no operation " + Fault.shown(operation) + Nearest.hint(operation, OPERATIONS));
        }
        Message message = Bodies.request(call, operation, mostBytes);
        if (operation.equals("cancel")) {
            new Ask(message).done();
            jobs.cancel(seat);
            seat.cancel();
            call.answer(200, Map.of());
        } else if (LONG.contains(operation) || PERHAPS_LONG.contains(operation) && call.wantsJob()) {
            Job job = apart.run(() -> submit(seat, operation, message));
            if (call.waits() > 0 && JobRoutes.await(job, call.waits())) {
                Bodies.answer(call, 200, job.result());
                return;
            }
            JobRoutes.accepted(call, job);
        } else if (Set.of(READING, "history").contains(operation)) {
            Bodies.answer(call, 200, seat.read(seats::wake, new Ask(message)));
        } else if (operation.equals("info")) {
            new Ask(message).done();
            call.answer(200, seat.info());
        } else if (operation.equals("show") && seat.configured().isPresent()) {
            Bodies.answer(call, 200, Operations.of(seat.configured().get(), new Ask(message), event -> {}, roots));
        } else if (operation.equals("copy")) {
            copy(call, seat, new Ask(message));
        } else {
            boolean changes = !Set.of("show", "save", "look").contains(operation);
            Errands.Work<Reply> work = session -> {
                Reply reply = Operations.of(session, new Ask(message), event -> {}, roots);
                return operation.equals("save") ? reply.say("folder", roots.shown(Path.of(String.valueOf(reply.head().get("folder"))))) : reply;
            };
            Callable<Reply> task = () -> secured(seat, BETWEEN.contains(operation) ? seat.between(seats::wake, changes, work)
                    : seat.with(seats::wake, changes, work));
            Bodies.answer(call, 200, isQuick(operation, message) && !seat.asleep() ? here(task) : apart.run(task));
        }
    }

    /** Saves what a request has changed before it is told that it has, if a job waits that begins with it. */
    private Reply secured(Seat seat, Reply reply) {
        if (jobs.isAwaited(seat)) {
            seat.secure(state);
        }
        return reply;
    }

    /** Returns whether a request takes less time than to wake another thread. */
    private static boolean isQuick(String operation, Message message) {
        return operation.equals("show") || operation.equals("step") && message.head().getOrDefault("steps", 1) instanceof Integer steps
                && steps <= QUICK_STEPS;
    }

    private static Reply here(Callable<Reply> task) {
        try {
            return task.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(Call call, Seat seat, Ask ask) throws IOException {
        boolean change = ask.has("set");
        Map<String, Object> keys = ask.object("set");
        ask.done();
        Seat twin = apart.run(() -> seat.with(seats::wake, false, session -> seats.add(seat, () -> change ? session.copy(keys) : session.copy())));
        call.header("Location", "/v1/sessions/" + twin.number).answer(201, twin.info());
    }

    private Job submit(Seat seat, String operation, Message message) {
        requireRight(seat, operation, message);
        Map<String, Object> request = new LinkedHashMap<>(message.head());
        request.remove("do");
        seat.secure(state);
        boolean arrays = !message.arrays().isEmpty() && !seat.isGiven();
        Job.Entry entry = new Job.Entry(jobs.next(), seat.owner, operation, seat.number, request, arrays);
        if (arrays) {
            state.keepArrays(entry.number(), message.arrays());
        }
        try {
            return jobs.submit(new Job(entry, Optional.of(seat), work(seat, message)));
        } catch (Problem refused) {
            state.dropArrays(entry.number());
            throw refused;
        }
    }

    /** Refuses a job that could not be done. */
    private void requireRight(Seat seat, String operation, Message message) {
        Ask ask = new Ask(message);
        if (operation.equals("epoch")) {
            ask.integer(SessionWork.EPOCHS, 1, Integer.MAX_VALUE, 1);
        }
        Operations.requireRight(ask);
        List<String> watch = WATCHED.contains(operation) ? ask.names("watch") : List.of();
        if (!watch.isEmpty()) {
            seat.read(seats::wake, ask(READING, Map.of("names", watch, "replica", 0)));
        }
    }

    SessionWork work(Seat seat, Message message) {
        return new SessionWork(seat, seats, state, roots, message, keepJobs);
    }
}
