package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.session.Session;
import org.pal4j.session.request.Operations;
import org.pal4j.session.request.Operations.Reply;

/** What others ask of a session while a job trains it. */
@Timeout(60)
final class SeatTest {
    private final Session session = Session.open(Catalog.study("yinyang", List.of("layers=[4, 5, 3]", "train_samples=6", "validation_samples=4",
            "test_samples=4")), Session.Options.usual());
    private final Seat seat = new Seat(1, "owner", Map.of(), 0, session, Operations.info(session).head(), Seat.Saved.NEVER);

    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final CompletableFuture<String> asked = begun.thenApplyAsync(yes -> seat.between(none -> session, true, awake -> "done"));

    /** A job during which somebody changes the session. */
    private void train(Path folder, Runnable keep) {
        Job job = new Job(new Job.Entry(1, "owner", "epoch", 1, Map.of(), false), Optional.of(seat), none -> new Reply());
        try (State state = new State(folder, 1 << 20)) {
            seat.forJob(job, none -> session, state, false, awake -> {
                begun.complete(true);
                while (!seat.doErrands(awake, keep)) {
                    Thread.onSpinWait();
                }
                return true;
            });
        }
    }

    @Test
    void whoeverAsksIsToldWhenItIsKept(@TempDir Path folder) throws Exception {
        boolean[] kept = new boolean[1];
        train(folder, () -> kept[0] = !asked.isDone());
        assertEquals("done", asked.get(30, TimeUnit.SECONDS));
        assertTrue(kept[0]);
    }

    @Test
    void whatCanNotBeKeptIsNoSuccess(@TempDir Path folder) {
        InputException full = new InputException("the disk is full");
        assertEquals(full, assertThrows(InputException.class, () -> train(folder, () -> {
            throw full;
        })));
        ExecutionException told = assertThrows(ExecutionException.class, () -> asked.get(30, TimeUnit.SECONDS));
        assertTrue(String.valueOf(told.getCause().getMessage()).contains("the disk is full"), () -> String.valueOf(told));
    }

    /** An epoch of 15 million steps does not come to its end first. */
    @Test
    void anEpochStopsForWhoeverAsks(@TempDir Path folder) throws Exception {
        Session slow = Session.open(Catalog.study("yinyang", List.of("layers=[4, 5, 3]", "train_samples=6", "validation_samples=4", "test_samples=4",
                "Tpres=15000")), Session.Options.usual());
        Seat busy = new Seat(1, "owner", Map.of(), 0, slow, Operations.info(slow).head(), Seat.Saved.NEVER);
        Job job = new Job(new Job.Entry(1, "owner", "epoch", 1, Map.of(), false), Optional.of(busy), none -> new Reply());
        CompletableFuture<String> answer = begun.thenApplyAsync(yes -> busy.between(none -> slow, false, awake -> "done"));
        try (State state = new State(folder, 1 << 20)) {
            boolean complete = busy.forJob(job, none -> slow, state, true, awake -> awake.epoch((place, steps, replicas) -> begun.complete(true)));
            assertFalse(complete);
        }
        assertEquals("done", answer.get(30, TimeUnit.SECONDS));
    }

    /** Who reads while a job wakes the session is answered when it is awake. */
    @Test
    void whoReadsWhileItWakesIsAnswered(@TempDir Path folder) throws Exception {
        Seat asleep = new Seat(1, "owner", Map.of(), 0, null, Map.of(), Seat.Saved.NEVER);
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = new Thread(() -> read.completeAsync(() -> asleep.read(none -> session, () -> (working, k) -> Map.of(),
                (working, values, captured) -> working.size()), Runnable::run));
        Job job = new Job(new Job.Entry(1, "owner", "epoch", 1, Map.of(), false), Optional.of(asleep), none -> new Reply());
        try (State state = new State(folder, 1 << 20)) {
            asleep.forJob(job, none -> {
                reader.start();
                while (reader.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                return session;
            }, state, false, awake -> {
                while (!read.isDone()) {
                    asleep.at(awake, 0, List.of(0));
                }
                return true;
            });
        }
        assertEquals(1, read.get(30, TimeUnit.SECONDS));
    }
}
