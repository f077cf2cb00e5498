package org.pal4j.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.InputException;

/**
 * The memory of one network: a 64-byte aligned off-heap segment, initially zero, with a region for every vector and matrix.
 *
 * <p>A block is planned with a {@link Plan} and then allocated as a whole. Its {@link #layout} names every region, so a dump of
 * the block is self-describing. The memory is freed when the block and its views are no longer reachable.
 */
public final class Block {
    /** Largest size of a block in bytes. Kernels address a block with int offsets, for which the compiler generates faster loops. */
    public static final long MAX_BYTES = Integer.MAX_VALUE & -(long) Lanes.BYTES;

    private final MemorySegment memory;
    private final StructLayout layout;
    private final Map<String, Region> regions;

    private Block(Map<String, Region> regions, long bytes) {
        this.regions = regions;
        List<MemoryLayout> members = new ArrayList<>();
        for (Region region : regions.values()) {
            members.add(MemoryLayout.sequenceLayout(region.bytes / Float.BYTES, ValueLayout.JAVA_FLOAT)
                    .withName(region.name));
        }
        layout = MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new)).withByteAlignment(Lanes.BYTES);
        memory = Arena.ofAuto().allocate(Math.max(bytes, Lanes.BYTES), Lanes.BYTES);
    }

    /** The segment itself, for kernels; offsets of regions are in bytes from its start. */
    public MemorySegment memory() {
        return memory;
    }

    /** All regions by name, in order: the contents of a dump of the block. */
    public StructLayout layout() {
        return layout;
    }

    /** The names of all regions, in memory order. */
    public List<String> names() {
        return List.copyOf(regions.keySet());
    }

    /** A view of {@code size} values of the region {@code name}, starting at float {@code from} (a multiple of 16). */
    public VectorView vector(String name, int from, int size) {
        Region region = region(name);
        if (from < 0 || size < 0 || from % Lanes.COUNT != 0 || (from + (long) size) * Float.BYTES > region.bytes) {
            throw new IllegalArgumentException("no " + size + " values at " + from + " in " + name);
        }
        return new VectorView(memory, region.offset + from * Float.BYTES, size);
    }

    private Region region(String name) {
        Region region = regions.get(name);
        if (region == null) {
            throw new IllegalArgumentException("no region " + name + "; there are " + regions.keySet());
        }
        return region;
    }

    private record Region(String name, int offset, long bytes) {}

    /** The planned contents of a block. Regions are laid out in the order in which they are reserved. */
    public static final class Plan {
        private final Map<String, Region> regions = new LinkedHashMap<>();
        private long bytes;

        /**
         * Reserves a vector.
         *
         * @param name unique within the block
         * @param size number of floats; the region is padded to a multiple of 16
         * @return its offset in bytes
         * @throws InputException if the block would exceed {@link #MAX_BYTES}
         */
        public int vector(String name, int size) {
            return reserve(name, Lanes.padded(size));
        }

        /**
         * Reserves a matrix (rows x columns, post x pre).
         *
         * @return its offset in bytes
         * @throws InputException if the block would exceed {@link #MAX_BYTES}
         */
        public int matrix(String name, int rows, int columns) {
            return reserve(name, MatrixView.storedFloats(rows, columns));
        }

        /** Size in bytes of everything planned so far. */
        public long bytes() {
            return bytes;
        }

        private int reserve(String name, long floats) {
            if (floats > (MAX_BYTES - bytes) / Float.BYTES) {
                throw new InputException("the network needs more than " + MAX_BYTES + " bytes (" + name + " takes " + floats
                        + " floats after the first " + bytes + " bytes), which is the limit for one network; use smaller layers");
            }
            long size = floats * Float.BYTES;
            int offset = (int) bytes;
            if (regions.putIfAbsent(name, new Region(name, offset, size)) != null) {
                throw new IllegalArgumentException("two regions named " + name);
            }
            bytes += size;
            return offset;
        }

        /** Allocates the planned block, filled with zeros. */
        public Block allocate() {
            return new Block(new LinkedHashMap<>(regions), bytes);
        }
    }
}
