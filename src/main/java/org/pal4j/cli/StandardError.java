package org.pal4j.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * The real standard error. The launcher saves it as the descriptor named by {@code pal4j.stderr.fd}, and starts the JVM with a filter as standard
 * error that removes the announcement of the incubator module.
 */
final class StandardError {
    private StandardError() {}

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
