package org.pal4j.data;

import java.util.Objects;

/**
 * Classification of MNIST's handwritten digits, or of another data set of the same shape: images of 28 x 28 pixels in ten classes. A pixel p is the
 * rate p/256.
 */
public final class Mnist {
    /** Width and height of an image, pixels. */
    public static final int SIDE = 28;
    /** Number of values of an input. */
    public static final int INPUTS = SIDE * SIDE;
    /** Number of classes. */
    public static final int CLASSES = 10;

    private Mnist() {}

    /**
     * Returns a part of a data set.
     *
     * @param pixels pixels of all images, one after the other; not copied, must not be changed
     * @param labels labels of all images, 0 to 9
     * @param first  index of the first image of the part
     * @param size   number of images of the part
     * @param high   target voltage of the correct class
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
