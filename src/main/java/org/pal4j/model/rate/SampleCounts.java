package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.data.ImageData;

/**
 * How many images an experiment with a rate network uses.
 *
 * @param train      to learn from
 * @param validation shown at the start and after each epoch
 * @param test       shown at the end
 */
record SampleCounts(int train, int validation, int test) {
    /** Of data sets as they are published. */
    static SampleCounts published(RateExperiment e) {
        return of(e, e.task().trainImages(), e.task().testImages());
    }

    /**
     * Of images that are there.
     *
     * @throws InputException if there are not as many, or not a batch of training images, with all the faults
     */
    static SampleCounts of(RateExperiment e, ImageData images) {
        int there = images.train().labels().length;
        SampleCounts counts = of(e, there, images.test().labels().length);
        List<Fault> faults = new ArrayList<>(images.faults(counts.train, counts.validation, counts.test));
        if (counts.train < e.network().batch()) {
            faults.add(new Fault("train_samples", counts.train + (e.trainSamples() == 0 ? " (all that are there)" : ""), "must be at least a batch, "
                    + e.network().batch(), "what is left of an epoch after its whole batches is not shown"));
        }
        if (counts.validation == 0) {
            faults.add(new Fault("validation_samples", "0", "of " + there + " training images none are left", "give a number"));
        }
        InputException.throwIfAny(e.name(), faults);
        return counts;
    }

    private static SampleCounts of(RateExperiment e, int trainImages, int testImages) {
        int validation = e.validationSamples() > 0 ? e.validationSamples() : trainImages / e.task().validationShare();
        int train = e.trainSamples() > 0 ? e.trainSamples() : Math.max(0, trainImages - validation);
        return new SampleCounts(train, validation, e.testSamples() > 0 ? e.testSamples() : testImages);
    }

    /** Training samples that are shown to the linear classifiers; 0 if there are none of these. */
    int readout(RateExperiment e) {
        return e.hasClassifier() ? Math.min(train, e.classifierSamples()) : 0;
    }

    /** All updates of a run. */
    long updates(RateExperiment e) {
        int batch = e.network().batch();
        long measured = Math.ceilDiv(validation, batch) + Math.ceilDiv(readout(e), batch);
        long batches = (long) e.epochs() * (train / batch) + (e.epochs() + 1L) * measured + Math.ceilDiv(test, batch);
        return batches * e.updates();
    }
}
