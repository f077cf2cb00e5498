package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.AllocatedBytes;
import org.pal4j.InputException;

/** Packed files of zeros, which unpack to a thousand times their size. */
class BombsTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path folder;

    /** Writes a gzip file with some bytes, and so many megabytes of zeros. */
    private Path gzip(String name, byte[] head, int megabytes) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.write(head);
            zeros(out, megabytes);
        }
        return file;
    }

    private static void zeros(OutputStream out, int megabytes) throws IOException {
        byte[] zeros = new byte[MEGABYTE];
        for (int k = 0; k < megabytes; k++) {
            out.write(zeros);
        }
    }

    /** Writes an npz archive with arrays of so many megabytes of zeros, as bytes. */
    private Path npz(int megabytes, boolean stored, String... names) throws IOException {
        Path file = folder.resolve("bomb.npz");
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(stored ? 0 : 9);
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name + ".npy"));
                String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + megabytes + ", " + MEGABYTE + "), }";
                zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
                zip.write((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1));
                zeros(zip, megabytes);
            }
        }
        return file;
    }

    private static void assertRefused(int megabytes, String part, Executable read) {
        long before = AllocatedBytes.ofThisThread();
        String message = assertThrows(InputException.class, read).getMessage();
        long taken = AllocatedBytes.ofThisThread() - before;
        assertTrue(message.contains(part), part + " is not in: " + message);
        assertTrue(taken < (long) megabytes * MEGABYTE, taken + " bytes");
    }

    @Test
    void packedImagesAreNotUnpackedToAnySize() throws IOException {
        byte[] head = ByteBuffer.allocate(16).putInt(0x803).putInt(200_000).putInt(28).putInt(28).array();
        Path file = gzip("images.gz", head, 150);
        assertRefused(4, "claims 200000 images of 28 x 28, 156800016 bytes, and a packed file of this size is unpacked to at most ",
                () -> Idx.images(file));
        // What is claimed is little, and what comes is not.
        byte[] few = ByteBuffer.allocate(8).putInt(0x801).putInt(100).array();
        Path labels = gzip("labels.gz", few, 150);
        assertRefused(4, "continues after the 108 bytes", () -> Idx.labels(labels, 10));
        assertEquals(List.of(200_000, 28, 28), List.of(Idx.sizesOfImages(file)[0], Idx.sizesOfImages(file)[1], Idx.sizesOfImages(file)[2]));
        assertEquals(100, Idx.numberOfLabels(labels));
    }

    @Test
    void aPackedBatchIsNotUnpackedToAnySize() throws IOException {
        Path file = gzip("data_batch_1.bin.gz", new byte[0], 300);
        assertRefused(150, "unpacks to more than ", () -> Cifar.read(List.of(file)));
    }

    @Test
    void arraysOfAnArchiveAreNotUnpackedToAnySize() throws IOException {
        Path file = npz(60, false, "x");
        String part = "array 'x', unpacks to 62914688 bytes, and is ";
        assertRefused(4, part, () -> Npz.read(file));
        assertRefused(4, part, () -> Npz.headers(file, name -> true));
        assertRefused(4, "write it without compression, with numpy.savez", () -> Npz.read(file));
        // What nobody asks for does no harm.
        assertTrue(Npz.read(file, name -> false).isEmpty());
        assertEquals(List.of("x"), List.copyOf(Npz.headers(file, name -> false).keySet()));
        // Without compression, the file is as large as its arrays.
        assertEquals(60 * MEGABYTE, Npz.read(npz(60, true, "x")).get("x").size());
        assertEquals(4 * MEGABYTE, Npz.read(npz(4, false, "x")).get("x").size(), "a few megabytes are no harm");
    }
}
