package org.pal4j.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pal4j.InputException;
import org.pal4j.fuzz.Node.Odd;

/** Reads samples in a folder of its own, each in a thread that is watched. */
final class Trial implements AutoCloseable {
    /** Far more than reading takes on a busy machine. */
    private static final long MAX_SECONDS = 20;
    /** After this time a thread that waits for a pipe counts as hanging. */
    private static final long PIPE_SECONDS = 2;
    /** One line of a message, which may list twenty faults. */
    private static final int MAX_LINE = 1200;
    private static final int MAX_MESSAGE = 6000;
    private static final int LINES = 14;
    /** Words of the libraries and of Java, which say nothing to the person who gave the file. */
    private static final Pattern FOREIGN =
            Pattern.compile("\\b(java|javax|jdk|sun|com|org)\\.\\w+\\.\\w+|\\w+(Exception|Error)\\b|JsonReadFeature|StreamRead"
                    + "|\\benable\\b|at \\[Source|\\[Source:|\\$\\$Lambda|\\[[BCDFIJSZ]@|\\.[A-Z]\\w*@[0-9a-f]{5,8}\\b|\\bnull\\b.*\\bbecause\\b");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}&&[^\n]]");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path folder;
    private final Path samples;
    private final Path pipe;

    /**
     * What came of reading a sample.
     *
     * @param accepted  whether it was read
     * @param message   why it was refused; empty if it was read
     * @param allocated the bytes that the thread has allocated
     * @param finding   what is wrong with the reader; its first line says where
     */
    record Outcome(boolean accepted, String message, long allocated, Optional<String> finding) {}

    private Trial(Path folder, Path pipe) throws IOException {
        this.folder = folder;
        this.pipe = pipe;
        samples = Files.createDirectory(folder.resolve("f"));
    }

    /** Makes the folder. */
    static Trial open() throws IOException {
        Path folder = Files.createTempDirectory("pal4j-fuzz");
        Path pipe = folder.resolve("pipe");
        try {
            if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
                throw new IOException(pipe + ": mkfifo can't make it");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return new Trial(folder, pipe);
    }

    /** Makes the samples of a reader. */
    List<Sample> samples(Reader reader) throws IOException {
        Path place = Files.createDirectory(folder.resolve("seeds"));
        try {
            return reader.make().in(place);
        } finally {
            Sample.clear(place);
            Files.delete(place);
        }
    }

    /** Reads a sample. */
    Outcome read(Reader reader, Sample sample) throws IOException {
        Sample.clear(samples);
        sample.write(samples, pipe);
        long[] allocated = new long[1];
        FutureTask<String> task = new FutureTask<>(() -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                reader.read().read(sample.entry().isEmpty() ? samples : samples.resolve(sample.entry()));
                return "";
            } catch (InputException refused) {
                return refused.getMessage();
            } finally {
                allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - before;
            }
        });
        Thread thread = new Thread(task, reader.name());
        thread.setDaemon(true);
        thread.start();
        try {
            String message = awaited(task, thread, sample);
            return new Outcome(message.isEmpty(), message, allocated[0], wrong(reader, sample, message, allocated[0]));
        } catch (ExecutionException e) {
            return new Outcome(false, "", allocated[0], Optional.of(thrown(Objects.requireNonNull(e.getCause()))));
        } catch (TimeoutException e) {
            String where = at(thread.getStackTrace());
            letGo(sample);
            return new Outcome(false, "", 0, Optional.of("hangs " + where));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Does something within a reading whose memory does not count. */
    static void uncounted(Runnable action) {
        FutureTask<Void> task = new FutureTask<>(action, null);
        Thread.ofPlatform().daemon().start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String awaited(FutureTask<String> task, Thread thread, Sample sample)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (sample.nodes().containsValue(Odd.PIPE)) {
            try {
                return task.get(PIPE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                StackTraceElement[] trace = thread.getStackTrace();
                if (trace.length > 0 && trace[0].isNativeMethod() && trace[0].getMethodName().matches("(open|read).*")) {
                    throw e;
                }
            }
        }
        return task.get(MAX_SECONDS, TimeUnit.SECONDS);
    }

    /** A thread that waits for the other end of a pipe gets its end. */
    private void letGo(Sample sample) throws IOException {
        if (sample.nodes().containsValue(Odd.PIPE)) {
            new RandomAccessFile(pipe.toFile(), "rw").close();
        }
    }

    private Optional<String> wrong(Reader reader, Sample sample, String message, long allocated) {
        long bound = reader.bound(sample.size());
        if (allocated > bound) {
            return Optional
                    .of("allocates more than its bound allows\n" + allocated + " bytes, the bound is " + bound + ", for files of " + sample.size()
                            + " bytes; message: " + message);
        }
        // The folder may have any name.
        return unclear(message.replace(samples.toString(), "DIR"));
    }

    /** Returns why people can't use a message; nothing if they can. */
    private static Optional<String> unclear(String message) {
        if (message.length() > MAX_MESSAGE || message.lines().anyMatch(line -> line.length() > MAX_LINE)) {
            return Optional.of("long message: " + kind(message) + "\n" + message);
        }
        Matcher control = CONTROL.matcher(message);
        if (control.find()) {
            return Optional.of("control character in a message: " + kind(message) + "\n" + message);
        }
        Matcher foreign = FOREIGN.matcher(message);
        if (foreign.find()) {
            return Optional.of("\"" + foreign.group() + "\" in a message\n" + message);
        }
        return Optional.empty();
    }

    /** Requires that people can use a message that is only a remark. */
    static void requireClear(String message) {
        unclear(message).ifPresent(fault -> {
            throw new IllegalStateException(fault);
        });
    }

    /** What a message is about, without what was given. */
    private static String kind(String message) {
        return message.substring(0, Math.min(60, message.length())).replaceAll("[^A-Za-z ]+", " ").replaceAll("\\b\\w{25,}\\b", "").strip();
    }

    private static String thrown(Throwable fault) {
        return fault.getClass().getSimpleName() + " " + at(fault.getStackTrace()) + "\n" + fault.getMessage() + "\n"
                + Arrays.stream(fault.getStackTrace()).limit(LINES).map(line -> "  at " + line).collect(Collectors.joining("\n"))
                + (fault.getCause() == null ? "" : "\ncaused by " + fault.getCause());
    }

    /** The first line of the program, which makes the same faults equal. */
    private static String at(StackTraceElement[] trace) {
        return Arrays.stream(trace).filter(line -> line.getClassName().startsWith("org.pal4j") && !line.getClassName().startsWith("org.pal4j.fuzz"))
                .findFirst().map(line -> "at " + line.getFileName() + ":" + line.getLineNumber())
                .orElseGet(() -> "at " + Arrays.stream(trace).findFirst().map(StackTraceElement::toString).orElse("no line"));
    }

    @Override
    public void close() throws IOException {
        Sample.clear(folder);
        Files.delete(folder);
    }
}
