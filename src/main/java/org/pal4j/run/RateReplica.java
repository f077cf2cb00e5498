package org.pal4j.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.RateAlignment;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.RateListener.Stage;
import org.pal4j.run.RateListener.Where;

/**
 * One rate network at work: validation, then for each epoch training and validation, then the test. It is carried on part by part, so that replicas
 * can take turns.
 *
 * <p>Batches are held for a number of updates; nothing is reset between them. What is left of an epoch after its whole batches is not shown; the last
 * batch of an evaluation is filled up with its last sample, which then counts once.
 */
final class RateReplica {
    /** Updates that nobody can interrupt. */
    private static final int UNINTERRUPTED = 10;

    /** Hears how this replica goes on. */
    interface Listener {
        /** Some updates further. */
        void progress(Where where, long updates);

        /** An epoch (or the start) has been measured. */
        void measured(RateReplica replica);

        /** It was left behind. */
        void failed(String fault);
    }

    private final RateExperiment e;
    private final RateSamples samples;
    private final RateParameters p;
    private final RateNetwork network;
    private final Listener listener;
    private final BooleanSupplier stop;
    private final List<RateMetrics> metrics = new ArrayList<>();
    private final Evaluation evaluation;
    private final float[] input;
    private final float[] target;
    private int epoch;
    private boolean measured;
    private double seconds;
    private Optional<RateOutcome> outcome = Optional.empty();

    /**
     * Draws weights.
     *
     * @param threads that share each update
     * @param stop    asked every few updates; the run ends as soon as it says true
     */
    RateReplica(RateExperiment e, RateSamples samples, int threads, Listener listener, BooleanSupplier stop) {
        this.e = e;
        this.samples = samples;
        this.listener = listener;
        this.stop = stop;
        p = e.network();
        network = RateStart.network(e, threads);
        input = new float[p.input().size()];
        target = new float[p.shape(p.depth()).size()];
        evaluation = new Evaluation(e, samples, network, this::advance);
    }

    RateExperiment experiment() {
        return e;
    }

    List<RateMetrics> metrics() {
        return List.copyOf(metrics);
    }

    /** What it came to, once it has ended. */
    Optional<RateOutcome> outcome() {
        return outcome;
    }

    long updates() {
        return network.updates();
    }

    /** The next part: an epoch with all that is measured after it, or the test, or both. */
    void carryOn() {
        long start = System.nanoTime();
        double before = seconds;
        try {
            if (measured) {
                double error = train();
                epoch++;
                measure(error, before, start);
            } else {
                measure(Double.NaN, before, start);
                measured = true;
            }
            if (epoch == e.epochs()) {
                Evaluation.Test test = evaluation.test(epoch);
                end(Ending.COMPLETE, Optional.empty(), Optional.of(test), before + since(start));
            }
        } catch (Stopped stopped) {
            end(stopped.ending, stopped.fault, Optional.empty(), before + since(start));
            stopped.fault.ifPresent(listener::failed);
        }
        seconds = before + since(start);
    }

    /** All parts, or as many as there are before {@code stop} says true. */
    RateOutcome run(BooleanSupplier asked) {
        while (outcome.isEmpty()) {
            if (asked.getAsBoolean()) {
                interrupt();
            } else {
                carryOn();
            }
        }
        return outcome.get();
    }

    /** It is not carried on any more, though it has not come to its end. */
    void interrupt() {
        if (outcome.isEmpty()) {
            end(Ending.INTERRUPTED, Optional.empty(), Optional.empty(), seconds);
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private void end(Ending ending, Optional<String> fault, Optional<Evaluation.Test> test, double took) {
        outcome = Optional.of(new RateOutcome(ending, fault, metrics, test.map(Evaluation.Test::results).orElse(Map.of()),
                test.isPresent() ? samples.test().size() : 0, test.map(Evaluation.Test::recordings).orElse(Map.of()), weights(),
                network.updates(), took));
    }

    /** Returns the mean squared error of the outputs at the last update of each batch. */
    private double train() {
        int[] order = new int[samples.train().size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        new CounterRandom(e.seed(), Stream.ORDER, epoch).shuffle(order);
        int batch = p.batch();
        int batches = samples.batches(batch);
        float[] output = new float[target.length];
        double sum = 0;
        for (int k = 0; k < batches; k++) {
            for (int s = 0; s < batch; s++) {
                samples.input(samples.train(), order[k * batch + s], input);
                network.input(s, input);
                samples.target(samples.train(), order[k * batch + s], target);
                network.target(s, target);
            }
            advance(true, true, new Where(epoch, Stage.TRAINING, k + 1, batches));
            for (int s = 0; s < batch; s++) {
                network.rates(p.depth(), s, output);
                samples.target(samples.train(), order[k * batch + s], target);
                sum += Evaluation.squaredError(output, target);
            }
        }
        return sum / ((double) batches * batch);
    }

    /** The updates of one batch. */
    private void advance(boolean train, boolean noise, Where where) {
        for (int left = e.updates(); left > 0; left -= UNINTERRUPTED) {
            network.advance(train, noise, Math.min(left, UNINTERRUPTED));
            if (stop.getAsBoolean()) {
                throw new Stopped(Ending.INTERRUPTED, Optional.empty());
            }
            listener.progress(where, network.updates());
        }
        for (int l = 1; l <= p.depth(); l++) {
            if (!network.isFinite(l)) {
                throw new Stopped(Ending.NON_FINITE, Optional.of(RateDivergence.fault(e, network, l, where)));
            }
        }
    }

    private void measure(double trainError, double before, long start) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(RateMetrics.TRAIN_ERROR, trainError);
        // Angles as training left them; validation changes no weights.
        values.putAll(evaluation.measure(epoch));
        for (int l = 2; l <= p.depth(); l++) {
            if (RateVariable.B.exists(p, l)) {
                values.put(RateMetrics.ANGLE + l, RateAlignment.angle(network, l));
            }
        }
        metrics.add(new RateMetrics(epoch, network.updates(), values, before + since(start)));
        listener.measured(this);
    }

    /** The weights as they are now, in the shapes of {@link RateVariable#shape}. */
    Map<String, NpyArray> weights() {
        Map<String, NpyArray> weights = new LinkedHashMap<>();
        for (RateVariable variable : List.of(RateVariable.W, RateVariable.b, RateVariable.B, RateVariable.D)) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.exists(p, l)) {
                    double[] values = network.read(variable, l);
                    float[] floats = new float[values.length];
                    for (int i = 0; i < values.length; i++) {
                        floats[i] = (float) values[i];
                    }
                    weights.put(variable.name() + l, NpyArray.ofFloats(floats, variable.shape(p, l)));
                }
            }
        }
        return weights;
    }

    /** Leaves the loops, from wherever the run ends early. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Ending ending;
        private final transient Optional<String> fault;

        Stopped(Ending ending, Optional<String> fault) {
            super(null, null, false, false);
            this.ending = ending;
            this.fault = fault;
        }
    }
}
