package org.pal4j.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The safetensors file: named tensors and free-form strings. Eight bytes with the length of the header, the header in JSON, and
 * the elements of all tensors, little endian, in C order, without gaps.
 */
public final class Safetensors {
    /** The limit set by the format. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    /** The entry of the metadata with the checksum, CRC-32C in hexadecimal. */
    private static final String CHECKSUM = "pal4j_crc32c";

    private static final String KIND = "a safetensors file";

    private static final String TRUNCATED = "it is truncated: copy or write the file again";

    private Safetensors() {}

    /**
     * The content of a file. The maps keep the order of the header and are unmodifiable.
     *
     * @param tensors  by name
     * @param metadata strings by name
     */
    public record Content(SequencedMap<String, NpyArray> tensors, SequencedMap<String, String> metadata) {
        /** Copies both maps. */
        public Content {
            tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
            metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        }
    }

    /**
     * Reads a file.
     *
     * @throws org.pal4j.InputException if the file does not exist, or is not exactly one safetensors file with tensors of the
     *                                  kinds in {@link ElementKind}
     */
    public static Content read(Path file) {
        return Source.read(file, KIND, (source, channel) -> read(source, new BufferedInputStream(Channels.newInputStream(channel)), channel.size()));
    }

    /**
     * Reads the content of a file from a stream.
     *
     * @param bytes the size of the file
     * @param name  its name in messages
     * @throws IOException                if the stream throws it
     * @throws org.pal4j.InputException as {@link #read(Path)} does
     */
    public static Content read(InputStream in, long bytes, String name) throws IOException {
        return read(new Source(Source.shown(name)), in, bytes);
    }

