package org.pal4j.data.own;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration says of the files of an experiment with own data.
 *
 * @param train           file with the training samples; an absolute path
 * @param validation      file with the validation samples; if empty, they are a part of the training file
 * @param test            file with the test samples; if empty, they are a part of the training file
 * @param targets         columns of a CSV file that are targets; if empty, the header decides
 * @param scale           scaling of the inputs
 * @param targetScale     scaling of the targets in regression
 * @param validationShare share of the training file for validation, if there is no file for it
 * @param testShare       share of the training file for the test, if there is no file for it
 * @param splitSeed       seed of the split
 */
public record OwnData(
        Path train, Optional<Path> validation, Optional<Path> test, List<String> targets, Scale scale, Scale targetScale, double validationShare,
        double testShare, long splitSeed) {
    /** Number of training samples assumed where time and memory are estimated before the file is read. */
    public static final int ASSUMED_SAMPLES = 1000;
    /** The values of the keys that are not given. */
    static final OwnData DEFAULTS =
            new OwnData(Path.of(""), Optional.empty(), Optional.empty(), List.of(), Scale.NONE, Scale.NONE, 0.2, 0, 0);

    /** Copies the list. */
    public OwnData {
        targets = List.copyOf(targets);
    }

    /**
     * Numbers of samples of each part.
     *
     * @param train      training samples; 0 for all that are not used otherwise
     * @param validation validation samples; 0 for all in their file, or the share of the training file
     * @param test       test samples, likewise
     */
    public record Counts(int train, int validation, int test) {}

    /** Returns the name of the training file without its folder. */
    public String fileName() {
        Path name = train.getFileName();
        return name == null ? train.toString() : name.toString();
    }

    /** Returns whether the training file is split by shares or numbers. */
    boolean mayBeSplit() {
        return validation.isEmpty() || test.isEmpty();
    }
}
