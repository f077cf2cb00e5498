package org.pal4j.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices for one mutant. They depend on the reader, the seed and the number of the mutant alone. */
final class Draw {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final SplittableRandom random;

    Draw(String reader, long seed, long index) {
        random = new SplittableRandom((seed * GOLDEN ^ reader.hashCode()) * GOLDEN + index * 0xd1342543de82ef95L);
    }

    /** From 0 to {@code bound - 1}; 0 if there is no such number. */
    int below(int bound) {
        return bound <= 1 ? 0 : random.nextInt(bound);
    }

    /** True once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    @SafeVarargs
    final <T> T of(T... values) {
        return values[below(values.length)];
    }

    <T> T from(List<T> values) {
        return values.get(below(values.size()));
    }

    long bits() {
        return random.nextLong();
    }

    /** A length: mostly short, at times up to the bound. */
    int length(int bound) {
        return 1 + below(Math.max(1, Math.min(bound, 1 << below(1 + 32 - Integer.numberOfLeadingZeros(Math.max(1, bound))))));
    }
}
