package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;

class NpyTest {
    private static final NpyArray FLOATS =
            NpyArray.ofFloats(new float[] {1.5f, -2, Float.POSITIVE_INFINITY, 0.1f, Float.NaN, -0f}, 2, 3);

    @TempDir
    Path directory;

    /** Files saved by NumPy, with their arrays. */
    private static final Map<String, NpyArray> SAVED_BY_NUMPY = Map.of(
            NumpySamples.SCALAR, NpyArray.ofLongs(new long[] {-7}),
            NumpySamples.INT32, NpyArray.ofInts(new int[] {1, -2, Integer.MAX_VALUE}, 3),
            NumpySamples.UINT8, NpyArray.ofUnsignedBytes(new byte[] {0, -1}, 2, 1),
            NumpySamples.INT8, NpyArray.ofBytes(new byte[] {-128, 127}, 2),
            NumpySamples.BOOL, NpyArray.ofBooleans(new boolean[] {true, false, true}, 3),
            NumpySamples.FLOAT64, NpyArray.ofDoubles(new double[] {Math.PI}, 1),
            NumpySamples.EMPTY, NpyArray.ofFloats(new float[0], 0, 3),
            NumpySamples.TWENTY_DIMENSIONS, NpyArray.ofFloats(new float[1], IntStream.generate(() -> 1).limit(20).toArray()),
            NumpySamples.THIRTY_SIX_DIMENSIONS, NpyArray.ofBytes(new byte[1], IntStream.generate(() -> 1).limit(36).toArray()));

    @Test
    void writesTheBytesOfNumpy() throws IOException {
        assertEquals(NumpySamples.FLOAT32_IN_HEX, HexFormat.of().formatHex(written(FLOATS)));
        for (Map.Entry<String, NpyArray> saved : SAVED_BY_NUMPY.entrySet()) {
            assertArrayEquals(NumpySamples.bytes(saved.getKey()), written(saved.getValue()), saved.getValue().toString());
        }
    }

    @Test
    void readsTheBytesOfNumpy() throws IOException {
        assertEquals(FLOATS, read(HexFormat.of().parseHex(NumpySamples.FLOAT32_IN_HEX)));
        for (Map.Entry<String, NpyArray> saved : SAVED_BY_NUMPY.entrySet()) {
            assertEquals(saved.getValue(), read(NumpySamples.bytes(saved.getKey())));
        }
    }

    @Test
    void readsBigEndian() throws IOException {
        assertEquals(NpyArray.ofFloats(new float[] {1.5f, -2, 3, 4}, 2, 2), read(NumpySamples.bytes(NumpySamples.BIG_ENDIAN_FLOAT32)));
        assertEquals(NpyArray.ofDoubles(new double[] {1e300, -0.5}, 2), read(NumpySamples.bytes(NumpySamples.BIG_ENDIAN_FLOAT64)));
        assertEquals(NpyArray.ofInts(new int[] {1, -2, 70000}, 3), read(NumpySamples.bytes(NumpySamples.BIG_ENDIAN_INT32)));
        assertEquals(NpyArray.ofLongs(new long[] {1L << 62, -1}, 2), read(NumpySamples.bytes(NumpySamples.BIG_ENDIAN_INT64)));
    }

    @Test
    void readsFortranOrder() throws IOException {
        int[] inOrder = IntStream.range(0, 24).toArray();
        assertEquals(NpyArray.ofInts(inOrder, 2, 3, 4), read(NumpySamples.bytes(NumpySamples.FORTRAN_INT32)));
        assertEquals(NpyArray.ofDoubles(new double[] {0, 1, 2, 3, 4, 5}, 2, 3),
                read(NumpySamples.bytes(NumpySamples.FORTRAN_BIG_ENDIAN_FLOAT64)));
        assertEquals(NpyArray.ofBytes(new byte[0], 0, 3), read(npy("{'descr': '|i1', 'fortran_order': True, 'shape': (0, 3)}", 0)));
    }

    @Test
    void readsAllVersionsOfTheHeader() throws IOException {
        NpyArray expected = NpyArray.ofFloats(new float[] {1, 2}, 2);
        assertEquals(expected, read(NumpySamples.bytes(NumpySamples.VERSION_2)));
        assertEquals(expected, read(NumpySamples.bytes(NumpySamples.VERSION_3)));
    }

