package org.pal4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/**
 * A data set of images with labels, as in its files.
 *
 * @param channels number of colour channels
 * @param rows     height of an image, pixels
 * @param columns  width of an image, pixels
 * @param train    images for training and validation
 * @param test     images for the test
 * @param files    source files: SHA-256 of the unpacked content by name, in the order of reading
 */
public record ImageData(int channels, int rows, int columns, Part train, Part test, Map<String, String> files) {

    /**
     * Images and their labels.
     *
     * @param pixels unsigned values, image by image, channel by channel and row by row; shared, must not be changed
     * @param labels label of each image; shared, must not be changed
     * @param bound  reason why there are no more images, as the end of a sentence: "FILE has no more images"
     */
    public record Part(byte[] pixels, byte[] labels, String bound) {
        /** Returns the number of images. */
        int count() {
            return labels.length;
        }
    }

    /**
     * Indices of the images that an experiment uses.
     *
     * @param train      indices of training images, in random order
     * @param validation indices of training images, in random order, disjoint from {@code train}
     * @param test       indices of test images: the first ones
     */
    public record Split(int[] train, int[] validation, int[] test) {}

    /** Returns the number of values of an image. */
    public int imageSize() {
        return channels * rows * columns;
    }

    /**
     * Splits the training images at random, reproducibly for the same seed and files.
     *
     * <p>All training images are shuffled. The first are for training and the last for validation. A smaller number of one kind therefore gives a
     * subset, and does not change the other kind.
     *
     * @param source     name of the experiment, for messages
     * @param seed       seed of the split
     * @param training   number of training images: key {@code train_samples}
     * @param validation number of validation images: key {@code validation_samples}
     * @param testing    number of test images: key {@code test_samples}
     * @throws InputException with all faults, if there are too few images
     */
    public Split split(String source, long seed, int training, int validation, int testing) {
        List<Fault> faults = faults(training, validation, testing);
        if (!faults.isEmpty()) {
            throw new InputException(source, faults);
        }
        int[] order = IntStream.range(0, train.count()).toArray();
        new CounterRandom(seed, Stream.SPLIT).shuffle(order);
        return new Split(Arrays.copyOf(order, training), Arrays.copyOfRange(order, order.length - validation, order.length),
                IntStream.range(0, testing).toArray());
    }

    /** Returns a fault for each kind of image with fewer images than requested. */
    public List<Fault> faults(int training, int validation, int testing) {
        List<Fault> faults = new ArrayList<>();
        long learned = (long) training + validation;
        if (learned > train.count()) {
            faults.add(Fault.of("train_samples + validation_samples", training + " + " + validation + " = " + learned, bound(train)));
        }
        if (testing > test.count()) {
            faults.add(Fault.of("test_samples", testing, bound(test)));
        }
        return faults;
    }

    private static String bound(Part part) {
        return "must be at most " + part.count() + ", as " + part.bound;
    }
}
