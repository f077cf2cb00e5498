package org.pal4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pal4j.InputException;

/**
 * The files of CIFAR-10's binary version ({@code data_batch_1.bin} and so on), gzipped or not; this is detected from the content,
 * not from the name.
 *
 * <p>A file consists only of records of 3073 bytes: the label, 0 to 9, and an image of 32 x 32 pixels, first all red values, then
 * all green, then all blue, each channel in row-major order. The number of records is not stored, so a file truncated between two
 * records reads as a smaller file; its SHA-256 reveals it.
 */
public final class Cifar {
    /** Labels range from 0 to CLASSES - 1. */
    public static final int CLASSES = 10;
    /** Red, green, blue. */
    public static final int CHANNELS = 3;
    /** Width and height of an image in pixels. */
    public static final int SIDE = 32;
    /** Values per image: channel by channel, row by row. */
    public static final int IMAGE = CHANNELS * SIDE * SIDE;

    private static final int RECORD = 1 + IMAGE;
    private static final int CHUNK = 20 * RECORD;
    /** Records in a published file; no batch has more. */
    private static final int BATCH_RECORDS = 10_000;
    /** Stands for the size of a compressed file. */
    private static final long UNKNOWN = Long.MAX_VALUE;
    private static final int MAX_RECORDS = Shapes.MAX_ELEMENTS / IMAGE;
    /** Bytes of a CIFAR-100 record, which has two labels. */
    private static final int CIFAR_100_RECORD = 2 + IMAGE;
    private static final String KIND = "a file of CIFAR-10's binary version";
    private static final String FIX = "give " + KIND + ", usually data_batch_1.bin and so on";

    private Cifar() {}

    /**
     * Images with their labels.
     *
     * @param pixels image by image, {@value #IMAGE} unsigned values each; not a copy
     * @param labels one per image, 0 to 9; not a copy
     * @param sha256 of the uncompressed content of each file, in hexadecimal
     */
    public record Images(byte[] pixels, byte[] labels, List<String> sha256) {
        /** Number of images. */
        public int count() {
            return labels.length;
        }
    }

    /**
     * Reads the images of several files, one after the other.
     *
     * @throws InputException if a file does not exist, or does not consist of one or more whole records with valid labels
     */
    public static Images read(List<Path> files) {
        ImageBuffer all = new ImageBuffer();
        all.expected = (int) Math.min(MAX_RECORDS, files.stream().mapToLong(Cifar::expectedRecords).sum());
        List<String> sums = new ArrayList<>();
        for (Path file : files) {
            sums.add(Source.unzipped(file, KIND, (source, in, most, exact) -> read(source, in, exact ? most : UNKNOWN, all)));
        }
        return all.images(sums);
    }

    /**
     * Number of records for which memory is allocated in advance: by the size of the file, but at most those of a batch, because the file may be
     * of any other kind.
     */
    private static long expectedRecords(Path file) {
        try {
            return Math.min(BATCH_RECORDS, Files.size(file) / RECORD);
        } catch (IOException reading) {
            return 0; // Reading the file will report what is wrong.
        }
    }

