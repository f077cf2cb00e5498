package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;

class NpyRowsTest {
    @TempDir
    private Path folder;

    @Test
    void onlySomeRowsAreRead() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, NpyArray.ofFloats(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 4, 1, 2));
        // Rows that the header does not count yet.
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        NpyRows rows = NpyRows.of(file);
        assertEquals(4, rows.rows());
        assertEquals(2, rows.rowSize());
        assertEquals(NpyArray.ofFloats(new float[] {2, 3, 6, 7}, 2, 1, 2), rows.read(1, 3));
        assertEquals(NpyArray.ofFloats(new float[0], 0, 1, 2), rows.read());
        Npy.write(file, NpyArray.ofBooleans(new boolean[] {true, false, true}, 3));
        assertArrayEquals(new boolean[] {true, true}, NpyRows.of(file).read(0, 2).toBooleans());
    }

    @Test
    void whatCantBeReadIsRefused() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, NpyArray.ofDoubles(new double[] {1, 2, 3, 4}, 4));
        NpyRows rows = NpyRows.of(file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertRefused("it is truncated", () -> NpyRows.of(file));
        assertRefused("it is truncated", () -> rows.read(0));
        Npy.write(file, NpyArray.ofDoubles(new double[] {1, 2, 3}, 3));
        assertRefused("has changed while it was read", () -> rows.read(0));
        Npy.write(file, NpyArray.ofDoubles(new double[] {1}));
        assertRefused("is an array without dimensions", () -> NpyRows.of(file));
        Npy.write(file, NpyArray.ofDoubles(new double[] {1, 2, 3, 4}, 2, 2));
        String fortran = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace("_order': False", "_order': True ");
        Files.write(file, fortran.getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("is an array in Fortran order, whose rows are scattered", () -> NpyRows.of(file));
    }

    private static void assertRefused(String part, Runnable read) {
        String message = assertThrows(InputException.class, read::run).getMessage();
        assertTrue(message.contains(part), part + " is not in: " + message);
    }
}
