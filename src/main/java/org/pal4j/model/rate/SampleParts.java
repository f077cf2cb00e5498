package org.pal4j.model.rate;

import java.util.Arrays;
import org.pal4j.data.ImageData;

/**
 * Images of an experiment with a rate network, divided by purpose.
 *
 * @param task       task, which determines the rates of pixels and the targets
 * @param train      training images
 * @param validation validation images, presented at the start and after each epoch
 * @param readout    training images for the linear classifiers; empty without classifiers
 * @param test       test images, presented at the end
 */
record SampleParts(ImageTask task, Part train, Part validation, Part readout, Part test) {
    /**
     * A subset of the images of a data set.
     *
     * @param images  images of the data set
     * @param indices indices of the subset
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
    }

    /**
     * Splits the images as the experiment requests.
     *
     * @throws org.pal4j.InputException if there are too few images, or less than a batch of training images
     */
    static SampleParts of(RateExperiment e, ImageData images) {
        SampleCounts counts = SampleCounts.of(e, images);
        ImageData.Split split = images.split(e.name(), e.splitSeed().orElse(e.seed()), counts.train(), counts.validation(), counts.test());
        return new SampleParts(e.task(), new Part(images.train(), split.train()), new Part(images.train(), split.validation()),
                new Part(images.train(), Arrays.copyOf(split.train(), counts.readout(e))), new Part(images.test(), split.test()));
    }

    /** Returns the number of whole batches in an epoch. */
    int batches(int batch) {
        return train.size() / batch;
    }

    /** Reads the rates of image {@code k} of a part, in the order channel, row, column. Their number is the length of {@code to}. */
    void input(Part part, int k, float[] to) {
        int from = part.indices[k] * to.length;
        for (int i = 0; i < to.length; i++) {
            to[i] = task.rate(part.images.pixels()[from + i]);
        }
    }

    /** Reads the target of image {@code k} of a part. */
    void target(Part part, int k, float[] to) {
        if (task.hasClasses()) {
            Arrays.fill(to, 0);
            to[part.classOf(k)] = 1;
        } else {
            input(part, k, to);
        }
    }
}
