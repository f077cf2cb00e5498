package org.pal4j.bench.fork;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is measured: a line on a terminal, and elsewhere a line on the standard error after half a minute without one. For any thread. */
public final class Progress {
    private static final int WIDTH = 100;
    private static final long SILENT_NANOS = 30_000_000_000L;

    private final PrintStream out;
    private final PrintStream log;
    private final boolean terminal;
    private final LongSupplier clock;
    /** What is measured at each place. */
    private final Map<Integer, String> places = new TreeMap<>();
    private boolean there;
    private long last;

    /** Writes to the standard output, between the rows of the table. */
    public Progress() {
        this(System.out, System.err, isTerminal(System.console()), System::nanoTime);
    }

    Progress(PrintStream out, PrintStream log, boolean terminal, LongSupplier clock) {
        this.out = out;
        this.log = log;
        this.terminal = terminal;
        this.clock = clock;
        last = clock.getAsLong();
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /** Shows a text in the place of the last one. */
    public synchronized void show(String text) {
        if (terminal) {
            out.print("\r" + fitted(text));
            out.flush();
            there = true;
        } else if (clock.getAsLong() - last >= SILENT_NANOS) {
            log.println(text);
            last = clock.getAsLong();
        }
    }

    /** Shows a text beside those of other places, in the order of their numbers. */
    public synchronized void show(int place, String text) {
        places.put(place, text);
        show(String.join("; ", places.values()));
    }

    /** Forgets what is shown at a place. */
    public synchronized void leave(int place) {
        places.remove(place);
    }

    /** Prints a line of the table. */
    public synchronized void print(String line) {
        clear();
        out.println(line);
        last = clock.getAsLong();
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
