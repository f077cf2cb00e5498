package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;

class NpzTest {
    private static final NpyArray WEIGHTS = NpyArray.ofFloats(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    private static final NpyArray MASK = NpyArray.ofBooleans(new boolean[] {true, false}, 2);

    /** Offsets within a record of the central directory, from its signature. */
    private static final int CRC_AT = 16;
    private static final int PACKED_AT = 20;
    private static final int UNPACKED_AT = 24;

    @TempDir
    Path directory;

    @Test
    void readsTheArchivesOfNumpy() throws IOException {
        Map<String, NpyArray> expected = new LinkedHashMap<>();
        expected.put("w", WEIGHTS);
        expected.put("mask", MASK);
        assertEquals(List.copyOf(expected.entrySet()), List.copyOf(read(NumpySamples.bytes(NumpySamples.ARCHIVE)).entrySet()));
        expected.put("n", NpyArray.ofLongs(new long[] {42}));
        assertEquals(List.copyOf(expected.entrySet()),
                List.copyOf(read(NumpySamples.bytes(NumpySamples.COMPRESSED_ARCHIVE)).entrySet()));
    }

    @Test
    void readsNamesWithAndWithoutSuffix() throws IOException {
        Map<String, NpyArray> arrays = read(zip(Map.of("a.npy", npy(WEIGHTS)), "b", npy(MASK)));
        assertEquals(Map.of("a", WEIGHTS, "b", MASK), arrays);
        assertThrows(UnsupportedOperationException.class, arrays::clear);
    }

    @Test
    void readsAnEmptyArchive() throws IOException {
        Path file = directory.resolve("none.npz");
        Npz.write(file, Map.of());
        assertEquals(Map.of(), Npz.read(file));
    }

    /** Entries have NumPy's names, and each is an npy file. */
    @Test
    void writesNpyFilesUncompressed() throws IOException {
        Path file = directory.resolve("a.npz");
        Npz.write(file, Map.of("w", WEIGHTS));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry("w.npy");
            assertEquals(ZipEntry.STORED, entry.getMethod());
            assertArrayEquals(npy(WEIGHTS), zip.getInputStream(entry).readAllBytes());
        }
    }

    @Test
    void equalContentGivesEqualBytesInEveryTimeZone() throws IOException {
        TimeZone zone = TimeZone.getDefault();
        byte[][] written = new byte[3][];
        try {
            for (int i = 0; i < written.length; i++) {
                TimeZone.setDefault(TimeZone.getTimeZone(List.of("UTC", "Asia/Kolkata", "America/Los_Angeles").get(i)));
                Path file = directory.resolve(i + ".npz");
                Npz.write(file, Map.of("w", WEIGHTS, "mask", MASK));
                written[i] = Files.readAllBytes(file);
            }
        } finally {
            TimeZone.setDefault(zone);
        }
        assertArrayEquals(written[0], written[1]);
        assertArrayEquals(written[0], written[2]);
    }

    @Test
    void duplicateNamesAreRejected() throws IOException {
        assertRejected(zip(Map.of("a.npy", npy(WEIGHTS)), "a", npy(MASK)), "holds two arrays with the name 'a'");
    }

    @Test
    void incompleteEntriesAreRejected() throws IOException {
        byte[] npy = npy(WEIGHTS);
        assertRejected(zip(Map.of(), "a.txt", "text".getBytes(StandardCharsets.US_ASCII)), ", array 'a.txt', is not a NumPy array");
        assertRejected(zip(Map.of(), "folder/", new byte[0]), ", array 'folder/', is empty");
        assertRejected(zip(Map.of(), "a.npy", Arrays.copyOf(npy, npy.length - 4)), ", array 'a', has 148 bytes, but");
        assertRejected(zip(Map.of(), "a.npy", Arrays.copyOf(npy, npy.length + 4)), "4 bytes follow the array");
        byte[] bools = npy(MASK);
        bools[bools.length - 2] = 7;
        assertRejected(zip(Map.of(), "a.npy", bools), "byte 7 as element 0");
    }

