package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.pal4j.kernel.Trial.Values;

/** {@link ScalarMath#exactFma} has the bits of {@link Math#fma}, which the processor computes here or the JDK with big decimals. */
class ExactFmaTest {
    private static void assertRight(float a, float b, float c) {
        int expected = Float.floatToIntBits(Math.fma(a, b, c));
        int actual = Float.floatToIntBits(ScalarMath.exactFma(a, b, c));
        assertEquals(expected, actual, () -> Float.toHexString(a) + " * " + Float.toHexString(b) + " + " + Float.toHexString(c));
    }

    @Property(tries = 2000)
    void anyNumbers(@ForAll Values kind, @ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            assertRight(kind.draw(random), kind.draw(random), kind.draw(random));
        }
    }

    @Property(tries = 2000)
    void anyBits(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            assertRight(Float.intBitsToFloat(random.nextInt()), Float.intBitsToFloat(random.nextInt()), Float.intBitsToFloat(random.nextInt()));
        }
    }

    /**
     * Sums next to the middle of two floats, so near that a double does not show on which side: a * b is a power of two and less than 2^-29 of it
     * more, (1 + x)(1 - x + x^2), or less, (1 + x)(1 - x).
     */
    @Property(tries = 200)
    void nearTies(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            boolean more = random.nextBoolean();
            float x = Math.scalb(1f, more ? -10 - random.nextInt(2) : -15 - random.nextInt(8));
            float a = 1 + x;
            float b = more ? 1 - x + x * x : 1 - x;
            int exponent = random.nextInt(40) - 20;
            float c = Math.scalb(1 + random.nextInt(1 << 23) * 0x1p-23f, exponent);
            float tie = Math.scalb(a, exponent - 24);
            assertRight(tie, b, c);
            assertRight(tie, b, -c);
            assertRight(-tie, b, c);
            assertRight(-tie, b, -c);
        }
    }

    /** 1 + 2^-24 lies in the middle of two floats, and 2^-57 more decides; in double that is lost. */
    @Test
    void whatASecondRoundingWouldLose() {
        float a = Math.scalb(1 + 0x1p-11f, -24);
        float b = 1 - 0x1p-11f + 0x1p-22f;
        assertEquals(1 + 0x1p-23f, ScalarMath.exactFma(a, b, 1f));
        assertEquals(1f, (float) ((double) a * b + 1), "a second rounding");
        assertEquals(1 + 0x1p-23f, new BigDecimal(a).multiply(new BigDecimal(b)).add(BigDecimal.ONE).floatValue());
    }
}
