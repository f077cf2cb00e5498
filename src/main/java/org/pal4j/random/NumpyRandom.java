package org.pal4j.random;

import java.util.Arrays;
import org.pal4j.InputException;

/**
 * NumPy's legacy generator, {@code numpy.random.RandomState(seed)}: the Mersenne Twister MT19937 with the distributions that
 * NumPy has frozen. It reproduces a published run draw by draw.
 *
 * <p><b>What is exact.</b> {@link #nextDouble}, {@link #uniform}, {@link #randint} and {@link #shuffle} agree with NumPy in every
 * bit, and every method consumes as many words of the Twister as NumPy does, so calls may be mixed in any order. Only the last
 * bits of normal draws can differ: NumPy takes the logarithm from the C library, which rounds a few values in ten thousand the
 * other way, and not the same ones on every processor. Here the logarithm is correctly rounded and hence the same everywhere.
 * Against NumPy 2.4 with glibc 2.36, 3460 of ten million standard-normal draws (five seeds) differed, by at most 3 ULP; NumPy
 * with and without fused multiply-add in glibc differed from itself in 97 of two million.
 *
 * <p>Not thread-safe: use one generator per thread.
 */
public final class NumpyRandom {
    /** The largest seed, 2<sup>32</sup> - 1. */
    public static final long MAX_SEED = 0xFFFF_FFFFL;

    /** Number of words of the generator's state: n of MT19937. */
    public static final int WORDS = 624;

    /** m, a and the masks of MT19937. */
    private static final int MIDDLE_OFFSET = 397;
    private static final int TWIST_MATRIX = 0x9908_B0DF;
    private static final int UPPER_BIT = 0x8000_0000;
    private static final int LOWER_BITS = 0x7FFF_FFFF;

    private final int[] state = new int[WORDS];
    /** The tempered state. */
    private final int[] words = new int[WORDS];
    private int next = WORDS;

    /** Number of polar pairs processed together. */
    private static final int PAIRS = 32;
    private final double[] pairX = new double[PAIRS];
    private final double[] pairY = new double[PAIRS];
    private final double[] squares = new double[PAIRS];
    private final double[] logarithms = new double[PAIRS];

    /** The second value of the last polar pair, if not yet returned. */
    private double spareGaussian;
    private boolean hasSpareGaussian;

    /**
     * Equivalent to {@code RandomState(seed)} with an integer seed.
     *
     * @param seed 0 to 2<sup>32</sup> - 1
     * @throws InputException if the seed is outside that range
     */
    public NumpyRandom(long seed) {
        if (seed < 0 || seed > MAX_SEED) {
            throw new InputException("seed is " + seed + ", but a NumPy seed lies between 0 and " + MAX_SEED
                    + " (2^32 - 1); choose one in that range");
        }
        state[0] = (int) seed;
        for (int i = 1; i < WORDS; i++) {
            int previous = state[i - 1];
            state[i] = 1_812_433_253 * (previous ^ (previous >>> 30)) + i;
        }
    }

    private NumpyRandom(NumpyRandom other) {
        System.arraycopy(other.state, 0, state, 0, WORDS);
        System.arraycopy(other.words, 0, words, 0, WORDS);
        next = other.next;
        spareGaussian = other.spareGaussian;
        hasSpareGaussian = other.hasSpareGaussian;
    }

    /** A generator that will produce the same draws as this one. */
    public NumpyRandom copy() {
        return new NumpyRandom(this);
    }

    /**
     * The words of the Twister, as {@code get_state()[1]}.
     *
     * @return a copy of 624 values, 0 to 2<sup>32</sup> - 1
     */
    public long[] key() {
        return Arrays.stream(state).mapToLong(Integer::toUnsignedLong).toArray();
    }

    /** The number of words of the key already used, 0 to 624, as {@code get_state()[2]}. */
    public int position() {
        return next;
    }

    /** Whether a normal draw is waiting: each pair of the polar method gives two. As {@code get_state()[3]}. */
    public boolean hasGauss() {
        return hasSpareGaussian;
    }

    /** The normal draw that is waiting, or 0 without one. As {@code get_state()[4]}. */
    public double cachedGaussian() {
        return hasSpareGaussian ? spareGaussian : 0;
    }

