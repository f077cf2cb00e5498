package org.pal4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.pal4j.InputException;

/** The formats of array files, told apart by their first bytes. */
public enum FileKind {
    /** One array ({@link Npy}). */
    NPY,
    /** Named arrays ({@link Npz}). */
    NPZ,
    /** Named arrays and texts ({@link Safetensors}). */
    SAFETENSORS,
    /** One array of whole numbers ({@link Idx}), gzipped or not. */
    IDX,
    /** Images with classes ({@link Cifar}). */
    CIFAR,
    /** Something else, or unreadable. */
    OTHER;

    private static final int HEAD = 10;
    private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final byte[] ZIP = {'P', 'K'};

    /** Returns the kind of a file. A file without a telling beginning is told by its name. */
    public static FileKind of(Path file) {
        byte[] head = head(file);
        String name = String.valueOf(file.getFileName());
        if (starts(head, NUMPY) || name.endsWith(".npy")) {
            return NPY;
        }
        if (starts(head, ZIP) || name.endsWith(".npz")) {
            return NPZ;
        }
        // The header of a safetensors file follows its length in eight bytes.
        if (name.endsWith(".safetensors") || head.length == HEAD && head[8] == '{') {
            return SAFETENSORS;
        }
        boolean idx = head.length >= 4 && head[0] == 0 && head[1] == 0 && head[2] >= 8 && head[2] <= 14 && head[3] > 0 && head[3] <= 64;
        if (idx || name.matches(".*[-.]idx\\d.*")) {
            return IDX;
        }
        return name.matches(".*_batch(_\\d)?\\.bin(\\.gz)?") ? CIFAR : OTHER;
    }

    private static byte[] head(Path file) {
        try (InputStream in = RegularFile.open(file)) {
            return in.readNBytes(HEAD);
        } catch (IOException | InputException e) {
            return new byte[0];
        }
    }

    private static boolean starts(byte[] head, byte[] with) {
        return head.length >= with.length && Arrays.equals(head, 0, with.length, with, 0, with.length);
    }
}
