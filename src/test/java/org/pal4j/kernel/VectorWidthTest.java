package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;

@Tag("width")
class VectorWidthTest {
    /** A build that requests SIMD but silently runs scalar code, or another width, fails here. */
    @Test
    void forcedWidthIsUsed() {
        String forced = System.getProperty(VectorWidth.PROPERTY, "preferred");
        VectorWidth width = VectorWidth.choose(forced);
        assertEquals(width == VectorWidth.SCALAR, Simd.SCALAR);
        if (!Simd.SCALAR) {
            assertEquals(width.bits(), Simd.FLOATS.vectorBitSize());
            assertEquals(width.bits(), Simd.INTS.vectorBitSize());
        }
        if (!forced.equals("preferred")) {
            assertEquals(forced, width.label());
        }
    }

    @Test
    void preferredIsTheWidestAvailable() {
        assertEquals(Math.min(512, VectorWidth.widestBits()), VectorWidth.choose("preferred").bits());
    }

    @Test
    void unknownWidthsAreRejectedWithTheChoices() {
        InputException e = assertThrows(InputException.class, () -> VectorWidth.choose("1024"));
        assertTrue(e.getMessage().contains("1024") && e.getMessage().contains("preferred, 512, 256, 128, scalar"), e.getMessage());
    }
}