    private static Content read(Source source, InputStream in, long fileBytes) throws IOException {
        byte[] lengthField = in.readNBytes(Long.BYTES);
        if (lengthField.length < Long.BYTES) {
            throw source.fault(fileBytes == 0 ? "is empty" : "ends after " + fileBytes + " bytes, within the length of its header",
                    TRUNCATED);
        }
        long length = ByteBuffer.wrap(lengthField).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > MAX_HEADER_BYTES) {
            throw source.fault("declares a header of " + Long.toUnsignedString(length) + " bytes, but " + MAX_HEADER_BYTES
                    + " is the limit of the format", "it is damaged or not " + KIND + ": name another file");
        }
        if (length > fileBytes - Long.BYTES) {
            throw source.fault("declares a header of " + length + " bytes, but has only " + fileBytes + " bytes", TRUNCATED);
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw source.fault("ends after " + text.length + " of the " + length + " bytes of its header", TRUNCATED);
        }
        SafetensorsHeader header = SafetensorsHeader.parse(source, text, fileBytes - Long.BYTES - length);
        Checksum32 checksum = new Checksum32(header);
        InputStream elements = new CheckedInputStream(in, checksum.sum);
        // Read in the order of the bytes, returned in the order of the header.
        Map<String, NpyArray> read = new HashMap<>();
        for (Map.Entry<String, SafetensorsHeader.Tensor> entry : header.byPlace()) {
            SafetensorsHeader.Tensor tensor = entry.getValue();
            Object values =
                    Elements.read(source.part("tensor", entry.getKey()), elements, tensor.kind(), ByteOrder.LITTLE_ENDIAN, tensor.elements(), true);
            read.put(entry.getKey(), NpyArray.adopt(tensor.kind(), values, tensor.shape()));
        }
        String expected = header.metadata().get(CHECKSUM);
        if (expected != null && !expected.equals(checksum.text())) {
            throw source.fault("does not have the checksum that it was written with", "it is damaged: copy or write the file again");
        }
        SequencedMap<String, NpyArray> tensors = new LinkedHashMap<>();
        header.tensors().keySet().forEach(name -> tensors.put(name, read.get(name)));
        return new Content(tensors, without(header.metadata()));
    }

    /**
     * Writes a file atomically. Each map is written in its own order, or sorted by name if it is unordered.
     *
     * @param tensors  none named {@code __metadata__}
     * @param metadata strings by name, possibly none
     * @throws IOException              as {@link WholeFile#write} does
     * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, or the header would exceed the limit of the
     *                                  format
     */
    public static void write(Path target, Map<String, NpyArray> tensors, Map<String, String> metadata) throws IOException {
        write(target, tensors, metadata, false);
    }

    /**
     * Writes the content of a file to a stream, as {@link #write(Path, Map, Map)} does.
     *
     * @param out not closed
     */
    public static void write(OutputStream out, Map<String, NpyArray> tensors, Map<String, String> metadata) throws IOException {
        laidOut(tensors, metadata, false).write(out);
    }

    /**
     * Writes a file as {@link #write(Path, Map, Map)} does, with a checksum of all its content in the metadata. {@link #read(Path)} then
     * refuses the file if a bit of it has changed. The checksum is no part of what is read.
     */
    public static void writeChecked(Path target, Map<String, NpyArray> tensors, Map<String, String> metadata) throws IOException {
        write(target, tensors, metadata, true);
    }

    private static void write(Path target, Map<String, NpyArray> tensors, Map<String, String> metadata, boolean checked) throws IOException {
        WholeFile.write(target, laidOut(tensors, metadata, checked)::write);
    }

    /** A file with all its bytes in their places. */
    private record Layout(byte[] header, List<Map.Entry<String, NpyArray>> placed) {
        void write(OutputStream out) throws IOException {
            out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
            out.write(header);
            Safetensors.write(out, placed);
        }
    }

    private static Layout laidOut(Map<String, NpyArray> tensors, Map<String, String> metadata, boolean checked) throws IOException {
        // Wide elements first: with a header padded to whole words, every tensor is then aligned to the size of its elements.
        List<Map.Entry<String, NpyArray>> placed = WriteOrder.of(tensors);
        placed.sort(Comparator.comparingInt(entry -> -entry.getValue().kind().bytes()));
        Map<String, Long> begins = new HashMap<>();
        long end = 0;
        for (Map.Entry<String, NpyArray> entry : placed) {
            begins.put(entry.getKey(), end);
            end += (long) entry.getValue().size() * entry.getValue().kind().bytes();
        }
        SequencedMap<String, SafetensorsHeader.Tensor> described = new LinkedHashMap<>();
        for (Map.Entry<String, NpyArray> entry : WriteOrder.of(tensors)) {
            NpyArray array = entry.getValue();
            long begin = Objects.requireNonNull(begins.get(entry.getKey()));
            described.put(entry.getKey(), new SafetensorsHeader.Tensor(array.kind(), array.shape(), begin));
        }
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        WriteOrder.of(metadata).forEach(entry -> texts.put(entry.getKey(), entry.getValue()));
        if (checked) {
            Checksum32 checksum = new Checksum32(new SafetensorsHeader(texts, described));
            try (OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), checksum.sum)) {
                write(out, placed);
            }
            texts.put(CHECKSUM, checksum.text());
        }
        return new Layout(padded(new SafetensorsHeader(texts, described).encode()), placed);
    }

    private static void write(OutputStream out, List<Map.Entry<String, NpyArray>> placed) throws IOException {
        for (Map.Entry<String, NpyArray> entry : placed) {
            Elements.write(out, entry.getValue().kind(), entry.getValue().values(), entry.getValue().size());
        }
    }

    /** The checksum of a file: of its header without the checksum, and of its elements. */
    private static final class Checksum32 {
        private final CRC32C sum = new CRC32C();

        Checksum32(SafetensorsHeader header) {
            sum.update(new SafetensorsHeader(without(header.metadata()), header.tensors()).encode());
        }

        String text() {
            return String.format(Locale.ROOT, "%08x", sum.getValue());
        }
    }

    private static SequencedMap<String, String> without(SequencedMap<String, String> metadata) {
        SequencedMap<String, String> rest = new LinkedHashMap<>(metadata);
        rest.remove(CHECKSUM);
        return rest;
    }

    /** Pads the header with blanks to whole words, as the format allows. */
    private static byte[] padded(byte[] header) {
        int length = Math.ceilDiv(header.length, Long.BYTES) * Long.BYTES;
        if (length > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("a header of " + length + " bytes exceeds the limit of " + MAX_HEADER_BYTES);
        }
        byte[] padded = Arrays.copyOf(header, length);
        Arrays.fill(padded, header.length, length, (byte) ' ');
        return padded;
    }
}
