package org.pal4j.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;

/** What {@code --jdk} may say, and one sentence for what it may not. */
final class JdkTest {
    private static final Path OWN = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path folder;

    private static Jdk one(String option) {
        return Jdk.parse(List.of(option)).getFirst();
    }

    private Path jdk(String release) throws IOException {
        Path java = folder.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\necho 'Error: nobody is at home' >&2\nexit 1\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(folder.resolve("release"), release);
        return folder;
    }

    private static String refusal(Jdk jdk) {
        return assertThrows(InputException.class, () -> new Jvm("preferred", 5).probe(jdk)).getMessage();
    }

    @Test
    void pathsAndFlags() {
        assertEquals(new Jdk("27", Path.of("/opt/a=b"), List.of()), one("27=/opt/a=b"));
        assertEquals(new Jdk("x", Path.of("/opt/jdk"), List.of("-XX:UseAVX=2", "-Xmx1g")), one("x=/opt/jdk,-XX:UseAVX=2,-Xmx1g"));
        assertEquals(new Jdk("avx2", OWN, List.of("-XX:UseAVX=2")), one("avx2=,-XX:UseAVX=2"));
        assertEquals(new Jdk("c", Path.of("/a,b"), List.of("-XX:CompileCommand=dontinline,A::b")), one("c=/a,b,-XX:CompileCommand=dontinline,A::b"));
        assertEquals(List.of(Jdk.own()), Jdk.parse(List.of()));
    }

    @Test
    void anotherCheckoutRunsOnThisJdk() throws IOException {
        Files.createDirectories(folder.resolve("bench/src"));
        Jdk jdk = one("old=" + folder + ",-Xmx1g");
        Path jar = folder.resolve("bench/target/benchmarks.jar");
        assertEquals(new Jdk("old", OWN, Optional.of(jar), List.of("-Xmx1g")), jdk);
        assertEquals("its benchmarks are not built: run ./pal4j bench -l there", refusal(jdk));
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "something else");
        String refusal = refusal(jdk);
        assertTrue(refusal.contains("org.pal4j.bench.Worker") && refusal.endsWith("before 2026-11-30 can't be compared with these"), refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"27 | has no name", "=/opt | has no name", "a= | has neither a path nor flags", "a=, | has neither a path nor flags",
                "a=-XX:UseAVX=2 | a flag where the path is expected"})
    void whatIsNotUnderstood(String option, String what) {
        String message = assertThrows(InputException.class, () -> one(option)).getMessage();
        assertTrue(message.startsWith("--jdk " + option + ": " + what) && message.contains("give NAME=PATH"), message);
    }

    @Test
    void namesAreDifferent() {
        assertThrows(InputException.class, () -> Jdk.parse(List.of("a=/x", "a=/y")));
    }

    @Test
    void aPathThatIsNone() {
        assertEquals(folder.resolve("none") + " is no JDK: it has no bin/java", refusal(new Jdk("x", folder.resolve("none"), List.of())));
    }

    @Test
    void anOlderJdk() throws IOException {
        assertEquals(folder + " is JDK 21.0.5, and PAL4J needs 25 or newer",
                refusal(new Jdk("x", jdk("JAVA_VERSION=\"21.0.5\"\nMODULES=\"java.base jdk.incubator.vector\"\n"), List.of())));
    }

    @Test
    void aJdkWithoutTheModule() throws IOException {
        assertEquals(folder + " is a JDK without the module jdk.incubator.vector",
                refusal(new Jdk("x", jdk("JAVA_VERSION=\"25.0.1\"\nMODULES=\"java.base java.compiler\"\n"), List.of())));
    }

    @Test
    void aJvmThatDoesNotStart() throws IOException {
        assertEquals("its JVM refuses to start: Error: nobody is at home", refusal(new Jdk("x", jdk("JAVA_VERSION=\"26\"\n"), List.of())));
    }

    @Test
    void aFlagThatTheJvmRefuses() {
        assertEquals("its JVM refuses to start: Unrecognized VM option 'NoSuchFlag'", refusal(new Jdk("x", OWN, List.of("-XX:+NoSuchFlag"))));
    }

    /** Each of these JVMs says so in its second line, or after what the system's variables made it say. */
    @Test
    void theReasonOfAJvmThatDoesNotInitializeIsTold() {
        String two = refusal(new Jdk("x", OWN, List.of("-XX:+UseG1GC", "-XX:+UseZGC")));
        assertTrue(two.startsWith("its JVM refuses to start: ") && two.contains("collectors"), two);
        assertEquals("its JVM refuses to start: Too small maximum heap",
                Jvm.refusal(List.of("Picked up JAVA_TOOL_OPTIONS: -Dx=y", "Error occurred during initialization of VM", "Too small maximum heap")));
    }

    @Test
    void otherCollectorsTakeThePlaceOfTheLaunchers() {
        for (String flag : List.of("-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseSerialGC")) {
            assertEquals(Runtime.version().feature(), Integer.parseInt(new Jvm("preferred", 5).probe(new Jdk("x", OWN, List.of(flag))).version()
                    .replaceFirst("[^0-9].*", "")), flag);
        }
    }

    @Test
    void whatJvmsSayWhenSomethingIsMissing() {
        assertEquals("it has no module jdk.incubator.vector", Jvm.refusal(List.of("Error occurred during initialization of boot layer",
                "java.lang.module.FindException: Module jdk.incubator.vector not found")));
        assertEquals("it is older than JDK 25", Jvm.refusal(List.of("Error: LinkageError", "java.lang.UnsupportedClassVersionError: org/pal4j/..."
                + " has been compiled by a more recent version")));
    }
}
