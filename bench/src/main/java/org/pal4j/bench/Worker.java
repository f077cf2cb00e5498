package org.pal4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pal4j.VectorWidth;
import org.pal4j.bench.fork.Answers;
import org.pal4j.bench.score.Expectation;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.steady.Measurement;
import org.pal4j.bench.steady.Subject;

/**
 * The program of a JVM that measures. Its arguments are its log of compilations, a limit in seconds, what is expected (the most microseconds, and
 * whether to look into kernels), and keys.
 */
public final class Worker {
    private Worker() {}

    /** Says what JVM this is, and measures. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(Answers.VERSION + Measurement.version() + " " + VectorWidth.current().label());
        List<String> keys = Arrays.asList(arguments).subList(4, arguments.length);
        if (keys.isEmpty()) {
            return;
        }
        Map<String, Subject> subjects = Subjects.all().stream().collect(Collectors.toMap(Subject::key, Function.identity()));
        Expectation expected = new Expectation(Double.parseDouble(arguments[2]), Boolean.parseBoolean(arguments[3]));
        Measurement measurement = new Measurement(Path.of(arguments[0]), Double.parseDouble(arguments[1]), expected, state -> {
            System.out.println(Answers.PROGRESS + state);
            System.out.flush();
        });
        boolean interpreted = false;
        for (String key : keys) {
            // What the compilers left aside once, they leave aside again, and larger subjects would take minutes.
            Fork fork = interpreted ? Fork.failed("not measured, as the one before was still interpreted") : measurement.measure(subjects.get(key));
            interpreted |= !fork.compiled();
            System.out.println(Answers.line(fork));
            System.out.flush();
        }
        // Threads that share a step would keep the JVM alive.
        System.exit(0);
    }
}
