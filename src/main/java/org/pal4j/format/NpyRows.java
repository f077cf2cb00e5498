package org.pal4j.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.pal4j.InputException;

/**
 * A NumPy array file of which only some rows are read, so that a file of any size takes little memory. A row is an entry of the first dimension.
 *
 * <p>Bytes after the array are left out: they belong to rows that the header does not count yet, see {@link NpyStream}.
 *
 * @param file the file
 * @param kind the kind of its elements
 * @param shape the sizes of its dimensions, at least one; must not be changed
 */
public record NpyRows(Path file, ElementKind kind, int[] shape) {
    private static final String KIND = "a NumPy array file (npy)";

    /**
     * Reads the header of a file.
     *
     * @throws InputException if the file does not exist, is no such file, is an array without dimensions or in Fortran order, or ends within its
     *                        elements
     */
    public static NpyRows of(Path file) {
        return Source.read(file, KIND, (source, channel) -> {
            NpyHeader header = header(source, channel);
            return new NpyRows(file, header.kind(), header.shape());
        });
    }

    private static NpyHeader header(Source source, FileChannel channel) throws IOException {
        NpyHeader header = NpyHeader.read(source, Channels.newInputStream(channel), channel.size());
        if (header.totalBytes() > channel.size()) {
            Npy.requireSize(source, header, channel.size());
        }
        if (header.shape().length == 0) {
            throw source.fault("is an array without dimensions", "give an array with rows");
        }
        if (header.fortranOrder() && header.shape().length > 1) {
            throw source.fault("is an array in Fortran order, whose rows are scattered",
                    "write it with numpy.save(file, numpy.ascontiguousarray(array))");
        }
        return header;
    }

    /** Returns the number of rows. */
    public int rows() {
        return shape[0];
    }

    /** Returns the number of elements in a row. */
    public int rowSize() {
        return Shapes.elements(Arrays.copyOfRange(shape, 1, shape.length));
    }

    /**
     * Reads some rows.
     *
     * @param rows indices of rows, in ascending order
     * @return an array with only these rows, in the same order
     * @throws InputException if the file is no longer the same, or can't be read
     */
    public NpyArray read(int... rows) {
        return Source.read(file, KIND, (source, channel) -> {
            NpyHeader header = header(source, channel);
            if (header.kind() != kind || !Arrays.equals(header.shape(), shape)) {
                throw source.fault("has changed while it was read", "try again");
            }
            int size = rowSize();
            int[] own = shape.clone();
            own[0] = rows.length;
            Object values = Elements.allocate(kind, Shapes.elements(own));
            ByteBuffer row = ByteBuffer.allocate(Math.multiplyExact(size, kind.bytes())).order(header.order());
            for (int k = 0; k < rows.length; k++) {
                long at = header.bytes() + (long) rows[k] * row.capacity();
                row.clear();
                while (row.hasRemaining()) {
                    int got = channel.read(row, at + row.position());
                    if (got < 0) {
                        throw new EOFException("it ends early");
                    }
                }
                Elements.decode(source, row.flip(), kind, values, k * size, size);
            }
            return NpyArray.adopt(kind, values, own);
        });
    }
}
