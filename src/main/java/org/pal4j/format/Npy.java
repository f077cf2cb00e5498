package org.pal4j.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;

/**
 * NumPy's single-array file (npy), as written by {@code numpy.save}.
 *
 * <p>Reading supports versions 1.0, 2.0 and 3.0, both byte orders and both element orders, for the kinds in {@link ElementKind}.
 * Writing produces version 1.0, little endian, C order, byte for byte like {@code numpy.save}.
 */
public final class Npy {
    private static final String KIND = "a NumPy array file (npy)";

    private Npy() {}

    /** What is known about the bytes to be read. */
    enum Extent {
        /** Exactly this many bytes exist: the size of a file. */
        PRESENT,
        /** Exactly this many bytes are claimed to exist. */
        CLAIMED,
        /** At most this many bytes may be read. */
        LIMIT
    }

    /**
     * Reads a file.
     *
     * @throws org.pal4j.InputException if the file does not exist, or is not exactly one readable array
     */
    public static NpyArray read(Path file) {
        return Source.read(file, KIND, (source, channel) -> {
            long size = channel.size();
            return read(source, new BufferedInputStream(Channels.newInputStream(channel)), size, Extent.PRESENT);
        });
    }

    /**
     * Reads one array from a stream and leaves the stream positioned right after it. Memory is allocated as bytes arrive.
     *
     * @param in        not closed
     * @param byteLimit maximum number of bytes of header and elements together
     * @param name      name of the stream in messages
     * @throws IOException              if the stream throws it
     * @throws org.pal4j.InputException if the stream does not continue with a whole, readable array, or the array exceeds the
     *                                  limit
     */
    public static NpyArray read(InputStream in, long byteLimit, String name) throws IOException {
        if (byteLimit < 0) {
            throw new IllegalArgumentException("negative limit " + byteLimit);
        }
        return read(new Source(Source.shown(name)), in, byteLimit, Extent.LIMIT);
    }

    static NpyArray read(Source source, InputStream in, long bytes, Extent extent) throws IOException {
        // The header is always short, so a limit is checked only after the header, when the total size is known.
        NpyHeader header = NpyHeader.read(source, in, extent == Extent.LIMIT ? Long.MAX_VALUE : bytes);
        long total = header.totalBytes();
        if (total > bytes && extent == Extent.LIMIT) {
            throw source.fault("declares " + total + " bytes, but " + bytes + " is the limit here", "give a smaller array");
        }
        if (extent != Extent.LIMIT) {
            requireSize(source, header, bytes);
        }
        int elements = header.elements();
        Object values = Elements.read(source, in, header.kind(), header.order(), elements, extent == Extent.PRESENT);
        Object ordered = header.fortranOrder() ? Elements.inCOrder(header.kind(), values, elements, header.shape()) : values;
        return NpyArray.adopt(header.kind(), ordered, header.shape());
    }

    /** Checks that an array has exactly the size that is there for it. */
    static void requireSize(Source source, NpyHeader header, long bytes) {
        long total = header.totalBytes();
        String need = "but an array of " + header.kind() + " of shape " + Shapes.text(header.shape()) + " takes " + total;
        if (total > bytes) {
            throw source.fault("has " + bytes + " bytes, " + need, "it is truncated: copy or write the file again");
        }
        if (total < bytes) {
            throw source.fault("has " + bytes + " bytes, " + need + "; " + (bytes - total) + " bytes follow the array",
                    "it is damaged or holds something else too: write the array to a file of its own");
        }
    }

    /**
     * Writes a file atomically.
     *
     * @throws IOException as {@link WholeFile#write} does
     */
    public static void write(Path target, NpyArray array) throws IOException {
        WholeFile.write(target, out -> write(out, array));
    }

    /**
     * Writes an array to a stream.
     *
     * @param out not closed
     * @throws IOException if the stream throws it
     */
    public static void write(OutputStream out, NpyArray array) throws IOException {
        out.write(NpyHeader.encode(array.kind(), array.shape()));
        Elements.write(out, array.kind(), array.values(), array.size());
    }

    /** Number of bytes that {@link #write(OutputStream, NpyArray)} writes. */
    static long bytes(NpyArray array) {
        return NpyHeader.encode(array.kind(), array.shape()).length + (long) array.size() * array.kind().bytes();
    }
}