    /**
     * Sets the state, as {@code set_state(('MT19937', key, position, hasGauss, cachedGaussian))}.
     *
     * @param key            {@link #key}
     * @param position       {@link #position}
     * @param hasGauss       {@link #hasGauss}
     * @param cachedGaussian {@link #cachedGaussian}; not used without a waiting draw
     * @throws InputException if there are not 624 words, all of them are 0, or a number is out of its range; the generator is as before then
     */
    public void resume(long[] key, int position, boolean hasGauss, double cachedGaussian) {
        if (key.length != WORDS || Arrays.stream(key).anyMatch(word -> word < 0 || word > MAX_SEED)) {
            throw new InputException("the state of a NumPy generator has " + WORDS + " words between 0 and " + MAX_SEED + " (2^32 - 1), not these "
                    + key.length + "; take it from get_state()");
        }
        if (Arrays.stream(key).allMatch(word -> word == 0)) {
            throw new InputException(
                    "all words of the state of a NumPy generator are 0, from which it would draw 0 for ever; take it from get_state()");
        }
        if (position < 0 || position > WORDS) {
            throw new InputException("the position in the state of a NumPy generator is " + position + ", but must be 0 to " + WORDS
                    + "; take it from get_state()");
        }
        Arrays.setAll(state, i -> (int) key[i]);
        temper();
        next = position;
        hasSpareGaussian = hasGauss;
        spareGaussian = cachedGaussian;
    }

    /** A double in [0, 1) with 53 random bits, like {@code random_sample()}. */
    public double nextDouble() {
        long high = nextWord() >>> 5;
        long low = nextWord() >>> 6;
        return ((high << 26) | low) * 0x1p-53;
    }

    /**
     * Like {@code uniform(low, high)}: a double in [low, high), which rounding may turn into high. As in NumPy, low may exceed
     * high.
     *
     * @throws InputException if high - low is not finite
     */
    public double uniform(double low, double high) {
        return low + width(low, high) * nextDouble();
    }

    /**
     * A standard-normal draw, like {@code standard_normal()}: Marsaglia's polar method, which generates two values and keeps one
     * for the next call.
     */
    public double nextGaussian() {
        if (hasSpareGaussian) {
            hasSpareGaussian = false;
            return spareGaussian;
        }
        nextPair(0);
        double stretch = Math.sqrt(-2.0 * Logarithm.of(squares[0]) / squares[0]);
        spareGaussian = stretch * pairX[0];
        hasSpareGaussian = true;
        return stretch * pairY[0];
    }

    /**
     * Standard-normal draws, equal to {@code count} calls of {@link #nextGaussian} but faster, because the logarithms of several
     * pairs overlap.
     *
     * @param target receives the draws
     * @param count  number of draws, stored from the first element on
     */
    public void fillGaussian(double[] target, int count) {
        int done = 0;
        while (done < count && (hasSpareGaussian || count - done == 1)) {
            target[done++] = nextGaussian();
        }
        while (count - done > 1) {
            int pairs = Math.min((count - done) / 2, PAIRS);
            for (int k = 0; k < pairs; k++) {
                nextPair(k);
            }
            for (int k = 0; k < pairs; k++) {
                logarithms[k] = Logarithm.of(squares[k]);
            }
            for (int k = 0; k < pairs; k++) {
                double stretch = Math.sqrt(-2.0 * logarithms[k] / squares[k]);
                target[done + 2 * k] = stretch * pairY[k];
                target[done + 2 * k + 1] = stretch * pairX[k];
            }
            done += 2 * pairs;
        }
        if (done < count) {
            target[done] = nextGaussian();
        }
    }

    /** Draws a point in the unit disc and the square of its distance from the centre. */
    private void nextPair(int k) {
        double x;
        double y;
        double square;
        do {
            x = 2.0 * nextDouble() - 1.0;
            y = 2.0 * nextDouble() - 1.0;
            square = x * x + y * y;
        } while (square >= 1.0 || square == 0.0);
        pairX[k] = x;
        pairY[k] = y;
        squares[k] = square;
    }

    /**
     * Like {@code normal(mean, sd)}.
     *
     * @param mean finite
     * @param sd   standard deviation, finite, not negative
     * @throws InputException if either is out of range
     */
    public double normal(double mean, double sd) {
        requireNormal(mean, sd);
        return mean + sd * nextGaussian();
    }

