package org.pal4j.cli.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import org.pal4j.VectorWidth;

/**
 * What this JVM and processor are.
 *
 * @param jdk         the feature version of the JDK
 * @param vm          the name of the virtual machine
 * @param compilers   the name of the compilers that it uses; empty if it only interprets
 * @param serverJit   whether HotSpot's server compiler (C2) compiles, which alone knows the Vector API
 * @param fma         whether the compiler uses the processor's multiply-add
 * @param widestBits  the widest vectors that the compiler makes, in bits; 0 for none
 * @param width       the vectors that are in use
 * @param locale      the locale, with the encodings of files and file names
 * @param encodesAll  whether file names may have any character
 * @param freeMemory  the memory that nobody uses, in bytes
 * @param heap        the most memory that Java objects may take, in bytes; networks lie outside
 */
public record Machine(
        int jdk, String vm, String compilers, boolean serverJit, boolean fma, int widestBits, VectorWidth width, String locale,
        boolean encodesAll, long freeMemory, long heap) {
    private static final int TIERS_OF_C2 = 4;

    /** Looks at this machine. */
    public static Machine look() {
        var compilation = Optional.ofNullable(ManagementFactory.getCompilationMXBean());
        boolean interpreted = System.getProperty("java.vm.info", "").contains("interpreted");
        String compilers = interpreted ? "" : compilation.map(bean -> bean.getName()).orElse("");
        boolean tiers = flag("TieredCompilation").filter("true"::equals).isEmpty()
                || flag("TieredStopAtLevel").map(Integer::parseInt).orElse(TIERS_OF_C2) >= TIERS_OF_C2;
        boolean graal = flag("UseJVMCICompiler").filter("true"::equals).isPresent();
        boolean hotspot = compilers.startsWith("HotSpot");
        String names = System.getProperty("sun.jnu.encoding", "");
        return new Machine(Runtime.version().feature(), System.getProperty("java.vm.name", ""), compilers, hotspot && tiers && !graal,
                VectorWidth.hasFma(), VectorWidth.widestBits(), VectorWidth.current(),
                Locale.getDefault() + ", files " + Charset.defaultCharset() + ", file names " + names,
                names.toUpperCase(Locale.ROOT).startsWith("UTF"),
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize(), Runtime.getRuntime().maxMemory());
    }

    /** Returns the value of an option of HotSpot; nothing if this JVM has no such option. */
    private static Optional<String> flag(String name) {
        try {
            return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                    .map(bean -> bean.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
