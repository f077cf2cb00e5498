package org.pal4j.session.slice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.run.EpochRow;
import org.pal4j.session.Session;
import org.pal4j.session.request.Operations.Reading;

/** Those who wait for values of all replicas, which are copied as each of them comes to the end of a slice. For any thread. */
public final class Peeks {
    private final ConcurrentLinkedQueue<Peek> waiting = new ConcurrentLinkedQueue<>();

    /** Copies something of a replica. */
    public interface Capture {
        /**
         * Copies.
         *
         * @throws InputException if the session has no such thing; who waits is told
         */
        Map<String, NpyArray> of(Session working, int replica);
    }

    /** Begins to wait for what is to be copied of each replica. */
    public Peek open(Capture capture) {
        Peek peek = new Peek(capture);
        waiting.add(peek);
        return peek;
    }

    /** Copies what is waited for. Called at the end of a slice, on the thread that advances these replicas. */
    public void at(Session working, List<Integer> replicas) {
        for (Peek peek : waiting) {
            peek.at(working, replicas);
            if (peek.done.isDone()) {
                waiting.remove(peek);
            }
        }
    }

    /** Tells all who wait that nothing will come. */
    public void refuse(RuntimeException why) {
        List.copyOf(waiting).forEach(peek -> peek.done.completeExceptionally(why));
    }

    /** Somebody waits for values of all replicas. */
    public final class Peek implements AutoCloseable {
        private final Capture capture;
        private final Map<Integer, Map<String, NpyArray>> values = new LinkedHashMap<>();
        private final Map<Integer, List<EpochRow>> rows = new LinkedHashMap<>();
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        private Peek(Capture capture) {
            this.capture = capture;
        }

        private synchronized void at(Session working, List<Integer> replicas) {
            try {
                for (int k = 0; k < working.size(); k++) {
                    // Those that have ended come to no slice any more.
                    if (!rows.containsKey(k) && (replicas.contains(k) || working.hasEnded(k))) {
                        values.put(k, capture.of(working, k));
                        rows.put(k, List.copyOf(working.history(k)));
                    }
                }
                if (rows.size() == working.size()) {
                    done.complete(true);
                }
            } catch (InputException e) {
                done.completeExceptionally(e);
            }
        }

        /**
         * Waits until the values of all replicas are there.
         *
         * @throws TimeoutException   if they are not there after so many milliseconds; they may come later
         * @throws ExecutionException if they never will
         */
        public void await(long milliseconds) throws InterruptedException, ExecutionException, TimeoutException {
            done.get(milliseconds, TimeUnit.MILLISECONDS);
        }

        /** Returns what was copied of a replica. */
        public Map<String, NpyArray> captured(int replica) {
            return values.getOrDefault(replica, Map.of());
        }

        /** Returns the session's measurements and what was copied, as they were at the slice. */
        public Reading reading() {
            return new Reading() {
                @Override
                public NpyArray get(int replica, String name) {
                    return Objects.requireNonNull(Objects.requireNonNull(values.get(replica)).get(name));
                }

                @Override
                public List<EpochRow> history(int replica) {
                    return Objects.requireNonNull(rows.get(replica));
                }

                @Override
                public int epochs() {
                    return Math.max(0, rows.values().stream().mapToInt(List::size).max().orElse(1) - 1);
                }

                @Override
                public Map<Integer, String> faults() {
                    return Map.of();
                }
            };
        }

        /** Waits no longer. */
        @Override
        public void close() {
            waiting.remove(this);
        }
    }
}
