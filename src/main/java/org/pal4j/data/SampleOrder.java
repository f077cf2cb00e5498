package org.pal4j.data;

import java.util.Arrays;
import java.util.function.Consumer;
import org.pal4j.format.NamedArrays;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/** The order in which an epoch shows the training samples. At first it is that of the samples. */
public final class SampleOrder {
    private final int[] order;

    /** Creates the order of a number of samples. */
    public SampleOrder(int samples) {
        order = new int[samples];
        Arrays.setAll(order, k -> k);
    }

    /** Shuffles the samples for an epoch. The order is a function of the seed and the number of completed epochs alone. */
    public void shuffle(long seed, int epoch) {
        Arrays.setAll(order, k -> k);
        new CounterRandom(seed, Stream.ORDER, epoch).shuffle(order);
    }

    /** Shuffles the order of the previous epoch in place, with a generator that is a state of the run. */
    public void shuffle(Consumer<int[]> generator) {
        generator.accept(order);
    }

    /** Returns the index of the sample at a place of the epoch. */
    public int sample(long place) {
        return order[(int) place];
    }

    /** Lists the order as {@code order}. */
    public void listState(NamedArrays arrays) {
        arrays.ints("order", 0, order.length - 1L, order);
    }
}
