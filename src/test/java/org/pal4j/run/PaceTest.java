package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.model.Batch;
import org.pal4j.model.Stage;

/** However wrong the estimate of a step's cost is, a stop is soon asked for. */
class PaceTest {
    /** A batch whose steps take time, and do nothing else. */
    private static Batch batch(List<Integer> slices, long millisOfStep) {
        return (Batch) Proxy.newProxyInstance(PaceTest.class.getClassLoader(), new Class<?>[] {Batch.class}, (self, method, arguments) -> {
            int steps = (int) arguments[2];
            slices.add(steps);
            if (millisOfStep > 0) {
                Thread.sleep(steps * millisOfStep);
            }
            return null;
        });
    }

    private static List<Integer> slices(double estimate, int steps, long millisOfStep) {
        List<Integer> slices = new ArrayList<>();
        Batch batch = batch(slices, millisOfStep);
        Scheduler.Pace pace = new Scheduler.Pace(estimate);
        for (int taken = 0; taken < steps;) {
            int next = pace.slice(steps - taken);
            pace.advance(batch, Stage.TRAINING, taken, next);
            taken += next;
        }
        assertEquals(steps, slices.stream().mapToInt(Integer::intValue).sum());
        return slices;
    }

    @Test
    void slowStepsAreTakenOneByOneEvenIfTheEstimateIsMuchTooLow() {
        List<Integer> slices = slices(10, 100, 5);
        assertTrue(slices.getFirst() <= 32, slices.toString());
        assertTrue(slices.subList(2, slices.size()).stream().allMatch(slice -> slice <= 3), slices.toString());
    }

    @Test
    void fastStepsAreTakenInLongSlices() {
        List<Integer> slices = slices(0.1, 10_000_000, 0);
        assertTrue(slices.getFirst() <= 4000, slices.toString());
        assertTrue(slices.size() < 1000, slices.size() + " slices");
    }
}
