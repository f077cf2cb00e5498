package org.pal4j.data;

import java.util.Map;

/**
 * The samples of an experiment.
 *
 * @param train      training samples
 * @param validation validation samples
 * @param test       test samples
 * @param files      the files that they were read from: SHA-256 of the unpacked content by name; empty if they were drawn
 */
public record DataSets(SampleSet train, SampleSet validation, SampleSet test, Map<String, String> files) {
    /** Training samples alone, drawn. */
    public static DataSets training(SampleSet train) {
        return new DataSets(train, SampleSet.none(), SampleSet.none(), Map.of());
    }
}
