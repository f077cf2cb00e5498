package org.pal4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.VectorShape;

/**
 * The vector width of the SIMD kernels: 512, 256 or 128 bits, or scalar code. Each JVM has one width, chosen by the system
 * property {@value #PROPERTY} before the first kernel runs. Results have the same bits at every width.
 */
public enum VectorWidth {
    /** 16 floats per vector. */
    BITS_512("512", 512),
    /** 8 floats per vector. */
    BITS_256("256", 256),
    /** 4 floats per vector. */
    BITS_128("128", 128),
    /** The scalar twins: plain loops, for comparison and for JVMs without vector support. */
    SCALAR("scalar", 0);

    /** The system property that selects the width: {@code preferred} (the default), 512, 256, 128 or scalar. */
    public static final String PROPERTY = "pal4j.vector";

    private static final String PREFERRED = "preferred";

    private final String label;
    private final int bits;

    VectorWidth(String label, int bits) {
        this.label = label;
        this.bits = bits;
    }

    /** The spelling in the property and in the option {@code --vector}. */
    public String label() {
        return label;
    }

    /** Bits per vector; 0 for scalar code. */
    public int bits() {
        return bits;
    }

    /** All settings that {@link #choose} accepts. */
    public static List<String> choices() {
        List<String> names = new ArrayList<>(List.of(PREFERRED));
        Arrays.stream(values()).map(VectorWidth::label).forEach(names::add);
        return List.copyOf(names);
    }

    /**
     * The widest float vectors, in bits, that this processor and JVM support; 0 if there are none, as in an interpreter-only JVM.
     *
     * @throws InputException if the JVM was started without the Vector API
     */
    public static int widestBits() {
        if (System.getProperty("java.vm.info", "").contains("interpreted")) {
            return 0;
        }
        try {
            int bits = VectorShape.preferredShape().vectorBitSize();
            return bits < 128 ? 0 : bits;
        } catch (NoClassDefFoundError missing) {
            throw new InputException("PAL4J needs Java's Vector API, and this JVM was started without it: add the option "
                    + "--add-modules jdk.incubator.vector, or put PAL4J on the module path (-p) in place of the class path", missing);
        }
    }

    /**
     * The width selected by a setting on this machine.
     *
     * @param setting one of {@link #choices}
     * @throws InputException if the setting is unknown, the processor has no vectors of that width, or the JVM lacks the Vector API
     */
    public static VectorWidth choose(String setting) {
        String wanted = setting.strip().toLowerCase(Locale.ROOT);
        int widest = widestBits();
        if (wanted.equals(PREFERRED)) {
            return Arrays.stream(values()).filter(width -> width.bits <= widest).findFirst().orElseThrow();
        }
        for (VectorWidth width : values()) {
            if (width.label.equals(wanted)) {
                if (width.bits > widest) {
                    throw new InputException("vector width " + wanted + ": this processor and JVM support "
                            + (widest == 0 ? "no vectors at all; use 'preferred' or 'scalar'"
                                    : "at most " + widest + " bits; use 'preferred' or a narrower width"));
                }
                return width;
            }
        }
        throw new InputException("vector width '" + setting + "' is not known; it is one of "
                + String.join(", ", choices()));
    }

    /**
     * The width of this JVM's kernels.
     *
     * @throws InputException if the property {@value #PROPERTY} requests an unavailable width, or the JVM lacks the Vector API
     */
    public static VectorWidth current() {
        return choose(System.getProperty(PROPERTY, PREFERRED));
    }
}
