package org.pal4j.data;

import java.util.List;
import java.util.Map;

/**
 * The samples of an experiment.
 *
 * @param train      training samples
 * @param validation validation samples
 * @param test       test samples
 * @param files      source files: SHA-256 of the unpacked content by name; empty for generated samples
 * @param classNames names of the classes that are known only from the files; empty if there are none
 * @param units      numbers that belong with test results, by name: how targets were scaled; usually empty
 */
public record DataSets(
        SampleSet train, SampleSet validation, SampleSet test, Map<String, String> files, List<String> classNames, Map<String, double[]> units) {
    /** Creates the samples of a task whose classes are known. */
    public DataSets(SampleSet train, SampleSet validation, SampleSet test, Map<String, String> files) {
        this(train, validation, test, files, List.of(), Map.of());
    }

    /** Returns generated training samples without validation and test samples. */
    public static DataSets training(SampleSet train) {
        return new DataSets(train, SampleSet.none(), SampleSet.none(), Map.of());
    }
}
