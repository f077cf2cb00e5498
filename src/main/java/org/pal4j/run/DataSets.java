package org.pal4j.run;

import java.util.Map;
import org.pal4j.data.SampleSet;

/**
 * The samples of an experiment.
 *
 * @param train      training samples
 * @param validation shown before each epoch and after the last
 * @param test       shown at the end
 * @param files      the files that they were read from: SHA-256 of the unpacked content by name; empty if they were drawn
 */
record DataSets(SampleSet train, SampleSet validation, SampleSet test, Map<String, String> files) {

    /** Draws samples. */
    @FunctionalInterface
    interface Generator {
        /** So many samples from that seed. */
        SampleSet generate(long seed, int size);
    }

    /** Training samples alone. */
    static DataSets training(SampleSet train) {
        return new DataSets(train, SampleSet.none(), SampleSet.none(), Map.of());
    }

    /** SampleSet that are drawn, from data_seed and the two seeds after it: the published sets have seeds in this order. */
    static DataSets drawn(Experiment e, Generator generator) {
        return new DataSets(generator.generate(e.dataSeed(), e.trainSamples()), generator.generate(e.dataSeed() + 1, e.validationSamples()),
                generator.generate(e.dataSeed() + 2, e.testSamples()), Map.of());
    }
}
