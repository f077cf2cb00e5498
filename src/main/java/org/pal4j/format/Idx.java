package org.pal4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.pal4j.InputException;

/**
 * The IDX files of MNIST and of similar data sets: images and labels of unsigned bytes, gzipped or not; this is detected from the
 * content, not from the name.
 *
 * <p>A file consists of a magic number (two zeros, the type 8, the number of dimensions), the sizes of the dimensions, four bytes
 * each, big endian, and the data bytes. Only images (3 dimensions) and labels (1 dimension) are supported, and only files that
 * hold exactly what they claim.
 */
public final class Idx {
    private static final int UNSIGNED_BYTES = 8;
    private static final String FIX = "copy or download the file again";

    private static final Kind IMAGES = new Kind(3, "images", "give the file of images, usually ...-images-idx3-ubyte");
    private static final Kind LABELS = new Kind(1, "labels", "give the file of labels, usually ...-labels-idx1-ubyte");

    private Idx() {}

    /**
     * Images.
     *
     * @param count   number of images
     * @param rows    height in pixels
     * @param columns width in pixels
     * @param pixels  image by image, row by row, unsigned; not a copy
     * @param sha256  of the uncompressed content of the file, in hexadecimal
     */
    public record Images(int count, int rows, int columns, byte[] pixels, String sha256) {}

    /**
     * Labels.
     *
     * @param values one per image; not a copy
     * @param sha256 of the uncompressed content of the file, in hexadecimal
     */
    public record Labels(byte[] values, String sha256) {
        /** Number of labels. */
        public int count() {
            return values.length;
        }
    }

    /** The expected kind of content; the number of dimensions is the last byte of the magic number. */
    private record Kind(int dimensions, String plural, String fix) {
        int magic() {
            return UNSIGNED_BYTES << 8 | dimensions;
        }

        String file() {
            return "an IDX file of " + plural;
        }
    }

    private record Content(int[] sizes, byte[] bytes, String sha256) {}

    /**
     * Reads images.
     *
     * @throws InputException if the file does not exist, or is not exactly one IDX file of images with at least one pixel each
     */
    public static Images images(Path file) {
        Content content = read(file, IMAGES);
        return new Images(content.sizes[0], content.sizes[1], content.sizes[2], content.bytes, content.sha256);
    }

    /**
     * Reads labels.
     *
     * @param classes labels range from 0 to {@code classes} - 1
     * @throws InputException if the file does not exist, or is not exactly one IDX file of such labels
     */
    public static Labels labels(Path file, int classes) {
        Content content = read(file, LABELS);
        for (int i = 0; i < content.bytes.length; i++) {
            int label = content.bytes[i] & 0xff;
            if (label >= classes) {
                throw Source.of(file).fault("has the label " + label + " at index " + i + ", but there are " + classes + " classes, 0 to "
                        + (classes - 1), "give the labels of a data set with these classes");
            }
        }
        return new Labels(content.bytes, content.sha256);
    }

    /**
     * Checks that there is one label per image.
     *
     * @throws InputException if not, with both files and numbers
     */
    public static void requireSameNumber(Path imageFile, int images, Path labelFile, int labels) {
        if (images != labels) {
            throw Source.of(labelFile).fault("has " + labels + " labels, but " + Source.of(imageFile).name() + " has " + images + " images",
                    "take both files from the same data set");
        }
    }

    /**
     * Reads the sizes that a file of images claims: their number, height and width. The pixels are neither read nor checked, so that these can be
     * checked before memory is taken for them.
     *
     * @throws InputException if the file does not exist, or does not begin like an IDX file of images
     */
    public static int[] sizesOfImages(Path file) {
        return sizes(file, IMAGES);
    }

    /**
     * Reads the number of labels that a file claims, as {@link #sizesOfImages} does.
     *
     * @throws InputException if the file does not exist, or does not begin like an IDX file of labels
     */
    public static int numberOfLabels(Path file) {
        return sizes(file, LABELS)[0];
    }

    private static int[] sizes(Path file, Kind kind) {
        return Source.unzipped(file, kind.file(), (source, in, most, exact) -> {
            int[] sizes = header(source, in, kind);
            elements(source, sizes, kind);
            return sizes;
        });
    }