    /**
     * Like {@code randint(low, high)} with the default dtype int64: an integer in [low, high), by masking and rejection. A range
     * that fits into 32 bits takes one word per trial, a wider one takes two, and a range of one value takes none.
     *
     * @throws InputException if low is not below high
     */
    public long randint(long lowInclusive, long highExclusive) {
        if (lowInclusive >= highExclusive) {
            throw new InputException("randint can't draw from " + lowInclusive + " (inclusive) to " + highExclusive
                    + " (exclusive): there is no integer between them; make the upper bound larger than the lower");
        }
        // Deliberately modulo 2^64: as an unsigned number, even the width of [Long.MIN_VALUE, Long.MAX_VALUE) is right.
        return lowInclusive + nextUpTo(highExclusive - 1 - lowInclusive);
    }

    /**
     * Like {@code shuffle(x)}: the same swaps that NumPy makes on a 1-d array, a list, or the rows of an array with more
     * dimensions.
     *
     * @param indices shuffled in place
     */
    public void shuffle(int[] indices) {
        for (int i = indices.length - 1; i > 0; i--) {
            int j = (int) nextUpTo(i);
            int held = indices[i];
            indices[i] = indices[j];
            indices[j] = held;
        }
    }

    /**
     * Fills an array like {@code uniform(low, high, size)}.
     *
     * @throws InputException if high - low is not finite; the array is then unchanged
     */
    public void fillUniform(double[] target, double low, double high) {
        double width = width(low, high);
        for (int i = 0; i < target.length; i++) {
            target[i] = low + width * nextDouble();
        }
    }

    /**
     * Fills an array like {@code normal(mean, sd, size)}.
     *
     * @param mean finite
     * @param sd   standard deviation, finite, not negative
     * @throws InputException if either is out of range; the array is then unchanged
     */
    public void fillNormal(double[] target, double mean, double sd) {
        requireNormal(mean, sd);
        for (int i = 0; i < target.length; i++) {
            target[i] = mean + sd * nextGaussian();
        }
    }

    private static double width(double low, double high) {
        double width = high - low;
        if (!Double.isFinite(width)) {
            throw new InputException("uniform can't draw from " + low + " to " + high + ": their difference is " + width
                    + "; give bounds with a finite difference");
        }
        return width;
    }

    private static void requireNormal(double mean, double sd) {
        if (!Double.isFinite(mean)) {
            throw new InputException("the mean of a normal distribution is " + mean + "; give a finite number");
        }
        if (!(sd >= 0.0 && sd <= Double.MAX_VALUE)) {
            throw new InputException("the standard deviation of a normal distribution is " + sd
                    + "; give a finite number that is 0 or larger");
        }
    }

