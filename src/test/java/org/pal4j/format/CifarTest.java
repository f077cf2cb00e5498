package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.pal4j.AllocatedBytes;
import org.pal4j.InputException;

/** General tests of damaged files are in {@link DamagedFilesTest}. */
class CifarTest {
    private Scratch scratch;

    @BeforeProperty
    void open() throws IOException {
        scratch = Scratch.open();
    }

    @AfterProperty
    void close() throws IOException {
        scratch.close();
    }

    /** Counts around the twenty records that are read at once, and several files, gzipped or not. */
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void writtenFilesAreRead(@ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 45) Integer> counts, @ForAll long seed)
            throws IOException, GeneralSecurityException {
        Random random = new Random(seed);
        List<Path> files = new ArrayList<>();
        List<String> sums = new ArrayList<>();
        var pixels = new ByteArrayOutputStream();
        var labels = new ByteArrayOutputStream();
        for (int count : counts) {
            int[] own = random.ints(count, 0, 10).toArray();
            byte[] content = CifarRecords.of(random.nextLong(), own);
            sums.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            for (int i = 0; i < count; i++) {
                labels.write(own[i]);
                pixels.write(content, 3073 * i + 1, 3072);
            }
            boolean packed = random.nextInt(3) == 0;
            // The file name must not matter.
            files.add(scratch.file(files.size() + (random.nextBoolean() ? ".gz" : ".bin"), packed ? IdxFiles.packed(content) : content));
        }
        Cifar.Images images = Cifar.read(files);
        assertEquals(counts.stream().mapToInt(Integer::intValue).sum(), images.count());
        assertArrayEquals(labels.toByteArray(), images.labels());
        assertArrayEquals(pixels.toByteArray(), images.pixels());
        assertEquals(sums, images.sha256(), "SHA-256 of the content, gzipped or not");
    }

    /** The arrays are allocated once, with the size suggested by the files. */
    @Example
    void readingAllocatesLittleMoreThanTheImages() throws IOException {
        int[] labels = new int[1500];
        List<Path> files = List.of(scratch.file("a", CifarRecords.of(1, labels)), scratch.file("b", CifarRecords.of(2, labels)));
        long before = AllocatedBytes.ofThisThread();
        Cifar.Images images = Cifar.read(files);
        long allocated = AllocatedBytes.ofThisThread() - before;
        assertEquals(3000, images.count());
        assertTrue(allocated < 3000 * 3073 + (1 << 20), allocated + " bytes");
    }

    /** Content that compresses to almost nothing: the arrays grow as data arrives, and end with the right size. */
    @Example
    void arraysGrowWithCompressedContent() throws IOException {
        byte[] content = new byte[3073 * 45];
        for (int i = 0; i < 45; i++) {
            Arrays.fill(content, 3073 * i, 3073 * (i + 1), (byte) (i % 10));
        }
        Cifar.Images images = Cifar.read(List.of(scratch.file("a", IdxFiles.packed(content))));
        assertEquals(45, images.labels().length);
        assertEquals(45 * 3072, images.pixels().length);
        assertEquals(4, images.pixels()[45 * 3072 - 1]);
    }

    @Example
    void otherFilesAreRejected() throws IOException {
        byte[] good = CifarRecords.of(1, 3, 9, 0);
        assertRejected(scratch.file("none"), "does not exist; check the path of a file of CIFAR-10's binary version");
        assertRejected(scratch.directory(), "is a directory, not a file of CIFAR-10's binary version; name the file itself");
        assertRejected(scratch.file("a", new byte[0]), "a is empty; copy or unpack it again");
        assertRejected(scratch.file("a", IdxFiles.packed(new byte[0])), "a is empty; copy or unpack it again");
        for (boolean packed : new boolean[] {false, true}) {
            byte[] cut = Arrays.copyOf(good, 2 * 3073 + 1000);
            assertRejected(scratch.file("a", packed ? IdxFiles.packed(cut) : cut), "a has 7146 bytes, which are 2 whole records of 3073 and 1000 "
                    + "bytes more; it is truncated or of another kind: copy or unpack it again");
            byte[] label = CifarRecords.of(1, 0, 1, 10, 3);
            assertRejected(scratch.file("a", packed ? IdxFiles.packed(label) : label), "a has the label 10 in record 2 (the first is 0), but "
                    + "CIFAR-10 has the labels 0 to 9; it is damaged or of another kind: give a file of CIFAR-10's binary version, usually "
                    + "data_batch_1.bin and so on");
            byte[] negative = CifarRecords.of(1, 255);
            assertRejected(scratch.file("a", packed ? IdxFiles.packed(negative) : negative), "a has the label 255 in record 0");
            byte[] tar = new byte[10240];
            put(tar, 0, "cifar-10-batches-bin/");
            put(tar, 257, "ustar  ");
            assertRejected(scratch.file("a", packed ? IdxFiles.packed(tar) : tar), "a is an archive (tar), not a file of CIFAR-10's binary version; "
                    + "unpack it and give the files in it");
        }
        assertRejected(begins("PK\3\4"), "is an archive (zip)");
        assertRejected(begins("BZh9"), "is an archive (bzip2)");
        assertRejected(begins("\u00fd7zXZ\0"), "is an archive (xz)");
        assertRejected(begins("\u0080\2}q\1"), "is from CIFAR-10's Python version (pickle), not its binary version; use the binary version");
        assertRejected(scratch.file("a", new byte[3 * 3074]), "has 9222 bytes, which are 3 whole records of 3073 and 3 bytes more, but whole records "
                + "of CIFAR-100; give a file of CIFAR-10's");
        byte[] packed = IdxFiles.packed(good);
        assertRejected(scratch.file("a", Arrays.copyOf(packed, packed.length - 9)), "the gzip data end too early: the file is truncated");
        packed[packed.length - 8] ^= 1;
        assertRejected(scratch.file("a", packed), "the gzip data are damaged: their checksum or size is wrong");
    }

    /** A fault in one of many files names that file. */
    @Example
    void faultyFileIsNamed() throws IOException {
        Path good = scratch.file("good", CifarRecords.of(1, 1, 2));
        Path bad = scratch.file("bad", CifarRecords.of(1, 1, 20));
        InputException e = assertThrows(InputException.class, () -> Cifar.read(List.of(good, bad, good)));
        assertTrue(e.getMessage().startsWith(bad + " has the label 20 in record 1"), e.getMessage());
    }

    /** A sparse file of many gigabytes, which occupies no disk space, must not cause large allocations. */
    @Example
    void hugeFilesOfAnotherKindAreRejectedEarly() throws IOException {
        Path huge = scratch.file("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L * 1000 * 1000 * 1000);
        }
        long before = AllocatedBytes.ofThisThread();
        assertRejected(huge, "has 100000000000 bytes, which are 32541490 whole records of 3073 and 1230 bytes more");
        assertTrue(AllocatedBytes.ofThisThread() - before < 8 << 20);
        // No batch has more than 10 000 records.
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(3073L * 10_001);
        }
        assertRejected(huge, "has more than 10000 records of 3073 bytes, and a batch of CIFAR-10 has exactly that many, 30730000 bytes");
        // A plausible size: memory is allocated for one batch at most.
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(3073L * 10_000);
            file.seek(3073);
            file.write(77);
        }
        before = AllocatedBytes.ofThisThread();
        assertRejected(huge, "has the label 77 in record 1");
        assertTrue(AllocatedBytes.ofThisThread() - before < 40 << 20);
    }

    private Path begins(String text) throws IOException {
        byte[] bytes = new byte[5000];
        put(bytes, 0, text);
        return scratch.file("a", bytes);
    }

    private static void put(byte[] bytes, int at, String text) {
        byte[] some = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(some, 0, bytes, at, some.length);
    }

    private void assertRejected(Path file, String part) {
        InputException e = assertThrows(InputException.class, () -> Cifar.read(List.of(file)));
        assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        assertTrue(e.getMessage().startsWith(scratch.directory().toString()) && e.getMessage().lines().count() == 1, e.getMessage());
    }
}
