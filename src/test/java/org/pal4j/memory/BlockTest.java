package org.pal4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.pal4j.InputException;

class BlockTest {
    /** Regions of all sizes; every third is a matrix, the others are vectors. */
    @Property
    void regionsAreAlignedAndContiguous(@ForAll @Size(max = 12) List<@IntRange(max = 70) Integer> sizes) {
        Block.Plan plan = new Block.Plan();
        long end = 0;
        for (int k = 0; k < sizes.size(); k++) {
            int size = sizes.get(k);
            int offset = k % 3 == 2 ? plan.matrix("region " + k, size, 5) : plan.vector("region " + k, size);
            assertEquals(end, offset);
            end += (k % 3 == 2 ? 5L : 1L) * ((size + 15) / 16 * 16) * Float.BYTES;
        }
        Block block = plan.allocate();
        assertTrue(block.memory().isNative() && block.memory().byteSize() >= end);
        assertEquals(0, block.memory().address() % 64);
        assertEquals(end, block.layout().byteSize());
        assertEquals(64, block.layout().byteAlignment());
        assertEquals(sizes.size(), block.names().size());
        for (int k = 0; k < sizes.size(); k++) {
            assertEquals("region " + k, block.names().get(k));
            MemoryLayout member = block.layout().memberLayouts().get(k);
            assertEquals("region " + k, member.name().orElseThrow());
            assertEquals(ValueLayout.JAVA_FLOAT, ((SequenceLayout) member).elementLayout());
            assertEquals(0, block.layout().byteOffset(PathElement.groupElement("region " + k)) % 64);
        }
        for (long at = 0; at < block.memory().byteSize(); at++) {
            assertEquals(0, block.memory().get(ValueLayout.JAVA_BYTE, at), "a new block is all zero");
        }
    }

    @Example
    void viewsMatchTheLayout() {
        Block.Plan plan = new Block.Plan();
        plan.vector("rates", 20);
        int offset = plan.vector("voltages", 33);
        plan.matrix("weights", 17, 3);
        Block block = plan.allocate();
        assertEquals(List.of("rates", "voltages", "weights"), block.names());
        VectorView view = block.vector("voltages", 16, 17);
        assertEquals(offset + 64, view.offset());
        assertEquals(17, view.size());
        view.fill(3f);
        long at = block.layout().byteOffset(PathElement.groupElement("voltages"), PathElement.sequenceElement(16));
        assertEquals(3f, block.memory().get(ValueLayout.JAVA_FLOAT, at));
        assertEquals(0f, block.memory().get(ValueLayout.JAVA_FLOAT, at - 4));
        assertEquals(block.memory(), view.memory());
    }

    @Example
    void viewsBeyondTheirRegionAreRejected() {
        Block.Plan plan = new Block.Plan();
        plan.vector("before", 16);
        plan.vector("x", 20);
        plan.vector("behind", 16);
        Block block = plan.allocate();
        block.vector("x", 0, 32);
        block.vector("x", 32, 0);
        int[][] refused = {{0, 33}, {16, 17}, {48, 0}, {8, 4}, {0, Integer.MAX_VALUE}, {-16, 16}, {0, -1}};
        for (int[] part : refused) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> block.vector("x", part[0], part[1]),
                    part[1] + " values at " + part[0]);
            assertTrue(e.getMessage().contains("x"), e.getMessage());
        }
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> block.vector("y", 0, 1));
        assertTrue(e.getMessage().contains("y") && e.getMessage().contains("before"), e.getMessage());
    }

    @Example
    void duplicateNamesAreRejected() {
        Block.Plan plan = new Block.Plan();
        plan.vector("x", 1);
        assertThrows(IllegalArgumentException.class, () -> plan.vector("x", 1));
        assertThrows(IllegalArgumentException.class, () -> plan.matrix("x", 1, 1));
    }

    @Example
    void emptyBlockIsValid() {
        Block block = new Block.Plan().allocate();
        assertTrue(block.names().isEmpty());
        assertEquals(0, block.layout().byteSize());
        assertEquals(0, block.memory().address() % 64);
    }

    /** Only planned: nothing of this size is allocated. */
    @Example
    void moreThan2GibibytesAreRejected() {
        assertEquals((1L << 31) - 64, Block.MAX_BYTES);
        Block.Plan full = new Block.Plan();
        assertEquals(0, full.vector("most of it", (1 << 29) - 32));
        assertEquals((1L << 31) - 128, full.vector("the rest", 16));
        assertRejected("one more", () -> full.vector("one more", 1));
        assertRejected("whole", () -> new Block.Plan().vector("whole", 1 << 29));
        assertRejected("w", () -> new Block.Plan().matrix("w", 1 << 15, 1 << 14));
        assertRejected("w", () -> new Block.Plan().matrix("w", 1, 1 << 25));
    }

    /** Sizes whose product in bytes overflows a long. */
    @Example
    void overflowingSizesAreRejected() {
        assertRejected("w", () -> new Block.Plan().matrix("w", Integer.MAX_VALUE - 15, Integer.MAX_VALUE));
        assertRejected("w", () -> new Block.Plan().matrix("w", 1 << 30, Integer.MAX_VALUE));
        assertRejected("v", () -> new Block.Plan().vector("v", Integer.MAX_VALUE - 15));
    }

    private static void assertRejected(String name, Runnable planning) {
        InputException e = assertThrows(InputException.class, planning::run);
        assertTrue(e.getMessage().contains(name) && e.getMessage().contains("2147483584"), e.getMessage());
        assertFalse(e.getMessage().contains("-"), "no overflow in: " + e.getMessage());
    }
}
