package org.pal4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.pal4j.InputException;

/**
 * The part of an npy file before its elements: magic, version, length of the text, and the text, a Python dict literal.
 *
 * @param kind         element kind
 * @param order        byte order of the elements
 * @param fortranOrder whether the first index is the fastest
 * @param shape        sizes of the dimensions, validated; must not be modified
 * @param bytes        number of bytes from the start of the file to its first element
 */
record NpyHeader(ElementKind kind, ByteOrder order, boolean fortranOrder, int[] shape, int bytes) {
    /** Largest length of the text in bytes. Readable arrays need a few hundred; NumPy's own limit is 10000. */
    static final int MAX_TEXT_BYTES = 1 << 16;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Elements start at a multiple of this, so that they can be used in place in a mapped file. */
    private static final int ALIGNMENT = 64;

    /** NumPy reserves space for the outermost size to grow to this many digits in place. */
    private static final int GROWTH_DIGITS = 21;

    /** The number of elements, the product of the shape. */
    int elements() {
        return Shapes.elements(shape);
    }

    /** The bytes of header and elements together. */
    long totalBytes() {
        return bytes + (long) elements() * kind.bytes();
    }

    /** The bytes that {@code numpy.save} writes before the elements of such an array (version 1.0, little endian, C order). */
    static byte[] encode(ElementKind kind, int[] shape) {
        return encode(kind, IntStream.of(shape).mapToObj(size -> (long) size).toList());
    }

    /** The same for an array with {@code rows} rows of a shape; the number of bytes does not depend on the number of rows. */
    static byte[] encode(ElementKind kind, long rows, int[] rowShape) {
        return encode(kind, LongStream.concat(LongStream.of(rows), IntStream.of(rowShape).asLongStream()).boxed().toList());
    }

    private static byte[] encode(ElementKind kind, List<Long> shape) {
        String order = kind.bytes() == 1 ? "|" : "<";
        String dict = "{'descr': '" + order + kind.npyCode() + "', 'fortran_order': False, 'shape': " + Shapes.text(shape) + ", }";
        int growth = shape.isEmpty() ? 0 : GROWTH_DIGITS - String.valueOf(shape.getFirst()).length();
        int preamble = MAGIC.length + 4;
        int used = preamble + dict.length() + growth + 1;
        // If the header is already aligned, NumPy still adds 64 bytes of padding, and so does this, to write the same bytes.
        int padding = ALIGNMENT - used % ALIGNMENT;
        String text = dict + " ".repeat(growth + padding) + "\n";
        return ByteBuffer.allocate(preamble + text.length()).order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.ISO_8859_1)).array();
    }

    /**
     * Reads a header, up to the first element.
     *
     * @param available maximum number of bytes that exist or may be read
     * @throws IOException    if the stream throws it
     * @throws InputException if this is not an npy header, or its array can't be read
     */
    static NpyHeader read(Source source, InputStream in, long available) throws IOException {
        byte[] start = in.readNBytes((int) Math.min(available, MAGIC.length + 2));
        int shared = Math.min(start.length, MAGIC.length);
        if (!Arrays.equals(start, 0, shared, MAGIC, 0, shared)) {
            throw source.fault("is not a NumPy array (npy): its first bytes are " + HexFormat.ofDelimiter(" ").formatHex(start)
                    + " instead of " + HexFormat.ofDelimiter(" ").formatHex(MAGIC), "write it with numpy.save, or name another file");
        }
        if (start.length < MAGIC.length + 2) {
            throw tooShort(source, start.length);
        }
        int major = start[MAGIC.length];
        int minor = start[MAGIC.length + 1];
        if (major < 1 || major > 3 || minor != 0) {
            throw source.fault("has version " + Byte.toUnsignedInt((byte) major) + "." + Byte.toUnsignedInt((byte) minor)
                    + " of the npy format, but only 1.0, 2.0 and 3.0 are known", "write it again with numpy.save");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        byte[] lengthField = in.readNBytes((int) Math.min(lengthBytes, available - start.length));
        int preamble = start.length + lengthBytes;
        if (lengthField.length < lengthBytes) {
            throw tooShort(source, start.length + lengthField.length);
        }
        ByteBuffer field = ByteBuffer.wrap(lengthField).order(ByteOrder.LITTLE_ENDIAN);
        long length = major == 1 ? Short.toUnsignedInt(field.getShort()) : Integer.toUnsignedLong(field.getInt());
        if (length > MAX_TEXT_BYTES) {
            throw source.fault("declares a header of " + length + " bytes, but " + MAX_TEXT_BYTES + " is the limit",
                    "it is damaged, or an array of structures: write a plain array of numbers");
        }
        byte[] text = in.readNBytes((int) Math.min(length, available - preamble));
        if (text.length < length) {
            throw source.fault("ends after " + text.length + " of the " + length + " bytes of its header",
                    "it is truncated: copy or write the file again");
        }
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        NpyHeaderText.Fields fields;
        try {
            fields = new NpyHeaderText(source, charset.newDecoder().decode(ByteBuffer.wrap(text)).toString()).parse();
        } catch (CharacterCodingException malformed) {
            throw source.fault("has a header that is not valid UTF-8", "it is damaged: copy or write the file again", malformed);
        }
        return new NpyHeader(fields.kind(), fields.order(), fields.fortranOrder(), Shapes.checked(source, fields.sizes()),
                (int) (preamble + length));
    }

    private static InputException tooShort(Source source, int bytes) {
        String wrong = bytes == 0 ? "is empty" : "ends after " + bytes + " bytes, within its header";
        return source.fault(wrong, "it is truncated: copy or write the file again");
    }
}
