package org.pal4j.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;

/** All expected values are from NumPy itself (2.4, RandomState); doubles are given and compared as bits. */
class NumpyRandomTest {
    private static final int MANY = 100_000;

    /**
     * NumPy's draws from one seed, each array from a new generator.
     *
     * @param doubles  random_sample()
     * @param uniforms uniform(-3, 7.5)
     * @param gauss    standard_normal()
     * @param normals  normal(-0.25, 1.7)
     * @param integers randint over each of {@link #RANGES}
     * @param shuffled arange(12), shuffled
     * @param mixed    the sequence of {@link #interleaved}
     */
    record Sample(long seed, long[] doubles, long[] uniforms, long[] gauss, long[] normals, long[] integers, int[] shuffled,
            long[] mixed) {
        @Override
        public String toString() {
            return "seed " + seed;
        }
    }

    /** Lower (inclusive) and upper bound (exclusive): no word, one word and two words per trial, with both edges of 32 bits. */
    private static final long[][] RANGES = {
        {0, 1}, {0, 10}, {-5, 1000}, {0, (1L << 32) - 1}, {0, 1L << 32}, {0, (1L << 32) + 1},
        {-(1L << 62), (1L << 62) + 3}, {0, Long.MAX_VALUE}, {Long.MIN_VALUE, Long.MAX_VALUE}};

