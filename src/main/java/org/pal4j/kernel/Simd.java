package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.pal4j.VectorWidth;

/**
 * The one width of this JVM, as constants that the compiler folds: a species that is not a constant costs a kernel a factor of 60.
 * The kernels read these once, when the first of them is loaded.
 */
public final class Simd {
    /** True if the twins run instead of the SIMD kernels. */
    public static final boolean SCALAR = VectorWidth.current() == VectorWidth.SCALAR;
    /** Bits of a vector; 128 stands in where no SIMD kernel ever runs. */
    private static final int BITS = SCALAR ? 128 : VectorWidth.current().bits();

    public static final VectorSpecies<Float> FLOATS = switch (BITS) {
        case 512 -> FloatVector.SPECIES_512;
        case 256 -> FloatVector.SPECIES_256;
        default -> FloatVector.SPECIES_128;
    };
    public static final VectorSpecies<Integer> INTS = switch (BITS) {
        case 512 -> IntVector.SPECIES_512;
        case 256 -> IntVector.SPECIES_256;
        default -> IntVector.SPECIES_128;
    };
    /** Floats of a vector. */
    public static final int FLOAT_COUNT = BITS / Float.SIZE;
    /** Bytes of a vector. */
    public static final int BYTES = BITS / Byte.SIZE;
    /** The byte order of the machine: blocks are memory, not files. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Simd() {}

    /** For small kernels; the large ones call the JDK's method itself (see {@link VectorSynapses}). */
    public static FloatVector load(MemorySegment m, long offset) {
        return FloatVector.fromMemorySegment(FLOATS, m, offset, ORDER);
    }

    /** For small kernels. */
    public static void store(FloatVector x, MemorySegment m, long offset) {
        x.intoMemorySegment(m, offset, ORDER);
    }
}
