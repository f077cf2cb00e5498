package org.pal4j.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Processors that processes are moved to. */
final class PinTest {
    @Test
    void aListHasItsProcessors() {
        assertEquals(List.of(0, 1, 2, 3, 8, 10, 11), Pin.listed("\t0-3,8,10-11\n"));
        assertEquals(List.of(0), Pin.listed(" 0"));
    }

    @Test
    void aProcessIsMovedToOneProcessorOfThose() throws IOException {
        int processors = Pin.processors();
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assumeTrue(processors > 0, "no taskset here");
            Set<String> all = new HashSet<>();
            for (int place = 0; place < processors; place++) {
                assertTrue(Pin.to(place, process));
                String list = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow().replace("Cpus_allowed_list:", "").strip();
                assertTrue(list.matches("\\d+"), list);
                all.add(list);
            }
            assertEquals(processors, all.size());
        } finally {
            process.destroyForcibly();
        }
    }
}
