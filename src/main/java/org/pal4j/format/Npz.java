package org.pal4j.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.pal4j.InputException;

/**
 * NumPy's archive of named arrays (npz), as written by {@code numpy.savez} and {@code numpy.savez_compressed}: a zip file with
 * one npy file per array.
 *
 * <p>The bytes of written archives depend only on their content: they are uncompressed, and every entry has the same time.
 */
public final class Npz {
    private static final String KIND = "a NumPy archive (npz)";
    private static final String SUFFIX = ".npy";
    private static final String FIX = "copy or write the file again";

    private static final int ENTRY_MAGIC = 0x04034b50;
    private static final int END_MAGIC = 0x06054b50;
    private static final int END_BYTES = 22;

    /** Deflate spends at least two bits on 258 bytes, so its compression ratio never exceeds this. */
    private static final long MAX_SHRINKING = 1032;

    /** An arbitrary time, but not the first second of 1980, whose encoding by the Java library depends on the time zone. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private Npz() {}

    /**
     * Reads all arrays of an archive.
     *
     * @return the arrays in the order of the archive, under their names without {@code .npy}; unmodifiable
     * @throws InputException if the file does not exist or is not an archive, two arrays have the same name, or an
     *                                  entry is not exactly one readable array
     */
    public static SequencedMap<String, NpyArray> read(Path file) {
        return read(file, name -> true);
    }

    /**
     * Reads some arrays of an archive, without unpacking the others.
     *
     * @param wanted tests the name of an array
     * @return the arrays, as {@link #read(Path)} does
     * @throws InputException as {@link #read(Path)} does, with faults of the wanted arrays and of the archive itself; also if a wanted array is
     *                        more than a hundred times as large as it is packed
     */
    public static SequencedMap<String, NpyArray> read(Path file, Predicate<String> wanted) {
        return open(file, (source, zip, entries) -> {
            SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
            entries.forEach((name, entry) -> {
                if (wanted.test(name)) {
                    arrays.put(name, read(source.part("array", name), zip, entry));
                }
            });
            return Collections.unmodifiableSequencedMap(arrays);
        });
    }

    /**
     * What an archive says of an array.
     *
     * @param kind  its elements
     * @param shape the sizes of its dimensions, outermost first; must not be changed
     */
    public record Header(ElementKind kind, int[] shape) {
        /** The bytes of all elements. */
        public long bytes() {
            return (long) Shapes.elements(shape) * kind.bytes();
        }

        /** Kind and shape in words. */
        @Override
        public String toString() {
            return kind + " of shape " + Shapes.text(shape);
        }
    }

    /**
     * Reads the headers of some arrays, so that their sizes can be checked before memory is taken for them.
     *
     * @param wanted tests the name of an array
     * @return the headers; empty for the arrays that are not wanted, in the order of the archive
     * @throws InputException if the file does not exist or is not an archive, or a wanted array has an unreadable header or another size
     *                                  than the archive says
     */
    public static SequencedMap<String, Optional<Header>> headers(Path file, Predicate<String> wanted) {
        return open(file, (source, zip, entries) -> {
            SequencedMap<String, Optional<Header>> headers = new LinkedHashMap<>();
            entries.forEach((name, entry) -> headers.put(name,
                    wanted.test(name) ? Optional.of(header(source.part("array", name), zip, entry)) : Optional.empty()));
            return Collections.unmodifiableSequencedMap(headers);
        });
    }

