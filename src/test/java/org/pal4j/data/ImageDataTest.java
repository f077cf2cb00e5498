package org.pal4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.data.ImageData.Split;
import org.pal4j.format.IdxFiles;

/** Splitting a data set of images, and MNIST as one. */
class ImageDataTest {
    private static ImageData of(int train, int test) {
        return new ImageData(1, 1, 1, new ImageData.Part(new byte[train], new byte[train], "there are no more"),
                new ImageData.Part(new byte[test], new byte[test], "there are no more"), Map.of());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void eachImageIsOfOnePartAtMost(@ForAll long seed, @ForAll @IntRange(max = 50) int training, @ForAll @IntRange(max = 50) int validation,
            @ForAll @IntRange(max = 3) int rest) {
        int count = training + validation + rest;
        Split split = of(count, 5).split("e", seed, training, validation, 3);
        assertEquals(List.of(training, validation), List.of(split.train().length, split.validation().length));
        int[] both = IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation())).toArray();
        assertTrue(Arrays.stream(both).allMatch(i -> i >= 0 && i < count));
        assertEquals(training + validation, Arrays.stream(both).distinct().count());
        assertArrayEquals(new int[] {0, 1, 2}, split.test());
    }

    @Test
    void theSeedDecidesAndTheNumbersDoNot() {
        ImageData data = of(1000, 1);
        Split all = data.split("e", 5, 700, 300, 1);
        Split few = data.split("e", 5, 70, 30, 0);
        assertArrayEquals(Arrays.copyOf(all.train(), 70), few.train());
        assertArrayEquals(Arrays.copyOfRange(all.validation(), 270, 300), few.validation());
        assertArrayEquals(all.train(), data.split("e", 5, 700, 0, 0).train());
        assertFalse(Arrays.equals(all.train(), data.split("e", 6, 700, 300, 1).train()));
        // Kept, for results are repeated by their seed.
        assertEquals(1970138296, Arrays.hashCode(all.train()));
        // At random: in the order of the files, all of the first hundred would be for training.
        long early = Arrays.stream(all.train()).filter(i -> i < 100).count();
        assertTrue(early > 50 && early < 90, "of 70 expected: " + early);
    }

    @Test
    void moreThanThereAreIsAskedForInVain() {
        InputException fault = assertThrows(InputException.class, () -> of(10, 2).split("e", 1, 8, 3, 2));
        assertEquals("e: train_samples + validation_samples = 8 + 3 = 11: must be at most 10, as there are no more", fault.getMessage());
        assertThrows(InputException.class, () -> of(10, 2).split("e", 1, Integer.MAX_VALUE, Integer.MAX_VALUE, 2));
        assertThrows(InputException.class, () -> of(10, 2).split("e", 1, 10, 0, 3));
        assertEquals(10, of(10, 2).split("e", 1, 10, 0, 2).train().length);
    }

    @Test
    void mnistIsSuchADataSet(@TempDir Path folder) throws IOException {
        byte[] pixels = new byte[784 * 7];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        byte[] two = Arrays.copyOf(pixels, 2 * 784);
        Files.write(folder.resolve("train-images-idx3-ubyte"), IdxFiles.images(7, 28, 28, pixels));
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxFiles.packed(IdxFiles.labels(1, 2, 3, 4, 5, 6, 7)));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), IdxFiles.images(2, 28, 28, two));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(8, 9));
        ImageData data = MnistFiles.find(DataFolder.of(Optional.of(folder), Map.of(), folder)).images();
        assertEquals(List.of(1, 28, 28, 784), List.of(data.channels(), data.rows(), data.columns(), data.imageSize()));
        assertArrayEquals(pixels, data.train().pixels());
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7}, data.train().labels());
        assertArrayEquals(two, data.test().pixels());
        assertArrayEquals(new byte[] {8, 9}, data.test().labels());
        assertEquals(List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
                List.copyOf(data.files().keySet()));
        InputException fault = assertThrows(InputException.class, () -> data.split("e", 1, 7, 1, 2));
        assertEquals("e: train_samples + validation_samples = 7 + 1 = 8: must be at most 7, as " + folder.resolve("train-images-idx3-ubyte")
                + " has no more images", fault.getMessage());
    }
}
