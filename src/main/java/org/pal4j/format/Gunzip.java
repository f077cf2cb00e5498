package org.pal4j.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.pal4j.InputException;

/**
 * Decompresses a gzip file (RFC 1952) with a single member, with strict checks. The JDK's stream treats whatever follows the
 * compressed data as a second member and silently ignores it if it is none. Here, the end of the data is reached only if checksum
 * and size are right and the file ends, too.
 */
final class Gunzip extends InputStream {
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int HEADER_BYTES = 10;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[1 << 16];
    private final long most;
    private final Supplier<InputException> tooMuch;
    private int filled;
    private boolean ended;

    /**
     * Reads the header.
     *
     * @param in      positioned at the first byte of the file; closed with this stream
     * @param most    maximum number of bytes to unpack
     * @param tooMuch what to throw if there are more
     * @throws IOException if this is not a gzip header, or the stream throws it
     */
    Gunzip(InputStream in, long most, Supplier<InputException> tooMuch) throws IOException {
        this.in = in;
        this.most = most;
        this.tooMuch = tooMuch;
        try {
            header();
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    /** Whether a file that begins with these bytes is gzipped. */
    static boolean recognizes(int first, int second) {
        return first == 0x1f && second == 0x8b;
    }

    private void header() throws IOException {
        CRC32 sum = new CRC32();
        int[] fixed = new int[HEADER_BYTES];
        for (int i = 0; i < HEADER_BYTES; i++) {
            fixed[i] = next(sum);
        }
        if (!recognizes(fixed[0], fixed[1]) || fixed[2] != DEFLATE || (fixed[3] & RESERVED) != 0) {
            throw new ZipException("the gzip header is damaged");
        }
        int flags = fixed[3];
        if ((flags & EXTRA) != 0) {
            for (int left = next(sum) | next(sum) << 8; left > 0; left--) {
                next(sum);
            }
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && next(sum) != 0) {
                // Skipped.
            }
        }
        int expected = (int) sum.getValue() & 0xffff;
        if ((flags & HEADER_CHECKSUM) != 0 && (next(sum) | next(sum) << 8) != expected) {
            throw new ZipException("the gzip header is damaged: its checksum is wrong");
        }
    }

    /** The next byte of the header; it is added to the checksum. */
    private int next(CRC32 sum) throws IOException {
        int value = present(in.read());
        sum.update(value);
        return value;
    }

    private static int present(int value) throws EOFException {
        if (value < 0) {
            throw new EOFException("the gzip data end too early: the file is truncated");
        }
        return value;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0 || ended) {
            return length == 0 ? 0 : -1;
        }
        try {
            int count = 0;
            while (count == 0 && !inflater.finished()) {
                if (inflater.needsInput()) {
                    filled = in.read(packed);
                    present(filled);
                    inflater.setInput(packed, 0, filled);
                }
                count = inflater.inflate(target, from, length);
                if (inflater.needsDictionary()) {
                    throw new ZipException("the gzip data need a dictionary");
                }
            }
            if (count == 0) {
                end();
                return -1;
            }
            if (inflater.getBytesWritten() > most) {
                throw tooMuch.get();
            }
            crc.update(target, from, count);
            return count;
        } catch (DataFormatException e) {
            throw (IOException) new ZipException("the gzip data are damaged: " + e.getMessage()).initCause(e);
        }
    }

    /** The compressed data is followed by its checksum and size, 4 bytes each, little endian, and then by nothing. */
    private void end() throws IOException {
        int left = inflater.getRemaining();
        long trailer = 0;
        for (int i = 0; i < 8; i++) {
            long value = left > 0 ? packed[filled - left--] & 0xff : present(in.read());
            trailer |= value << 8 * i;
        }
        if ((trailer & 0xffffffffL) != crc.getValue() || trailer >>> 32 != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("the gzip data are damaged: their checksum or size is wrong");
        }
        if (left > 0 || in.read() >= 0) {
            throw new ZipException("something follows the gzip data");
        }
        ended = true;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
