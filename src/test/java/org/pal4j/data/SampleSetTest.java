package org.pal4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.memory.VectorView;

class SampleSetTest {
    private static VectorView vector(int size) {
        return new Circuit(CircuitParameters.builder().layers(size, 3).build(), new NoiseSource.Counter(1)).input();
    }

    /** Exactly: 256 is a power of two. */
    @Example
    void aPixelIsItsShareOf256() {
        byte[] pixels = new byte[Mnist.INPUTS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        VectorView target = vector(Mnist.INPUTS);
        SampleSet samples = Mnist.part(pixels, new byte[] {9}, 0, 1, 1, 0.1);
        samples.show(0, target);
        for (int i = 0; i < pixels.length; i++) {
            assertEquals(i % 256 / 256.0, target.get(i));
        }
        assertArrayEquals(target.toArray(), samples.input(0));
    }

    /** Each part sees its images and nothing else. */
    @Property(tries = 50)
    void aPartOfTheImages(@ForAll @IntRange(max = 6) int first, @ForAll @IntRange(max = 6) int size, @ForAll long seed) {
        int all = first + size + 2;
        byte[] pixels = new byte[all * Mnist.INPUTS];
        byte[] labels = new byte[all];
        new Random(seed).nextBytes(pixels);
        for (int i = 0; i < all; i++) {
            labels[i] = (byte) (i % 10);
        }
        SampleSet samples = Mnist.part(pixels, labels, first, size, 0.7, -0.2);
        assertEquals(size, samples.size());
        assertEquals(size > 0, samples.hasClasses() && samples.hasTargets());
        VectorView target = vector(Mnist.INPUTS);
        for (int i = 0; i < size; i++) {
            samples.show(i, target);
            for (int k = 0; k < Mnist.INPUTS; k++) {
                assertEquals((pixels[(first + i) * Mnist.INPUTS + k] & 0xff) / 256f, target.get(k));
            }
            float[] wanted = new float[10];
            Arrays.fill(wanted, -0.2f);
            wanted[(first + i) % 10] = 0.7f;
            assertArrayEquals(wanted, samples.target(i));
            assertEquals((first + i) % 10, samples.classOf(i));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> samples.show(size, target));
        assertThrows(IndexOutOfBoundsException.class, () -> samples.show(-1, target));
    }

    @Example
    void whatDoesNotFitIsAFault() {
        byte[] pixels = new byte[2 * Mnist.INPUTS];
        assertThrows(IndexOutOfBoundsException.class, () -> Mnist.part(pixels, new byte[2], 1, 2, 1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Mnist.part(pixels, new byte[3], 0, 3, 1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Mnist.part(pixels, new byte[] {0, 10}, 0, 2, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> Mnist.part(pixels, new byte[2], 0, 2, 1, 0).show(0, vector(Mnist.INPUTS + 1)));
        assertThrows(IllegalArgumentException.class, () -> YinYang.generate(1, 1, 1, 0).show(0, vector(5)));
    }

    /** What is asked for cannot change what is shown later. */
    @Example
    void copiesAreCopies() {
        SampleSet samples = YinYang.generate(1, 3, 1, 0);
        float before = samples.input(1)[2];
        samples.input(1)[2] = 7;
        samples.classes()[1] = 7;
        assertEquals(before, samples.input(1)[2]);
        assertTrue(samples.classOf(1) < 3);
        assertFalse(UniformInputs.samples(UniformInputs.counter(1, 3, 2)).hasTargets());
    }

    @Example
    void toShowASampleAllocatesNothing() {
        SampleSet digits = Mnist.part(new byte[5 * Mnist.INPUTS], new byte[5], 0, 5, 1, 0);
        SampleSet points = YinYang.generate(1, 5, 1, 0);
        VectorView image = vector(Mnist.INPUTS);
        VectorView point = vector(YinYang.INPUTS);
        // Warm once, and if the compiler is late a few times more.
        long taken = Long.MAX_VALUE;
        for (int round = 0; round < 20 && taken >= 10_000; round++) {
            long before = allocatedBytes();
            show(digits, image, 10_000);
            show(points, point, 10_000);
            taken = allocatedBytes() - before;
        }
        // To ask takes a few hundred bytes itself; one byte for each sample would be more.
        assertTrue(taken < 10_000, taken + " bytes");
    }

    private static void show(SampleSet samples, VectorView target, int times) {
        for (int i = 0; i < times; i++) {
            samples.show(i % 5, target);
            target.set(0, samples.target(i % 5)[0] + samples.classOf(i % 5));
        }
    }

    /** By reflection, since PAL4J has no other use for the module that measures this. */
    private static long allocatedBytes() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes").invoke(threads);
        } catch (ReflectiveOperationException absent) {
            throw new AssertionError(absent);
        }
    }
}
