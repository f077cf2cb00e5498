package org.pal4j.rate;

/**
 * The shape of what a layer shows for one sample: maps of channels x height x width. A layer without maps has its neurons as channels of 1 x 1.
 *
 * @param channels maps, or neurons
 * @param height   of a map
 * @param width    of a map
 */
public record Shape(int channels, int height, int width) {
    /** Neurons without maps. */
    public static Shape of(int neurons) {
        return new Shape(neurons, 1, 1);
    }

    /** ReferenceArrays of a sample. */
    public int size() {
        return channels * height * width;
    }

    /** Positions of a map. */
    public int positions() {
        return height * width;
    }

    /** Whether there are maps. */
    public boolean isMap() {
        return height > 1 || width > 1;
    }

    /** As messages show it: 3 x 32 x 32, or 784. */
    @Override
    public String toString() {
        return isMap() ? channels + " x " + height + " x " + width : Integer.toString(channels);
    }
}
