package org.pal4j.session.slice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pal4j.session.Session;

/** Work that somebody waits for, to be done by whoever has the session, between two slices of an epoch. For any thread. */
public final class Errands {
    private final ConcurrentLinkedQueue<Errand<?>> queue = new ConcurrentLinkedQueue<>();
    /** Whether errands are being done; those that come meanwhile wait. */
    private volatile boolean busy;

    /** Does something with a session. */
    public interface Work<T> {
        /** Does it. */
        T with(Session session);
    }

    /** Is told that errands were done, before those who wait for them. */
    public interface Keeping {
        /**
         * Keeps what was done.
         *
         * @param changes whether one of the errands may have changed the session
         */
        void keep(boolean changes);
    }

    /**
     * Asks for work.
     *
     * @param changes whether the session may be another one afterwards
     */
    public <T> Errand<T> add(boolean changes, Work<T> work) {
        Errand<T> errand = new Errand<>(changes, work);
        queue.add(errand);
        return errand;
    }

    /** Returns whether somebody waits and no errand is being done. */
    public boolean areWaiting() {
        return !busy && !queue.isEmpty();
    }

    /**
     * Does all errands, keeps what they did, and then tells those who wait. For whoever has the session. What could not be kept was not done, for
     * those who asked.
     *
     * @param keeping called once if there was an errand; what it throws is told to all who asked, and thrown
     * @return whether there was an errand
     */
    public boolean run(Session awake, Keeping keeping) {
        List<Errand<?>> taken = new ArrayList<>();
        List<Runnable> answers = new ArrayList<>();
        busy = true;
        try {
            for (Errand<?> errand = queue.poll(); errand != null; errand = queue.poll()) {
                taken.add(errand);
                answers.add(errand.run(awake));
            }
            if (!taken.isEmpty()) {
                keeping.keep(taken.stream().anyMatch(errand -> errand.changes));
            }
            answers.forEach(Runnable::run);
        } catch (RuntimeException | Error e) {
            taken.forEach(errand -> errand.done.completeExceptionally(e));
            throw e;
        } finally {
            busy = false;
        }
        return !taken.isEmpty();
    }

    /** Work that somebody waits for. */
    public final class Errand<T> {
        private final boolean changes;
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();

        private Errand(boolean changes, Work<T> work) {
            this.changes = changes;
            this.work = work;
        }

        /** Does the work. Returns what tells who waits for it. */
        private Runnable run(Session awake) {
            try {
                T result = work.with(awake);
                return () -> done.complete(result);
            } catch (RuntimeException | Error e) {
                return () -> done.completeExceptionally(e);
            }
        }

        /**
         * Returns what the work gave.
         *
         * @throws TimeoutException   if it was not done after so many milliseconds
         * @throws ExecutionException if it failed, or could not be kept
         */
        public T await(long milliseconds) throws InterruptedException, ExecutionException, TimeoutException {
            return done.get(milliseconds, TimeUnit.MILLISECONDS);
        }

        /**
         * Takes it back.
         *
         * @return whether nobody has begun it, so that nobody will
         */
        public boolean withdraw() {
            return queue.remove(this);
        }
    }
}
