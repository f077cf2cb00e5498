package org.pal4j.data;

import java.util.Objects;
import org.pal4j.memory.VectorView;

/** Input rates of samples, in the form that takes the least memory. */
sealed interface Inputs {
    /** Number of samples. */
    int size();

    /** Writes the rates of a sample, without allocation. {@code target} must have the same number of values. */
    void show(int sample, VectorView target);

    /** Returns a copy of the rates of a sample. */
    float[] copy(int sample);

    /** Copies the rates of a sample, without allocation. {@code to} must have the same number of values. */
    void copy(int sample, float[] to);

    /**
     * Rates stored as floats.
     *
     * @param rows rates of each sample
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

        @Override
        public void copy(int sample, float[] to) {
            System.arraycopy(rows[sample], 0, to, 0, to.length);
        }
    }

    /**
     * Rates stored as bytes of images: an unsigned byte p is the rate p/256, which is exact.
     *
     * @param pixels values of all samples of the data set, one after the other
     * @param width  number of values of a sample
     * @param first  index in {@code pixels} of the first sample
     * @param size   number of samples
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
            float[] rates = new float[width];
            copy(sample, rates);
            return rates;
        }

        @Override
        public void copy(int sample, float[] to) {
            int from = at(sample);
            for (int i = 0; i < width; i++) {
                to[i] = rate(pixels[from + i]);
            }
        }

        private int at(int sample) {
            return (first + Objects.checkIndex(sample, size)) * width;
        }

        private static float rate(byte pixel) {
            return (pixel & 0xff) / 256f;
        }
    }
}
