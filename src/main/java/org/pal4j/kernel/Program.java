package org.pal4j.kernel;

import java.util.Arrays;

/**
 * Kernel calls, one after the other, made once and run at every step. A call through this list is one that the compiler never inlines, so
 * that each kernel is compiled by itself (docs/contributing.md).
 */
public final class Program {
    private Runnable[] calls = {};

    /** Adds a call at the end. */
    public void add(Runnable call) {
        calls = Arrays.copyOf(calls, calls.length + 1);
        calls[calls.length - 1] = call;
    }

    /** Makes all calls. */
    public void run() {
        for (Runnable call : calls) {
            call.run();
        }
    }
}
