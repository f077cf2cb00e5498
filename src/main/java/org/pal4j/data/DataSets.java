package org.pal4j.data;

import java.util.Map;

/**
 * The samples of an experiment.
 *
 * @param train      training samples
 * @param validation validation samples
 * @param test       test samples
 * @param files      source files: SHA-256 of the unpacked content by name; empty for generated samples
 */
public record DataSets(SampleSet train, SampleSet validation, SampleSet test, Map<String, String> files) {
    /** Returns generated training samples without validation and test samples. */
    public static DataSets training(SampleSet train) {
        return new DataSets(train, SampleSet.none(), SampleSet.none(), Map.of());
    }
}
