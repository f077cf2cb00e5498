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
 * A data set of images with labels, as its files have it.
 *
 * @param channels colors of a pixel
 * @param rows     pixels from top to bottom
 * @param columns  pixels from left to right
 * @param train    images for training and validation
 * @param test     images for the test
 * @param files    the files that they were read from: SHA-256 of the unpacked content by name, in the order of reading
 */
public record ImageData(int channels, int rows, int columns, Part train, Part test, Map<String, String> files) {

    /**
     * Images and their labels.
     *
     * @param pixels image by image, channel by channel and row by row, unsigned; shared, so not to be changed
     * @param labels one for each; shared likewise
     * @param bound  why there are no more, to end a sentence with: "FILE has no more images"
     */
    public record Part(byte[] pixels, byte[] labels, String bound) {
        /** How many. */
        int count() {
            return labels.length;
        }
    }

    /**
     * Which images an experiment uses.
     *
     * @param train      indices of training images, in random order
     * @param validation indices of training images, in random order, none of which is in {@code train}
     * @param test       indices of test images: the first ones
     */
    public record Split(int[] train, int[] validation, int[] test) {}

    /** Values of an image. */
    public int imageSize() {
        return channels * rows * columns;
    }

    /**
     * Splits the training images at random, always the same for the same seed and files.
     *
     * <p>All of them are put into a random order, of which the first are for training and the last for validation. So with fewer of one kind,
     * these are some of the same, and the other kind does not change.
     *
     * @param source     the experiment, as messages call it
     * @param seed       of the split
     * @param training   how many to learn from: key {@code train_samples}
     * @param validation how many for validation: key {@code validation_samples}
     * @param testing    how many for the test: key {@code test_samples}
     * @throws InputException if there are not as many, with all the faults
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

    /** What there is too little of for so many images, a sentence each. */
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
