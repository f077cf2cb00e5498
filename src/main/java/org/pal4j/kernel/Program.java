package org.pal4j.kernel;

import java.util.Arrays;

/**
 * A list of kernel calls, built once and run at every step. The compiler never inlines a call through this list, so each kernel
 * is compiled separately (docs/contributing.md).
 */
public final class Program {
    private Runnable[] calls = {};

    /** Appends a call. */
    public void add(Runnable call) {
        calls = Arrays.copyOf(calls, calls.length + 1);
        calls[calls.length - 1] = call;
    }

    /** Runs all calls in order. */
    public void run() {
        for (Runnable call : calls) {
            call.run();
        }
    }
}
