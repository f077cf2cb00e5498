package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.pal4j.AllocatedBytes;
import org.pal4j.InputException;

/** General tests of damaged files are in {@link DamagedFilesTest}. */
class IdxTest {
    /** Two images of 2 x 3. */
    private static final byte[] IMAGES = IdxFiles.images(2, 2, 3, new byte[] {0, 1, 127, -128, -1, 5, 6, 7, 8, 9, 10, 11});
    private static final byte[] LABELS = IdxFiles.labels(7, 2);

    private Scratch scratch;

    @BeforeProperty
    void open() throws IOException {
        scratch = Scratch.open();
    }

    @AfterProperty
    void close() throws IOException {
        scratch.close();
    }

    @Property
    void writtenFilesAreRead(@ForAll @IntRange(max = 5) int count, @ForAll boolean packed, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        int rows = random.nextInt(1, 31);
        int columns = random.nextInt(1, 31);
        byte[] pixels = new byte[count * rows * columns];
        random.nextBytes(pixels);
        int[] labels = random.ints(count, 0, 256).toArray();
        // The file name must not matter.
        String ending = random.nextBoolean() ? ".gz" : "";
        byte[] file = IdxFiles.images(count, rows, columns, pixels);
        Idx.Images images = Idx.images(scratch.file("images" + ending, packed ? IdxFiles.packed(file) : file));
        assertEquals(List.of(count, rows, columns), List.of(images.count(), images.rows(), images.columns()));
        assertArrayEquals(pixels, images.pixels());
        assertEquals(sha256(file), images.sha256(), "SHA-256 of the content, gzipped or not");

        byte[] labelFile = IdxFiles.labels(labels);
        Path path = scratch.file("labels" + ending, packed ? IdxFiles.packed(labelFile) : labelFile);
        Idx.Labels read = Idx.labels(path, 256);
        assertEquals(count, read.count());
        for (int i = 0; i < count; i++) {
            assertEquals((byte) labels[i], read.values()[i]);
        }
        Idx.requireSameNumber(path, images.count(), path, read.count());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Larger than all buffers, and partly highly compressible. */
    @Example
    void largeFilesAreRead() throws IOException {
        byte[] pixels = new byte[300 * 28 * 28];
        new Random(1).nextBytes(pixels);
        Arrays.fill(pixels, 0, pixels.length / 2, (byte) 3);
        byte[] file = IdxFiles.images(300, 28, 28, pixels);
        assertArrayEquals(pixels, Idx.images(scratch.file("plain", file)).pixels());
        assertArrayEquals(pixels, Idx.images(scratch.file("packed", IdxFiles.packed(file))).pixels());
    }

    /** Every changed byte of a compressed file is detected, unless it has no meaning. */
    @Example
    void compressedFileIsReadCorrectlyOrRejected() throws IOException {
        byte[] file = IdxFiles.packed(IMAGES);
        byte[] pixels = Idx.images(scratch.file("whole", file)).pixels();
        int rejected = 0;
        for (int at = 0; at < file.length; at++) {
            for (int bits : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
                byte[] damaged = file.clone();
                damaged[at] ^= (byte) bits;
                try {
                    assertArrayEquals(pixels, Idx.images(scratch.file("damaged", damaged)).pixels(), "byte " + at);
                } catch (InputException e) {
                    rejected++;
                }
            }
        }
        // Time, level, system and the text flag have no meaning, nor do up to 7 bits that pad the last byte of the data.
        assertTrue(rejected >= 9 * (file.length - 6) - 1 - 7, "rejected " + rejected + " of " + 9 * file.length);
    }

    @Example
    void gzipHeadersMayHaveOptionalFields() throws IOException {
        byte[] plain = IdxFiles.packed(IMAGES);
        for (int flags = 0; flags < 32; flags++) {
            var header = new ByteArrayOutputStream();
            header.write(plain, 0, 10);
            if ((flags & 4) != 0) {
                header.write(new byte[] {3, 0, 'a', 0, 'c'});
            }
            for (int text : new int[] {8, 16}) {
                header.write((flags & text) != 0 ? new byte[] {'n', 'a', 'm', 'e', 0} : new byte[0]);
            }
            byte[] bytes = header.toByteArray();
            bytes[3] = (byte) flags;
            CRC32 crc = new CRC32();
            crc.update(bytes);
            for (int wrong = 0; wrong < 2; wrong++) {
                var all = new ByteArrayOutputStream();
                all.write(bytes);
                if ((flags & 2) != 0) {
                    all.write((int) crc.getValue() + wrong);
                    all.write((int) crc.getValue() >>> 8);
                }
                all.write(plain, 10, plain.length - 10);
                Path file = scratch.file("header", all.toByteArray());
                if ((flags & 2) != 0 && wrong != 0) {
                    assertRejected(() -> Idx.images(file), "the gzip header is damaged: its checksum is wrong");
                } else {
                    assertEquals(2, Idx.images(file).count(), "flags " + flags);
                }
            }
        }
    }

    @Example
    void otherFilesAreRejected() throws IOException {
        assertRejected(() -> Idx.images(scratch.file("none")), "none does not exist; check the path of an IDX file of images");
        assertRejected(() -> Idx.labels(scratch.directory(), 10), "is a directory, not an IDX file of labels; name the file itself");
        for (byte[] file : List.of(LABELS, IdxFiles.packed(LABELS))) {
            assertRejected(() -> Idx.images(scratch.file("a", file)), "a holds labels (magic number 0x00000801), not images (0x00000803); "
                    + "give the file of images, usually ...-images-idx3-ubyte");
        }
        for (byte[] file : List.of(IMAGES, IdxFiles.packed(IMAGES))) {
            assertRejected(() -> Idx.labels(scratch.file("a", file), 10), "a holds images (magic number 0x00000803), not labels "
                    + "(0x00000801); give the file of labels, usually ...-labels-idx1-ubyte");
        }
        assertRejected(() -> Idx.images(scratch.file("a", "PK, or a page".getBytes())), "begins with 0x504b2c20, and an IDX file of images "
                + "begins with 0x00000803; give");
        assertRejected(() -> Idx.images(scratch.file("a", IdxFiles.file(0x0d03, new byte[4], 1, 1, 1))), "begins with 0x00000d03");
        assertRejected(() -> Idx.images(scratch.file("a", new byte[0])), "has 0 bytes, and an IDX file of images begins with 0x00000803");
        assertRejected(() -> Idx.labels(scratch.file("a", IdxFiles.packed(new byte[3])), 10), "has 3 bytes, and an IDX file of labels");
    }

    @Example
    void fileMustHoldExactlyWhatItClaims() throws IOException {
        assertRejected(() -> Idx.images(scratch.file("a", Arrays.copyOf(IMAGES, 20))), "has 20 bytes, but 2 images of 2 x 3 take 28; it is "
                + "truncated: copy or download the file again");
        assertRejected(() -> Idx.images(scratch.file("a", Arrays.copyOf(IMAGES, 30))), "has 30 bytes, but 2 images of 2 x 3 take 28; 2 bytes "
                + "follow them: copy");
        assertRejected(() -> Idx.images(scratch.file("a", Arrays.copyOf(IMAGES, 13))), "ends after 13 of the 16 bytes of its header");
        assertRejected(() -> Idx.images(scratch.file("a", IdxFiles.packed(Arrays.copyOf(IMAGES, 20)))), "ends after 4 of the 12 bytes");
        assertRejected(() -> Idx.images(scratch.file("a", IdxFiles.packed(Arrays.copyOf(IMAGES, 29)))), "continues after the 28 bytes that 2 "
                + "images of 2 x 3 take; it is damaged");
        byte[] packed = IdxFiles.packed(IMAGES);
        assertRejected(() -> Idx.images(scratch.file("a", Arrays.copyOf(packed, packed.length - 9))), "can't be read as an IDX file of images "
                + "(the gzip data end too early: the file is truncated); copy or write the file again");
        assertRejected(() -> Idx.images(scratch.file("a", Arrays.copyOf(packed, packed.length + 1))), "something follows the gzip data");
        byte[] twice = Arrays.copyOf(packed, 2 * packed.length);
        System.arraycopy(packed, 0, twice, packed.length, packed.length);
        assertRejected(() -> Idx.images(scratch.file("a", twice)), "something follows the gzip data");
        byte[] wrong = packed.clone();
        wrong[packed.length - 8] ^= 1;
        assertRejected(() -> Idx.images(scratch.file("a", wrong)), "the gzip data are damaged: their checksum or size is wrong");
    }

    /** Claims are checked before memory is allocated for them. */
    @Example
    void absurdSizesAreRejected() throws IOException {
        for (boolean packed : new boolean[] {false, true}) {
            assertClaim(packed, "claims 4294967295 images of 4294967295 x 4294967295, but 2147483639 bytes is the limit", -1, -1, -1);
            assertClaim(packed, "claims 1 images of 65536 x 65536, but", 1, 65536, 65536);
            assertClaim(packed, "claims 0 images of 1 x 4294967295, but", 0, 1, -1);
            assertClaim(packed, "claims 2147483647 labels, but", 2147483647);
            assertClaim(packed, "claims 5 images of 0 x 28, which have no pixels", 5, 0, 28);
            assertClaim(packed, packed
                    ? "claims 2500000 images of 28 x 28, 1960000016 bytes, and a packed file of this size is unpacked to at most 8388608"
                    : "has 19 bytes, but 2500000 images of 28 x 28 take 1960000016",
                    2_500_000, 28, 28);
        }
    }

    private void assertClaim(boolean packed, String part, int... sizes) throws IOException {
        byte[] content = IdxFiles.file(0x0800 | sizes.length, new byte[3], sizes);
        Path file = scratch.file("claim", packed ? IdxFiles.packed(content) : content);
        long before = AllocatedBytes.ofThisThread();
        assertRejected(() -> {
            if (sizes.length == 3) {
                Idx.images(file);
            } else {
                Idx.labels(file, 10);
            }
        }, part);
        assertTrue(AllocatedBytes.ofThisThread() - before < 8 << 20);
    }

    @Example
    void labelsMustMatchTheImages() throws IOException {
        assertRejected(() -> Idx.labels(scratch.file("a", IdxFiles.labels(0, 9, 10)), 10), "has the label 10 at index 2, but there are 10 classes, "
                + "0 to 9; give the labels of a data set with these classes");
        assertRejected(() -> Idx.labels(scratch.file("a", IdxFiles.labels(255)), 10), "has the label 255 at index 0");
        Path images = scratch.file("images", IMAGES);
        Path labels = scratch.file("labels", IdxFiles.labels(1, 2, 3));
        assertRejected(() -> Idx.requireSameNumber(images, Idx.images(images).count(), labels, Idx.labels(labels, 10).count()),
                "labels has 3 labels, but " + images + " has 2 images; take both files from the same data set");
    }

    private void assertRejected(org.junit.jupiter.api.function.Executable read, String part) {
        InputException e = assertThrows(InputException.class, read);
        assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        assertTrue(e.getMessage().startsWith(scratch.directory().toString()) && e.getMessage().lines().count() == 1, e.getMessage());
    }
}