    /** An integer in [0, max], max unsigned: masked with the smallest mask of ones that covers max, rejected while it exceeds max. */
    private long nextUpTo(long max) {
        if (max == 0) {
            return 0;
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(max);
        boolean oneWord = max >>> 32 == 0;
        long value;
        do {
            value = (oneWord ? nextUnsignedWord() : nextUnsignedWord() << 32 | nextUnsignedWord()) & mask;
        } while (Long.compareUnsigned(value, max) > 0);
        return value;
    }

    private long nextUnsignedWord() {
        return Integer.toUnsignedLong(nextWord());
    }

    /** The next 32 tempered bits of the Twister. */
    private int nextWord() {
        if (next == WORDS) {
            twist();
            temper();
            next = 0;
        }
        return words[next++];
    }

    /**
     * Regenerates all words in place. Words that are {@link #MIDDLE_OFFSET} ahead wrap around to words that are new already.
     * Three loops, so that none needs a modulus.
     */
    private void twist() {
        for (int i = 0; i < WORDS - MIDDLE_OFFSET; i++) {
            state[i] = twisted(state[i], state[i + 1], state[i + MIDDLE_OFFSET]);
        }
        for (int i = WORDS - MIDDLE_OFFSET; i < WORDS - 1; i++) {
            state[i] = twisted(state[i], state[i + 1], state[i + MIDDLE_OFFSET - WORDS]);
        }
        state[WORDS - 1] = twisted(state[WORDS - 1], state[0], state[MIDDLE_OFFSET - 1]);
    }

    private static int twisted(int own, int following, int ahead) {
        int joined = (own & UPPER_BIT) | (following & LOWER_BITS);
        return ahead ^ (joined >>> 1) ^ (-(joined & 1) & TWIST_MATRIX);
    }

    /** Tempers all words at once, in a loop that the compiler vectorizes. */
    private void temper() {
        for (int i = 0; i < WORDS; i++) {
            int word = state[i];
            word ^= word >>> 11;
            word ^= (word << 7) & 0x9D2C_5680;
            word ^= (word << 15) & 0xEFC6_0000;
            words[i] = word ^ (word >>> 18);
        }
    }

    /**
     * The natural logarithm, rounded to nearest: computed to about 80 bits as an unevaluated sum of two doubles (high + low, with
     * the low part at most half an ULP of the high part) and then rounded once.
     *
     * <p>With x = 2<sup>k</sup> m and m within a factor sqrt 2 of one, log x = k log 2 + 2 artanh s with s = (m - 1) / (m + 1),
     * and artanh s = s + s<sup>3</sup>/3 + s<sup>5</sup>/5 + ..., where s<sup>2</sup> is below 0.0295.
     */
    static final class Logarithm {
        private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
        private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
        private static final long SQRT2_BITS = Double.doubleToRawLongBits(0x1.6a09e667f3bcdp0);

        /** Number of coefficients 1 / (2 j + 1) of the series in s squared. The last one contributes less than 2^-85. */
        private static final int TERMS = 17;

        /** From this term on, contributions are so small (less than 2^-30) that one double is precise enough. */
        private static final int SHORT_FROM = 6;

        private static final double[] HIGH = new double[TERMS];
        private static final double[] LOW = new double[TERMS];

        static {
            for (int j = 0; j < TERMS; j++) {
                double odd = 2 * j + 1;
                HIGH[j] = 1.0 / odd;
                LOW[j] = Math.fma(-odd, HIGH[j], 1.0) / odd;
            }
        }

        private Logarithm() {}

        /** @param x positive, finite, not subnormal */
        static double of(double x) {
            // The exponent for which m is in (sqrt 1/2, sqrt 2], computed without a branch because a branch would be unpredictable.
            long bits = Double.doubleToRawLongBits(x);
            int k = (int) (bits - SQRT2_BITS - 1 >> 52) + 1;
            double m = Double.longBitsToDouble(bits - ((long) k << 52));
            // s = (m - 1) / (m + 1): the numerator is exact, the denominator has a low part.
            double above = m - 1.0;
            double sum = m + 1.0;
            double sumLow = m - (sum - 1.0);
            double s = above / sum;
            double sLow = (Math.fma(-s, sum, above) - s * sumLow) / sum;
            double square = s * s;
            double squareLow = Math.fma(s, s, -square) + 2.0 * s * sLow;

            double tail = HIGH[TERMS - 1];
            for (int j = TERMS - 2; j >= SHORT_FROM; j--) {
                tail = Math.fma(tail, square, HIGH[j]);
            }
            double series = tail;
            double seriesLow = 0.0;
            for (int j = SHORT_FROM - 1; j >= 0; j--) {
                double product = series * square;
                double productLow = Math.fma(series, square, -product) + (series * squareLow + seriesLow * square);
                // The coefficient is the larger summand, so this gives the exact rounding error of the sum (Fast2Sum).
                series = HIGH[j] + product;
                seriesLow = (product - (series - HIGH[j])) + (productLow + LOW[j]);
            }
            double artanh = series * s;
            double artanhLow = Math.fma(series, s, -artanh) + (series * sLow + seriesLow * s);

            double whole = k * LN2_HIGH;
            double wholeLow = Math.fma(k, LN2_HIGH, -whole) + k * LN2_LOW;
            // Either k is zero, or k log 2 is the larger summand: |k| log 2 >= 0.693, and 2 artanh s is at most 0.347.
            double high = whole + 2.0 * artanh;
            double low = (2.0 * artanh - (high - whole)) + (wholeLow + 2.0 * artanhLow);
            return high + low;
        }
    }
}
