package org.pal4j;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets long work end early. Whoever starts the work says with {@link #within} how to learn that it is no longer wanted. The work calls {@link #check}
 * every few milliseconds. So nothing has to be handed through all the calls between them.
 *
 * <p>The question belongs to the thread that asks it. Work that hands parts to other threads must call {@link #within} on each of them.
 */
public final class Cancellation {
    private static final ScopedValue<BooleanSupplier> STOP = ScopedValue.newInstance();

    private Cancellation() {}

    /** Says that work has ended because it was no longer wanted. It has no stack trace, as it is no fault. */
    public static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Cancelled() {
            super("cancelled", null, false, false);
        }
    }

    /**
     * Does work that may be cancelled.
     *
     * @param stop returns whether the work is no longer wanted; cheap, since it is asked often
     * @throws Cancelled if the work has ended early
     */
    public static <T> T within(BooleanSupplier stop, Supplier<T> work) {
        return ScopedValue.where(STOP, stop).call(work::get);
    }

    /** Does work that must not be left half done: {@link #check} does nothing in it. */
    public static void shielded(Runnable work) {
        ScopedValue.where(STOP, () -> false).run(work);
    }

    /**
     * Looks from time to time in a loop: {@link #check} in every {@code each}th turn.
     *
     * @param turn the number of the turn
     * @param each a power of 2, the number of turns that take about a millisecond. A loop of fewer turns never looks
     * @throws Cancelled to leave the work
     */
    public static void check(long turn, int each) {
        if ((turn & (each - 1)) == each - 1) {
            check();
        }
    }

    /**
     * Ends the work of this thread if it is no longer wanted. Takes some nanoseconds, and allocates nothing.
     *
     * @throws Cancelled to leave the work
     */
    public static void check() {
        if (STOP.isBound() && STOP.get().getAsBoolean()) {
            throw new Cancelled();
        }
    }
}
