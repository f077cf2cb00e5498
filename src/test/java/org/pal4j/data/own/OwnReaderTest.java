package org.pal4j.data.own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.data.SampleSet;
import org.pal4j.data.own.OwnData.Counts;
import org.pal4j.format.NpyArray;

/** Own data from good files: npz and CSV give the same bits, splits are disjoint, and scaling knows the training samples alone. */
class OwnReaderTest {
    @TempDir
    private Path folder;

    private static int[] someClasses(int samples, int classes) {
        return IntStream.range(0, samples).map(k -> k % classes).toArray();
    }

    private static void assertSame(SampleSet a, SampleSet b) {
        assertEquals(a.size(), b.size());
        for (int k = 0; k < a.size(); k++) {
            assertArrayEquals(a.input(k), b.input(k), 0f);
            assertArrayEquals(a.target(k), b.target(k), 0f);
        }
        assertArrayEquals(a.classes(), b.classes());
    }

    /** Both files, and the arrays themselves, for many sizes, with and without scaling. */
    @Test
    void npzAndCsvGiveTheBitsOfTheArrays() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 60; trial++) {
            int samples = random.nextInt(8, 90);
            int inputs = random.nextInt(1, 20);
            int outputs = random.nextInt(1, 7);
            Scale scale = Scale.values()[trial % 3];
            double[][] x = OwnFiles.rows(random, samples, inputs);
            double[][] y = OwnFiles.rows(random, samples, outputs);
            int[] classes = someClasses(samples, Math.min(samples, outputs + 1));
            Path npz = OwnFiles.npz(folder.resolve("c.npz"), OwnFiles.array(x), NpyArray.ofInts(classes, samples));
            OwnSamples n = OwnFiles.read(OwnFiles.data(npz, scale, 0, 0));
            OwnSamples c = OwnFiles.read(OwnFiles.data(OwnFiles.classes(folder.resolve("c.csv"), x, classes), scale, 0, 0));
            assertSame(n.sets().train(), c.sets().train());
            assertTrue(n.hasClasses());
            assertEquals(List.of(inputs, Math.min(samples, outputs + 1)), List.of(n.inputs(), n.outputs()));
            assertEquals(List.of(inputs, n.outputs()), List.of(c.inputs(), c.outputs()));
            n = OwnFiles.read(OwnFiles.data(OwnFiles.npz(folder.resolve("r.npz"), OwnFiles.array(x), OwnFiles.array(y)), scale, 0, 0));
            c = OwnFiles.read(OwnFiles.data(OwnFiles.targets(folder.resolve("r.csv"), x, y), scale, 0, 0));
            assertSame(n.sets().train(), c.sets().train());
            assertFalse(c.hasClasses());
            if (scale == Scale.NONE) {
                assertSame(SampleSet.taught(floats(x), floats(y)), n.sets().train());
            }
        }
    }

    private static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][rows[0].length];
        for (int k = 0; k < rows.length; k++) {
            for (int i = 0; i < rows[k].length; i++) {
                floats[k][i] = (float) rows[k][i];
            }
        }
        return floats;
    }

    @Test
    void allKindsOfElementsAreRead() {
        NpyArray classes = NpyArray.ofLongs(new long[] {0, 1, 1}, 3);
        List<NpyArray> same = List.of(NpyArray.ofFloats(new float[] {1, 0, 1}, 3, 1), NpyArray.ofDoubles(new double[] {1, 0, 1}, 3, 1),
                NpyArray.ofInts(new int[] {1, 0, 1}, 3, 1), NpyArray.ofLongs(new long[] {1, 0, 1}, 3, 1),
                NpyArray.ofBytes(new byte[] {1, 0, 1}, 3, 1), NpyArray.ofUnsignedBytes(new byte[] {1, 0, 1}, 3, 1),
                NpyArray.ofBooleans(new boolean[] {true, false, true}, 3, 1));
        for (NpyArray x : same) {
            SampleSet set = OwnFiles.read(OwnFiles.data(OwnFiles.npz(folder.resolve("k.npz"), x, classes), Scale.NONE, 0, 0)).sets().train();
            assertArrayEquals(new float[][] {{1}, {0}, {1}}, IntStream.range(0, 3).mapToObj(set::input).toArray(float[][]::new));
        }
        NpyArray truths = NpyArray.ofBooleans(new boolean[] {false, true}, 2, 1);
        OwnFiles.npz(folder.resolve("k.npz"), NpyArray.ofUnsignedBytes(new byte[] {-1, 7}, 2, 1), truths);
        OwnSamples bytes = OwnFiles.read(OwnFiles.data(folder.resolve("k.npz"), Scale.NONE, 0, 0));
        assertEquals(255, bytes.sets().train().input(0)[0]);
        assertEquals(List.of("0", "1"), bytes.sets().classNames());
    }

    /** The first value of a sample is its number in the file. */
    private Path numbered(String name, int samples) {
        double[][] x = new double[samples][2];
        for (int k = 0; k < samples; k++) {
            x[k][0] = k;
            x[k][1] = 5;
        }
        return OwnFiles.npz(folder.resolve(name), OwnFiles.array(x), NpyArray.ofInts(someClasses(samples, 3), samples));
    }

    private static List<Integer> numbers(SampleSet set) {
        return IntStream.range(0, set.size()).map(k -> (int) set.input(k)[0]).boxed().toList();
    }

    @Test
    void partsAreDisjointAndDependOnTheSeedAlone() {
        Path file = numbered("n.npz", 100);
        OwnData own = OwnFiles.data(file, Scale.NONE, 0.2, 0.15);
        OwnSamples whole = OwnFiles.read(own);
        List<Integer> train = numbers(whole.sets().train());
        List<Integer> validation = numbers(whole.sets().validation());
        List<Integer> test = numbers(whole.sets().test());
        assertEquals(List.of(65, 20, 15), List.of(train.size(), validation.size(), test.size()));
        List<Integer> all = new ArrayList<>(train);
        all.addAll(validation);
        all.addAll(test);
        assertEquals(IntStream.range(0, 100).boxed().toList(), all.stream().sorted().toList());
        assertNotEquals(train, train.stream().sorted().toList());
        for (SampleSet set : List.of(whole.sets().train(), whole.sets().validation(), whole.sets().test())) {
            for (int k = 0; k < set.size(); k++) {
                assertEquals(numbers(set).get(k) % 3, set.classOf(k), "a sample keeps its class");
                assertEquals(1, set.target(k)[set.classOf(k)]);
                assertEquals(0.25f, set.target(k)[(set.classOf(k) + 1) % 3]);
            }
        }
        // Fewer training samples leave the other parts as they are, and so do other shares of the test the validation.
        OwnSamples fewer = OwnReader.read("test", own, new Counts(10, 0, 0), 1, 0);
        assertEquals(train.subList(0, 10), numbers(fewer.sets().train()));
        assertEquals(validation, numbers(fewer.sets().validation()));
        assertEquals(validation, numbers(OwnReader.read("test", own, new Counts(0, 20, 3), 1, 0).sets().validation()));
        OwnData other = new OwnData(file, Optional.empty(), Optional.empty(), List.of(), Scale.NONE, Scale.NONE, 0.2, 0.15, 1);
        assertNotEquals(validation, numbers(OwnFiles.read(other).sets().validation()));
        // Without a split, the order is that of the file.
        assertEquals(IntStream.range(0, 100).boxed().toList(), numbers(OwnFiles.read(OwnFiles.data(file, Scale.NONE, 0, 0)).sets().train()));
    }

    @Test
    void filesOfTheirOwnKeepTheirOrder() {
        OwnData own = OwnFiles.data(numbered("a.npz", 30), Optional.of(numbered("b.npz", 20)), Optional.of(numbered("c.npz", 10)));
        OwnSamples samples = OwnReader.read("test", own, new Counts(0, 5, 0), 1, 0);
        assertEquals(IntStream.range(0, 30).boxed().toList(), numbers(samples.sets().train()));
        assertEquals(IntStream.range(0, 5).boxed().toList(), numbers(samples.sets().validation()));
        assertEquals(IntStream.range(0, 10).boxed().toList(), numbers(samples.sets().test()));
        assertEquals(List.of("a.npz", "b.npz", "c.npz"), List.copyOf(samples.sets().files().keySet()));
        assertEquals(3, samples.sets().files().values().stream().filter(sum -> sum.matches("[0-9a-f]{64}")).distinct().count());
    }

    /** The test file has other values, which must not matter. */
    @Test
    void scalingComesFromTheTrainingSamples() {
        double[][] x = {{1, 10, 4}, {3, 20, 4}, {5, 60, 4}};
        double[][] far = {{9, -10, 4}, {3, 35, 7}};
        Path train = OwnFiles.classes(folder.resolve("train.csv"), x, new int[] {0, 1, 0});
        Path test = OwnFiles.classes(folder.resolve("test.csv"), far, new int[] {1, 0});
        OwnData unit = new OwnData(train, Optional.empty(), Optional.of(test), List.of(), Scale.UNIT, Scale.NONE, 0, 0, 0);
        OwnSamples samples = OwnFiles.read(unit);
        assertArrayEquals(new float[] {0.5f, 0.2f, 0}, samples.sets().train().input(1));
        assertArrayEquals(new float[] {2, -0.4f, 0}, samples.sets().test().input(0));
        assertArrayEquals(new float[] {0.5f, 0.5f, 0}, samples.sets().test().input(1), "a constant input is 0, also where it is not constant");
        OwnData standard = new OwnData(train, Optional.empty(), Optional.of(test), List.of(), Scale.STANDARD, Scale.NONE, 0, 0, 0);
        samples = OwnFiles.read(standard);
        double deviation = Math.sqrt((400 + 100 + 900) / 3.0);
        assertArrayEquals(new float[] {0, (float) (-10 / deviation), 0}, samples.sets().train().input(1), 1e-6f);
        assertArrayEquals(new float[] {(float) (6 / Math.sqrt(8 / 3.0)), (float) (-40 / deviation), 0}, samples.sets().test().input(0), 1e-6f);
    }

    /** Also within one file: those drawn for validation have no part in it, so some of them lie outside. */
    @Test
    void scalingComesFromTheTrainingSamplesOfASplit() {
        Path file = numbered("n.npz", 40);
        int outside = 0;
        for (long seed = 0; seed < 20; seed++) {
            OwnData own = new OwnData(file, Optional.empty(), Optional.empty(), List.of(), Scale.UNIT, Scale.NONE, 0.3, 0.2, seed);
            OwnSamples samples = OwnFiles.read(own);
            float[] values = new float[samples.sets().train().size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = samples.sets().train().input(k)[0];
            }
            Arrays.sort(values);
            assertEquals(List.of(0f, 1f), List.of(values[0], values[values.length - 1]));
            SampleSet validation = samples.sets().validation();
            outside += (int) IntStream.range(0, validation.size()).filter(k -> Math.abs(validation.input(k)[0] - 0.5f) > 0.5f).count();
        }
        assertTrue(outside > 0);
    }

    /** 0.1 + 0.1 + 0.1 is not three times 0.1: a constant column must still be recognised. */
    @Test
    void aConstantColumnIsZeroWhateverItsMeanRoundsTo() {
        double[][] x = {{0.1, 1}, {0.1, 2}, {0.1, 3}};
        Path file = OwnFiles.classes(folder.resolve("constant.csv"), x, new int[] {0, 1, 0});
        SampleSet set = OwnFiles.read(OwnFiles.data(file, Scale.STANDARD, 0, 0)).sets().train();
        assertEquals(List.of(0f, 0f, 0f), IntStream.range(0, 3).mapToObj(k -> set.input(k)[0]).toList());
    }

    /** A channel of an image has one scale, whatever the constancy of a pixel. */
    @Test
    void imagesAreScaledByChannel() {
        int[] pixels = {0, 10, 20, 20, 100, 300, 100, 100, 0, 5, 10, 20, 100, 200, 100, 100};
        NpyArray x = NpyArray.ofInts(pixels, 2, 2, 2, 2);
        Path file = OwnFiles.npz(folder.resolve("image.npz"), x, NpyArray.ofInts(new int[] {0, 1}, 2));
        OwnSamples samples = OwnFiles.read(OwnFiles.data(file, Scale.UNIT, 0, 0));
        assertArrayEquals(new float[] {0, 0.5f, 1, 1, 0, 1, 0, 0}, samples.sets().train().input(0));
        assertArrayEquals(new float[] {0, 0.25f, 0.5f, 1, 0, 0.5f, 0, 0}, samples.sets().train().input(1));
        assertEquals(Optional.empty(), samples.unfitInputs("inputs", List.of(2, 2, 2)));
        assertEquals(Optional.empty(), samples.unfitInputs("inputs", List.of(8)));
        assertTrue(samples.unfitInputs("inputs", List.of(4, 2, 1)).isPresent());
        assertTrue(samples.unfitInputs("inputs", List.of(7)).orElseThrow().text().contains("inputs = 7: must be [2, 2, 2] or 8"));
    }

    @Test
    void targetsAreScaledAndTheUnitsKept() {
        Path file = OwnFiles.targets(folder.resolve("t.csv"), new double[][] {{1}, {2}, {3}}, new double[][] {{10, 1}, {30, 1}, {20, 1}});
        OwnData own = new OwnData(file, Optional.empty(), Optional.empty(), List.of(), Scale.NONE, Scale.UNIT, 0, 0, 0);
        OwnSamples samples = OwnFiles.read(own);
        assertArrayEquals(new float[] {0.5f, 0}, samples.sets().train().target(2));
        assertArrayEquals(new double[] {10, 1}, samples.sets().units().get("target_offset"));
        assertArrayEquals(new double[] {20, 0}, samples.sets().units().get("target_unit"));
    }

    @Test
    void wordsAreSortedIntoClasses() {
        Path train = OwnDamagedTest.write(folder.resolve("w.csv"), "class,a\nzebra,1\n\"ant, red\",2\nmole,3\nzebra,4\n");
        Path test = OwnDamagedTest.write(folder.resolve("v.csv"), "a,class\n7,mole\n8,zebra\n");
        OwnData own = OwnFiles.data(train, Optional.empty(), Optional.of(test));
        OwnSamples samples = OwnFiles.read(own);
        assertEquals(List.of("ant, red", "mole", "zebra"), samples.sets().classNames());
        assertArrayEquals(new int[] {2, 0, 1, 2}, samples.sets().train().classes());
        assertArrayEquals(new int[] {1, 2}, samples.sets().test().classes(), "columns are found by their names");
        assertArrayEquals(new float[] {7}, samples.sets().test().input(0));
    }

    @Test
    void columnsOfTargetsCanBeNamed() {
        Path file = OwnDamagedTest.write(folder.resolve("n.csv"), "mass,a,y1,speed\n1,2,3,4\n5,6,7,8\n");
        OwnData own = new OwnData(file, Optional.empty(), Optional.empty(), List.of("speed", "mass"), Scale.NONE, Scale.NONE, 0, 0, 0);
        OwnSamples samples = OwnFiles.read(own);
        assertEquals(List.of("a", "y1"), samples.inputNames());
        assertArrayEquals(new float[] {8, 5}, samples.sets().train().target(1));
        assertArrayEquals(new float[] {6, 7}, samples.sets().train().input(1));
    }

    @Test
    void tooManySamplesAreAsked() {
        OwnData own = OwnFiles.data(numbered("n.npz", 10), Scale.NONE, 0.2, 0);
        for (Counts wrong : List.of(new Counts(9, 0, 0), new Counts(1, 5, 5), new Counts(0, 10, 0), new Counts(11, 0, 0))) {
            String message = assertThrows(InputException.class, () -> OwnReader.read("test", own, wrong, 1, 0)).getMessage();
            assertTrue(message.matches("(?s)test.*(must be at most 10, as .*n.npz has no more samples|leave no training samples).*"), message);
        }
        assertTrue(assertThrows(InputException.class, () -> OwnFiles.read(OwnFiles.data(numbered("n.npz", 10), Scale.NONE, 0.01, 0))).getMessage()
                .contains("validation_share = 0.01: is no whole sample of 10"));
        assertEquals(8, OwnReader.read("test", own, new Counts(8, 0, 0), 1, 0).sets().train().size());
    }

    @Test
    void samplesOfOneSeedAreTheSameWheneverTheyAreRead() {
        OwnData own = OwnFiles.data(numbered("n.npz", 40), Scale.STANDARD, 0.25, 0.25);
        assertSame(OwnFiles.read(own).sets().test(), OwnFiles.read(own).sets().test());
    }
}
