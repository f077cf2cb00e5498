package org.pal4j.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.pal4j.InputException;
import org.pal4j.data.SampleSet;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Shapes;
import org.pal4j.model.Batch;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Driven;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.run.Prediction;

/** Shows samples to copies of networks, as a run does in its test. Several parts may be tested at once. */
final class Testing {
    private final Session session;
    private final Consumer<Batch> samples;
    private final BooleanSupplier stop;
    private final int epoch;
    private final Map<Integer, TestResult> results = Collections.synchronizedMap(new TreeMap<>());
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** @param samples tells a batch what to show */
    Testing(Session session, Consumer<Batch> samples, BooleanSupplier stop) {
        this.session = session;
        this.samples = samples;
        this.stop = stop;
        epoch = session.epochs();
    }

    /** Returns inputs as samples. */
    static SampleSet samples(Driven driven, NpyArray inputs) {
        int[] shape = inputs.shape();
        int size = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
        int needed = Arrays.stream(driven.inputShape()).reduce(1, Math::multiplyExact) / driven.samples();
        if (shape.length < 2 || shape[0] < 1 || size != needed) {
            throw new InputException("predict: inputs must have the shape samples x " + needed + ", not " + Shapes.text(shape));
        }
        float[] values = inputs.toFloats();
        return SampleSet.unlabelled(IntStream.range(0, shape[0]).mapToObj(k -> Arrays.copyOfRange(values, k * size, (k + 1) * size))
                .toArray(float[][]::new));
    }

    /** Tests the replicas of a part. */
    void test(Part part) {
        Batch copy = part.copy();
        samples.accept(copy);
        if (!Prediction.present(copy, Stage.TEST, epoch, part.microseconds(), stop)) {
            stopped.set(true);
            return;
        }
        for (int k = 0; k < part.members.size(); k++) {
            int replica = part.members.get(k);
            TestResult result = copy.prediction(k).orElseThrow(
                    () -> new InputException(session.study().name() + ": there are no such samples; name others, or give some"));
            if (copy.fault(k, Place.driven(0)).isEmpty()) {
                results.put(replica, result);
            }
        }
    }

    /** Returns the results by replica, of those that are finite; nothing if somebody cancelled. */
    Optional<Map<Integer, TestResult>> results() {
        return stopped.get() ? Optional.empty() : Optional.of(results);
    }
}
