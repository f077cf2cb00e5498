package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Samples of a sweep's points: those that several groups need are there once, and only as long as a group needs them. */
final class SharedSamples {
    /** Files are not read again for points that differ in nothing of this. */
    private static final List<String> OF_FILES = List.of("task", "layers", "train_samples", "validation_samples", "test_samples", "target_high",
            "target_low");

    private final DataFolder folder;
    private final Map<Map<String, JsonNode>, Integer> users = new HashMap<>();
    private final Map<Map<String, JsonNode>, DataSets> held = new HashMap<>();

    SharedSamples(DataFolder folder) {
        this.folder = folder;
    }

    private static Map<String, JsonNode> key(SweepPoint point) {
        Map<String, JsonNode> key = SweepPlan.kind(point);
        if (point.experiment().task() == TaskKind.MNIST) {
            key.keySet().retainAll(OF_FILES);
        }
        return key;
    }

    /** A group will take samples; to be said for all of them before the first does. */
    synchronized void expect(SweepPoint point) {
        users.merge(key(point), 1, Integer::sum);
    }

    /**
     * The samples of a point.
     *
     * @throws org.pal4j.InputException if they can't be read
     */
    synchronized DataSets take(SweepPoint point) {
        return held.computeIfAbsent(key(point), key -> point.experiment().task().samples(point.experiment(), folder));
    }

    /** A group is done with them. */
    synchronized void release(SweepPoint point) {
        Map<String, JsonNode> key = key(point);
        if (users.merge(key, -1, Integer::sum) == 0) {
            held.remove(key);
        }
    }
}
