package org.pal4j.data;

import java.util.Objects;
import org.pal4j.memory.VectorView;

/** What samples show, in the form that takes the least memory. */
sealed interface Inputs {
    /** Number of samples. */
    int size();

    /** Writes the rates of a sample; {@code target} has as many values. Allocates nothing. */
    void show(int sample, VectorView target);

    /** The rates of a sample. */
    float[] copy(int sample);

    /**
     * Rates as they are.
     *
     * @param rows one for each sample
     */
    record Rates(float[][] rows) implements Inputs {
        @Override
        public int size() {
            return rows.length;
        }

        @Override
        public void show(int sample, VectorView target) {
            target.set(rows[sample]);
        }

        @Override
        public float[] copy(int sample) {
            return rows[sample].clone();
        }
    }

    /**
     * Bytes as images have them: an unsigned byte p is the rate p/256, which is exact.
     *
     * @param pixels of all samples that there are, one after the other; a part of them is shown
     * @param width  values of a sample
     * @param first  the sample of {@code pixels} that is number 0 here
     * @param size   samples
     */
    record Pixels(byte[] pixels, int width, int first, int size) implements Inputs {
        public Pixels {
            Objects.checkFromIndexSize((long) first * width, (long) size * width, pixels.length);
        }

        @Override
        public void show(int sample, VectorView target) {
            if (target.size() != width) {
                throw new IllegalArgumentException("a vector of " + target.size() + " values can't take " + width);
            }
            int from = at(sample);
            for (int i = 0; i < width; i++) {
                target.set(i, rate(pixels[from + i]));
            }
        }

        @Override
        public float[] copy(int sample) {
            int from = at(sample);
            float[] rates = new float[width];
            for (int i = 0; i < width; i++) {
                rates[i] = rate(pixels[from + i]);
            }
            return rates;
        }

        private int at(int sample) {
            return (first + Objects.checkIndex(sample, size)) * width;
        }

        private static float rate(byte pixel) {
            return (pixel & 0xff) / 256f;
        }
    }
}
