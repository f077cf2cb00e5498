package org.pal4j;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

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
     * Whether the processor multiplies and adds in one operation (fma), and the JVM uses that. Where it does not (x86 before 2013, {@code
     * -XX:UseAVX=0}), the JDK computes fma in software, a thousand times slower, and has no vectors of it. Kernels are then scalar, with an fma of
     * their own in double precision, and the same bits.
     */
    public static boolean hasFma() {
        return Fma.PRESENT;
    }

    /** Asks the JVM once, and only where the answer may be no: it takes 30 ms. */
    private static final class Fma {
        static final boolean PRESENT = !isX86()
                || preferredBits() > 128
                || jvmUsesFma();

        private Fma() {}

        private static boolean jvmUsesFma() {
            try {
                return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                        .map(hotspot -> Boolean.parseBoolean(hotspot.getVMOption("UseFMA").getValue())).orElse(true);
            } catch (IllegalArgumentException e) {
                return true; // no such option
            }
        }
    }

    /**
     * The widest float vectors, in bits, that this processor and JVM support with fma; 0 if there are none, as in an interpreter-only JVM or
     * with AVX but not AVX2.
     *
     * @throws InputException if the JVM was started without the Vector API
     */
    public static int widestBits() {
        if (System.getProperty("java.vm.info", "").contains("interpreted")) {
            return 0;
        }
        int bits = preferredBits();
        return bits < 128 || bits == 128 && isAvxOnly() || !hasFma() ? 0 : bits;
    }

    /** Vector registers that the JVM's compiler has for a kernel: 16 on x86 without AVX-512, 32 elsewhere. */
    public static int registers() {
        return isX86() && preferredBits() < 512 ? 16 : 32;
    }

    private static boolean isX86() {
        return List.of("amd64", "x86_64", "x86").contains(System.getProperty("os.arch"));
    }

    /** Whether floats have wider vectors than integers: x86 with AVX and without AVX2, where the compiler boxes most of what kernels do. */
    private static boolean isAvxOnly() {
        return VectorSpecies.ofLargestShape(float.class).vectorBitSize() > 128;
    }

    private static int preferredBits() {
        try {
            return VectorShape.preferredShape().vectorBitSize();
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
                            + (widest == 0 ? "no vectors at all" + (hasFma() ? "" : ", as they have no fma") + "; use 'preferred' or 'scalar'"
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
