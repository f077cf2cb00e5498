package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.measure.MeanOutput;
import org.pal4j.memory.VectorView;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.run.Outcome.Snapshot;

/** What is known of one replica of a {@link Group} as it goes on. */
final class Track {
    final Experiment e;
    final Replica circuit;
    /** Of the outputs in the presentation that an evaluation is at. */
    final MeanOutput mean;
    final List<EpochMetrics> metrics = new ArrayList<>();
    final List<Snapshot> snapshots = new ArrayList<>();
    Optional<TestResult> test = Optional.empty();
    /** What it came to, if it was left behind. */
    Optional<Outcome> left = Optional.empty();
    Optional<Recorder> recorder = Optional.empty();
    /** Of the samples in this epoch. */
    int[] order;
    /** Sum over the samples of this epoch so far. */
    double error;

    private final NoiseSource noise;

    Track(Experiment e, Replica circuit, NoiseSource noise, int samples) {
        this.e = e;
        this.circuit = circuit;
        this.noise = noise;
        order = IntStream.range(0, samples).toArray();
        mean = new MeanOutput(e.circuit().size(e.circuit().areas()));
    }

    /** Puts the samples into the order of an epoch: a new one, or, as NumPy's programs shuffle in place, that of the epoch before shuffled. */
    void shuffle(int epoch) {
        if (noise instanceof NoiseSource.Numpy numpy) {
            numpy.random().shuffle(order);
        } else {
            order = IntStream.range(0, order.length).toArray();
            new CounterRandom(e.seed(), Stream.ORDER, epoch).shuffle(order);
        }
    }

    /** |b_N - target|^2 over the number of outputs. */
    double squaredError(float[] target) {
        VectorView voltages = circuit.prospective(e.circuit().areas());
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double difference = voltages.get(i) - target[i];
            sum += difference * difference;
        }
        return sum / target.length;
    }

    /** W and B as they are now. */
    Snapshot snapshot(int epoch) {
        CircuitParameters p = e.circuit();
        List<float[]> forward = new ArrayList<>();
        List<float[]> feedback = new ArrayList<>();
        for (int l = 1; l <= p.areas(); l++) {
            forward.add(circuit.matrix(Variable.W, l - 1).toArray());
            if (l < p.areas()) {
                feedback.add(circuit.matrix(Variable.B, l - 1).toArray());
            }
        }
        return new Snapshot(epoch, forward, feedback);
    }
}
