package org.pal4j.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.pal4j.InputException;

/**
 * A NumPy array file that grows row by row, for series of any length with little memory.
 *
 * <p>A link is never followed, so that nothing but a file of this program is written or cut.
 *
 * <p>Rows are collected in a small buffer and appended when it is full. {@link #flush} appends the buffered rows, forces them to
 * disk, and only then updates the row count in the header, in place (NumPy reserves space there for the outermost size to grow).
 * So the file is a whole array at any time, even if the program is killed or the power fails: rows not counted yet are bytes
 * after the array, which {@code numpy.load} ignores.
 */
public final class NpyStream {
    private static final int BUFFER_BYTES = 1 << 14;

    private final Path file;
    private final ElementKind kind;
    private final int[] rowShape;
    private final int rowBytes;
    private final ByteBuffer buffer;
    private long countedRows;
    private long appendedRows;
    private int bufferedRows;

    /**
     * Creates the file, with no rows.
     *
     * @param file     must not exist yet
     * @param kind     FLOAT32, FLOAT64, INT32 or INT64
     * @param rowShape the shape of a row; empty if it is a single element
     * @throws IOException if the file can't be created or already exists
     */
    public NpyStream(Path file, ElementKind kind, int... rowShape) throws IOException {
        this(file, kind, rowShape, 0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.wrap(header(0)), 0);
            channel.force(true);
        }
    }

    private NpyStream(Path file, ElementKind kind, int[] rowShape, long rows) {
        this.file = file;
        this.kind = kind;
        this.rowShape = rowShape.clone();
        rowBytes = Math.multiplyExact(Shapes.elements(rowShape), kind.bytes());
        buffer = ByteBuffer.allocate(Math.max(BUFFER_BYTES, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
        countedRows = rows;
        appendedRows = rows;
    }

    /**
     * Continues a file after its first rows, and removes those that follow.
     *
     * @param file a file that a stream of this kind and row shape has written
     * @param rows the number of rows to keep
     * @throws IOException    if it can't be read or written
     * @throws InputException if it is another array, or has fewer rows
     */
    public static NpyStream resume(Path file, ElementKind kind, long rows, int... rowShape) throws IOException {
        RegularFile.require(file);
        NpyStream stream = new NpyStream(file, kind, rowShape, rows);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            byte[] expected = stream.header(rows);
            ByteBuffer found = ByteBuffer.allocate(expected.length);
            while (found.hasRemaining() && channel.read(found) >= 0) {}
            long end = expected.length + rows * stream.rowBytes;
            if (!isAlike(new String(found.array(), StandardCharsets.ISO_8859_1), new String(expected, StandardCharsets.ISO_8859_1))
                    || channel.size() < end) {
                throw new InputException(file + ": must be an array of at least " + rows + " rows of " + kind + " of shape " + Shapes.text(rowShape)
                        + ", as this program writes it, to be continued; it is damaged, or of something else");
            }
            write(channel, ByteBuffer.wrap(expected), 0);
            channel.truncate(end);
            channel.force(true);
        }
        return stream;
    }

    /** Returns whether two headers differ at most in the number of rows. */
    private static boolean isAlike(String header, String other) {
        Pattern rows = Pattern.compile("'shape': \\(\\d+");
        return rows.matcher(header).replaceFirst("").replaceAll(" +\n", "").equals(rows.matcher(other).replaceFirst("").replaceAll(" +\n", ""));
    }

    /** Number of rows counted in the file's header. */
    public long rows() {
        return countedRows;
    }

    /**
     * Appends a row.
     *
     * @param row its elements in C order, converted to the kind
     * @throws IOException as {@link #flush}
     */
    public void append(double... row) throws IOException {
        if (row.length * kind.bytes() != rowBytes) {
            throw new IllegalArgumentException("a row of " + rowBytes / kind.bytes() + " elements can't hold " + row.length);
        }
        if (buffer.remaining() < rowBytes) {
            appendBuffered();
        }
        for (double value : row) {
            switch (kind) {
                case FLOAT32 -> buffer.putFloat((float) value);
                case FLOAT64 -> buffer.putDouble(value);
                case INT32 -> buffer.putInt((int) value);
                case INT64 -> buffer.putLong((long) value);
                default -> throw new IllegalStateException("no stream of " + kind);
            }
        }
        bufferedRows++;
    }

    /**
     * Writes the buffered rows to disk and counts them.
     *
     * @throws IOException if that fails; the file then still holds the previously counted rows
     */
    public void flush() throws IOException {
        appendBuffered();
        if (countedRows == appendedRows) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(false);
            write(channel, ByteBuffer.wrap(header(appendedRows)), 0);
        }
        countedRows = appendedRows;
    }

    private void appendBuffered() throws IOException {
        if (bufferedRows == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            write(channel, buffer.duplicate().flip(), header(0).length + appendedRows * rowBytes);
        }
        appendedRows += bufferedRows;
        bufferedRows = 0;
        buffer.clear();
    }

    private byte[] header(long count) {
        return NpyHeader.encode(kind, count, rowShape);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
