package org.pal4j.model.rate;

import java.util.Arrays;
import org.pal4j.data.ImageData;

/**
 * The images of an experiment with a rate network, by what they are for.
 *
 * @param task       what their values are
 * @param train      images to learn from
 * @param validation shown at the start and after each epoch
 * @param readout    training images for linear classifiers; empty if there are none of these
 * @param test       shown at the end
 */
record SampleParts(ImageTask task, Part train, Part validation, Part readout, Part test) {
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
    }

    /**
     * Splits what is there as an experiment asks for.
     *
     * @throws org.pal4j.InputException if there is not as much, or not a batch of training images
     */
    static SampleParts of(RateExperiment e, ImageData images) {
        SampleCounts counts = SampleCounts.of(e, images);
        ImageData.Split split = images.split(e.name(), e.splitSeed().orElse(e.seed()), counts.train(), counts.validation(), counts.test());
        return new SampleParts(e.task(), new Part(images.train(), split.train()), new Part(images.train(), split.validation()),
                new Part(images.train(), Arrays.copyOf(split.train(), counts.readout(e))), new Part(images.test(), split.test()));
    }

    /** Whole batches of an epoch. */
    int batches(int batch) {
        return train.size() / batch;
    }

    /** The rates of image {@code k} of a part, as many as {@code to} has, in the order channel, row, column. */
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