    @Test
    void otherFilesAreRejected() throws IOException {
        byte[] archive = NumpySamples.bytes(NumpySamples.ARCHIVE);
        assertRejected(new byte[0], "is empty");
        assertRejected("a text that is long enough".getBytes(StandardCharsets.US_ASCII), "is not a NumPy archive (npz)");
        assertRejected(npy(WEIGHTS), "is not a NumPy archive (npz)");
        assertRejected(Arrays.copyOf(archive, archive.length - 1), "does not end as a zip file does");
        assertRejected(Arrays.copyOf(archive, archive.length + 1), "does not end as a zip file does");
        Path missing = directory.resolve("no.npz");
        InputException rejected = assertThrows(InputException.class, () -> Npz.read(missing));
        assertTrue(rejected.getMessage().startsWith(missing + " does not exist"), rejected.getMessage());
        rejected = assertThrows(InputException.class, () -> Npz.read(directory));
        assertTrue(rejected.getMessage().startsWith(directory + " is a directory"), rejected.getMessage());
    }

    @Test
    void changedBytesAreDetectedByTheirChecksum() {
        byte[] changed = NumpySamples.bytes(NumpySamples.ARCHIVE);
        changed[lastOfWeights(changed)] ^= 1;
        assertRejected(changed, ", array 'w', has the checksum ");
        assertRejected(patched(NumpySamples.COMPRESSED_ARCHIVE, CRC_AT, 0x1234), "but the archive says 00001234");
    }

    private static int lastOfWeights(byte[] archive) {
        // The elements end where the header of the next entry begins.
        return indexOf(archive, 0x04034b50, 1) - 1;
    }

    /** Sizes claimed for the first entry that contradict the bytes present. */
    @Test
    void impossibleSizesAreRejected() {
        assertRejected(patched(NumpySamples.ARCHIVE, UNPACKED_AT, 1_000_000_000), "can't hold them");
        assertRejected(patched(NumpySamples.COMPRESSED_ARCHIVE, UNPACKED_AT, 1_000_000_000), "can't hold them");
        assertRejected(patched(NumpySamples.COMPRESSED_ARCHIVE, UNPACKED_AT, 60_000), "60000 bytes, but an array of float32");
        assertRejected(patched(NumpySamples.COMPRESSED_ARCHIVE, PACKED_AT, 1_000_000_000), "only 571 bytes of the file are left");
        assertRejected(patched(NumpySamples.COMPRESSED_ARCHIVE, PACKED_AT, 10), "can't be unpacked");
        // Each entry alone fits in the file, but not both.
        assertRejected(patched(NumpySamples.COMPRESSED_ARCHIVE, PACKED_AT, 560), ", array 'mask', takes 70 bytes");
    }

    private static byte[] patched(String archive, int at, int value) {
        byte[] bytes = NumpySamples.bytes(archive);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(indexOf(bytes, 0x02014b50, 0) + at, value);
        return bytes;
    }

    private static int indexOf(byte[] bytes, int magic, int from) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = from;
        while (buffer.getInt(at) != magic) {
            at++;
        }
        return at;
    }

    private void assertRejected(byte[] file, String because) {
        InputException rejected = assertThrows(InputException.class, () -> read(file));
        assertTrue(rejected.getMessage().contains(because), rejected.getMessage());
        assertTrue(rejected.getMessage().startsWith(directory.resolve("arrays.npz").toString()), rejected.getMessage());
    }

    private Map<String, NpyArray> read(byte[] file) throws IOException {
        return Npz.read(Files.write(directory.resolve("arrays.npz"), file));
    }

    private static byte[] npy(NpyArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, array);
        return out.toByteArray();
    }

    /** A compressed zip file with these entries and one more. */
    private static byte[] zip(Map<String, byte[]> entries, String last, byte[] lastBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
            zip.putNextEntry(new ZipEntry(last));
            zip.write(lastBytes);
        }
        return out.toByteArray();
    }
}
