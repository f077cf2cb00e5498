package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pal4j.data.DataSets;
import org.pal4j.data.ImageData;
import org.pal4j.data.SampleSet;
import org.pal4j.model.Study;

/** Which images a rate network sees, and as what. */
class RateSamplesTest {
    /** Images whose pixels are all 255 but the first, which is the number of the image; labels count. */
    private static ImageData images(int size, int train, int test) {
        return new ImageData(1, 1, size, part(size, train), part(size, test), Map.of());
    }

    private static ImageData.Part part(int size, int count) {
        byte[] pixels = new byte[size * count];
        byte[] labels = new byte[count];
        Arrays.fill(pixels, (byte) 255);
        for (int i = 0; i < count; i++) {
            pixels[i * size] = (byte) i;
            labels[i] = (byte) (i % 10);
        }
        return new ImageData.Part(pixels, labels, "there are no more");
    }

    private static List<Integer> sizes(Study<RateExperiment> study, int train, int test) {
        SampleParts samples = SampleParts.of(study.base(), images(1, train, test));
        return List.of(samples.train().size(), samples.validation().size(), samples.test().size());
    }

    @Test
    void zeroIsWhatIsThere() {
        assertEquals(List.of(50_000, 10_000, 10_000), sizes(TinyImages.autoencoder(), 60_000, 10_000));
        assertEquals(List.of(40_000, 10_000, 10_000), sizes(TinyImages.cifar(), 50_000, 10_000));
        assertEquals(List.of(8000, 2000, 10_000), sizes(TinyImages.cifar(), 10_000, 10_000));
        assertEquals(List.of(9900, 100, 7), sizes(TinyImages.cifar("validation_samples=100", "test_samples=7"), 10_000, 10_000));
        assertEquals(List.of(100, 2000, 10), sizes(TinyImages.cifar("train_samples=100"), 10_000, 10));
    }

    @Test
    void pixelsAreRates() {
        SampleParts digits = SampleParts.of(TinyImages.autoencoder("task=mnist-random-split", "layers=[dense 10 linear]", "lr_factors=1",
                "bw_lr_factors=1", "sigma=0").base(), images(2, 30, 5));
        float[] rates = new float[2];
        digits.input(digits.test(), 3, rates);
        assertArrayEquals(new float[] {3 / 255f, 1}, rates);
        float[] target = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
        digits.target(digits.test(), 3, target);
        assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0}, target);

        SampleParts objects = SampleParts.of(TinyImages.cifar().base(), images(2, 30, 5));
        objects.input(objects.test(), 0, rates);
        assertArrayEquals(new float[] {-1, 1}, rates);

        SampleParts own = SampleParts.of(TinyImages.autoencoder().base(), images(2, 30, 5));
        own.target(own.test(), 4, rates);
        assertArrayEquals(new float[] {4 / 255f, 1}, rates, "an autoencoder's target is its input");
    }

    /** Training and validation are parts of the same images; each index leads to its own pixels and label. */
    @Test
    void theSeedDecidesWhichAreForValidation() {
        ImageData images = images(2, 30, 5);
        SampleParts samples = SampleParts.of(TinyImages.autoencoder("seed=4").base(), images);
        float[] rates = new float[2];
        for (int k = 0; k < samples.validation().size(); k++) {
            samples.input(samples.validation(), k, rates);
            assertEquals(samples.validation().indices()[k] / 255f, rates[0]);
            assertEquals(samples.validation().indices()[k] % 10, samples.validation().classes()[k]);
        }
        int[] same = SampleParts.of(TinyImages.autoencoder("seed=9", "split_seed=4").base(), images).train().indices();
        int[] other = SampleParts.of(TinyImages.autoencoder("seed=9").base(), images).train().indices();
        assertArrayEquals(samples.train().indices(), same);
        assertFalse(Arrays.equals(samples.train().indices(), other));
        assertEquals(6, samples.batches(4), "25 images: six batches of 4, and one image is not shown");
    }

    @Test
    void ownSamplesAreWhatTheyAre() {
        SampleSet train = SampleSet.classified(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new int[] {1, 0, 1}, 2, 1, 0);
        SampleSet test = SampleSet.classified(new float[][] {{7, 8}}, new int[] {1}, 2, 1, 0);
        SampleParts classes = SampleParts.of(new DataSets(train, SampleSet.none(), test, Map.of()));
        assertTrue(classes.hasClasses());
        assertEquals(List.of(3, 0, 0, 1),
                List.of(classes.train().size(), classes.validation().size(), classes.readout().size(), classes.test().size()));
        assertArrayEquals(new int[] {1, 0, 1}, classes.train().classes());
        float[] row = new float[2];
        classes.input(classes.train(), 2, row);
        assertArrayEquals(new float[] {5, 6}, row);
        classes.target(classes.test(), 0, row);
        assertArrayEquals(new float[] {0, 1}, row);
        SampleSet taught = SampleSet.taught(new float[][] {{1, 2}}, new float[][] {{0.5f, -3}});
        SampleParts targets = SampleParts.of(new DataSets(taught, SampleSet.none(), SampleSet.none(), Map.of()));
        assertFalse(targets.hasClasses());
        targets.target(targets.train(), 0, row);
        assertArrayEquals(new float[] {0.5f, -3}, row);
    }
}
