package org.pal4j.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pal4j.InputException;

/**
 * Opens files that anybody may have put into a folder. Only a regular file is opened: reading a pipe may wait forever, and a device may never end. A
 * link to a regular file is one, too.
 */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Requires that a file, if it exists, is a regular one.
     *
     * @throws InputException if it is a folder, a pipe or a device
     */
    public static void require(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": is a folder, and must be a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InputException(file + ": is a device or a pipe, and must be a regular file");
        }
    }

    /**
     * Opens a file.
     *
     * @throws IOException    if it can't be opened
     * @throws InputException if it is no regular file
     */
    public static InputStream open(Path file) throws IOException {
        require(file);
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /**
     * Reads a text in UTF-8.
     *
     * @param most maximum number of bytes that such a file has
     * @throws InputException if it is no regular file, can't be read, has more bytes, or is other text
     */
    public static String text(Path file, int most) {
        try (InputStream in = open(file)) {
            // The size of a file may change, or be unknown.
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new InputException(file + ": has more than " + most + " bytes, so it is not what its name says");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": is not text in UTF-8", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }
}
