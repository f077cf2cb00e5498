package org.pal4j.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Something that PAL4J reads.
 *
 * @param name   its name
 * @param weight how many mutants it gets of all, in proportion; less for those that take longer
 * @param make   makes its undamaged samples
 * @param fixed  names of files that stay as they are, as another reader tries them
 * @param read   reads one
 * @param base   the bytes of memory that it may need in any case
 * @param factor the bytes that it may need more for each byte of the files
 */
record Reader(String name, int weight, Seeds make, Set<String> fixed, Reading read, long base, int factor) {
    /** Makes samples. */
    @FunctionalInterface
    interface Seeds {
        /** Makes samples, in a folder that is empty. */
        List<Sample> in(Path folder) throws IOException;
    }

    /** Reads a sample. */
    @FunctionalInterface
    interface Reading {
        /** Reads all there is to read. An error says that what was read is wrong. */
        void read(Path entry) throws IOException;
    }

    /** A reader of samples in which every file is damaged. */
    static Reader of(String name, int weight, Seeds make, Reading read, long base, int factor) {
        return new Reader(name, weight, make, Set.of(), read, base, factor);
    }

    Reader keeping(String... names) {
        return new Reader(name, weight, make, Set.of(names), read, base, factor);
    }

    /** Returns the bytes that reading files of this size may take. */
    long bound(long size) {
        return base + factor * size;
    }
}
