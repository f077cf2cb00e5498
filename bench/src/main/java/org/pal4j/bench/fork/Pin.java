package org.pal4j.bench.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Moves processes to one processor, so that those that take turns don't have a fast and a slow one. Linux with {@code taskset} only;
 * elsewhere nothing happens.
 */
public final class Pin {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final long SECONDS = 10;

    private Pin() {}

    /** Returns to how many processors processes can be moved: those that this one may use, or 0 where nothing happens. */
    public static int processors() {
        return taskset("--version") ? allowed().size() : 0;
    }

    /**
     * Moves all threads of a process to a processor that this one may use. Returns whether that was possible.
     *
     * @param place from 0, for the last processor, which others use least
     */
    static boolean to(int place, Process process) {
        List<Integer> allowed = allowed();
        return !allowed.isEmpty()
                && taskset("-a", "-c", "-p", Integer.toString(allowed.get(allowed.size() - 1 - place % allowed.size())),
                        Long.toString(process.pid()));
    }

    private static boolean taskset(String... arguments) {
        List<String> command = new ArrayList<>(List.of("taskset"));
        command.addAll(List.of(arguments));
        try {
            Process taskset = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return taskset.waitFor(SECONDS, TimeUnit.SECONDS) && taskset.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> allowed() {
        try {
            return Files.exists(STATUS) ? Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(ALLOWED)).findFirst()
                    .map(line -> listed(line.substring(ALLOWED.length()))).orElse(List.of()) : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The processors of a list like {@code 0-3,8,10-11}. */
    static List<Integer> listed(String list) {
        List<Integer> processors = new ArrayList<>();
        for (String range : list.strip().split(",")) {
            String[] ends = range.split("-");
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int processor = Integer.parseInt(ends[0]); processor <= last; processor++) {
                processors.add(processor);
            }
        }
        return processors;
    }
}
