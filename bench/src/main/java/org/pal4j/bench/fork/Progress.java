package org.pal4j.bench.fork;

import java.io.Console;
import java.io.PrintStream;

/** A line on a terminal that says what is measured; nothing elsewhere. For any thread. */
public final class Progress {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean shown;
    private boolean there;

    /** Writes to the standard output, between the rows of the table. */
    public Progress() {
        Console console = System.console();
        out = System.out;
        shown = console != null && console.isTerminal();
    }

    /** Shows a text in the place of the last one. */
    public synchronized void show(String text) {
        if (shown) {
            out.print("\r" + fitted(text));
            out.flush();
            there = true;
        }
    }

    /** Prints a line of the table. */
    public synchronized void print(String line) {
        clear();
        out.println(line);
    }

    /** Removes the line. */
    public synchronized void clear() {
        if (there) {
            out.print("\r" + fitted("") + "\r");
            out.flush();
            there = false;
        }
    }

    private static String fitted(String text) {
        return String.format("%-" + WIDTH + "s", text.length() > WIDTH ? text.substring(0, WIDTH) : text);
    }
}
