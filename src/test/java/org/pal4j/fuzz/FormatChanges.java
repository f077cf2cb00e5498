package org.pal4j.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Changes that know the format of a file: lengths and checksums are made to fit again, so that the damage gets past the first check. The format is
 * known by the first bytes, and that of texts by the name.
 */
final class FormatChanges {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int TEXT_FROM = 8;
    private static final int NPY_TEXT = 10;
    private static final int BLOCK = 64;
    /** The most that a packed file gets to hold more: far above what a mutant may take, and soon packed. */
    private static final int BOMB = 1 << 27;
    /** An entry of the metadata that files of others do not have. Without it, damage is not found by a sum. */
    private static final String CHECKSUM = "pal4j_crc32c";
    /** A tensor: its name, type and shape. */
    private static final Pattern TENSOR = Pattern.compile("\"([^\"]*)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([\\d,]*)\\]");
    private static final String DESCRIPTION = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }";

    private FormatChanges() {}

    /**
     * Returns a changed file.
     *
     * @param name  the name of the file
     * @param other the file of the same name in another sample, or another file
     */
    static byte[] changed(String name, byte[] bytes, byte[] other, Draw draw) {
        if (draw.once(6)) {
            return ByteChanges.changed(bytes, other, draw);
        }
        if (begins(bytes, GZIP)) {
            return gzip(bytes, other, draw);
        }
        if (begins(bytes, ZIP)) {
            return zip(bytes, other, draw);
        }
        if (begins(bytes, NPY)) {
            return npy(bytes, other, draw);
        }
        if (name.matches(".*\\.(yaml|yml|json|csv|txt|html)")) {
            return TextChanges.changed(bytes, other, draw);
        }
        if (name.endsWith(".safetensors") && bytes.length > TEXT_FROM) {
            return safetensors(bytes, other, draw);
        }
        if (name.contains("idx") && bytes.length > TEXT_FROM) {
            return idx(bytes, draw);
        }
        return ByteChanges.changed(bytes, other, draw);
    }

    private static boolean begins(byte[] bytes, byte[] magic) {
        return bytes.length > magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static byte[] idx(byte[] bytes, Draw draw) {
        byte[] changed = ByteChanges.number(bytes, draw.below(4) * 4, draw);
        ByteBuffer header = ByteBuffer.wrap(changed);
        int size = bytes.length - 16;
        switch (draw.below(5)) {
            case 0 -> header.putInt(4, size);
            case 1 -> header.put(3, (byte) draw.below(5));
            case 2 -> header.put(2, draw.of((byte) 8, (byte) 9, (byte) 13, (byte) 14));
            case 3 -> changed = Arrays.copyOf(changed, changed.length + draw.length(1 << 16));
            default -> {}
        }
        return changed;
    }

    private static byte[] npy(byte[] bytes, byte[] other, Draw draw) {
        int length = bytes.length < NPY_TEXT ? NPY_TEXT : Short.toUnsignedInt(little(bytes).getShort(TEXT_FROM));
        if (bytes[6] != 1 || NPY_TEXT + length > bytes.length) {
            return ByteChanges.changed(bytes, other, draw);
        }
        byte[] data = Arrays.copyOfRange(bytes, NPY_TEXT + length, bytes.length);
        String header = new String(bytes, NPY_TEXT, length, StandardCharsets.ISO_8859_1).strip();
        return switch (draw.below(4)) {
            case 0 -> npy(header, ByteChanges.changed(data, data, draw));
            case 1 -> npy(new String(TextChanges.changed(header.getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8), draw),
                    StandardCharsets.UTF_8), data);
            case 2 -> npy(String.format(java.util.Locale.ROOT, DESCRIPTION, kind(draw), draw.of("False", "True"), shape(data.length, draw)), data);
            default -> npy(header.replaceFirst("\\([^)]*\\)", shape(data.length, draw)), data);
        };
    }

    private static String kind(Draw draw) {
        return draw.of("<f4", "<f8", ">f4", ">f8", "<i4", "<i8", ">i8", "|i1", "|u1", "|b1", "<f2", "<u8", "<U3", "|S2", "|O", "<c16", "|V8",
                "<M8[ns]",
                "<f4 ", "f4", "<f3", "");
    }

    /** Sizes that fit the data, or that are far too large. */
    private static String shape(int bytes, Draw draw) {
        return draw.of("(" + bytes / 4 + ",)", "(" + bytes / 8 + ",)", "(" + bytes + ",)", "(0,)", "()", "(0, 2147483647)", "(2147483647,)",
                "(2147483647, 2147483647)", "(65536, 65536)", "(1000000000,)", "(4294967297,)", "(-1,)", "(1, " + bytes / 4 + ")",
                "(" + bytes / 4 + ", 1)", "(" + "1, ".repeat(draw.length(300)) + ")", "(3, -1)", "(1L,)", "(1.0,)", "(None,)");
    }

    /** A header of the first version with its length, and the data. */
    private static byte[] npy(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        int size = NPY_TEXT + text.length + 1;
        byte[] bytes = new byte[(size + BLOCK - 1) / BLOCK * BLOCK];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(NPY, 0, bytes, 0, NPY.length);
        bytes[6] = 1;
        bytes[7] = 0;
        little(bytes).putShort(TEXT_FROM, (short) (bytes.length - NPY_TEXT));
        System.arraycopy(text, 0, bytes, NPY_TEXT, text.length);
        bytes[bytes.length - 1] = '\n';
        return joined(bytes, data);
    }

    private static byte[] safetensors(byte[] bytes, byte[] other, Draw draw) {
        long length = little(bytes).getLong(0);
        if (length < 0 || TEXT_FROM + length > bytes.length) {
            return ByteChanges.changed(bytes, other, draw);
        }
        byte[] header = Arrays.copyOfRange(bytes, TEXT_FROM, TEXT_FROM + (int) length);
        byte[] data = Arrays.copyOfRange(bytes, TEXT_FROM + (int) length, bytes.length);
        if (!draw.once(4)) {
            header = new String(header, StandardCharsets.ISO_8859_1).replace(CHECKSUM, "no_checksum").getBytes(StandardCharsets.ISO_8859_1);
        }
        if (draw.once(4)) {
            data = ByteChanges.changed(data, data, draw);
        } else if (draw.once(3)) {
            header = reshaped(new String(header, StandardCharsets.ISO_8859_1), draw).getBytes(StandardCharsets.ISO_8859_1);
        } else {
            header = TextChanges.changed(header, header, draw);
        }
        byte[] size = new byte[TEXT_FROM];
        little(size).putLong(0, draw.once(20) ? draw.bits() >>> draw.below(64) : header.length);
        return joined(size, joined(header, data));
    }

    /** Gives a tensor another shape, type or name with the same number of bytes. */
    private static String reshaped(String header, Draw draw) {
        List<MatchResult> tensors = TENSOR.matcher(header).results().toList();
        if (tensors.isEmpty()) {
            return header;
        }
        MatchResult tensor = draw.from(tensors);
        String sizes = tensor.group(3);
        // An earlier change may have made numbers of any length.
        String product = Arrays.stream(sizes.split(",")).filter(size -> !size.isBlank()).map(BigInteger::new)
                .reduce(BigInteger.ONE, BigInteger::multiply).toString();
        String more = sizes.isBlank() ? "1" : sizes + ",1";
        return header.substring(0, tensor.start()) + switch (draw.below(6)) {
            case 0 -> tensor.group().replace(sizes.isBlank() ? "[]" : sizes, sizes.isBlank() ? "[1]" : product);
            case 1 -> tensor.group().replace("[" + sizes + "]", "[1," + more + "]");
            case 2 -> tensor.group().replace("[" + sizes + "]", "[" + more + "]");
            case 3 -> tensor.group().replace("F32", "I32").replace("F64", "I64");
            case 4 -> tensor.group().replace("I32", "F32").replace("I64", "F64");
            default -> "\"" + draw.of("x", "run.x", "measures.x", "snapshots.x", "W9", "", ".", "epoch")
                    + tensor.group().substring(tensor.end(1) - tensor.start());
        } + header.substring(tensor.end());
    }

    private static byte[] gzip(byte[] bytes, byte[] other, Draw draw) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] content = in.readAllBytes();
            if (draw.once(100)) {
                return gzipped(content, BOMB >> draw.below(6));
            }
            if (draw.once(12)) {
                return joined(bytes, draw.of(bytes, other, new byte[100]));
            }
            return gzipped(draw.once(2) && content.length > TEXT_FROM ? idx(content, draw) : ByteChanges.changed(content, other, draw), 0);
        } catch (IOException e) {
            return ByteChanges.changed(bytes, other, draw);
        }
    }

    private static byte[] gzipped(byte[] content, int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
            zeros(out, zeros);
        }
        return bytes.toByteArray();
    }

    private static void zeros(java.io.OutputStream out, int count) throws IOException {
        byte[] zeros = new byte[1 << 16];
        for (int left = count; left > 0; left -= zeros.length) {
            out.write(zeros, 0, Math.min(left, zeros.length));
        }
    }

    private static byte[] zip(byte[] bytes, byte[] other, Draw draw) {
        if (draw.once(3)) {
            return field(bytes, draw);
        }
        Map<String, byte[]> members = members(bytes);
        if (members.isEmpty()) {
            return ByteChanges.changed(bytes, other, draw);
        }
        String name = draw.from(new ArrayList<>(members.keySet()));
        byte[] member = members.get(name);
        int zeros = 0;
        switch (draw.below(24)) {
            case 0 -> members.remove(name);
            case 1 -> members.put(draw.of("", "../x.npy", "/x.npy", "x", "a/b.npy", "\u00e9.npy", "x".repeat(3000) + ".npy", "y.npy"), member);
            case 2 -> members.putAll(members(other));
            case 3 -> members.put(name, new byte[0]);
            case 4 -> {
                if (draw.once(4)) {
                    zeros = BOMB >> draw.below(6);
                    members.put(name, npy(String.format(java.util.Locale.ROOT, DESCRIPTION, "<f4", "False", "(" + zeros / 4 + ",)"), new byte[0]));
                }
            }
            default -> members.put(name, npyOrBytes(member, draw));
        }
        return zipped(members, name, zeros, draw);
    }

    private static byte[] npyOrBytes(byte[] member, Draw draw) {
        return begins(member, NPY) ? npy(member, member, draw) : ByteChanges.changed(member, member, draw);
    }

    private static Map<String, byte[]> members(byte[] bytes) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                members.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException | IllegalArgumentException e) {
            // What was read so far will do.
        }
        return members;
    }

    /** Packs or stores the members; one of them is followed by zeros. */
    private static byte[] zipped(Map<String, byte[]> members, String long_, int zeros, Draw draw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean stored = zeros == 0 && draw.once(2);
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                if (stored) {
                    CRC32 sum = new CRC32();
                    sum.update(member.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(member.getValue().length);
                    entry.setCrc(sum.getValue());
                }
                out.putNextEntry(entry);
                out.write(member.getValue());
                zeros(out, member.getKey().equals(long_) ? zeros : 0);
                out.closeEntry();
            }
        } catch (IOException | IllegalArgumentException e) {
            return new byte[0];
        }
        return bytes.toByteArray();
    }

    /** Changes a number in a header, the directory or the end of a zip file. */
    private static byte[] field(byte[] bytes, Draw draw) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + 4 < bytes.length; at++) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] < 9 && bytes[at + 3] < 9) {
                places.add(at);
            }
        }
        return places.isEmpty() ? bytes : ByteChanges.number(bytes, Math.min(bytes.length, draw.from(places) + 4 + draw.below(44)), draw);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
