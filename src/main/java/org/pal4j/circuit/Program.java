package org.pal4j.circuit;

import java.util.Arrays;

/** Kernel calls, one after the other. */
final class Program {
    private Runnable[] calls = {};

    void add(Runnable call) {
        calls = Arrays.copyOf(calls, calls.length + 1);
        calls[calls.length - 1] = call;
    }

    void run() {
        for (Runnable call : calls) {
            call.run();
        }
    }
}
