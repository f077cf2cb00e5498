package org.pal4j.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Creates the content of IDX files. */
public final class IdxFiles {
    private IdxFiles() {}

    /** Images, row by row. */
    public static byte[] images(int count, int rows, int columns, byte... pixels) {
        return file(0x0803, pixels, count, rows, columns);
    }

    /** Labels. */
    public static byte[] labels(int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = (byte) labels[i];
        }
        return file(0x0801, values, labels.length);
    }

    /** Any magic number and sizes, whether valid or not. */
    static byte[] file(int magic, byte[] elements, int... sizes) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + elements.length).putInt(magic);
        for (int size : sizes) {
            file.putInt(size);
        }
        return file.put(elements).array();
    }

    /** The content, gzipped. */
    public static byte[] packed(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
