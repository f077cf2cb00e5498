package org.pal4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LanesTest {
    private static final int MAX = Integer.MAX_VALUE - 15;

    @Property
    void paddedRoundsUpToAMultiple(@ForAll @IntRange(max = MAX) int size) {
        int padded = Lanes.padded(size);
        assertEquals(0, padded % Lanes.COUNT);
        assertTrue(padded >= size && padded - Lanes.COUNT < size, size + " is padded to " + padded);
    }

    @Example
    void paddedAtTheEdges() {
        int[] sizes = {0, 1, 15, 16, 17, MAX};
        int[] padded = {0, 16, 16, 16, 32, MAX};
        for (int i = 0; i < sizes.length; i++) {
            assertEquals(padded[i], Lanes.padded(sizes[i]));
        }
        assertThrows(ArithmeticException.class, () -> Lanes.padded(MAX + 1));
        assertThrows(ArithmeticException.class, () -> Lanes.padded(Integer.MAX_VALUE));
    }

    @Example
    void bytesAreACacheLine() {
        assertEquals(64, Lanes.BYTES);
        assertEquals(Lanes.BYTES, Lanes.COUNT * Float.BYTES);
    }
}
