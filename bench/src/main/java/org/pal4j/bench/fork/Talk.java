package org.pal4j.bench.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** A JVM that measures: what it says, and what it is asked. Closing it ends it. */
final class Talk implements AutoCloseable {
    private final Path log;
    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final AtomicBoolean killed = new AtomicBoolean();

    /**
     * Starts the JVM.
     *
     * @param log that it writes; deleted at the end
     */
    Talk(List<String> command, Path log) throws IOException {
        this.log = log;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = process.inputReader();
        input = process.outputWriter();
    }

    /** Tells the JVM that no more questions come. */
    void noMore() throws IOException {
        input.close();
    }

    /** Asks. The answer is a line. */
    void ask(Answers.Question question) throws IOException {
        input.write(question.name() + "\n");
        input.flush();
    }

    /** Reads lines until {@code last} holds for one, or the JVM has ended. After so many seconds it is killed. */
    void read(long seconds, Predicate<String> last) throws IOException {
        // A virtual thread would wait for the reader's on a machine with one processor.
        Thread guard = Thread.ofPlatform().daemon().start(() -> killAfter(seconds));
        try {
            for (String line = output.readLine(); line != null && !last.test(line); line = output.readLine()) {
                continue;
            }
        } finally {
            guard.interrupt();
            join(guard);
        }
    }

    private void killAfter(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                killed.set(true);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It has answered.
        }
    }

    private static void join(Thread guard) {
        try {
            guard.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Moves it to the processor that it shares with the others that are pinned to this place. */
    void pin(int place) {
        Pin.to(place, process);
    }

    /** Returns whether it was killed. */
    boolean wasKilled() {
        return killed.get();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            output.close();
            Files.deleteIfExists(log);
        } catch (IOException e) {
            // It is in the folder of temporary files.
        }
    }
}
