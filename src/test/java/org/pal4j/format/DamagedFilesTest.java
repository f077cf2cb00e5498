package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.pal4j.AllocatedBytes;
import org.pal4j.InputException;

/** Whatever the damage to a file, reading it gives an array or an InputException, and a small file needs little memory. */
class DamagedFilesTest {
    /** Far more than reading a file of a kilobyte takes, and far less than the sizes that a damaged file may claim. */
    private static final long MAX_ALLOCATION = 32 << 20;

    private static Scratch scratch;
    private static List<Sample> samples;

    /** An undamaged file and its reader. */
    record Sample(String name, byte[] bytes, Consumer<Path> reader) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One change: a byte replaced, removed or inserted, at a place given as a fraction of the length. */
    record Change(String what, double place, byte value) {
        byte[] applied(byte[] bytes) {
            int at = (int) (place * bytes.length);
            byte[] changed = switch (what) {
                case "put in" -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    yield longer;
                }
                case "remove" -> {
                    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
                    System.arraycopy(bytes, at + 1, shorter, at, bytes.length - 1 - at);
                    yield shorter;
                }
                default -> bytes.clone();
            };
            if (!what.equals("remove")) {
                changed[at] = value;
            }
            return changed;
        }
    }

    @BeforeContainer
    static void open() throws IOException {
        scratch = Scratch.open();
        samples = samples();
    }

    @AfterContainer
    static void close() throws IOException {
        scratch.close();
    }

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String file : List.of(NumpySamples.FORTRAN_INT32, NumpySamples.BIG_ENDIAN_FLOAT64, NumpySamples.VERSION_3, NumpySamples.BOOL,
                NumpySamples.SCALAR)) {
            samples.add(new Sample("npy", NumpySamples.bytes(file), Npy::read));
        }
        samples.add(new Sample("npz", NumpySamples.bytes(NumpySamples.ARCHIVE), Npz::read));
        samples.add(new Sample("compressed npz", NumpySamples.bytes(NumpySamples.COMPRESSED_ARCHIVE), Npz::read));
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("mask", NpyArray.ofBooleans(new boolean[] {true, false}, 2));
        arrays.put("weights", NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        Path own = scratch.file("own.npz");
        Npz.write(own, arrays);
        samples.add(new Sample("npz of ours", Files.readAllBytes(own), Npz::read));
        Path model = scratch.file("own.safetensors");
        Safetensors.write(model, arrays, Map.of("step", "3"));
        samples.add(new Sample("safetensors", Files.readAllBytes(model), Safetensors::read));
        byte[] images = IdxFiles.images(3, 2, 5, new byte[30]);
        byte[] labels = IdxFiles.labels(3, 0, 9);
        samples.add(new Sample("idx of images", images, Idx::images));
        samples.add(new Sample("packed idx of images", IdxFiles.packed(images), Idx::images));
        samples.add(new Sample("idx of labels", labels, path -> Idx.labels(path, 10)));
        samples.add(new Sample("packed idx of labels", IdxFiles.packed(labels), path -> Idx.labels(path, 10)));
        byte[] records = CifarRecords.of(1, 7);
        Arrays.fill(records, 200, records.length, (byte) 3);
        samples.add(new Sample("cifar", records, path -> Cifar.read(List.of(path))));
        samples.add(new Sample("packed cifar", IdxFiles.packed(records), path -> Cifar.read(List.of(path))));
        return samples;
    }

    @Provide
    Arbitrary<Sample> anySample() {
        return Arbitraries.of(samples);
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Byte> values = Arbitraries.oneOf(Arbitraries.bytes(),
                Arbitraries.of((byte) 0, (byte) 0xff, (byte) 0x7f, (byte) 0x80, (byte) '9', (byte) '-', (byte) '(', (byte) ','));
        return Combinators.combine(Arbitraries.of("replace", "replace", "replace", "put in", "remove"),
                Arbitraries.doubles().between(0, true, 1, false), values).as(Change::new).list().ofMinSize(1).ofMaxSize(6);
    }

    @Example
    void undamagedFilesAreRead() throws IOException {
        for (Sample sample : samples) {
            assertEquals("", outcome(sample, sample.bytes), sample.name);
        }
    }

    @Example
    void truncationAnywhereIsRejected() throws IOException {
        for (Sample sample : samples) {
            for (int length = 0; length < sample.bytes.length; length++) {
                assertFalse(outcome(sample, Arrays.copyOf(sample.bytes, length)).isEmpty(), sample + " of " + length + " bytes");
            }
        }
    }

    @Example
    void trailingBytesAreRejected() throws IOException {
        for (Sample sample : samples) {
            for (int more : new int[] {1, 22, 64, 1000}) {
                assertFalse(outcome(sample, Arrays.copyOf(sample.bytes, sample.bytes.length + more)).isEmpty(), sample + " and " + more);
            }
        }
    }

    @Property(tries = 600)
    void otherChangesAreReadOrRejected(@ForAll("anySample") Sample sample, @ForAll("changes") List<Change> changes) throws IOException {
        byte[] bytes = sample.bytes;
        for (Change change : changes) {
            bytes = change.applied(bytes);
        }
        outcome(sample, bytes);
    }

    @Property(tries = 100)
    void arbitraryBytesAreRejected(@ForAll("anySample") Sample sample, @ForAll byte[] bytes) throws IOException {
        assertFalse(outcome(sample, bytes).isEmpty());
    }

    /** Files that claim gigabytes they do not have: less than the heap, and more. */
    @Example
    void claimedSizesAreNotTrusted() throws IOException {
        Consumer<Path> asStream = path -> {
            try (InputStream in = Files.newInputStream(path)) {
                Npy.read(in, Long.MAX_VALUE, "stream");
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        };
        for (ElementKind kind : List.of(ElementKind.INT8, ElementKind.FLOAT64)) {
            byte[] header = NpyHeader.encode(kind, new int[] {1_000_000_000});
            byte[] claim = Arrays.copyOf(header, header.length + 1000);
            assertFalse(outcome(new Sample("npy", claim, Npy::read), claim).isEmpty());
            assertFalse(outcome(new Sample("stream", claim, asStream), claim).isEmpty());
        }
    }

    /**
     * The message of the rejection, or an empty string if the file is read. Fails on any other exception, and if much memory is
     * allocated.
     */
    private static String outcome(Sample sample, byte[] bytes) throws IOException {
        Path file = scratch.file("damaged", bytes);
        long before = AllocatedBytes.ofThisThread();
        String message = "";
        try {
            sample.reader.accept(file);
        } catch (InputException rejected) {
            message = rejected.getMessage();
            assertTrue(message.startsWith(sample.name.equals("stream") ? "stream" : file.toString()), message);
            assertTrue(message.contains("; ") && message.lines().count() == 1, message);
        }
        long allocated = AllocatedBytes.ofThisThread() - before;
        assertTrue(allocated < MAX_ALLOCATION, () -> "reading " + bytes.length + " bytes took " + allocated);
        return message;
    }
}