    private static Content read(Path file, Kind kind) {
        return Source.unzipped(file, kind.file(), (source, in, most, exact) -> read(source, in, kind, most, exact));
    }

    private static Content read(Source source, InputStream in, Kind kind, long most, boolean exact) throws IOException {
        MessageDigest digest = sha256();
        InputStream counted = new DigestInputStream(in, digest);
        int[] sizes = header(source, counted, kind);
        long elements = elements(source, sizes, kind);
        long total = 4 + 4L * sizes.length + elements;
        if (exact && most != total) {
            String need = "has " + most + " bytes, but " + claim(sizes, kind) + " take " + total;
            throw most < total ? source.fault(need, "it is truncated: " + FIX)
                    : source.fault(need, most - total + " bytes follow them: " + FIX);
        }
        if (total > most) {
            throw source.fault(
                    "claims " + claim(sizes, kind) + ", " + total + " bytes, and a packed file of this size is unpacked to at most " + most,
                    "it is damaged: " + FIX + "; if it is right, give it unpacked");
        }
        byte[] values = (byte[]) Elements.read(source, counted, ElementKind.UINT8, ByteOrder.BIG_ENDIAN, (int) elements, exact);
        // Also reads a compressed file to its end, where its checksum is.
        if (counted.read() >= 0) {
            throw source.fault("continues after the " + total + " bytes that " + claim(sizes, kind) + " take", "it is damaged: " + FIX);
        }
        return new Content(sizes, values, HexFormat.of().formatHex(digest.digest()));
    }

    private static int[] header(Source source, InputStream in, Kind kind) throws IOException {
        byte[] magic = in.readNBytes(4);
        int value = magic.length < 4 ? -1 : ByteBuffer.wrap(magic).getInt();
        if (value != kind.magic()) {
            throw wrongMagic(source, magic, value, kind);
        }
        byte[] rest = in.readNBytes(4 * kind.dimensions);
        if (rest.length < 4 * kind.dimensions) {
            throw source.fault("ends after " + (4 + rest.length) + " of the " + (4 + 4 * kind.dimensions) + " bytes of its header",
                    "it is truncated: " + FIX);
        }
        int[] sizes = new int[kind.dimensions];
        ByteBuffer.wrap(rest).asIntBuffer().get(sizes);
        return sizes;
    }

    private static InputException wrongMagic(Source source, byte[] magic, int value, Kind kind) {
        for (Kind other : List.of(IMAGES, LABELS)) {
            if (value == other.magic()) {
                return source.fault("holds " + other.plural + " (magic number " + hex(value) + "), not " + kind.plural
                        + " (" + hex(kind.magic()) + ")", kind.fix);
            }
        }
        String found = magic.length < 4 ? "has " + magic.length + " bytes" : "begins with " + hex(value);
        return source.fault(found + ", and " + kind.file() + " begins with " + hex(kind.magic()), kind.fix);
    }

    private static String hex(int magic) {
        return "0x" + HexFormat.of().toHexDigits(magic);
    }

    /** The number of bytes that should follow the header. */
    private static long elements(Source source, int[] sizes, Kind kind) {
        long elements = 1;
        for (int size : sizes) {
            // Sizes are unsigned in the file. No overflow: both factors are below 2^32, and a product above the limit ends the loop.
            elements *= Integer.toUnsignedLong(size);
            if (size < 0 || elements > Shapes.MAX_ELEMENTS) {
                throw source.fault("claims " + claim(sizes, kind) + ", but " + Shapes.MAX_ELEMENTS + " bytes is the limit",
                        "it is damaged: " + FIX);
            }
        }
        for (int i = 1; i < sizes.length; i++) {
            if (sizes[i] == 0) {
                throw source.fault("claims " + claim(sizes, kind) + ", which have no pixels", "it is damaged: " + FIX);
            }
        }
        return elements;
    }

    /** "60000 images of 28 x 28". */
    private static String claim(int[] sizes, Kind kind) {
        StringBuilder text = new StringBuilder(Integer.toUnsignedString(sizes[0])).append(' ').append(kind.plural);
        for (int i = 1; i < sizes.length; i++) {
            text.append(i == 1 ? " of " : " x ").append(Integer.toUnsignedString(sizes[i]));
        }
        return text.toString();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
