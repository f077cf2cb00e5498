package org.pal4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher is a bash script, and so is its test. */
class LauncherTest {
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
    void passesTheLauncherScript(@TempDir Path folder) throws Exception {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "bash"))),
                "there is no bash on PATH");

        Path project = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder("bash", "src/test/launcher/launcher-test.sh")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        String text = Files.readString(output);
        assertTrue(ended, () -> "did not end in three minutes:\n" + text);
        assertEquals(0, process.exitValue(), () -> "launcher-test.sh:\n" + text);
    }
}
