package org.pal4j.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pal4j.Fault;

/**
 * The settings of an experiment of any model.
 *
 * @param name          the name of the experiment and its run folder
 * @param title         a title of one line
 * @param seed          the seed for weights, noise and the order of samples
 * @param epochs        the number of passes over the training samples
 * @param previewEpochs the number of epochs of a plain {@code run}; 0 for all
 * @param snapshotEvery the number of epochs between snapshots of the weights; 0 for no snapshots
 * @param record        the quantities to record during a run, a subset of {@link Model#quantities}
 * @param recordEvery   the number of settling and training steps between records; 0 for one at the start and one after each epoch
 * @param weights       the file with the first weights, or the folder of a run; an absolute path; if empty, all weights are drawn
 */
public record RunSettings(
        String name, String title, long seed, int epochs, int previewEpochs, int snapshotEvery, List<String> record, long recordEvery,
        Optional<Path> weights) {
    /** The largest number of weights in all snapshots of a run. */
    private static final long MAX_SNAPSHOT_WEIGHTS = 1L << 26;

    /** Copies the list. */
    public RunSettings {
        record = List.copyOf(record);
    }

    /** Returns a copy with another number of epochs. */
    public RunSettings withEpochs(int number) {
        return new RunSettings(name, title, seed, number, previewEpochs, snapshotEvery, record, recordEvery, weights);
    }

    /** Returns a copy with another title. */
    public RunSettings withTitle(String text) {
        return new RunSettings(name, text, seed, epochs, previewEpochs, snapshotEvery, record, recordEvery, weights);
    }

    /** Returns a copy that starts with the weights in a file or the folder of a run. */
    public RunSettings withWeights(Path path) {
        return new RunSettings(name, title, seed, epochs, previewEpochs, snapshotEvery, record, recordEvery, Optional.of(path));
    }

    /** Returns a copy for a replica. If the first weights are those of a study, it starts with those of the study's replica with its label. */
    public RunSettings ofReplica(String label) {
        Optional<Path> own = weights.map(path -> path.resolve(label)).filter(Files::isDirectory);
        return own.map(this::withWeights).orElse(this);
    }

    /** Returns whether a snapshot is due after {@code epoch} epochs. */
    public boolean isSnapshot(int epoch) {
        return snapshotEvery > 0 && (epoch % snapshotEvery == 0 || epoch == epochs);
    }

    /** Returns the largest number of snapshots that a run keeps. */
    public long snapshots() {
        return snapshotEvery == 0 ? 0 : epochs / snapshotEvery + 2;
    }

    /** Adds a fault if a run would keep too many weights in its snapshots, which all stay in memory. */
    public void checkSnapshots(double weights, List<Fault> faults) {
        if (weights > MAX_SNAPSHOT_WEIGHTS) {
            faults.add(new Fault("snapshot_every", Integer.toString(snapshotEvery),
                    String.format(Locale.ROOT, "%.0f weights would be kept in memory, at most %d may be", weights, MAX_SNAPSHOT_WEIGHTS),
                    "use a larger number, 0 for none, or smaller layers"));
        }
    }
}
