package org.pal4j.data;

import org.pal4j.Cancellation;
import org.pal4j.random.NumpyRandom;

/**
 * The Yin-Yang classification task (Kriener, Goeltz, Petrovici, arXiv:2102.08211): points of a disc in three classes, yang (0), yin (1) and the two
 * dots (2). A sample's input is (x, y, 1-x, 1-y). Samples are drawn with NumPy's legacy generator, so a seed reproduces a published data set.
 */
public final class YinYang {
    /** Number of values of an input. */
    public static final int INPUTS = 4;
    /** Number of classes. */
    public static final int CLASSES = 3;

    private static final double BIG = 0.5;
    private static final double SMALL = 0.1;

    private YinYang() {}

    /**
     * Returns a data set.
     *
     * @param seed seed of NumPy's legacy generator, 0 to 2^32-1; the published sets have 9876543 (training), 9876544 and 9876545
     * @param size number of samples
     * @param high target voltage of the correct class
     * @param low  target voltage of the other classes
     */
    public static SampleSet generate(long seed, int size, double high, double low) {
        NumpyRandom random = new NumpyRandom(seed);
        float[][] inputs = new float[size][];
        int[] classes = new int[size];
        for (int i = 0; i < size; i++) {
            Cancellation.check(i, 1 << 10);
            int wanted = (int) random.randint(0, CLASSES);
            double x;
            double y;
            do {
                x = random.nextDouble() * 2 * BIG;
                y = random.nextDouble() * 2 * BIG;
            } while (distance(x, y, BIG) > BIG || classOf(x, y) != wanted);
            inputs[i] = new float[] {(float) x, (float) y, (float) (1 - x), (float) (1 - y)};
            classes[i] = wanted;
        }
        return SampleSet.classified(new Inputs.Rates(inputs), classes, CLASSES, high, low);
    }

    /** Returns the class of a point of the disc. */
    static int classOf(double x, double y) {
        double right = distance(x, y, 1.5 * BIG);
        double left = distance(x, y, 0.5 * BIG);
        if (right < SMALL || left < SMALL) {
            return 2;
        }
        boolean yin = right <= SMALL || left > SMALL && left <= 0.5 * BIG || y > BIG && right > 0.5 * BIG;
        return yin ? 1 : 0;
    }

    /** Returns the distance from the point to (centre, BIG). All centres are on the horizontal axis of the disc. */
    private static double distance(double x, double y, double centre) {
        return Math.sqrt((x - centre) * (x - centre) + (y - BIG) * (y - BIG));
    }
}
