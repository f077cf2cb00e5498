package org.pal4j.run;

import java.util.Arrays;
import java.util.List;
import java.util.ArrayList;
import org.pal4j.InputException;

/**
 * The images of an experiment with a rate network, in three parts.
 *
 * @param task       what their values are
 * @param train      images to learn from
 * @param validation shown at the start and after each epoch
 * @param test       shown at the end
 */
record RateSamples(RateTask task, Part train, Part validation, Part test) {
    /**
     * Some images of a data set.
     *
     * @param images  of which these are some
     * @param indices which
     */
    record Part(ImageData.Part images, int[] indices) {
        int size() {
            return indices.length;
        }

        int classOf(int k) {
            return images.labels()[indices[k]];
        }

        int[] classes() {
            return Arrays.stream(indices).map(i -> images.labels()[i]).toArray();
        }

        /** The first ones. */
        Part first(int most) {
            return new Part(images, Arrays.copyOf(indices, Math.min(most, indices.length)));
        }
    }

    /**
     * Splits what is there as an experiment asks for.
     *
     * @throws InputException if there is not as much, or not a batch of training images
     */
    static RateSamples of(RateExperiment e, ImageData images) {
        int there = images.train().count();
        int validation = e.validationSamples() > 0 ? e.validationSamples() : there / e.task().validationShare();
        int train = e.trainSamples() > 0 ? e.trainSamples() : Math.max(0, there - validation);
        int test = e.testSamples() > 0 ? e.testSamples() : images.test().count();
        ImageData.Split split = images.split(e.name(), e.splitSeed().orElse(e.seed()), train, validation, test);
        List<String> faults = new ArrayList<>();
        if (train < e.network().batch()) {
            faults.add("train_samples = " + train + (e.trainSamples() == 0 ? " (all that are there)" : "") + ": must be at least a batch, "
                    + e.network().batch() + "; what is left of an epoch after its whole batches is not shown");
        }
        if (validation == 0) {
            faults.add("validation_samples = 0: of " + there + " training images none are left; give a number");
        }
        if (!faults.isEmpty()) {
            throw Faults.of(e.name(), faults);
        }
        return new RateSamples(e.task(), new Part(images.train(), split.train()), new Part(images.train(), split.validation()),
                new Part(images.test(), split.test()));
    }

    /** Whole batches of an epoch. */
    int batches(int batch) {
        return train.size() / batch;
    }

    /** The rates of image {@code k} of a part. */
    void input(Part part, int k, float[] to) {
        int from = part.indices[k] * to.length;
        for (int i = 0; i < to.length; i++) {
            to[i] = task.rate(part.images.pixels()[from + i]);
        }
    }

    /** What the network should make of image {@code k} of a part. */
    void target(Part part, int k, float[] to) {
        if (task.hasClasses()) {
            Arrays.fill(to, 0);
            to[part.classOf(k)] = 1;
        } else {
            input(part, k, to);
        }
    }
}
