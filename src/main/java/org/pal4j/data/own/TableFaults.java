package org.pal4j.data.own;

import java.nio.file.Path;
import java.util.List;
import org.pal4j.Fault;
import org.pal4j.InputException;

/** Faults of the values in a file, each with its place. Only the first ones are kept, the others are counted. */
final class TableFaults {
    /** Nobody reads more of one file. */
    private static final int MAX = 10;

    private final String file;
    private final List<Fault> faults;
    private int found;

    /**
     * Creates an empty list for a file.
     *
     * @param file   name of the file in messages
     * @param faults takes the faults
     */
    TableFaults(String file, List<Fault> faults) {
        this.file = file;
        this.faults = faults;
    }

    /** Returns the name of a file in messages: as short as the current directory allows. */
    static String name(Path file) {
        Path here = Path.of("").toAbsolutePath();
        // Not cut, as the name is at the end.
        return (file.startsWith(here) ? here.relativize(file) : file).toString().replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    }

    /** Adds a fault of the file as a whole. */
    void add(String bound, String fix) {
        add(new Fault(file, "", bound, fix));
    }

    /** Adds a fault of a value. */
    void add(String place, String value, String bound, String fix) {
        add(new Fault(file + ", " + place, Fault.shown(value), bound, fix));
    }

    private void add(Fault fault) {
        found++;
        if (found <= MAX) {
            faults.add(fault);
        }
    }

    /** Adds the faults of a reader, whose text names the file. */
    void add(InputException e) {
        found++;
        faults.addAll(e.faults());
    }

    /** Returns whether there are no faults. */
    boolean none() {
        return found == 0;
    }

    /** Adds how many faults were not kept. */
    void finish() {
        if (found > MAX) {
            faults.add(Fault.of(file, "has " + (found - MAX) + " more faults"));
        }
    }
}
