package org.pal4j.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pal4j.circuit.Replica;

/**
 * Carries an experiment out: settling, then for each epoch validation and training, then a last validation and the test.
 *
 * <p>What is computed depends on nothing but the experiment and the number of epochs: not on the machine, on the vector width, or on
 * who listens.
 */
public final class Runner {
    private final Experiment e;
    private final int epochs;
    private final RunListener listener;
    private final DataSets samples;
    private final Group group;

    /** Draws weights and samples; those that can't be drawn are looked for in the usual places. */
    public Runner(Experiment experiment, int epochs, RunListener listener, BooleanSupplier stop) {
        this(experiment, epochs, listener, stop, DataFolder.of(Optional.empty()), 1);
    }

    /**
     * Draws weights, and draws or reads samples.
     *
     * @param experiment what to run
     * @param epochs     how many epochs of it
     * @param listener   is told how it goes on
     * @param stop       asked after each presentation; the run ends as soon as it says true
     * @param data       where samples are that can't be drawn
     * @param threads    that work on one step together, if the network is large enough; they change no bit
     * @throws org.pal4j.InputException if network and samples need more memory than there is, or samples can't be read
     */
    public Runner(Experiment experiment, int epochs, RunListener listener, BooleanSupplier stop, DataFolder data, int threads) {
        MemoryNeed.require(experiment.withEpochs(epochs));
        e = experiment;
        this.epochs = epochs;
        this.listener = listener;
        try {
            samples = e.task().samples(e, data);
            group = new Group(List.of(e), epochs, samples, threads, new Forward(listener), stop);
        } catch (OutOfMemoryError error) {
            throw MemoryNeed.exceeded(e, error);
        }
    }

    private record Forward(RunListener listener) implements Group.Listener {
        @Override
        public void progress(int epoch, long steps) {
            listener.progress(epoch, steps);
        }

        @Override
        public void measured(int k, EpochMetrics metrics) {
            listener.measured(metrics);
        }

        @Override
        public void failed(int k, String fault) {
            // The outcome tells.
        }
    }

    /** Records into a folder what the experiment asks for; to be called once the folder has begun, and before {@link #run}. */
    public void recordInto(RunFolder folder) {
        folder.recorder().ifPresent(recorder -> group.recordInto(0, recorder));
    }

    /** Runs; to be called once. */
    public Outcome run() {
        listener.begin(e, epochs);
        return group.run().getFirst();
    }

    /** The circuit, for listeners; they only read. */
    public Replica circuit() {
        return group.circuit(0);
    }

    /** The files that samples were read from, with the SHA-256 of their unpacked content; empty if all were drawn. */
    public Map<String, String> dataFiles() {
        return samples.files();
    }

    /** What has been measured so far, for listeners. */
    public List<EpochMetrics> metrics() {
        return group.metrics(0);
    }
}
