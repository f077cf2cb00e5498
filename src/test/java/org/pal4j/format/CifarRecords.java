package org.pal4j.format;

import java.util.Random;

/** Creates the content of files of CIFAR-10's binary version. */
public final class CifarRecords {
    private CifarRecords() {}

    /** Records with these labels and random pixels, except that the first pixel value of each image is its label plus 100. */
    public static byte[] of(long seed, int... labels) {
        byte[] bytes = new byte[3073 * labels.length];
        new Random(seed).nextBytes(bytes);
        for (int i = 0; i < labels.length; i++) {
            bytes[3073 * i] = (byte) labels[i];
            bytes[3073 * i + 1] = (byte) (100 + labels[i]);
        }
        return bytes;
    }
}
