package org.pal4j.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.VectorWidth;

class DiagnosisTest {
    private static final long GIGABYTE = 1L << 30;
    private static final String C2 = "HotSpot 64-Bit Tiered Compilers";
    private static final Speed FAST = new Speed(0.3, 0, true, true);

    private static Machine machine(int jdk, String compilers, boolean server, boolean fma, VectorWidth width, boolean encodes, long free) {
        return new Machine(jdk, "OpenJDK 64-Bit Server VM", compilers, server, fma, fma ? 512 : 0, width, "en", encodes, free, GIGABYTE);
    }

    private static Machine good() {
        return machine(25, C2, true, true, VectorWidth.BITS_512, true, 8 * GIGABYTE);
    }

    private static void assertOnly(String part, Machine machine, Speed speed) {
        List<String> faults = Diagnosis.of(machine, speed);
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.getFirst().contains(part), faults.toString());
    }

    @Test
    void aGoodMachineHasNoWarnings() {
        assertEquals(List.of(), Diagnosis.of(good(), FAST));
        assertEquals(List.of(), Diagnosis.of(machine(28, C2, true, true, VectorWidth.BITS_512, true, 8 * GIGABYTE), FAST));
    }

    @Test
    void eachFaultIsNamed() {
        assertOnly("only interprets", machine(25, "", false, true, VectorWidth.BITS_512, true, 8 * GIGABYTE), new Speed(5000, 900, true, true));
        assertOnly("not HotSpot's server compiler",
                machine(25, "HotSpot 64-Bit Client Compiler", false, true, VectorWidth.BITS_512, true, 8 * GIGABYTE),
                new Speed(190, 0, true, true));
        assertOnly("no fused multiply-add", machine(25, C2, true, false, VectorWidth.SCALAR, true, 8 * GIGABYTE), new Speed(67, 0, true, true));
        assertOnly("a processor with AVX2",
                new Machine(25, "OpenJDK 64-Bit Server VM", C2, true, true, 0, VectorWidth.SCALAR, "en", true, 8 * GIGABYTE,
                        GIGABYTE),
                new Speed(4.5, 0, true, true));
        assertOnly("scalar code was asked for", machine(25, C2, true, true, VectorWidth.SCALAR, true, 8 * GIGABYTE), new Speed(4.5, 0, true, true));
        assertOnly("vectors of 128 bits were asked for", machine(25, C2, true, true, VectorWidth.BITS_128, true, 8 * GIGABYTE), FAST);
        assertOnly("tested on JDK 25 to 28; this is 31", machine(31, C2, true, true, VectorWidth.BITS_512, true, 8 * GIGABYTE), FAST);
        assertOnly("LC_ALL=C.UTF-8", machine(25, C2, true, true, VectorWidth.BITS_512, false, 8 * GIGABYTE), FAST);
        assertOnly("only 100 MiB", machine(25, C2, true, true, VectorWidth.BITS_512, true, 100L << 20), FAST);
    }

    @Test
    void aStepThatAllocatesIsToldWithTheJdkThatDoesSo() {
        assertOnly("JDK-8392004", machine(27, C2, true, true, VectorWidth.BITS_512, true, 8 * GIGABYTE), new Speed(0.4, 1440, true, true));
        assertOnly("allocates 1152 bytes", good(), new Speed(0.4, 1152, true, true));
    }

    @ParameterizedTest
    @CsvSource({"0.3, true, 0", "1.3, true, 0", "1.5, true, 1", "3, true, 1", "3, false, 2", "0.3, false, 1"})
    void aSlowOrUnsteadySpeedIsTold(double microseconds, boolean steady, int warnings) {
        assertEquals(warnings, Diagnosis.of(good(), new Speed(microseconds, 0, steady, true)).size());
    }

    /** As on a machine of which others have most: vectors are interpreted, and so allocate. */
    @Test
    void codeThatIsNotCompiledYetIsNotCalledBoxed() {
        assertOnly("still being compiled", good(), new Speed(543, 98_906, false, false));
    }

    /** What is wrong with the compiler explains the speed. */
    @Test
    void aKnownReasonIsEnough() {
        assertEquals(1, Diagnosis.of(good(), new Speed(3, 500, false, true)).size());
    }

    @Test
    void thisMachineIsRead() {
        Machine here = Machine.look();
        assertEquals(Runtime.version().feature(), here.jdk());
        assertTrue(here.serverJit(), here.toString());
        assertTrue(here.freeMemory() > 0 && here.heap() > 0, here.toString());
    }
}
