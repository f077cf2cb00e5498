package org.pal4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums of files. */
public final class Checksum {
    private Checksum() {}

    /**
     * Returns the SHA-256 of a file in hexadecimal, as {@code sha256sum} gives it.
     *
     * @throws org.pal4j.InputException if the file can't be read
     */
    public static String sha256(Path file) {
        return Source.read(file, "a file with data", (source, channel) -> sha256(Channels.newInputStream(channel)));
    }

    private static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream read = new DigestInputStream(in, digest)) {
                byte[] buffer = new byte[1 << 16];
                while (read.read(buffer) >= 0) {
                    // The digest sees what is read.
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
