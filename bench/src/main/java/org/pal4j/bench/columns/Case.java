package org.pal4j.bench.columns;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A kernel with its data, ready to run. Data of the columns are apart, and the same at the start. Not thread-safe. */
public abstract class Case {
    private final Map<Column, Runnable> runs = new EnumMap<>(Column.class);
    private final double operations;

    /** A case in which a run is {@code operations} calls of the kernel, or steps. */
    Case(double operations) {
        this.operations = operations;
    }

    /** Adds a column. */
    final void add(Column column, Runnable run) {
        runs.put(column, run);
    }

    /** What there is to run. C is missing if there is no library; what has no plain form or nothing in OpenBLAS lacks that column. */
    public final Map<Column, Runnable> runs() {
        return Map.copyOf(runs);
    }

    /** Calls of the kernel in a run; of a network, steps of all its replicas. */
    public final double operations() {
        return operations;
    }

    /** Runs every column once. */
    public final void runAll() {
        for (Column column : Column.values()) {
            if (runs.containsKey(column)) {
                runs.get(column).run();
            }
        }
    }

    /**
     * The first difference between what the columns have computed in equally many runs: of plain loops and C to the bit, of OpenBLAS within a
     * tolerance.
     */
    public abstract Optional<String> difference();

    static String bits(float a, float b) {
        return String.format("%s (0x%08x) and %s (0x%08x)", a, Float.floatToRawIntBits(a), b, Float.floatToRawIntBits(b));
    }
}