    /** More elements than fit in one chunk. */
    @Test
    void readsAndWritesLongArrays() throws IOException {
        long[] values = IntStream.range(0, 100_001).mapToLong(i -> i * 0x9E3779B97F4A7C15L).toArray();
        NpyArray array = NpyArray.ofLongs(values, 100_001);
        Path file = directory.resolve("long.npy");
        Npy.write(file, array);
        assertArrayEquals(values, Npy.read(file).toLongs());
        assertEquals(array, Npy.read(new ByteArrayInputStream(Files.readAllBytes(file)), Long.MAX_VALUE, "stream"));
        assertArrayEquals(written(array), Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
        "{'shape':(2,3),'fortran_order':False,'descr':'<f4'}   \n",
        "{ \"descr\" : \"<f4\" , 'shape' : ( 2 , 3 , ) , 'fortran_order' : False }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }"})
    void acceptsEquivalentHeaders(String header) throws IOException {
        assertEquals(NpyArray.ofFloats(new float[6], 2, 3), read(npy(header, 24)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{", "{}", "[]", "None", "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'shape': (2, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': [2, 3]}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6.0,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3",
        "{'descr': '<f4, 'fortran_order': False, 'shape': (2, 3)}",
        "{descr: '<f4', 'fortran_order': False, 'shape': (2, 3)}",
        "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1111111111111111111111,)}"})
    void otherHeadersAreRejected(String header) {
        assertRejected(npy(header, 24), "has a header that is not NumPy's");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '"', value = {
        "'|O' # '|O'", "'<U2' # '<U2'", "'<c8' # '<c8'", "'<u4' # '<u4'", "'<f2' # '<f2'", "'f4' # 'f4'", "'|f4' # '|f4'",
        "'=i8' # '=i8'", "'' # ''", "[('x', '<f4'), ('y', '<i4')] # [('x', '<f4'), ('y', '<i4')]"})
    void otherElementKindsAreRejectedByName(String descr, String named) {
        assertRejected(npy("{'descr': " + descr + ", 'fortran_order': False, 'shape': (2, 3)}", 24), "dtype " + named);
    }

    @Test
    void impossibleShapesAreRejected() {
        assertRejected(shaped("(-1,)", 24), "negative");
        assertRejected(shaped("(2147483648,)", 24), "limit of 2147483639 elements");
        assertRejected(shaped("(4294967296, 4294967296)", 24), "limit of 2147483639 elements");
        assertRejected(shaped("(65536, 65536)", 24), "limit of 2147483639 elements");
        assertRejected(shaped("(" + "1, ".repeat(65) + ")", 4), "65 dimensions");
        assertRejected(shaped("(1000000000,)", 24), "takes 4000000");
    }

    /** With one size of zero, an array is empty whatever its other sizes, even if their product overflows. */
    @Test
    void emptyArraysMayHaveLargeSizes() throws IOException {
        int large = 2_147_483_639;
        assertArrayEquals(new int[] {large, large, large, 0}, read(shaped("(" + (large + ", ").repeat(3) + "0)", 0)).shape());
        assertEquals(0, read(shaped("(0, " + (large + ", ").repeat(3) + ")", 0)).size());
    }

    @Test
    void otherFilesAreRejected() throws IOException {
        assertRejected(new byte[0], "is empty");
        assertRejected("a text\n".getBytes(StandardCharsets.US_ASCII), "its first bytes are 61 20 74 65 78 74 0a instead of 93 4e");
        byte[] good = written(FLOATS);
        byte[] version = good.clone();
        version[6] = 9;
        assertRejected(version, "version 9.0");
        assertRejected(Arrays.copyOf(good, 9), "ends after 9 bytes");
        assertRejected(Arrays.copyOf(good, 40), "ends after 30 of the 118 bytes of its header");
        assertRejected(Arrays.copyOf(good, good.length - 1), "has 151 bytes, but an array of float32 of shape (2, 3) takes 152");
        assertRejected(Arrays.copyOf(good, good.length + 3), "3 bytes follow the array");
        byte[] huge = good.clone();
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).put(6, (byte) 2).putInt(8, Integer.MAX_VALUE);
        assertRejected(huge, "declares a header of 2147483647 bytes");
        byte[] bools = written(NpyArray.ofBooleans(new boolean[2], 2));
        bools[bools.length - 1] = 2;
        assertRejected(bools, "byte 2 as element 1");
    }

    @Test
    void missingFilesAndDirectoriesAreRejected() {
        Path missing = directory.resolve("no.npy");
        InputException rejected = assertThrows(InputException.class, () -> Npy.read(missing));
        assertEquals(missing + " does not exist; check the path of a NumPy array file (npy)", rejected.getMessage());
        rejected = assertThrows(InputException.class, () -> Npy.read(directory));
        assertTrue(rejected.getMessage().startsWith(directory + " is a directory"), rejected.getMessage());
    }

    @Test
    void streamLimitIsEnforced() throws IOException {
        byte[] bytes = written(FLOATS);
        assertEquals(FLOATS, Npy.read(new ByteArrayInputStream(bytes), bytes.length, "stream"));
        InputException rejected = assertThrows(InputException.class,
                () -> Npy.read(new ByteArrayInputStream(bytes), bytes.length - 1, "stream"));
        assertEquals("stream declares 152 bytes, but 151 is the limit here; give a smaller array", rejected.getMessage());
        rejected = assertThrows(InputException.class, () -> Npy.read(new ByteArrayInputStream(bytes, 0, 150), 1000, "stream"));
        assertTrue(rejected.getMessage().startsWith("stream ends after 22 of the 24 bytes"), rejected.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Npy.read(new ByteArrayInputStream(bytes), -1, "stream"));
    }

    /** Text from a file may be long or contain terminal control sequences; the message remains one short, printable line. */
    @Test
    void messagesAreShortAndPrintable() {
        InputException rejected = assertThrows(InputException.class,
                () -> read(npy("{'\u001b[2J\r" + "x".repeat(5000) + "': 1}", 0)));
        assertTrue(rejected.getMessage().contains("\\u{1b}[2J\\u{d}xxx"), rejected.getMessage());
        assertTrue(rejected.getMessage().length() < 600, rejected.getMessage());
    }

    private void assertRejected(byte[] file, String because) {
        InputException rejected = assertThrows(InputException.class, () -> read(file));
        assertTrue(rejected.getMessage().contains(because), rejected.getMessage());
        assertTrue(rejected.getMessage().startsWith(directory.resolve("array.npy").toString()), rejected.getMessage());
    }

    private NpyArray read(byte[] file) throws IOException {
        return Npy.read(Files.write(directory.resolve("array.npy"), file));
    }

    private static byte[] written(NpyArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, array);
        return out.toByteArray();
    }

    private static byte[] shaped(String shape, int zeros) {
        return npy("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}", zeros);
    }

    /** A file of version 1.0 with any header, followed by zeros for the elements. */
    private static byte[] npy(String header, int zeros) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length + zeros).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0)
                .putShort((short) text.length).put(text).array();
    }
}
