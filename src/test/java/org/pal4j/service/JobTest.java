package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pal4j.session.request.Operations.Reply;

final class JobTest {
    private static Job job() {
        return new Job(new Job.Entry(1, "owner", "epoch", 0, Map.of("epochs", 3), false), Optional.empty(), job -> new Reply());
    }

    /** A page that was open when the service ended comes back with the number of an event that the service before gave. */
    @Test
    void afterARestartAReaderOfTheLogBeforeMissesNothing() throws InterruptedException {
        EventLog before = new EventLog();
        for (int i = 0; i < 100; i++) {
            before.add("epoch", i, Map.of("epoch", i));
        }
        String id = before.after(0, 0).orElseThrow().getLast().id();
        long last = Long.parseLong(id.substring(id.indexOf('-') + 1));
        EventLog then = new EventLog();
        then.beginAfterRestart();
        then.add("started", 0, Map.of());
        assertEquals(1, then.after(last, 0).orElseThrow().size());
        Job over = Job.over(new Job.Entry(1, "owner", "epoch", 0, Map.of(), false), Job.State.DONE, Optional.empty(), Optional.empty());
        assertEquals("ended", over.log.after(last, 0).orElseThrow().getLast().name());
    }

    /** A job adds to its request while others describe it, or write it down. */
    @Test
    void whoReadsTheRequestKeepsTheOneThatHeHas() {
        Job job = job();
        Map<?, ?> before = (Map<?, ?>) job.described().get("request");
        job.remember("until", 7);
        assertEquals(Map.of("epochs", 3), before);
        assertEquals(Map.of("epochs", 3, "until", 7), job.request());
        assertThrows(UnsupportedOperationException.class, () -> job.request().put("epochs", 4));
    }

    /** Who waits for a job while the service ends does not take what there is for the result. */
    @Test
    void aJobThatGoesOnLaterHasNoResult() {
        Job job = new Job(new Job.Entry(1, "owner", "run", 0, Map.of(), false), Optional.empty(), own -> {
            own.interrupt();
            return new Reply().say("complete", false);
        });
        job.run();
        assertEquals(Job.State.INTERRUPTED, job.state());
        assertEquals(503, assertThrows(Problem.class, job::result).status());
    }
}
