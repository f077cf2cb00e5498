package org.pal4j.bench.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Moves processes to one processor, so that those that take turns don't have a fast and a slow one. Linux with {@code taskset} only;
 * elsewhere nothing happens.
 */
final class Pin {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final long SECONDS = 10;

    private Pin() {}

    /** Moves all threads of a process to the last processor that this one may use. Returns whether that was possible. */
    static boolean toLast(Process process) {
        try {
            Optional<String> allowed = Files.exists(STATUS)
                    ? Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(ALLOWED)).findFirst() : Optional.empty();
            if (allowed.isEmpty()) {
                return false;
            }
            String cpu = last(allowed.get().substring(ALLOWED.length()));
            Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", cpu, Long.toString(process.pid()))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return taskset.waitFor(SECONDS, TimeUnit.SECONDS) && taskset.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last processor of a list like {@code 0-3,8,10-11}. */
    static String last(String list) {
        return list.strip().replaceAll(".*[-,]", "");
    }
}