    /**
     * Reads a file.
     *
     * @param bytes size of the file; UNKNOWN if it is compressed
     * @return its SHA-256
     */
    private static String read(Source source, InputStream in, long bytes, ImageBuffer all) throws IOException {
        MessageDigest digest = Idx.sha256();
        InputStream counted = new DigestInputStream(in, digest);
        byte[] chunk = new byte[CHUNK];
        long done = 0;
        int got = counted.readNBytes(chunk, 0, CHUNK);
        requireKind(source, Arrays.copyOf(chunk, Math.min(got, 512)));
        if (bytes != UNKNOWN) {
            requireWhole(source, bytes);
            requireBatch(source, bytes / RECORD);
        }
        while (got > 0) {
            // Also reads a compressed file to its end, where its checksum is.
            requireWhole(source, done * RECORD + got);
            int records = got / RECORD;
            requireBatch(source, done + records);
            all.reserve(source, records);
            for (int i = 0; i < records; i++) {
                int label = chunk[i * RECORD] & 0xff;
                if (label >= CLASSES) {
                    throw source.fault("has the label " + label + " in record " + (done + i) + " (the first is 0), but CIFAR-10 has the labels 0 to "
                            + (CLASSES - 1), "it is damaged or of another kind: " + FIX);
                }
                all.add(chunk, i * RECORD);
            }
            done += records;
            got = counted.readNBytes(chunk, 0, CHUNK);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void requireWhole(Source source, long bytes) {
        if (bytes % RECORD == 0) {
            return;
        }
        String has = "has " + bytes + " bytes, which are " + bytes / RECORD + " whole records of " + RECORD + " and " + bytes % RECORD
                + " bytes more";
        throw bytes % CIFAR_100_RECORD == 0 ? source.fault(has + ", but whole records of CIFAR-100", FIX)
                : source.fault(has, "it is truncated or of another kind: copy or unpack it again");
    }

    private static void requireBatch(Source source, long records) {
        if (records > BATCH_RECORDS) {
            throw source.fault("has more than " + BATCH_RECORDS + " records of " + RECORD + " bytes, and a batch of CIFAR-10 has exactly that many, "
                    + (long) BATCH_RECORDS * RECORD + " bytes", "it is damaged or of another kind: " + FIX);
        }
    }

    /** Recognizes files of other kinds only for a better message: their first byte, a label above 9, is invalid in any case. */
    private static void requireKind(Source source, byte[] start) {
        if (start.length == 0) {
            throw source.fault("is empty", "copy or unpack it again");
        }
        if ((start[0] & 0xff) < CLASSES) {
            return;
        }
        Optional<String> archive = start.length > 262 && startsWith(start, 257, "ustar") ? Optional.of("tar")
                : startsWith(start, 0, "PK\3\4") ? Optional.of("zip")
                : startsWith(start, 0, "BZh") ? Optional.of("bzip2")
                : startsWith(start, 0, "\u00fd7zXZ") ? Optional.of("xz") : Optional.empty();
        if (archive.isPresent()) {
            throw source.fault("is an archive (" + archive.get() + "), not " + KIND, "unpack it and give the files in it");
        }
        if (start.length > 2 && (start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5) {
            throw source.fault("is from CIFAR-10's Python version (pickle), not its binary version",
                    "use the binary version, usually cifar-10-binary.tar.gz, and unpack it");
        }
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= at + wanted.length && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** The images of all files, in one array that grows if there are more than the file sizes suggest. */
    private static final class ImageBuffer {
        private byte[] pixels = new byte[0];
        private byte[] labels = new byte[0];
        private int count;
        private int expected;

        void reserve(Source source, int more) {
            long needed = (long) count + more;
            if (needed <= labels.length) {
                return;
            }
            long heap = Runtime.getRuntime().maxMemory();
            if (needed > MAX_RECORDS || needed * RECORD > heap) {
                throw source.fault("brings the total to more than " + Math.min(MAX_RECORDS, heap / RECORD) + " images, which is the limit",
                        "use fewer or smaller files, or give this program more memory (-Xmx)");
            }
            int capacity = (int) Math.max(needed, Math.min(MAX_RECORDS, count == 0 ? expected : 2L * count));
            pixels = Arrays.copyOf(pixels, capacity * IMAGE);
            labels = Arrays.copyOf(labels, capacity);
        }

        void add(byte[] record, int at) {
            labels[count] = record[at];
            System.arraycopy(record, at + 1, pixels, count * IMAGE, IMAGE);
            count++;
        }

        Images images(List<String> sums) {
            boolean exact = count == labels.length;
            return new Images(exact ? pixels : Arrays.copyOf(pixels, count * IMAGE), exact ? labels : Arrays.copyOf(labels, count),
                    List.copyOf(sums));
        }
    }
}
