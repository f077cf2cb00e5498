package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Everything written is read back, bit for bit and in order, and equal content gives equal files. */
class RoundTripTest {
    private static Scratch scratch;

    @BeforeContainer
    static void open() throws IOException {
        scratch = Scratch.open();
    }

    @AfterContainer
    static void close() throws IOException {
        scratch.close();
    }

    @Provide
    Arbitrary<NpyArray> arrays() {
        return AnyArrays.arrays();
    }

    @Provide
    Arbitrary<Map<String, NpyArray>> maps() {
        return AnyArrays.maps();
    }

    @Provide
    Arbitrary<Map<String, String>> texts() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(10);
        return Arbitraries.maps(text, text).ofMaxSize(3);
    }

    @Property(tries = 300)
    void npy(@ForAll("arrays") NpyArray array) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Npy.write(written, array);
        byte[] bytes = written.toByteArray();
        assertEquals(array, Npy.read(scratch.file("array.npy", bytes)));
        assertEquals(Npy.bytes(array), bytes.length);
        assertEquals(0, (bytes.length - array.size() * array.kind().bytes()) % 64, "elements start at a multiple of 64");
        ByteArrayInputStream twice = new ByteArrayInputStream(concatenated(bytes, bytes));
        assertEquals(array, Npy.read(twice, bytes.length, "stream"));
        assertEquals(array, Npy.read(twice, bytes.length, "stream"), "the stream is left right after the first array");
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Property(tries = 40)
    void npz(@ForAll("maps") Map<String, NpyArray> arrays) throws IOException {
        Path file = scratch.file("arrays.npz");
        Npz.write(file, arrays);
        Map<String, NpyArray> read = Npz.read(file);
        assertEquals(List.copyOf(arrays.entrySet()), List.copyOf(read.entrySet()));
        Path again = scratch.file("again.npz");
        Npz.write(again, read);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Property(tries = 40)
    void safetensors(@ForAll("maps") Map<String, NpyArray> tensors, @ForAll("texts") Map<String, String> metadata) throws IOException {
        Path file = scratch.file("model.safetensors");
        Safetensors.write(file, tensors, metadata);
        Safetensors.Content read = Safetensors.read(file);
        assertEquals(List.copyOf(tensors.entrySet()), List.copyOf(read.tensors().entrySet()));
        assertEquals(metadata, read.metadata());
        Path again = scratch.file("again.safetensors");
        Safetensors.write(again, read.tensors(), read.metadata());
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    /** Unordered maps are sorted by name. */
    @Example
    void mapsWithoutOrderAreWrittenByName() throws IOException {
        Map<String, NpyArray> arrays = new HashMap<>();
        for (String name : List.of("z", "b", "aa", "a", "weights", "B", "10", "9")) {
            arrays.put(name, NpyArray.ofFloats(new float[] {name.length()}, 1));
        }
        List<String> sorted = List.of("10", "9", "B", "a", "aa", "b", "weights", "z");
        Path npz = scratch.file("unordered.npz");
        Npz.write(npz, arrays);
        assertEquals(sorted, List.copyOf(Npz.read(npz).keySet()));
        Path model = scratch.file("unordered.safetensors");
        Safetensors.write(model, arrays, Map.of());
        assertEquals(sorted, List.copyOf(Safetensors.read(model).tensors().keySet()));
    }
}
