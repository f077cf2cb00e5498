package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;

/**
 * The vector width of this JVM, as constants that the compiler folds. A species that is not a constant slows a kernel down
 * 60-fold. The values are fixed when the first kernel class is loaded.
 */
public final class Simd {
    /** True if the scalar twins run instead of the SIMD kernels. */
    public static final boolean SCALAR = VectorWidth.current() == VectorWidth.SCALAR;
    /** Bits per vector. In scalar mode no SIMD kernel runs, and 128 is a placeholder. */
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
    /** Floats per vector. */
    public static final int FLOAT_COUNT = BITS / Float.SIZE;
    /** Bytes per vector. */
    public static final int BYTES = BITS / Byte.SIZE;
    /** Vector registers that the compiler uses ({@link VectorWidth#registers}). What a kernel keeps in more of them goes to the stack and back. */
    public static final int REGISTERS = VectorWidth.registers();
    /** The machine's byte order: blocks are memory, not files. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /**
     * Whether this JDK boxes the results of {@code reinterpretAsInts} and {@code reinterpretAsFloats}: 27 does (JDK-8392004, a fault that
     * JDK-8371187 made). There {@code reinterpretShape} with these species takes their place. Elsewhere it would cost the compiler more of its
     * budget, and in one JVM of several it then boxes as well. The compiler drops the branch that is not taken, before it spends anything on it.
     */
    public static final boolean REINTERPRET_BOXES = Runtime.version().feature() == 27;

    /**
     * All memory, by absolute addresses. As a constant, its base, its length and its being alive cost a kernel nothing, while those of a block's
     * own segment took up to two fifths of a short kernel. What it costs: an access beyond a block is no error here. So addresses come from a
     * block's offsets only, in the entry points, whose twins check each access; and tests put guards around all outputs.
     */
    public static final MemorySegment ALL = allMemory();

    /**
     * The bits of an address. {@code (x & ADDRESS) + (Integer.toUnsignedLong(i) << 2)} is {@code x + 4 * i} for every address x and
     * counter i, and the compiler sees that it is not negative, which is all that a load of a scalar from {@link #ALL} would check.
     */
    public static final long ADDRESS = (1L << 62) - 1;

    private Simd() {}

    @SuppressWarnings("restricted")
    private static MemorySegment allMemory() {
        try {
            return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
        } catch (IllegalCallerException denied) {
            throw new InputException("PAL4J's kernels use absolute addresses, and this JVM was started with native access denied: add the option "
                    + "--enable-native-access=org.pal4j, or on the class path --enable-native-access=ALL-UNNAMED", denied);
        }
    }

    /** For small kernels only; large ones call the JDK's method directly (see {@link VectorSynapses}). */
    public static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER);
    }

    /** For small kernels only. */
    public static void store(FloatVector x, long address) {
        x.intoMemorySegment(ALL, address, ORDER);
    }

    /** The same calls, which keep a segment from being freed as long as they are kept themselves: they know its addresses only. */
    public static List<Runnable> keeping(MemorySegment m, List<Runnable> calls) {
        return calls.stream().<Runnable>map(call -> () -> {
            call.run();
            Reference.reachabilityFence(m);
        }).toList();
    }
}
