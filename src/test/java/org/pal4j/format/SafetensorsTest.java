package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;

class SafetensorsTest {
    @TempDir
    Path directory;

    @Test
    void readsAllKindsInTheOrderOfTheHeader() throws IOException {
        byte[] data = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-3).putDouble(0.5).putInt(7).putFloat(-1.5f).put((byte) 200).put((byte) -56).put((byte) 1).put((byte) 0)
                .array();
        Safetensors.Content content = read("""
                {"bool":{"dtype":"BOOL","shape":[1,2],"data_offsets":[26,28]},
                 "i64":{"dtype":"I64","shape":[],"data_offsets":[0,8]},
                 "f64":{"dtype":"F64","shape":[1],"data_offsets":[8,16]},
                 "none":{"dtype":"F32","shape":[0,4],"data_offsets":[16,16]},
                 "i32":{"dtype":"I32","shape":[1],"data_offsets":[16,20]},
                 "f32":{"dtype":"F32","shape":[1],"data_offsets":[20,24]},
                 "u8":{"dtype":"U8","shape":[1],"data_offsets":[24,25]},
                 "i8":{"dtype":"I8","shape":[1],"data_offsets":[25,26]},
                 "__metadata__":{"made":"by hand","step":"3"},
                 "pad":{"dtype":"U8","shape":[2,2],"data_offsets":[28,32]}}""" + "   ", data);
        Map<String, NpyArray> expected = new LinkedHashMap<>();
        expected.put("bool", NpyArray.ofBooleans(new boolean[] {true, false}, 1, 2));
        expected.put("i64", NpyArray.ofLongs(new long[] {-3}));
        expected.put("f64", NpyArray.ofDoubles(new double[] {0.5}, 1));
        expected.put("none", NpyArray.ofFloats(new float[0], 0, 4));
        expected.put("i32", NpyArray.ofInts(new int[] {7}, 1));
        expected.put("f32", NpyArray.ofFloats(new float[] {-1.5f}, 1));
        expected.put("u8", NpyArray.ofUnsignedBytes(new byte[] {(byte) 200}, 1));
        expected.put("i8", NpyArray.ofBytes(new byte[] {-56}, 1));
        expected.put("pad", NpyArray.ofUnsignedBytes(new byte[4], 2, 2));
        assertEquals(List.copyOf(expected.entrySet()), List.copyOf(content.tensors().entrySet()));
        assertEquals(Map.of("made", "by hand", "step", "3"), content.metadata());
        assertThrows(UnsupportedOperationException.class, () -> content.tensors().clear());
    }

    @Test
    void readsAnEmptyFile() throws IOException {
        assertEquals(new Safetensors.Content(new LinkedHashMap<>(), new LinkedHashMap<>()), read("{}", new byte[0]));
    }

    /** Every byte: the length, the header in the order of the map and padded with blanks to whole words, and wide elements first. */
    @Test
    void writesTheFormat() throws IOException {
        Map<String, NpyArray> tensors = new LinkedHashMap<>();
        tensors.put("m", NpyArray.ofBooleans(new boolean[] {true}, 1));
        tensors.put("w", NpyArray.ofFloats(new float[] {1, -2}, 2, 1));
        tensors.put("n", NpyArray.ofLongs(new long[] {258}));
        Path file = directory.resolve("own.safetensors");
        Safetensors.write(file, tensors, Map.of("b", "2", "a", "\"1\""));
        String header = """
                {"__metadata__":{"a":"\\"1\\"","b":"2"},"m":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]},\
                "w":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""";
        header += " ".repeat(-header.length() & 7);
        byte[] data = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(258).putFloat(1).putFloat(-2).put((byte) 1).array();
        assertArrayEquals(bytes(header, data), Files.readAllBytes(file));
    }

    @Test
    void tensorNamedLikeTheMetadataIsRejected() {
        Path file = directory.resolve("own.safetensors");
        Map<String, NpyArray> tensors = Map.of("__metadata__", NpyArray.ofFloats(new float[1]));
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, tensors, Map.of()));
        assertTrue(Files.notExists(file));
    }

    /** One tensor "t" in a header, 8 bytes of data, and the expected message. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
        "{'dtype':'F16','shape':[4],'data_offsets':[0,8]} # tensor 't', has elements of dtype 'F16'",
        "{'dtype':'BF16','shape':[4],'data_offsets':[0,8]} # dtype 'BF16'",
        "{'dtype':'F32','shape':[3],'data_offsets':[0,8]} # float32 of shape (3,) takes 12 bytes",
        "{'dtype':'F32','shape':[2],'data_offsets':[8,0]} # has the data_offsets [8, 0]",
        "{'dtype':'F32','shape':[2],'data_offsets':[-8,0]} # has the data_offsets [-8, 0]",
        "{'dtype':'F32','shape':[2],'data_offsets':[9223372036854775800,-9223372036854775808]} # has the data_offsets",
        "{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]} # has 3 data_offsets",
        "{'dtype':'F32','shape':[2],'data_offsets':[4,12]} # there is a gap",
        "{'dtype':'F32','shape':[1],'data_offsets':[0,4]} # 4 bytes together, but 8 bytes follow",
        "{'dtype':'F32','shape':[3],'data_offsets':[0,12]} # truncated",
        "{'dtype':'F32','shape':[-2],'data_offsets':[0,8]} # negative",
        "{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,8]} # limit of 2147483639 elements",
        "{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]} # where an integer is expected",
        "{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]} # where an integer is expected",
        "{'dtype':'F32','shape':2,'data_offsets':[0,8]} # has no shape that is a list",
        "{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1} # not described by",
        "{'dtype':'F32','shape':[2]} # not described by",
        "{'dtype':4,'shape':[2],'data_offsets':[0,8]} # not described by",
        "[0] # not described by",
        "{'dtype':'F32','shape':[2],'shape':[2],'data_offsets':[0,8]} # one name twice, at its character 39",
        "{'dtype':'BOOL','shape':[8],'data_offsets':[0,8]} # tensor 't', holds the byte 255 as element 7"})
    void impossibleTensorsAreRejected(String tensor, String because) {
        byte[] data = {0, 0, 0, 0, 0, 0, 0, -1};
        assertRejected(bytes(("{'t':" + tensor + "}").replace('\'', '"'), data), because);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'a':{'dtype':'U8','shape':[0],'data_offsets':[8,8]}} # one name twice",
        "{'a':{'dtype':'U8','shape':[5],'data_offsets':[0,5]},'b':{'dtype':'U8','shape':[4],'data_offsets':[4,8]}} # an overlap",
        "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},'b':{'dtype':'U8','shape':[4],'data_offsets':[4,8]}} # a gap",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'__metadata__':{'a':1}} # metadata 'a' that is not a string",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'__metadata__':[]} # metadata that is not a JSON object",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]}} {} # not valid JSON",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]} # not valid JSON",
        "[] # does not begin with a brace",
        "'' # does not begin with a brace"})
    void impossibleHeadersAreRejected(String header, String because) {
        assertRejected(bytes(header.replace("''", "").replace('\'', '"'), new byte[8]), because);
    }

    @Test
    void otherFilesAreRejected() {
        assertRejected(new byte[0], "is empty");
        assertRejected(new byte[5], "ends after 5 bytes");
        assertRejected("a text that is long".getBytes(StandardCharsets.US_ASCII), "declares a header of 8367816168101388385 bytes");
        assertRejected(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, "declares a header of 18446744073709551615 bytes");
        assertRejected(new byte[] {9, 0, 0, 0, 0, 0, 0, 0, '{', '}'}, "declares a header of 9 bytes, but has only 10");
        assertRejected(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xff, '}'}, "not valid UTF-8");
        Path missing = directory.resolve("no.safetensors");
        InputException rejected = assertThrows(InputException.class, () -> Safetensors.read(missing));
        assertTrue(rejected.getMessage().startsWith(missing + " does not exist"), rejected.getMessage());
        rejected = assertThrows(InputException.class, () -> Safetensors.read(directory));
        assertTrue(rejected.getMessage().startsWith(directory + " is a directory"), rejected.getMessage());
    }

    private void assertRejected(byte[] file, String because) {
        Path path = directory.resolve("model.safetensors");
        InputException rejected = assertThrows(InputException.class, () -> Safetensors.read(Files.write(path, file)));
        assertTrue(rejected.getMessage().contains(because), rejected.getMessage());
        assertTrue(rejected.getMessage().startsWith(path.toString()), rejected.getMessage());
    }

    private Safetensors.Content read(String header, byte[] data) throws IOException {
        return Safetensors.read(Files.write(directory.resolve("model.safetensors"), bytes(header, data)));
    }

    private static byte[] bytes(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length).put(text).put(data).array();
    }
}
