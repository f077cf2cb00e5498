package org.pal4j.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Processors that processes are moved to. */
final class PinTest {
    @Test
    void theLastProcessorOfAListIsFound() {
        assertEquals("11", Pin.last("\t0-3,8,10-11\n"));
        assertEquals("8", Pin.last("0-3,8"));
        assertEquals("0", Pin.last(" 0"));
    }

    @Test
    void aProcessIsMovedToOneProcessor() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assumeTrue(Pin.toLast(process), "no taskset here");
            String list =
                    Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line.startsWith("Cpus_allowed_list:"))
                            .findFirst().orElseThrow();
            assertEquals(1, list.replace("Cpus_allowed_list:", "").strip().split("[-,]").length, list);
        } finally {
            process.destroyForcibly();
        }
    }
}
