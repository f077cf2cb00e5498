package org.pal4j.format;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shapes of arrays: the sizes of their dimensions, outermost first. A shape without dimensions has a single element. */
public final class Shapes {
    /** NumPy's limit. */
    static final int MAX_DIMENSIONS = 64;

    /** The longest array that every Java virtual machine supports. */
    static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private Shapes() {}

    /**
     * Validates a shape claimed by a file.
     *
     * @throws org.pal4j.InputException if there are too many dimensions, one is negative, or their product exceeds the limit
     */
    static int[] checked(Source source, List<Long> sizes) {
        if (sizes.size() > MAX_DIMENSIONS) {
            throw source.fault("has " + sizes.size() + " dimensions, but " + MAX_DIMENSIONS + " is the limit",
                    "save the array with fewer dimensions");
        }
        String text = text(sizes);
        long elements = sizes.contains(0L) ? 0 : 1;
        for (long size : sizes) {
            if (size < 0) {
                throw source.fault("has the shape " + text + ", in which the size " + size + " is negative",
                        "the file is damaged: copy or write it again");
            }
            // No overflow: both factors are below 2^31 whenever the product is taken.
            elements = size > MAX_ELEMENTS ? Long.MAX_VALUE : elements * size;
            if (elements > MAX_ELEMENTS) {
                throw source.fault("has the shape " + text + ", which exceeds the limit of " + MAX_ELEMENTS + " elements in an array",
                        "split the array into smaller ones");
            }
        }
        return sizes.stream().mapToInt(Long::intValue).toArray();
    }

    /**
     * The number of elements of an array in memory.
     *
     * @throws IllegalArgumentException if there are too many dimensions or elements, or a size is negative
     */
    static int elements(int[] shape) {
        if (shape.length > MAX_DIMENSIONS) {
            throw new IllegalArgumentException(shape.length + " dimensions are more than " + MAX_DIMENSIONS);
        }
        long elements = IntStream.of(shape).anyMatch(size -> size == 0) ? 0 : 1;
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("negative size in shape " + text(shape));
            }
            // No overflow: both factors are below 2^31 whenever the product is taken.
            elements *= size;
            if (elements > MAX_ELEMENTS) {
                throw new IllegalArgumentException("shape " + text(shape) + " has more than " + MAX_ELEMENTS + " elements");
            }
        }
        return (int) elements;
    }

    /** Returns a shape as Python shows a tuple: "()", "(3,)", "(2, 3)". */
    public static String text(int[] shape) {
        return text(IntStream.of(shape).mapToObj(size -> (long) size).toList());
    }

    static String text(List<Long> sizes) {
        return sizes.size() == 1 ? "(" + sizes.getFirst() + ",)"
                : sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
