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
 * Sweeps on a real Slurm, whose daemons the script starts itself. The test takes a minute and a half and needs slurm-wlm and
 * munge, so it runs only on request: {@code -Dpal4j.excluded.groups=none} (docs/contributing.md).
 */
@Tag("slurm")
class SlurmTest {
    @Test
    void arrayJobMatchesLocalSweep(@TempDir Path folder) throws Exception {
        Path project = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder("bash", "src/test/slurm/slurm-test.sh")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            // The script stops its daemons when it is terminated.
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
        String text = Files.readString(output);
        assertTrue(ended, () -> "did not end in ten minutes:\n" + text);
        assertEquals(0, process.exitValue(), () -> "slurm-test.sh:\n" + text);
    }
}
