package org.pal4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pal4j.VectorWidth;
import org.pal4j.bench.fork.Answers;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.steady.Measurement;
import org.pal4j.bench.steady.Subject;
import org.pal4j.bench.steady.Warm;

/**
 * The program of a JVM that measures. Its arguments are its log of compilations, a limit in seconds, and keys. It measures their
 * subjects one after the other, each as soon as it is warm, or when it is told to. Then it answers questions about the last one, until
 * its standard input ends.
 */
public final class Worker {
    private Worker() {}

    /** Says what JVM this is, and measures. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(Answers.VERSION + Measurement.version() + " " + VectorWidth.current().label());
        List<String> keys = Arrays.asList(arguments).subList(2, arguments.length);
        if (keys.isEmpty()) {
            return;
        }
        Map<String, Subject> subjects = Subjects.all().stream().collect(Collectors.toMap(Subject::key, Function.identity()));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Optional<Runnable> gate = Boolean.getBoolean(Answers.WAITS) ? Optional.of(() -> await(questions)) : Optional.empty();
        Measurement measurement =
                new Measurement(Path.of(arguments[0]), Double.parseDouble(arguments[1]), gate, state -> say(Answers.PROGRESS + state));
        Warm warm = null;
        boolean interpreted = false;
        for (String key : keys) {
            // What the compilers left aside once, they leave aside again, and larger subjects would take minutes.
            warm = interpreted ? null : measurement.measure(subjects.get(key));
            Fork fork = warm == null ? Fork.failed("not measured, as the one before was still interpreted") : warm.fork();
            interpreted |= !fork.compiled();
            say(Answers.line(fork));
        }
        if (warm != null) {
            answer(warm, questions);
        }
        // Threads that share a step would keep the JVM alive.
        System.exit(0);
    }

    /** Says that the subject is warm, and returns when it is to be measured. */
    private static void await(BufferedReader questions) {
        say(Answers.WARM);
        try {
            if (!Answers.Question.MEASURE.name().equals(questions.readLine())) {
                System.exit(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Warm warm, BufferedReader questions) throws IOException {
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            say(switch (Answers.Question.valueOf(line)) {
                case MEASURE -> Answers.line(warm.fork());
                case SAMPLE -> Answers.sample(warm.sample());
                case TIMES -> Answers.times(warm.times());
            });
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
