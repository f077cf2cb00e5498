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
