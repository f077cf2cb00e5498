package org.pal4j.data;

import java.util.Objects;

/**
 * Classification of MNIST's handwritten digits, or of another data set of the same shape: images of 28 x 28 pixels in ten classes. A
 * pixel p is the rate p/256.
 */
public final class Mnist {
    /** Pixels in a row, and rows. */
    public static final int SIDE = 28;
    /** Values of an input. */
    public static final int INPUTS = SIDE * SIDE;
    /** Classes. */
    public static final int CLASSES = 10;

    private Mnist() {}

    /**
     * A part of a data set.
     *
     * @param pixels of all images, one after the other; kept, not copied, so not to be changed
     * @param labels of all images, 0 to 9
     * @param first  the first image of the part
     * @param size   images of the part
     * @param high   target voltage of the own class
     * @param low    target voltage of the other classes
     */
    public static SampleSet part(byte[] pixels, byte[] labels, int first, int size, double high, double low) {
        Objects.checkFromIndexSize(first, size, labels.length);
        int[] classes = new int[size];
        for (int i = 0; i < size; i++) {
            classes[i] = Objects.checkIndex(labels[first + i], CLASSES);
        }
        return SampleSet.classified(new Inputs.Pixels(pixels, INPUTS, first, size), classes, CLASSES, high, low);
    }
}
