package org.pal4j.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.pal4j.format.Reason;

/**
 * Standard output, whose faults are told, and the real standard error. The launcher saves the latter as the descriptor named by {@code
 * pal4j.stderr.fd}, and starts the JVM with a filter as standard error that removes the announcement of the incubator module.
 */
final class StandardStreams {
    private StandardStreams() {}

    /** Standard output that remembers why it could not be written. */
    private static final class Out extends FilterOutputStream {
        private Optional<IOException> fault = Optional.empty();

        Out() {
            super(new FileOutputStream(FileDescriptor.out));
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                fault = fault.or(() -> Optional.of(e));
                throw e;
            }
        }
    }

    /**
     * Replaces standard output by one that remembers its first fault. A {@code PrintStream} only remembers that there was one.
     *
     * @return to be called at the end, with the exit status; gives the exit status, which is {@link Main#FAILED} if the output is not complete
     */
    static IntUnaryOperator watchOutput() {
        Out out = new Out();
        System.setOut(new PrintStream(new BufferedOutputStream(out), true, System.out.charset()));
        return status -> {
            System.out.flush();
            // A reader that has seen enough, such as head, has closed the pipe; that is no fault.
            if (out.fault.isEmpty() || isClosedPipe(out.fault.get())) {
                return status;
            }
            Main.say("standard output can't be written (" + Reason.of(out.fault.get()) + "), so what was printed is not complete");
            return status == 0 ? Main.FAILED : status;
        };
    }

    private static boolean isClosedPipe(IOException fault) {
        try {
            // The words of a fault depend on the language of the system.
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return Reason.of(fault).toLowerCase(Locale.ROOT).contains("broken pipe");
        }
    }

    /**
     * Restores the real standard error as descriptor 2. The filter then ends, so output is no longer delayed. Opening {@code /dev/fd/3} would not
     * suffice: on Linux it creates a new file description with its own offset, so in {@code (pal4j ...; other) 2>log} the other program would
     * overwrite PAL4J's output.
     *
     * <p>A failure is harmless: the filter then passes on all output, with a short delay.
     */
    @SuppressWarnings("restricted")
    static void restore() {
        Integer real = Integer.getInteger("pal4j.stderr.fd");
        if (real == null) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle dup2 = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("dup2"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
            int ignored = (int) dup2.invokeExact((int) real, 2);
        } catch (Throwable e) {
            // See above: output still goes through the filter.
        }
    }
}
