package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
