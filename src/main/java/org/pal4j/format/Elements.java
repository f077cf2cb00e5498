package org.pal4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Conversion of array elements between a Java array and the bytes of a file.
 *
 * <p>{@link ElementKind} lists which Java array holds which kind. Only here and in {@link NpyArray}, which never exposes it, is
 * the array passed as an {@link Object}.
 */
final class Elements {
    private static final int CHUNK_BYTES = 1 << 16;

    private Elements() {}

    /** A Java array for the given number of elements. */
    static Object allocate(ElementKind kind, int elements) {
        return Array.newInstance(kind.layout.carrier(), elements);
    }

    /**
     * Reads elements in sequence.
     *
     * @param elements number of elements
     * @param present  whether that many bytes are known to be present. If not, the array grows as bytes arrive, so that a false
     *                 claim costs no more memory than the bytes that follow it
     * @return a Java array of exactly that many elements
     * @throws IOException              if the stream throws it
     * @throws org.pal4j.InputException if the stream ends too early, a bool is neither 0 nor 1, or the heap can't hold the array
     */
    static Object read(Source source, InputStream in, ElementKind kind, ByteOrder order, int elements, boolean present)
            throws IOException {
        long totalBytes = (long) elements * kind.bytes();
        requireRoom(source, totalBytes);
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, totalBytes)).order(order);
        int perChunk = CHUNK_BYTES / kind.bytes();
        int capacity = present ? elements : Math.min(elements, perChunk);
        Object values = allocate(kind, capacity);
        int done = 0;
        while (done < elements) {
            int count = Math.min(perChunk, elements - done);
            int wanted = count * kind.bytes();
            int got = in.readNBytes(chunk.array(), 0, wanted);
            if (got < wanted) {
                throw source.fault("ends after " + ((long) done * kind.bytes() + got) + " of the " + totalBytes + " bytes of its elements",
                        "it is truncated: copy or write the file again");
            }
            if (done + count > capacity) {
                capacity = (int) Math.min(elements, 2L * capacity);
                Object grown = allocate(kind, capacity);
                System.arraycopy(values, 0, grown, 0, done);
                values = grown;
            }
            decode(source, chunk.clear().limit(wanted), kind, values, done, count);
            done += count;
        }
        return values;
    }

    private static void requireRoom(Source source, long bytes) {
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap) {
            throw source.fault("holds an array of " + bytes + " bytes, but the heap of this program is limited to " + heap,
                    "give it more memory (-Xmx), or split the array");
        }
    }

    /** Converts elements from a buffer's bytes, in its order. */
    static void decode(Source source, ByteBuffer chunk, ElementKind kind, Object values, int at, int count) {
        if (!(values instanceof boolean[] booleans)) {
            MemorySegment.copy(MemorySegment.ofBuffer(chunk), kind.layout.withOrder(chunk.order()), 0, values, at, count);
            return;
        }
        for (int i = at; i < at + count; i++) {
            byte value = chunk.get();
            if (value != 0 && value != 1) {
                throw source.fault("holds the byte " + Byte.toUnsignedInt(value) + " as element " + i
                        + " of an array of bool, where only 0 and 1 are valid",
                        "write it again, as uint8 if these are numbers");
            }
            booleans[i] = value == 1;
        }
    }

    /**
     * Writes all elements in sequence, little endian.
     *
     * @throws IOException if the stream throws it
     */
    static void write(OutputStream out, ElementKind kind, Object values, int elements) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, (long) elements * kind.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        int perChunk = CHUNK_BYTES / kind.bytes();
        for (int done = 0; done < elements; done += perChunk) {
            int count = Math.min(perChunk, elements - done);
            encode(kind, values, done, count, chunk.clear());
            out.write(chunk.array(), 0, count * kind.bytes());
        }
    }

    private static void encode(ElementKind kind, Object values, int at, int count, ByteBuffer chunk) {
        if (!(values instanceof boolean[] booleans)) {
            MemorySegment.copy(values, at, MemorySegment.ofBuffer(chunk), kind.layout.withOrder(chunk.order()), 0, count);
            return;
        }
        for (int i = at; i < at + count; i++) {
            chunk.put((byte) (booleans[i] ? 1 : 0));
        }
    }

    /**
     * Reorders elements from Fortran order (first index fastest) to C order (last index fastest).
     *
     * @param fortran a Java array of the elements of the shape
     * @return a new array of the same type and length; {@code fortran} itself if it is empty
     */
    static Object inCOrder(ElementKind kind, Object fortran, int elements, int[] shape) {
        if (elements == 0) {
            return fortran;
        }
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int d = 0; d < shape.length; d++) {
            strides[d] = stride;
            stride *= shape[d];
        }
        Object ordered = allocate(kind, elements);
        int[] index = new int[shape.length];
        int from = 0;
        for (int to = 0; to < elements; to++) {
            System.arraycopy(fortran, from, ordered, to, 1);
            // Advance to the next index in C order: an exhausted dimension restarts, and the one before it advances.
            for (int d = shape.length - 1; d >= 0; d--) {
                from += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                from -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
        return ordered;
    }

    /** Bitwise equality, except that all NaN are equal. */
    static boolean equal(Object values, Object others) {
        return Arrays.deepEquals(new Object[] {values}, new Object[] {others});
    }

    static int hash(Object values) {
        return Arrays.deepHashCode(new Object[] {values});
    }
}
