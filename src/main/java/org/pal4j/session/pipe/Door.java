package org.pal4j.session.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;
import org.pal4j.config.Nearest;
import org.pal4j.run.Environment;
import org.pal4j.session.Session;
import org.pal4j.session.request.Access;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Message;
import org.pal4j.session.request.Opening;
import org.pal4j.session.request.Operations;
import org.pal4j.session.request.Operations.Reply;
import org.pal4j.session.request.Refusal;

/**
 * Does the requests that come through a stream, and writes replies to another.
 *
 * <p>One thread at a time reads. It does a short request itself, since waking another thread takes longer than many a request. When a request takes
 * long, another thread goes on reading, so that requests for other sessions, a cancel and the end of the stream are seen at any time.
 */
public final class Door {
    /** The version of the protocol. */
    public static final int PROTOCOL = 1;
    /** A request that takes longer gets another reader, in nanoseconds. */
    private static final long PATIENCE = 1_000_000;

    private final Frames frames;
    private final Map<Integer, Room> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<String> complaint = Optional.empty();
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "session");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Creates a door.
     *
     * @param in  where requests come from; should be buffered
     * @param out where replies go
     */
    public Door(InputStream in, OutputStream out) {
        frames = new Frames(in, out);
    }

    /**
     * Greets, and does requests until the stream of requests ends or somebody asks to quit. What the sessions are doing then is cancelled.
     *
     * @return what was wrong with the stream of requests, if something was
     */
    public Optional<String> serve() {
        send(greeting());
        threads.execute(this::read);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rooms.values().forEach(room -> room.session.cancel());
        threads.shutdown();
        return complaint;
    }

    private static Reply greeting() {
        Map<String, String> environment = Environment.describe();
        List<String> operations = new ArrayList<>(List.of("hello", "open", "load", "cancel", "quit"));
        operations.addAll(Operations.OF_SESSION);
        return new Reply().say("hello", "pal4j").say("protocol", PROTOCOL).say("version", String.valueOf(environment.get("pal4j")))
                .say("commit", String.valueOf(environment.get("commit"))).say("jdk", String.valueOf(environment.get("jdk")))
                .say("vector_width", String.valueOf(environment.get("vector_width"))).say("cores", Runtime.getRuntime().availableProcessors())
                .say("max_head", Frames.MAX_HEAD).say("max_body", Frames.maxBody()).say("operations", operations)
                .say("models", Models.names()).say("experiments", Catalog.NAMES);
    }

    /** What a thread does for a request: it may have given the reading to another one. */
    private final class Work {
        private final long start = System.nanoTime();
        private final AtomicBoolean passed = new AtomicBoolean();

        /** Lets another thread read, once. */
        void pass() {
            if (passed.compareAndSet(false, true)) {
                threads.execute(Door.this::read);
            }
        }

        void meanwhile() {
            if (!passed.get() && System.nanoTime() - start > PATIENCE) {
                pass();
            }
        }
    }

    /** Reads and does requests, until another thread reads or the stream ends. */
    private void read() {
        try {
            while (ended.getCount() > 0) {
                Optional<Object> frame = frames.read();
                if (frame.isEmpty()) {
                    ended.countDown();
                    return;
                }
                if (frame.get() instanceof Message message) {
                    if (!take(new Ask(message))) {
                        return;
                    }
                } else if (frame.get() instanceof Frames.Unreadable unreadable) {
                    refuse(unreadable.id(), "input", unreadable.fault());
                }
            }
        } catch (IOException e) {
            complaint = Optional.of(String.valueOf(e.getMessage()));
            ended.countDown();
        }
    }

    /** Does a request, at once or later. Returns whether this thread goes on reading. */
    private boolean take(Ask ask) {
        try {
            String operation = ask.operation();
            if (operation.equals("hello")) {
                ask.done();
                answer(ask, greeting());
            } else if (operation.equals("quit")) {
                ask.done();
                answer(ask, new Reply());
                ended.countDown();
                return false;
            } else if (operation.equals("cancel")) {
                Room room = room(ask);
                ask.done();
                room.cancel();
                answer(ask, new Reply());
            } else if (Opening.OPERATIONS.contains(operation)) {
                Work work = new Work();
                work.pass();
                guarded(ask, () -> open(ask));
                return false;
            } else if (Operations.OF_SESSION.contains(operation)) {
                Room room = room(ask);
                return !room.enter(ask) || !work(room, ask);
            } else {
                List<String> known = List.copyOf(allOperations());
                throw new InputException("do",
                        List.of(Fault.of("do", Fault.shown(operation), "must be an operation" + Nearest.hint(operation, known))));
            }
        } catch (InputException e) {
            refuse(ask.id(), "input", e);
        }
        return true;
    }

    private static List<String> allOperations() {
        List<String> all = new ArrayList<>(List.of("hello", "open", "load", "cancel", "quit"));
        all.addAll(Operations.OF_SESSION);
        return all;
    }

    private Room room(Ask ask) {
        int number = (int) ask.integer("session", Integer.MIN_VALUE, Integer.MAX_VALUE);
        ask.requireFaultless();
        Room room = rooms.get(number);
        if (room == null) {
            throw new InputException(ask.operation(),
                    List.of(Fault.of("session", ask.has("session") ? number : "none", "must be one of the open sessions, "
                            + rooms.keySet())));
        }
        return room;
    }

    /** Does a request and all that wait for its session meanwhile. Returns whether another thread reads now. */
    private boolean work(Room room, Ask first) {
        Work work = new Work();
        room.session.meanwhile(() -> {
            room.meanwhile();
            work.meanwhile();
        });
        for (Ask ask = first; ask != null; ask = room.next()) {
            if (!Operations.SHORT.contains(ask.operation())) {
                work.pass();
            }
            Ask now = ask;
            guarded(now, () -> ofRoom(room, now));
            work.meanwhile();
        }
        return work.passed.get();
    }

    private Reply ofRoom(Room room, Ask ask) {
        return switch (ask.operation()) {
            case "close" -> {
                ask.done();
                rooms.remove(room.number);
                yield new Reply();
            }
            case "copy" -> {
                boolean change = ask.has("set");
                Map<String, Object> keys = ask.object("set");
                ask.done();
                yield opened(change ? room.session.copy(keys) : room.session.copy());
            }
            default -> Operations.of(room.session, ask, event -> answer(ask, event), Access.ALL);
        };
    }

    private Reply open(Ask ask) {
        List<String> notes = new ArrayList<>();
        return opened(Opening.open(ask, notes, Access.ALL)).say("notes", notes);
    }

    private Reply opened(Session session) {
        int number = numbers.incrementAndGet();
        // From the next line on, another thread may do requests of this session.
        Reply info = Operations.info(session).say("session", number);
        rooms.put(number, new Room(number, session));
        return info;
    }

    /** Does something for a request, and replies whatever happens. */
    private void guarded(Ask ask, Supplier<Reply> task) {
        try {
            answer(ask, task.get());
        } catch (InputException e) {
            refuse(ask.id(), "input", e);
        } catch (OutOfMemoryError e) {
            refuse(ask.id(), "memory", Refusal.exceeded(e));
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            refuse(ask.id(), "bug", Refusal.bug(e));
        }
    }

    private void answer(Ask ask, Reply reply) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("id", ask.id());
        if (!reply.head().containsKey("event")) {
            head.put("ok", true);
        }
        head.putAll(reply.head());
        send(new Reply(head, reply.arrays()));
    }

    private void refuse(@Nullable Object id, String kind, InputException fault) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("kind", kind);
        error.put("message", Refusal.message(fault));
        error.put("faults", Refusal.faults(fault));
        Reply reply = new Reply();
        reply.say("id", id).say("ok", false).say("error", error);
        send(reply);
    }

    private void send(Reply reply) {
        try {
            frames.write(reply.head(), reply.arrays());
        } catch (IOException e) {
            // The reader of the replies has gone, and nobody is there to tell.
            ended.countDown();
        }
    }
}