    static final List<Sample> SAMPLES = List.of(
            new Sample(0L,
                    new long[] {0x3fe18fe1565f12a8L, 0x3fe6e2d4cf608733L, 0x3fe349d66b6e894bL, 0x3fe16faedb6395f5L},
                    new long[] {0x400619af82b990f8L, 0x401209b7502eb173L},
                    new long[] {0x3ffc398ef3e5cfa5L, 0x3fd99c2cfacc8953L, 0x3fef51d25222c9abL, 0x4001ed5969e3314eL},
                    new long[] {0x4005fdb9828356e6L, 0x3fdb897faa5bb640L, 0x3ff69f25f903f838L},
                    new long[] {0L, 5L, 187L, 2588848963L, 3684848379L, 1277901399L, 2461561594657129153L, 5381377035038509607L,
                        533017224590379182L},
                    new int[] {6, 11, 4, 10, 2, 8, 1, 7, 9, 3, 0, 5},
                    new long[] {0x3ffc398ef3e5cfa5L, 0x4004d2759adba253L, 3L, 0x40246670b3eb3225L, 2L, 0L, 4L, 3L, 1L,
                        0x3fee671fd33295e9L, 0L, -720383455860L, 0xbfc35fac49d38436L, 0x3fd88a4e4bd24216L, 0x3fc270050daae1edL}),
            new Sample(1L,
                    new long[] {0x3fdab07d0ffa3c06L, 0x3fe70ce5f3baf051L, 0x3f1dfb906661c000L, 0x3fd3596ab7fe08f4L},
                    new long[] {0x3ff60f4849f0dd90L, 0x401240edcfe55b6aL},
                    new long[] {0x3ff9fd5190657c50L, 0xbfe393822fb7d9adL, 0xbfe0e6c872548fd2L, 0xbff12ae1255cb80cL},
                    new long[] {0x4004175221231011L, 0xbff4a3c8422912a0L, 0xbff25dc3fac7e0a6L},
                    new long[] {0L, 5L, 230L, 3093770124L, 4005303368L, 1703301249L, -1175791568136823225L, 6374470260350024188L,
                        -1904304081741054695L},
                    new int[] {2, 3, 4, 10, 1, 6, 0, 7, 11, 9, 8, 5},
                    new long[] {0x3ff9fd5190657c50L, 0x4000003bf720ccc4L, 3L, 0x40236363ee824133L, 2L, 3L, 1L, 4L, 0L,
                        0x3ff952f4139b70caL, 0L, 109688382642L, 0xbff0b8ebe1fb87d5L, 0x3feb14faa1ad4153L, 0x3fd07c698330eda1L}),
            new Sample(123L,
                    new long[] {0x3fe64979beda10f5L, 0x3fd2501b5b6d822aL, 0x3fcd0977eb0ddd44L, 0x3fe1a45edee068f0L},
                    new long[] {0x4011406fca7e3642L, 0x3f7247cfff75ae00L},
                    new long[] {0xbff15ebe320b670eL, 0x3fefea40ff7c8334L, 0x3fd21c51d8a6b038L, 0xbff819c87c66a773L},
                    new long[] {0xc000c3bb44234accL, 0x3ff720b73f903c52L, 0x3fcd937cad69f0beL},
                    new long[] {0L, 2L, 983L, 2967327842L, 2367878886L, 1817228411L, 2968530631699529824L, 1470100310291536510L,
                        -6641736123475177399L},
                    new int[] {5, 0, 4, 9, 8, 7, 10, 3, 1, 6, 11, 2},
                    new long[] {0xbff15ebe320b670eL, 0x4001d0977eb0ddd4L, 6L, 0x4024ff5207fbe41aL, 0L, 4L, 2L, 3L, 1L,
                        0xbfdc49b058961e00L, 0L, -612114736514L, 0x3ff63b705489b98fL, 0x3fc1e9e816461d04L, 0x3ffadfa4a45fba84L}),
            new Sample(9876543L,
                    new long[] {0x3fca1c618c317854L, 0x3fe70bc2aacf29eeL, 0x3febea30f8c95f69L, 0x3fee604bc70ee91eL},
                    new long[] {0xbfeb757feffe2424L, 0x40123f6f802fe708L},
                    new long[] {0x3fe50fbf204004c6L, 0xbfec5073dbb2e306L, 0x3fe0f8cc5c28cec2L, 0xbfe9461a79e6c08bL},
                    new long[] {0x3febcdf81d39a1b6L, 0xbffc112f478b40f8L, 0x3fe4da2836455f7dL},
                    new long[] {0L, 9L, 378L, 3093173582L, 3016391567L, 844618343L, -1494872084658446646L, 4100670545796791268L,
                        7317428706812058106L},
                    new int[] {5, 0, 1, 6, 3, 4, 10, 8, 2, 11, 7, 9},
                    new long[] {0x3fe50fbf204004c6L, 0x4006fa8c3e3257daL, 4L, 0x40231d7c612268e8L, 4L, 0L, 3L, 2L, 1L,
                        0x3ffa896a64d70f12L, 0L, 239375212813L, 0x3fe82b86ba9cf649L, 0x3fe5322c13f638eaL, 0x3fcddaa5c125c041L}),
            new Sample(4294967295L,
                    new long[] {0x3fb8fe69a3924820L, 0x3fed323d824032b1L, 0x3fe93fc6f61af3f9L, 0x3fe8f5ca1b151c07L},
                    new long[] {0xbfff990aaca800abL, 0x401a51f0baf44288L},
                    new long[] {0x3fe4bfc38c486d8aL, 0x3fe56b192e507eeeL, 0xbff149e836f192fdL, 0x3fd23543dec5a0fcL},
                    new long[] {0x3feb45ffa1ae53d0L, 0x3fec69446855a494L, 0xc000b20561e6f024L},
                    new long[] {0L, 3L, 285L, 3918654476L, 2416749639L, 2260532800L, -4280757374008459488L, 8660855838641975931L,
                        1718781808164485227L},
                    new int[] {11, 8, 5, 9, 1, 10, 6, 0, 4, 7, 2, 3},
                    new long[] {0x3fe4bfc38c486d8aL, 0x400024bd8e48977fL, 3L, 0x4024ab58c97283f7L, 0L, 1L, 4L, 3L, 2L,
                        0x3fde853b54cecf0dL, 0L, -178609451506L, 0xbff06a2d3a067464L, 0x3fe8dff7b54bfb33L, 0xbffcdfe97df45f43L}));

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void firstDrawsEqualNumpy(Sample sample) {
        assertArrayEquals(sample.doubles, draw(sample, sample.doubles.length, NumpyRandom::nextDouble));
        assertArrayEquals(sample.uniforms, draw(sample, sample.uniforms.length, r -> r.uniform(-3, 7.5)));
        assertArrayEquals(sample.gauss, draw(sample, sample.gauss.length, NumpyRandom::nextGaussian));
        assertArrayEquals(sample.normals, draw(sample, sample.normals.length, r -> r.normal(-0.25, 1.7)));
        NumpyRandom random = new NumpyRandom(sample.seed);
        assertArrayEquals(sample.integers, LongStream.range(0, RANGES.length)
                .map(i -> random.randint(RANGES[(int) i][0], RANGES[(int) i][1])).toArray());
        int[] indices = IntStream.range(0, 12).toArray();
        new NumpyRandom(sample.seed).shuffle(indices);
        assertArrayEquals(sample.shuffled, indices);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void fillDrawsInOrder(Sample sample) {
        double[] uniforms = new double[sample.uniforms.length];
        new NumpyRandom(sample.seed).fillUniform(uniforms, -3, 7.5);
        assertArrayEquals(sample.uniforms, bits(uniforms));
        double[] normals = new double[sample.normals.length];
        new NumpyRandom(sample.seed).fillNormal(normals, -0.25, 1.7);
        assertArrayEquals(sample.normals, bits(normals));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void interleavedDrawsEqualNumpy(Sample sample) {
        assertArrayEquals(sample.mixed, interleaved(new NumpyRandom(sample.seed)));
    }

    /** Each normal draw follows draws of other kinds, so the value kept from a polar pair must survive them. */
    private static long[] interleaved(NumpyRandom random) {
        LongStream.Builder drawn = LongStream.builder();
        drawn.add(bits(random.nextGaussian()));
        drawn.add(bits(random.uniform(2, 3)));
        drawn.add(random.randint(0, 7));
        drawn.add(bits(random.normal(10, 0.5)));
        int[] indices = {0, 1, 2, 3, 4};
        random.shuffle(indices);
        for (int index : indices) {
            drawn.add(index);
        }
        drawn.add(bits(random.nextGaussian()));
        drawn.add(random.randint(0, 1));
        drawn.add(random.randint(-(1L << 40), 1L << 40));
        drawn.add(bits(random.nextGaussian()));
        drawn.add(bits(random.nextDouble()));
        drawn.add(bits(random.nextGaussian()));
        return drawn.build().toArray();
    }

    /** Long runs, by checksum: over many twists of the state, and for shuffle over every mask size up to 17 bits. */
    @Test
    void longRunsEqualNumpy() {
        long[][] expected = { // seed, random_sample, randint(-1000, 1000000), randint(0, 3 * 2^40), shuffle
            {0L, 0x77d76b41f98a1d72L,
                0xe0d2b7cd244e809aL, 0x02f29339bd721855L, 0x80fadad3a202adabL},
            {1L, 0x51c4bbcad4bfd6d4L,
                0x3be93f8d921016caL, 0xc851dfa7c2628dcaL, 0xb0bb3ca84aec0d4dL},
            {4294967295L, 0xc6f021c223542bf1L,
                0x43f849127b9413f1L, 0xffab82d31db76a97L, 0x411fd3725015c7ebL}};
        for (long[] row : expected) {
            NumpyRandom doubles = new NumpyRandom(row[0]);
            assertEquals(row[1], checksum(LongStream.generate(() -> bits(doubles.nextDouble()))), "random_sample");
            NumpyRandom narrow = new NumpyRandom(row[0]);
            assertEquals(row[2], checksum(LongStream.generate(() -> narrow.randint(-1000, 1_000_000))), "narrow randint");
            NumpyRandom wide = new NumpyRandom(row[0]);
            assertEquals(row[3], checksum(LongStream.generate(() -> wide.randint(0, 3L << 40))), "wide randint");
            int[] indices = IntStream.range(0, MANY).toArray();
            new NumpyRandom(row[0]).shuffle(indices);
            assertEquals(row[4], checksum(IntStream.of(indices).asLongStream()), "shuffle");
        }
    }

    /**
     * All but a few normal draws have NumPy's bits. For draws where NumPy's logarithm is not correctly rounded, {@code offsets}
     * holds the index of the draw and the difference of NumPy's bits; with these added, the checksum is NumPy's.
     */
    @Test
    void normalDrawsEqualNumpyUpToItsLogarithm() {
        assertNormalRun(0, 0x275fb56de3692fa3L, new int[] {
            662, 1, 663, 1, 9008, -1, 9009, -1, 10276, 1, 10277, 1, 13176, -2, 13177, -1, 15208, -1, 15209, -1, 32318, -1, 32319,
            -1, 41914, -1, 41915, -1, 46267, 1, 50578, -1, 51384, 1, 61748, 1, 61749, 1, 77944, 1, 82634, -1, 82635, -2, 85036, 1,
            85037, 1, 89502, 1, 93441, 1, 93506, -1, 93507, -1, 95322, 1});
        assertNormalRun(1, 0x4627beabfd36e506L, new int[] {
            2176, 1, 2177, 2, 6457, 1, 12046, 1, 12047, 2, 21896, 1, 21897, 1, 23088, 1, 23089, 1, 24856, -1, 24857, -1, 30710, 1,
            30711, 1, 37420, 1, 37421, 1, 40446, -1, 40447, -1, 46480, -1, 48708, -1, 48709, -1, 50409, 1, 50678, 2, 50679, 1,
            56215, 1, 59614, -1, 59615, -1, 69816, 1, 69817, 1, 70206, -1, 70207, -1, 71560, -1, 71561, -1, 73502, -1, 73503, -1,
            75482, -1, 75483, -1, 75556, -1, 75557, -1, 81530, 1, 81531, 1, 86044, -2, 86045, -2, 93688, 1, 93689, 1});
    }

    private static void assertNormalRun(long seed, long expected, int[] offsets) {
        double[] drawn = new double[MANY];
        new NumpyRandom(seed).fillNormal(drawn, 0, 1);
        long[] bits = bits(drawn);
        for (int i = 0; i < offsets.length; i += 2) {
            bits[offsets[i]] += offsets[i + 1];
        }
        assertEquals(expected, checksum(LongStream.of(bits)), "seed " + seed);
    }

    /** Arguments and correctly rounded logarithms, from 300-bit arithmetic; the last six are ones that the C library rounds incorrectly. */
    @Test
    void logarithmIsCorrectlyRounded() {
        long[] pairs = {
            0x3970000000000000L, 0xc05205966f2b4f12L,
            0x3fe0000000000000L, 0xbfe62e42fefa39efL,
            0x3fe6a09e667f3bcdL, 0xbfd62e42fefa39eeL,
            0x3fe6a09e667f3bccL, 0xbfd62e42fefa39f1L,
            0x3fe6a09e667f3bceL, 0xbfd62e42fefa39ebL,
            0x3fefffffffffffffL, 0xbca0000000000000L,
            0x3fefffffff800000L, 0xbe10000000200000L,
            0x3fb999999999999aL, 0xc0026bb1bbb55515L,
            0x3fe497b987ff1f43L, 0xbfdc36133d9e4c90L,
            0x3fdae57d018e9986L, 0xbfebbd8e6959aabdL,
            0x3fec7a6431be457cL, 0xbfbdd98d68fa033fL,
            0x3fe8a8eec12388e9L, 0xbfd0acfa5edf0dd4L,
            0x3fecbf3f9d9d57d2L, 0xbfbb7179b2a12eebL,
            0x3fe388246088a807L, 0xbfdf98a539d323bfL};
        for (int i = 0; i < pairs.length; i += 2) {
            double x = Double.longBitsToDouble(pairs[i]);
            assertEquals(pairs[i + 1], bits(NumpyRandom.Logarithm.of(x)), "log " + x);
        }
    }

    @Test
    void rangeOfOneValueConsumesNoWords() {
        NumpyRandom random = new NumpyRandom(123);
        assertEquals(-4, random.randint(-4, -3));
        assertEquals(bits(new NumpyRandom(123).nextDouble()), bits(random.nextDouble()));
    }

    @Test
    void shuffleOfFewerThanTwoConsumesNoWords() {
        NumpyRandom random = new NumpyRandom(123);
        random.shuffle(new int[0]);
        random.shuffle(new int[] {7});
        assertEquals(bits(new NumpyRandom(123).nextDouble()), bits(random.nextDouble()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
    void seedOutOfRangeIsRejected(long seed) {
        InputException rejected = assertThrows(InputException.class, () -> new NumpyRandom(seed));
        assertTrue(rejected.getMessage().contains("seed is " + seed), rejected.getMessage());
    }

    @Test
    void invalidDistributionsAreRejected() {
        NumpyRandom random = new NumpyRandom(0);
        assertThrows(InputException.class, () -> random.randint(3, 3));
        assertThrows(InputException.class, () -> random.randint(3, -3));
        assertThrows(InputException.class, () -> random.uniform(-Double.MAX_VALUE, Double.MAX_VALUE));
        assertThrows(InputException.class, () -> random.fillUniform(new double[1], Double.NaN, 1));
        assertThrows(InputException.class, () -> random.normal(0, -1));
        assertThrows(InputException.class, () -> random.normal(0, Double.NaN));
        assertThrows(InputException.class, () -> random.normal(Double.POSITIVE_INFINITY, 1));
        assertThrows(InputException.class, () -> random.fillNormal(new double[1], 0, Double.POSITIVE_INFINITY));
        assertEquals(bits(new NumpyRandom(0).nextDouble()), bits(random.nextDouble()), "a refused call draws nothing");
    }

    private interface Draw {
        double from(NumpyRandom random);
    }

    private static long[] draw(Sample sample, int count, Draw draw) {
        NumpyRandom random = new NumpyRandom(sample.seed);
        return LongStream.generate(() -> bits(draw.from(random))).limit(count).toArray();
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    private static long[] bits(double[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = bits(values[i]);
        }
        return bits;
    }

    /** Checksum of the first {@link #MANY} values: the polynomial of Arrays.hashCode in 64 bits, which depends on the order. */
    private static long checksum(LongStream values) {
        long sum = 1;
        for (long value : values.limit(MANY).toArray()) {
            sum = 31 * sum + value;
        }
        return sum;
    }

    private static long checksum(long[] key) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * key.length);
        LongStream.of(key).forEach(bytes::putLong);
        CRC32 sum = new CRC32();
        sum.update(bytes.flip());
        return sum.getValue();
    }

    private static NumpyRandom resumed(NumpyRandom random) {
        NumpyRandom other = new NumpyRandom(0);
        other.nextGaussian();
        other.resume(random.key(), random.position(), random.hasGauss(), random.cachedGaussian());
        return other;
    }

    /** The numbers are those of get_state() after the same draws. */
    @Test
    void theStateIsThatOfNumpy() {
        NumpyRandom random = new NumpyRandom(7);
        assertEquals(0xa78dc004L, checksum(random.key()));
        assertEquals(624, random.position());
        for (int i = 0; i < 312; i++) {
            random.nextDouble();
        }
        assertEquals(0x95b6421eL, checksum(random.key()));
        assertEquals(624, random.position());
        assertEquals(87, resumed(random).randint(0, 1000));
        NumpyRandom normal = new NumpyRandom(7);
        for (int i = 0; i < 3; i++) {
            normal.nextGaussian();
        }
        normal.randint(0, 10);
        assertEquals(13, normal.position());
        assertTrue(normal.hasGauss());
        assertEquals(0.40751628299650783, normal.cachedGaussian());
        NumpyRandom other = resumed(normal);
        assertEquals(0.40751628299650783, other.nextGaussian());
        assertEquals(0, other.cachedGaussian());
        assertEquals(0x3fb634d1424e3e28L, Double.doubleToLongBits(other.nextDouble()));
        assertEquals(554, other.randint(0, 1000));
    }

    @Test
    void aResumedGeneratorDrawsTheSame() {
        NumpyRandom random = new NumpyRandom(11);
        for (int n = 0; n < 2000; n++) {
            NumpyRandom other = resumed(random);
            assertEquals(random.copy().nextGaussian(), other.nextGaussian());
            assertEquals(random.copy().nextDouble(), resumed(random).nextDouble());
            if (n % 3 == 0) {
                random.nextGaussian();
            } else {
                random.randint(0, 1 + n);
            }
        }
    }

    @Test
    void aDamagedStateIsRefused() {
        NumpyRandom random = new NumpyRandom(1);
        long[] key = random.key();
        long[] large = key.clone();
        large[5] = 1L << 32;
        assertThrows(InputException.class, () -> random.resume(new long[623], 0, false, 0));
        assertThrows(InputException.class, () -> random.resume(new long[624], 0, false, 0));
        assertThrows(InputException.class, () -> random.resume(large, 0, false, 0));
        assertThrows(InputException.class, () -> random.resume(key, 625, false, 0));
        assertThrows(InputException.class, () -> random.resume(key, -1, false, 0));
        assertEquals(new NumpyRandom(1).nextDouble(), random.nextDouble());
    }
}
