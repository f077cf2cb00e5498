package org.pal4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses PAL4J as a library of another project. The script installs a copy of the checkout with Maven, which takes half a minute. So it runs only on
 * request: {@code -Dpal4j.excluded.groups=slurm} (docs/contributing.md).
 */
@Tag("install")
class InstallTest {
    @Test
    void anotherProjectCanSimulateACircuit(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("bash", "src/test/install/install-test.sh")
                .directory(Path.of(System.getProperty("basedir", "")).toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PAL4J_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
        String text = Files.readString(output);
        assertTrue(ended, () -> "did not end in ten minutes:\n" + text);
        assertEquals(0, process.exitValue(), () -> "install-test.sh:\n" + text);
    }
}
