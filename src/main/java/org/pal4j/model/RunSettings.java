package org.pal4j.model;

import java.util.List;

/**
 * What every experiment has, whatever its model.
 *
 * @param name          of the experiment and its run folder
 * @param title         one line about it
 * @param seed          of weights, noise and the order of samples
 * @param epochs        passes over the training samples
 * @param previewEpochs passes that a plain {@code run} makes; 0 for all
 * @param snapshotEvery epochs between two snapshots of the weights; 0 for none
 * @param record        what is recorded while a run goes on: some of {@link Model#quantities}
 * @param recordEvery   steps of settling and training between two records; 0 for one at the start and one after each epoch
 */
public record RunSettings(
        String name, String title, long seed, int epochs, int previewEpochs, int snapshotEvery, List<String> record, long recordEvery) {
    /** Copies the list. */
    public RunSettings {
        record = List.copyOf(record);
    }

    /** The same with another number of epochs. */
    public RunSettings withEpochs(int number) {
        return new RunSettings(name, title, seed, number, previewEpochs, snapshotEvery, record, recordEvery);
    }

    /** Whether weights are to be kept after so many epochs, of which the run has {@link #epochs}. */
    public boolean isSnapshot(int epoch) {
        return snapshotEvery > 0 && (epoch % snapshotEvery == 0 || epoch == epochs);
    }

    /** Snapshots that a run keeps. */
    public long snapshots() {
        return snapshotEvery == 0 ? 0 : epochs / snapshotEvery + 2;
    }
}
