package org.pal4j.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * The real standard error. The launcher puts it aside, at the descriptor that {@code pal4j.stderr.fd} names, and starts the
 * JVM with a filter in its place that drops the announcement of the incubator module.
 */
final class StandardError {
    private StandardError() {}

    /**
     * Puts the real standard error back at descriptor 2, whereupon the filter ends: from here on nothing is late. Opening
     * {@code /dev/fd/3} instead would not do: on Linux that makes a new description with an offset of its own, and in
     * {@code (pal4j ...; other) 2>log} the other program would write over what was said here.
     *
     * <p>If that fails, all is well too: the filter passes on what is written, only a moment later.
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
            // see above
        }
    }
}