    private static Header header(Source source, ZipFile zip, ZipEntry entry) {
        requireModest(source, entry);
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            NpyHeader header = NpyHeader.read(source, in, entry.getSize());
            Npy.requireSize(source, header, entry.getSize());
            return new Header(header.kind(), header.shape());
        } catch (IOException failure) {
            throw unpackable(source, failure);
        }
    }

    /** What is done with an open archive. */
    @FunctionalInterface
    private interface Use<T> {
        T of(Source source, ZipFile zip, Map<String, ZipEntry> entries);
    }

    private static <T> T open(Path file, Use<T> use) {
        return Source.read(file, KIND, (source, channel) -> {
            long size = channel.size();
            requireZip(source, channel, size);
            try (ZipFile zip = new ZipFile(file.toFile())) {
                return use.of(source, zip, entries(source, zip, size));
            }
        });
    }

    /** The zip library would search for an archive anywhere in the file; here the whole file must be the archive. */
    private static void requireZip(Source source, FileChannel channel, long size) throws IOException {
        if (size == 0) {
            throw source.fault("is empty", "it is truncated: " + FIX);
        }
        int start = intAt(channel, 0);
        if (start != ENTRY_MAGIC && start != END_MAGIC) {
            throw source.fault("is not " + KIND + ": its first bytes are not those of a zip file",
                    "write it with numpy.savez, or name another file");
        }
        // The last two bytes of the end record are the length of a trailing comment. NumPy writes none.
        if (size < END_BYTES || intAt(channel, size - END_BYTES) != END_MAGIC || intAt(channel, size - 4) >>> 16 != 0) {
            throw source.fault("does not end as a zip file does", "it is truncated, or other bytes follow the archive: " + FIX);
        }
    }

    /** Four bytes, little endian; bytes beyond the end of the file read as zero. */
    private static int intAt(FileChannel channel, long position) throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        int got;
        do {
            got = channel.read(four, position + four.position());
        } while (got >= 0 && four.hasRemaining());
        return four.getInt(0);
    }

    private static Map<String, ZipEntry> entries(Source source, ZipFile zip, long fileBytes) {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        long packedBytes = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName().endsWith(SUFFIX)
                    ? entry.getName().substring(0, entry.getName().length() - SUFFIX.length()) : entry.getName();
            if (entries.put(name, entry) != null) {
                throw source.fault("holds two arrays with the name " + Source.quoted(name), "rename one of them and write it again");
            }
            requirePossibleSizes(source.part("array", name), entry, fileBytes - packedBytes);
            packedBytes += entry.getCompressedSize();
        }
        return entries;
    }

    /** Detects zip bombs: entries that share bytes, and sizes that no compression can reach. */
    private static void requirePossibleSizes(Source source, ZipEntry entry, long bytesLeft) {
        long packed = entry.getCompressedSize();
        long unpacked = entry.getSize();
        if (packed < 0 || packed > bytesLeft) {
            throw source.fault("takes " + packed + " bytes according to the archive, but only " + bytesLeft
                    + " bytes of the file are left for it", "the archive is damaged: " + FIX);
        }
        boolean possible = entry.getMethod() == ZipEntry.STORED ? unpacked == packed
                : unpacked >= 0 && unpacked / MAX_SHRINKING <= packed;
        if (!possible) {
            throw source.fault("has " + unpacked + " bytes according to the archive, but the " + packed + " bytes that it takes up there "
                    + "can't hold them", "the archive is damaged: " + FIX);
        }
    }

    /** Rejects an array that is far larger unpacked than packed, so that a small archive never takes much memory. */
    private static void requireModest(Source source, ZipEntry entry) {
        if (entry.getSize() > Source.mostUnpacked(entry.getCompressedSize())) {
            throw source.swells(Long.toString(entry.getSize()), entry.getCompressedSize(),
                    "if it is right, write it without compression, with numpy.savez");
        }
    }

    private static NpyArray read(Source source, ZipFile zip, ZipEntry entry) {
        requireModest(source, entry);
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry)), crc)) {
            NpyArray array = Npy.read(source, in, entry.getSize(), Npy.Extent.CLAIMED);
            if (in.read() >= 0) {
                throw source.fault("continues after the " + entry.getSize() + " bytes that the archive states",
                        "the archive is damaged: " + FIX);
            }
            if (crc.getValue() != entry.getCrc()) {
                throw source.fault("has the checksum " + hex(crc.getValue()) + ", but the archive says " + hex(entry.getCrc()),
                        "the archive is damaged: " + FIX);
            }
            return array;
        } catch (IOException failure) {
            throw unpackable(source, failure);
        }
    }

    private static InputException unpackable(Source source, IOException failure) {
        return source.fault("can't be unpacked (" + Source.shown(String.valueOf(failure.getMessage())) + ")",
                "the archive is damaged: " + FIX, failure);
    }

    private static String hex(long checksum) {
        return HexFormat.of().toHexDigits((int) checksum);
    }

    /**
     * Writes an archive atomically.
     *
     * @param arrays written in the order of the map, or sorted by name if the map is unordered
     * @throws IOException as {@link WholeFile#write} does
     */
    public static void write(Path target, Map<String, NpyArray> arrays) throws IOException {
        WholeFile.write(target, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, NpyArray> named : WriteOrder.of(arrays)) {
                    write(zip, named.getKey(), named.getValue());
                }
            }
        });
    }

    private static void write(ZipOutputStream zip, String name, NpyArray array) throws IOException {
        // Without compression, size and checksum precede the bytes, so the bytes are generated twice.
        CRC32 crc = new CRC32();
        Npy.write(new CheckedOutputStream(OutputStream.nullOutputStream(), crc), array);
        ZipEntry entry = new ZipEntry(name + SUFFIX);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(ENTRY_TIME);
        entry.setSize(Npy.bytes(array));
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        Npy.write(zip, array);
        zip.closeEntry();
    }
}
