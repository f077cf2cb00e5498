package org.pal4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.format.CifarRecords;
import org.pal4j.format.IdxFiles;

/** The files of CIFAR-10, in batches of a few images. */
class CifarFilesTest {
    @TempDir
    private Path folder;

    private DataFolder data() {
        return DataFolder.of(Optional.of(folder), Map.of(), folder);
    }

    private static void batch(Path place, String name, int... labels) throws IOException {
        byte[] records = CifarRecords.of(labels.length, labels);
        Files.createDirectories(place);
        Files.write(place.resolve(name), name.endsWith(".gz") ? IdxFiles.packed(records) : records);
    }

    @Test
    void theBatchesThatAreThereAreRead() throws IOException {
        batch(folder, "data_batch_5.bin", 5, 6);
        batch(folder, "data_batch_2.bin.gz", 2, 3, 4);
        batch(folder, "test_batch.bin", 9);
        ImageData data = CifarFiles.find(data()).images();
        assertEquals(List.of(3, 32, 32, 3072), List.of(data.channels(), data.rows(), data.columns(), data.imageSize()));
        assertArrayEquals(new byte[] {2, 3, 4, 5, 6}, data.train().labels());
        assertArrayEquals(new byte[] {9}, data.test().labels());
        for (int i = 0; i < 5; i++) {
            assertEquals(102 + i, data.train().pixels()[3072 * i]);
        }
        assertEquals(5 * 3072, data.train().pixels().length);
        assertEquals(109, data.test().pixels()[0]);
        assertEquals(List.of("data_batch_2.bin.gz", "data_batch_5.bin", "test_batch.bin"), List.copyOf(data.files().keySet()));
        assertEquals(3, data.files().values().stream().filter(sum -> sum.matches("[0-9a-f]{64}")).distinct().count());
    }

    @Test
    void filesInFoldersOfTheirNameAreFound() throws IOException {
        batch(folder.resolve("data_batch_1.bin"), "data_batch_1.bin", 1, 2);
        batch(folder.resolve("test_batch.bin"), "test_batch.bin.gz", 9);
        CifarFiles files = CifarFiles.find(data());
        assertEquals(folder.resolve("test_batch.bin/test_batch.bin.gz"), files.test());
        assertArrayEquals(new byte[] {1, 2}, files.images().train().labels());
        Files.delete(files.test());
        InputException e = assertThrows(InputException.class, () -> CifarFiles.find(data()));
        assertTrue(e.getMessage().contains("has data_batch_1.bin, but not test_batch.bin"), e.getMessage());
    }

    /** The first place that has them; the folder itself before its subfolders. */
    @Test
    void theyMayLieInSubfolders() throws IOException {
        for (String place : List.of("cifar-10-batches-bin", "cifar10", "")) {
            Path there = folder.resolve(place);
            batch(there, "data_batch_1.bin", 1);
            batch(there, "test_batch.bin", 1);
            assertEquals(there.resolve("test_batch.bin"), CifarFiles.find(data()).test());
        }
        DataFolder usual = DataFolder.of(Optional.empty(), Map.of(), Path.of("home"));
        List<String> places = usual.places("cifar10", "cifar-10-batches-bin").stream().map(path -> path.toString().replace('\\', '/')).toList();
        assertTrue(places.containsAll(List.of("data/cifar10", "cifar10", "home/.cache/pal4j/cifar10", "data/cifar-10-batches-bin")),
                places::toString);
    }

    @Test
    void withoutFilesItSaysHowToGetThem() throws IOException {
        assertRefused(data(), "--data " + folder + ": the files of CIFAR-10 are neither there nor in its subfolders cifar10 and "
                + "cifar-10-batches-bin. Nothing is ever downloaded. Take the archive", "(tar xf cifar-10-binary.tar.gz)", "--data DIR");
        assertRefused(DataFolder.of(Optional.of(folder.resolve("none")), Map.of(), folder), "none: there is no such folder. Nothing is");
        Path a = folder.resolve("a");
        assertRefused(new DataFolder(Optional.empty(), List.of(a)), "the files of CIFAR-10 are needed, which are in none of " + a.resolve("cifar10")
                + ", " + a.resolve("cifar-10-batches-bin") + ". Nothing is");
        Files.createDirectories(folder.resolve("cifar10"));
        Files.write(folder.resolve("cifar10/data_batch_1"), new byte[] {1});
        assertRefused(data(), "In " + folder.resolve("cifar10") + " is the Python version of it, which can't be used. Nothing is");
        Files.write(folder.resolve("cifar-10-binary.tar.gz"), new byte[] {1});
        assertRefused(data(), "There is " + folder.resolve("cifar-10-binary.tar.gz") + ", which must be unpacked. Nothing is");
        batch(folder, "test_batch.bin", 1);
        assertRefused(data(), folder + ": has test_batch.bin, but none of data_batch_1.bin to data_batch_5.bin, neither as it is nor with .gz.");
        Files.delete(folder.resolve("test_batch.bin"));
        batch(folder, "data_batch_3.bin", 1);
        assertRefused(data(), folder + ": has data_batch_3.bin, but not test_batch.bin, neither");
    }

    private static void assertRefused(DataFolder data, String... parts) {
        InputException fault = assertThrows(InputException.class, () -> CifarFiles.find(data));
        for (String part : parts) {
            assertTrue(fault.getMessage().contains(part), part + " is not in: " + fault.getMessage());
        }
    }

    @Test
    void askingForTooManyTellsHowManyBatchesThereAre() throws IOException {
        batch(folder, "test_batch.bin", 1, 2);
        batch(folder, "data_batch_1.bin", 1, 2, 3, 4);
        ImageData one = CifarFiles.find(data()).images();
        InputException fault = assertThrows(InputException.class, () -> one.split("small", 1, 3, 2, 3));
        assertEquals("small has 2 faults:\n  - train_samples + validation_samples = 3 + 2 = 5: must be at most 4, as " + folder
                + " has only 1 of the 5 batches of training images (data_batch_1.bin)\n  - test_samples = 3: must be at most 2, as "
                + folder.resolve("test_batch.bin") + " has no more images", fault.getMessage());
        for (int i = 2; i <= 5; i++) {
            batch(folder, "data_batch_" + i + ".bin", 1, 2, 3, 4);
        }
        ImageData all = CifarFiles.find(data()).images();
        fault = assertThrows(InputException.class, () -> all.split("small", 1, 20, Integer.MAX_VALUE, 2));
        assertEquals("small: train_samples + validation_samples = 20 + 2147483647 = 2147483667: must be at most 20, as the 5 batches of training "
                + "images in " + folder + " have no more", fault.getMessage());
        assertEquals(20, Arrays.stream(all.split("small", 1, 17, 3, 2).train()).distinct().count() + 3);
    }
}
