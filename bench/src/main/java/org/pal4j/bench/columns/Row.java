package org.pal4j.bench.columns;

import java.util.function.LongFunction;

/**
 * A row of the table.
 *
 * @param kernel  the kernel's name
 * @param size    inputs x outputs, neurons, or a network
 * @param prepare prepares the data of a seed
 */
public record Row(String kernel, String size, LongFunction<Case> prepare) {
    /** A case with data of this seed. */
    public Case prepare(long seed) {
        return prepare.apply(seed);
    }

    /** Kernel and size. */
    public String name() {
        return kernel + ' ' + size;
    }
}
