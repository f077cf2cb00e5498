package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;

/**
 * How many images an experiment with a rate network uses.
 *
 * @param train      to learn from
 * @param validation shown at the start and after each epoch
 * @param test       shown at the end
 */
record RateSizes(int train, int validation, int test) {
    /** Of data sets as they are published. */
    static RateSizes published(RateExperiment e) {
        return of(e, e.task().trainImages(), e.task().testImages());
    }

    /**
     * Of images that are there.
     *
     * @throws org.pal4j.InputException if there are not as many, or not a batch of training images, with all the faults
     */
    static RateSizes of(RateExperiment e, ImageData images) {
        int there = images.train().count();
        RateSizes sizes = of(e, there, images.test().count());
        List<String> faults = new ArrayList<>(images.faults(sizes.train, sizes.validation, sizes.test));
        if (sizes.train < e.network().batch()) {
            faults.add("train_samples = " + sizes.train + (e.trainSamples() == 0 ? " (all that are there)" : "") + ": must be at least a batch, "
                    + e.network().batch() + "; what is left of an epoch after its whole batches is not shown");
        }
        if (sizes.validation == 0) {
            faults.add("validation_samples = 0: of " + there + " training images none are left; give a number");
        }
        if (!faults.isEmpty()) {
            throw Faults.of(e.name(), faults);
        }
        return sizes;
    }

    private static RateSizes of(RateExperiment e, int trainImages, int testImages) {
        int validation = e.validationSamples() > 0 ? e.validationSamples() : trainImages / e.task().validationShare();
        int train = e.trainSamples() > 0 ? e.trainSamples() : Math.max(0, trainImages - validation);
        return new RateSizes(train, validation, e.testSamples() > 0 ? e.testSamples() : testImages);
    }

    /** All updates of a run. */
    long updates(RateExperiment e) {
        int batch = e.network().batch();
        long classifier = e.hasClassifier() ? Math.ceilDiv(Math.min(train, e.classifierSamples()), batch) : 0;
        long measured = Math.ceilDiv(validation, batch) + classifier;
        long batches = (long) e.epochs() * (train / batch) + (e.epochs() + 1L) * measured + Math.ceilDiv(test, batch);
        return batches * e.updates();
    }
}
