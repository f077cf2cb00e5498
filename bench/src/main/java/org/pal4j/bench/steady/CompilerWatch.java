package org.pal4j.bench.steady;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Sees which kernels the JVM's compilers compile: what they began is in the JVM's own log, what they are at and what waits for them they tell when
 * asked. The benchmark's own loop does not count.
 */
final class CompilerWatch implements AutoCloseable {
    /** A line of the log: milliseconds, number, marks (on-stack replacement and the like), level (absent without tiers), method. */
    private static final Pattern BEGAN = Pattern.compile("\\s\\d+ +\\d+ +([%s!bn ]*?)([1-4])? +([\\w.$/]+)::(\\S+) .*bytes\\)\\s*$");
    private static final Pattern KERNEL =
            Pattern.compile("org\\.pal4j\\.(?!bench\\.(steady|score)\\.)|jdk\\.incubator\\.vector\\.|jdk\\.internal\\.vm\\.vector\\.");
    private static final int BUFFER = 1 << 14;

    private final RandomAccessFile log;
    private final int bestLevel;
    private final StringBuilder rest = new StringBuilder();
    private final Set<String> best = new HashSet<>();
    private boolean compiledByBest;

    /**
     * Begins with what was compiled so far.
     *
     * @param log       what {@code -Xlog:jit+compilation=debug} writes
     * @param bestLevel of the JVM's compilers, 1 to 4; 0 without a compiler
     */
    CompilerWatch(Path log, int bestLevel) throws IOException {
        this.log = new RandomAccessFile(log.toFile(), "r");
        this.bestLevel = bestLevel;
    }

    /** Returns whether a kernel's compilation began since the last call, or is under way, or waits. */
    boolean saw() throws IOException {
        boolean began = false;
        byte[] bytes = new byte[BUFFER];
        for (int read = log.read(bytes); read > 0; read = log.read(bytes)) {
            rest.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
            int end;
            while ((end = rest.indexOf("\n")) >= 0) {
                began |= note(rest.substring(0, end));
                rest.delete(0, end + 1);
            }
        }
        return began || isBusy();
    }

    /** Notes a line of the log. Returns whether it says that a kernel's compilation began. */
    boolean note(String line) {
        Matcher matcher = BEGAN.matcher(line);
        if (line.contains("made not entrant") || !matcher.find()) {
            return false;
        }
        boolean kernel = KERNEL.matcher(line).find();
        int level = matcher.group(2) == null ? bestLevel : Integer.parseInt(matcher.group(2));
        if (level == bestLevel) {
            // On-stack replacement compiles a loop that runs; calls of its method go on as before.
            if (!matcher.group(1).contains("%")) {
                best.add(matcher.group(3) + "::" + matcher.group(4));
            }
            compiledByBest |= kernel && matcher.group(3).startsWith("org.pal4j.");
        }
        return kernel;
    }

    /** Returns whether the best compiler began to compile a kernel at any time. */
    boolean compiledByBest() {
        return compiledByBest;
    }

    /** The methods that the best compiler began to compile, for all later calls: {@code org.pal4j.kernel.VectorNoise::words}. */
    Set<String> best() {
        return Set.copyOf(best);
    }

    private static boolean isBusy() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Object queue = server.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "compilerQueue", null, null);
            return KERNEL.matcher(String.valueOf(queue)).find();
        } catch (JMException e) {
            return false; // This JVM does not tell; the log does.
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
