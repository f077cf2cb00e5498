package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;

/** The response of a JVM with narrow vectors, or none, to each width. Uses child JVMs, because a JVM has only one width. */
class WidthRejectionTest {
    /** For each argument, prints the resulting width of this JVM or why it is unavailable. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] settings) {
            for (String setting : settings) {
                System.setProperty(VectorWidth.PROPERTY, setting);
                String answer;
                try {
                    answer = VectorWidth.current().label();
                } catch (InputException e) {
                    answer = e.getMessage();
                }
                System.out.println(setting + " -> " + answer);
            }
        }
    }

    private static List<String> answers(String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", option, "-cp", System.getProperty("java.class.path"), Probe.class.getName(),
                "preferred", "512", "256", "128", "scalar", "wide"));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines;
        try (var output = child.inputReader()) {
            lines = output.lines().filter(line -> line.contains(" -> ")).toList();
        }
        assertEquals(0, child.waitFor());
        assertEquals(6, lines.size(), lines::toString);
        return lines;
    }

    private static void assumeX86() {
        String processor = System.getProperty("os.arch");
        assumeTrue(List.of("amd64", "x86_64").contains(processor), "the options that narrow vectors exist on x86 only; this is " + processor);
    }

    private static void assertRejected(String answer, String wanted, String widest) {
        assertTrue(answer.contains("vector width " + wanted + ":") && answer.contains(widest) && answer.contains("'preferred'"), answer);
    }

    private static void assertUnknownRejected(String answer) {
        assertTrue(answer.contains("'wide'") && answer.contains("preferred, 512, 256, 128, scalar"), answer);
    }

    @Test
    void jvmWith128BitsRejectsWiderVectors() throws IOException, InterruptedException {
        assumeX86();
        List<String> answers = answers("-XX:MaxVectorSize=16");
        assertEquals("preferred -> 128", answers.get(0));
        assertRejected(answers.get(1), "512", "at most 128 bits");
        assertRejected(answers.get(2), "256", "at most 128 bits");
        assertEquals(List.of("128 -> 128", "scalar -> scalar"), answers.subList(3, 5));
        assertUnknownRejected(answers.get(5));
    }

    @Test
    void jvmWith256BitsRejectsWiderVectors() throws IOException, InterruptedException {
        assumeX86();
        assumeTrue(VectorWidth.widestBits() >= 256, "this processor has no vectors of 256 bits");
        List<String> answers = answers("-XX:UseAVX=2");
        assertEquals("preferred -> 256", answers.get(0));
        assertRejected(answers.get(1), "512", "at most 256 bits");
        assertEquals(List.of("256 -> 256", "128 -> 128", "scalar -> scalar"), answers.subList(2, 5));
    }

    @Test
    void jvmWithoutVectorsRunsScalarCode() throws IOException, InterruptedException {
        assumeX86();
        List<String> answers = answers("-XX:MaxVectorSize=8");
        assertEquals("preferred -> scalar", answers.get(0));
        for (int i = 1; i < 4; i++) {
            assertRejected(answers.get(i), List.of("512", "256", "128").get(i - 1), "no vectors at all");
        }
        assertEquals("scalar -> scalar", answers.get(4));
        assertUnknownRejected(answers.get(5));
    }

    /** Without fma there are vectors, but none that the kernels can use. */
    @Test
    void jvmWithoutFmaRunsScalarCode() throws IOException, InterruptedException {
        assumeX86();
        List<String> answers = answers("-XX:UseAVX=0");
        assertEquals("preferred -> scalar", answers.get(0));
        assertRejected(answers.get(3), "128", "no vectors at all, as they have no fma");
    }

    /** AVX without AVX2 has vectors of 256 bits for floats and of 128 for integers. The compiler boxes most of both. */
    @Test
    void jvmWithAvxOnlyRunsScalarCode() throws IOException, InterruptedException {
        assumeX86();
        assertEquals("preferred -> scalar", answers("-XX:UseAVX=1").get(0));
    }
}
