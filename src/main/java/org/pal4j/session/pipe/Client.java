package org.pal4j.session.pipe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.session.request.Message;

/**
 * The other side of {@link Door}: starts a program that speaks the session protocol, and asks it one thing after the other. Used by one thread.
 */
public final class Client implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /** How much of the end of the child's standard error is kept. */
    private static final int LAST_WORDS = 4000;
    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final Frames frames;
    private final Duration patience;
    private final StringBuilder words = new StringBuilder();
    private final Thread listener;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "client-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean late;
    private final Map<String, Object> greeting;
    private int number;

    /** The child is gone, does not answer in time, or says something that is no reply. */
    public static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A reply.
     *
     * @param head   its fields
     * @param arrays its arrays
     */
    public record Answer(Map<String, Object> head, SequencedMap<String, NpyArray> arrays) {
        /** Returns whether the request was done. */
        public boolean ok() {
            return Boolean.TRUE.equals(head.get("ok"));
        }

        /** Returns the kind of a refusal; empty if the reply has none. */
        public String kind() {
            return head.get("error") instanceof Map<?, ?> error && error.get("kind") instanceof String kind ? kind : "";
        }

        /** Returns what a refusal says; empty if it says nothing. */
        public String message() {
            return head.get("error") instanceof Map<?, ?> error && error.get("message") instanceof String message ? message : "";
        }
    }

    private Client(Process process, Duration patience) throws Broken {
        this.process = process;
        this.patience = patience;
        frames = new Frames(new BufferedInputStream(process.getInputStream(), BUFFER), process.getOutputStream());
        listener = new Thread(this::listen, "client-listener");
        listener.setDaemon(true);
        listener.start();
        try {
            greeting = receive().head();
        } catch (Broken e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a child and takes its greeting.
     *
     * @param command  the program and its arguments
     * @param patience how long a reply may take
     * @throws InputException if it can't be started
     * @throws Broken         if it does not greet
     */
    public static Client start(List<String> command, Duration patience) throws Broken {
        try {
            return new Client(new ProcessBuilder(command).start(), patience);
        } catch (IOException e) {
            throw new InputException("'" + Fault.shown(String.join(" ", command)) + "' can't be started (" + e.getMessage() + ")", e);
        }
    }

    /** Returns what the child said first. */
    public Map<String, Object> greeting() {
        return greeting;
    }

    /** Keeps the end of what the child says to people. */
    private void listen() {
        byte[] piece = new byte[1024];
        try (InputStream from = process.getErrorStream()) {
            for (int got = from.read(piece); got >= 0; got = from.read(piece)) {
                synchronized (words) {
                    words.append(new String(piece, 0, got, StandardCharsets.UTF_8));
                    words.delete(0, Math.max(0, words.length() - LAST_WORDS));
                }
            }
        } catch (IOException e) {
            // The child is gone.
        }
    }

    /**
     * Asks for something and waits for the reply. Events are passed over.
     *
     * @param operation the value of {@code do}
     * @throws Broken if there is no reply; then this client is of no more use
     */
    public Answer ask(String operation, Map<String, ?> fields, SequencedMap<String, NpyArray> arrays) throws Broken {
        Map<String, Object> head = new LinkedHashMap<>();
        int id = ++number;
        head.put("id", id);
        head.put("do", operation);
        head.putAll(fields);
        try {
            frames.write(head, arrays);
        } catch (IOException e) {
            throw broken("has gone away before it took '" + operation + "'", e);
        }
        while (true) {
            Message message = receive();
            if (message.head().containsKey("event")) {
                continue;
            }
            Object of = message.head().get("id");
            if (!(of instanceof Number given && given.intValue() == id)) {
                throw broken("replied to '" + operation + "' with the id " + Fault.shown(String.valueOf(of)) + " instead of " + id, null);
            }
            return new Answer(message.head(), message.arrays());
        }
    }

    private Message receive() throws Broken {
        late = false;
        ScheduledFuture<?> limit = watch.schedule(() -> {
            late = true;
            kill();
        }, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            Optional<Object> frame = frames.read();
            if (frame.isPresent() && frame.get() instanceof Message message) {
                return message;
            }
            throw frame.isPresent() && frame.get() instanceof Frames.Unreadable bad
                    ? broken("sent a frame that can't be read: " + bad.fault().getMessage(), bad.fault())
                    : broken("ended without a reply", null);
        } catch (IOException e) {
            throw broken("sent no frame: " + e.getMessage(), e);
        } finally {
            limit.cancel(false);
        }
    }

    private Broken broken(String what, @Nullable Throwable cause) {
        String how = late ? "did not reply within " + patience.toSeconds() + " s" : what;
        if (!late) {
            // So that its last words are complete, if it is dying.
            try {
                process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
                listener.join(Duration.ofSeconds(GRACE_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String status = process.isAlive() || late ? "" : ", exit status " + process.exitValue();
        synchronized (words) {
            return new Broken("the program " + how + status + (words.isEmpty() ? "" : "; its last words:\n" + words.toString().strip()), cause);
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Ends the child: its input ends, and it is killed if it does not go then. */
    @Override
    public void close() {
        watch.shutdownNow();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
