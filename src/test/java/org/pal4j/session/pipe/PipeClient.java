package org.pal4j.session.pipe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pal4j.format.NpyArray;
import org.pal4j.session.request.Message;

/** A client of a {@link Door} in the same process. */
final class PipeClient implements AutoCloseable {
    private static final int SIZE = 1 << 16;
    private static final int SECONDS = 60;

    /** Where requests are written; for tests that write something else. */
    final PipedOutputStream requests = new PipedOutputStream();
    private final Frames frames;
    private final CompletableFuture<Optional<String>> end;
    private final Map<Object, Message> early = new LinkedHashMap<>();
    /** Events that came, in order. */
    final List<Message> events = new ArrayList<>();
    private int last;

    PipeClient() throws IOException {
        PipedInputStream toDoor = new PipedInputStream(requests, SIZE);
        PipedOutputStream fromDoor = new PipedOutputStream();
        frames = new Frames(new PipedInputStream(fromDoor, SIZE), requests);
        end = CompletableFuture.supplyAsync(() -> {
            Optional<String> complaint = new Door(new BufferedInputStream(toDoor), fromDoor).serve();
            try {
                fromDoor.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return complaint;
        });
    }

    /** Reads a frame; nothing at the end. */
    Optional<Message> receive() throws IOException {
        return frames.read().map(frame -> (Message) frame);
    }

    /** Sends a request and returns its id. */
    int send(String operation, Map<String, ?> fields, SequencedMap<String, NpyArray> arrays) throws IOException {
        Map<String, Object> head = new LinkedHashMap<>(fields);
        head.put("id", ++last);
        head.put("do", operation);
        frames.write(head, arrays);
        return last;
    }

    /** Returns the reply to a request, and keeps the others. */
    Message reply(int id) throws IOException {
        while (!early.containsKey(id)) {
            Message message = receive().orElseThrow(() -> new IOException("the door has closed"));
            if (message.head().containsKey("event")) {
                events.add(message);
            } else {
                early.put(message.head().get("id"), message);
            }
        }
        return early.remove(id);
    }

    /** Sends a request and returns its reply. */
    Message call(String operation, Map<String, ?> fields, SequencedMap<String, NpyArray> arrays) throws IOException {
        return reply(send(operation, fields, arrays));
    }

    Message call(String operation, Map<String, ?> fields) throws IOException {
        return call(operation, fields, new LinkedHashMap<>());
    }

    /** Sends a request that must fail, and returns the message. */
    String refused(String operation, Map<String, ?> fields, SequencedMap<String, NpyArray> arrays) throws IOException {
        Message reply = call(operation, fields, arrays);
        if (!Boolean.FALSE.equals(reply.head().get("ok"))) {
            throw new AssertionError("not refused: " + reply.head());
        }
        return (String) ((Map<?, ?>) reply.head().get("error")).get("message");
    }

    /** Closes the stream of requests, and returns what the door has to complain of. */
    Optional<String> end() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        requests.close();
        return complaint();
    }

    /** Waits for the end of the door. */
    Optional<String> complaint() throws InterruptedException, ExecutionException, TimeoutException {
        return end.get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        requests.close();
    }
}
