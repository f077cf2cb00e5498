package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.data.DataSets;
import org.pal4j.data.ImageData;
import org.pal4j.data.own.OwnData;
import org.pal4j.data.own.OwnSamples;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.Shape;

/**
 * Numbers of images in an experiment with a rate network.
 *
 * @param train      training images
 * @param validation validation images, presented at the start and after each epoch
 * @param test       test images, presented at the end
 */
record SampleCounts(int train, int validation, int test) {
    /** Returns the counts with the published data sets; with own data, which have not been read, an estimate. */
    static SampleCounts published(RateExperiment e) {
        if (e.own().isPresent()) {
            return new SampleCounts(e.trainSamples() > 0 ? e.trainSamples() : OwnData.ASSUMED_SAMPLES, e.validationSamples(), e.testSamples());
        }
        return of(e, e.task().trainImages(), e.task().testImages());
    }

    /**
     * Returns the counts with images from files.
     *
     * @throws InputException with all faults, if there are too few images or less than a batch of training images
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

    /**
     * Returns the counts with the user's files.
     *
     * @throws InputException with all faults, if the network does not fit the files, or there is less than a batch of training samples
     */
    static SampleCounts of(RateExperiment e, OwnSamples own) {
        RateParameters p = e.network();
        Layer last = p.layer(p.depth());
        Shape input = p.input();
        List<Fault> faults = new ArrayList<>();
        List<Integer> sizes = input.isMap() ? List.of(input.channels(), input.height(), input.width()) : List.of(input.size());
        own.unfitInputs(RateKeys.INPUTS, sizes).ifPresent(faults::add);
        own.unfitOutputs(LayerText.of(last), p.shape(p.depth()).size()).ifPresent(faults::add);
        if (p.target() == Target.SOFTMAX && !own.hasClasses()) {
            faults.add(new Fault("target", p.target().label(), "is for classes, and " + own.file() + " has targets", "use rate or mse"));
        }
        DataSets sets = own.sets();
        if (sets.train().size() < p.batch()) {
            faults.add(new Fault("batch", Integer.toString(p.batch()), "must be at most the number of training samples, " + sets.train().size(),
                    "what is left of an epoch after its whole batches is not shown"));
        }
        InputException.throwIfAny(e.name(), faults);
        return new SampleCounts(sets.train().size(), sets.validation().size(), sets.test().size());
    }

    private static SampleCounts of(RateExperiment e, int trainImages, int testImages) {
        int validation = e.validationSamples() > 0 ? e.validationSamples() : trainImages / e.task().validationShare();
        int train = e.trainSamples() > 0 ? e.trainSamples() : Math.max(0, trainImages - validation);
        return new SampleCounts(train, validation, e.testSamples() > 0 ? e.testSamples() : testImages);
    }

    /** Returns the number of training samples for the linear classifiers; 0 without classifiers. */
    int readout(RateExperiment e) {
        return e.hasClassifier() ? Math.min(train, e.classifierSamples()) : 0;
    }

    /** Returns the total number of updates of a run. */
    long updates(RateExperiment e) {
        int batch = e.network().batch();
        long measured = Math.ceilDiv(validation, batch) + Math.ceilDiv(readout(e), batch);
        long batches = (long) e.epochs() * (train / batch) + (e.epochs() + 1L) * measured + Math.ceilDiv(test, batch);
        return batches * e.updates();
    }
}
