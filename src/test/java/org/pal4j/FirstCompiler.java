package org.pal4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program with HotSpot's first compiler alone, and early, and tells which of our methods it gives up. */
public final class FirstCompiler {
    private static final String GIVEN_UP = "COMPILE SKIPPED";
    /** A class was loaded while the method was compiled; the compiler takes the method again later. */
    private static final String LATER = "concurrent class loading";

    private FirstCompiler() {}

    /** The lines in which the compiler says so; the program must end well. */
    public static List<String> givesUp(Class<?> program) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-XX:+PrintCompilation", "-XX:TieredStopAtLevel=3", "-XX:Tier3InvocationThreshold=10",
                "-XX:Tier3MinInvocationThreshold=5", "-XX:Tier3CompileThreshold=10", "-cp", System.getProperty("java.class.path"), program.getName()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> givenUp;
        try (var output = child.inputReader()) {
            givenUp = output.lines().filter(line -> line.contains(GIVEN_UP) && !line.contains(LATER) && line.contains("org.pal4j.")).toList();
        }
        assertEquals(0, child.waitFor());
        return givenUp;
    }
}
