package org.pal4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program with HotSpot's C1 compiler only, with low compilation thresholds, and reports which of our methods C1 fails to
 * compile.
 */
public final class C1Bailouts {
    private static final String BAILOUT = "COMPILE SKIPPED";
    /** Reason of a bailout because a class was loaded during compilation; C1 compiles the method again later. */
    private static final String RETRIED = "concurrent class loading";

    private C1Bailouts() {}

    /** The lines of output that report bailouts. Fails if the program does not exit normally. */
    public static List<String> of(Class<?> program) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-XX:+PrintCompilation", "-XX:TieredStopAtLevel=3", "-XX:Tier3InvocationThreshold=10",
                "-XX:Tier3MinInvocationThreshold=5", "-XX:Tier3CompileThreshold=10", "-cp", System.getProperty("java.class.path"),
                program.getName()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> bailouts;
        try (var output = child.inputReader()) {
            bailouts = output.lines().filter(line -> line.contains(BAILOUT) && !line.contains(RETRIED) && line.contains("org.pal4j.")).toList();
        }
        assertEquals(0, child.waitFor());
        return bailouts;
    }
}
