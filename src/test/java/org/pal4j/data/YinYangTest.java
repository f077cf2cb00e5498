package org.pal4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;

/** The constants are those of the published data sets, drawn with NumPy 2.4 by the rule of the paper. */
class YinYangTest {
    private static final int TRAINING = 9876543;
    private static final int VALIDATION = 9876544;
    private static final int TEST = 9876545;

    @Test
    void theseAreThePublishedSets() {
        assertEquals("43f28a20", checksum(YinYang.generate(TRAINING, 6000, 1, 0.1)));
        assertEquals("128715bf", checksum(YinYang.generate(VALIDATION, 900, 1, 0.1)));
        assertEquals("aa5136ac", checksum(YinYang.generate(TEST, 900, 1, 0.1)));
    }

    @Test
    void soAreTheirFirstSamplesAndTheLast() {
        SampleSet training = YinYang.generate(TRAINING, 6000, 1, 0.1);
        assertSample(training, 0, 1, 0.19665303826332092f, 0.7645611763000488f, 0.8033469915390015f, 0.23543883860111237f);
        assertSample(training, 1, 2, 0.7079513669013977f, 0.45061662793159485f, 0.2920486629009247f, 0.5493834018707275f);
        assertSample(training, 5999, 0, 0.8145312070846558f, 0.3279739022254944f, 0.18546877801418304f, 0.6720260977745056f);
        assertSample(YinYang.generate(VALIDATION, 900, 1, 0.1), 0, 2, 0.6685613989830017f, 0.4711606204509735f, 0.3314386010169983f,
                0.5288393497467041f);
        assertSample(YinYang.generate(TEST, 900, 1, 0.1), 899, 0, 0.9637327790260315f, 0.5191982388496399f, 0.0362672358751297f,
                0.4808017313480377f);
        assertArrayEquals(new long[] {1983, 2007, 2010}, counts(training));
    }

    private static void assertSample(SampleSet samples, int index, int expected, float... inputs) {
        assertArrayEquals(inputs, samples.input(index));
        assertEquals(expected, samples.classOf(index));
    }

    /** Each row as four floats and the class, little endian. */
    private static String checksum(SampleSet samples) {
        ByteBuffer bytes = ByteBuffer.allocate(20 * samples.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples.size(); i++) {
            for (float value : samples.input(i)) {
                bytes.putFloat(value);
            }
            bytes.putInt(samples.classOf(i));
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return "%08x".formatted(crc.getValue());
    }

    private static long[] counts(SampleSet samples) {
        return IntStream.range(0, 3).mapToLong(c -> Arrays.stream(samples.classes()).filter(each -> each == c).count()).toArray();
    }

    @Test
    void theClassIsThatOfThePlace() {
        assertEquals(2, YinYang.classOf(0.75, 0.5), "right dot");
        assertEquals(2, YinYang.classOf(0.25, 0.5), "left dot");
        assertEquals(2, YinYang.classOf(0.25, 0.599), "still in the dot");
        assertEquals(1, YinYang.classOf(0.25, 0.601), "around the left dot is yin");
        assertEquals(1, YinYang.classOf(0.25, 0.3), "below it as well");
        assertEquals(0, YinYang.classOf(0.75, 0.601), "around the right dot is yang");
        assertEquals(0, YinYang.classOf(0.75, 0.3));
        assertEquals(1, YinYang.classOf(0.5, 0.9), "the upper half else");
        assertEquals(0, YinYang.classOf(0.5, 0.1), "the lower half else");
        // On a border: a dot is open, so its edge is what is around it; yin's half discs are closed.
        assertEquals(1, YinYang.classOf(0.5, 0.5), "where both half discs meet");
    }

    @Test
    void pointsLieInTheDiscAndInTheirClass() {
        SampleSet samples = YinYang.generate(1, 3000, 0.7, -0.2);
        for (int i = 0; i < samples.size(); i++) {
            float[] x = samples.input(i);
            assertTrue(Math.hypot(x[0] - 0.5, x[1] - 0.5) <= 0.5 + 1e-6);
            assertEquals(1, x[0] + x[2], 1e-7);
            assertEquals(1, x[1] + x[3], 1e-7);
            float[] target = {-0.2f, -0.2f, -0.2f};
            target[samples.classOf(i)] = 0.7f;
            assertArrayEquals(target, samples.target(i));
        }
        for (long count : counts(samples)) {
            assertTrue(count > 900, () -> "classes are equally likely: " + count);
        }
        assertTrue(samples.hasTargets() && samples.hasClasses());
    }

    private static float[][] inputs(SampleSet samples) {
        return IntStream.range(0, samples.size()).mapToObj(samples::input).toArray(float[][]::new);
    }

    @Test
    void aLargerSetBeginsWithTheSmallerOne() {
        assertArrayEquals(inputs(YinYang.generate(7, 10, 1, 0)), Arrays.copyOf(inputs(YinYang.generate(7, 20, 1, 0)), 10));
        assertEquals(0, YinYang.generate(7, 0, 1, 0).size());
        assertThrows(InputException.class, () -> YinYang.generate(-1, 1, 1, 0));
    }

    @Test
    void uniformInputsHaveNeitherTargetsNorClasses() {
        SampleSet samples = UniformInputs.samples(UniformInputs.counter(-5, 200, 7));
        assertEquals(200, samples.size());
        assertFalse(samples.hasTargets() || samples.hasClasses());
        assertEquals(7, samples.input(199).length);
        double sum = 0;
        for (float[] row : inputs(samples)) {
            for (float value : row) {
                assertTrue(value >= 0 && value < 1);
                sum += value;
            }
        }
        // Five standard deviations of a mean of 1400 uniform draws.
        assertEquals(0.5, sum / 1400, 5 * Math.sqrt(1 / 12.0 / 1400));
        assertArrayEquals(inputs(samples), inputs(UniformInputs.samples(UniformInputs.counter(-5, 200, 7))));
        assertFalse(Arrays.deepEquals(inputs(samples), inputs(UniformInputs.samples(UniformInputs.counter(-4, 200, 7)))));
    }
}
