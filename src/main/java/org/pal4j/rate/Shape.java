package org.pal4j.rate;

/**
 * The shape of a layer's activity for one sample: maps of channels x height x width. In a layer without maps, each neuron is a
 * channel of 1 x 1.
 *
 * @param channels number of maps, or of neurons
 * @param height   height of a map
 * @param width    width of a map
 */
public record Shape(int channels, int height, int width) {
    /** The shape of a layer without maps. */
    public static Shape of(int neurons) {
        return new Shape(neurons, 1, 1);
    }

    /** Values per sample. */
    public int size() {
        return channels * height * width;
    }

    /** Positions per map. */
    public int positions() {
        return height * width;
    }

    /** Whether the layer has maps. */
    public boolean isMap() {
        return height > 1 || width > 1;
    }

    /** As shown in messages: 3 x 32 x 32, or 784. */
    @Override
    public String toString() {
        return isMap() ? channels + " x " + height + " x " + width : Integer.toString(channels);
    }
}
