package org.pal4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.AllocatedBytes;
import org.pal4j.InputException;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.config.Documents;
import org.pal4j.format.IdxFiles;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.run.Ending;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyRunner;

/** The task mnist, with files of twenty images for training and six for the test. */
@Tag("width")
class MnistTest {
    private static final int TRAIN = 20;
    private static final int TEST = 6;

    @TempDir
    private Path folder;

    private static byte[] pixels(int images) {
        byte[] pixels = new byte[images * 784];
        new Random(images).nextBytes(pixels);
        return pixels;
    }

    private static int[] labels(int count) {
        return IntStream.range(0, count).map(i -> i * 7 % 10).toArray();
    }

    /** Four files; each second one packed. */
    private static Path write(Path to) throws IOException {
        Files.createDirectories(to);
        Files.write(to.resolve("train-images-idx3-ubyte"), IdxFiles.images(TRAIN, 28, 28, pixels(TRAIN)));
        Files.write(to.resolve("train-labels-idx1-ubyte.gz"), IdxFiles.packed(IdxFiles.labels(labels(TRAIN))));
        Files.write(to.resolve("t10k-images.idx3-ubyte"), IdxFiles.images(TEST, 28, 28, pixels(TEST)));
        Files.write(to.resolve("t10k-labels.idx1-ubyte.gz"), IdxFiles.packed(IdxFiles.labels(labels(TEST))));
        return to;
    }

    /** Some programs unpack each file into a folder of its name, which may lie beside a file with another spelling. */
    @Test
    void filesInFoldersOfTheirNameAreFound() throws IOException {
        Path flat = write(folder.resolve("flat"));
        List<String> names = List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte.gz");
        for (String name : names) {
            Path own = Files.createDirectories(folder.resolve("deep").resolve(name.replace(".idx", "-idx").replace(".gz", "")));
            Files.copy(flat.resolve(name), own.resolve(name));
        }
        MnistFiles deep = MnistFiles.find(DataFolder.of(Optional.of(folder.resolve("deep")), Map.of(), folder));
        assertEquals(folder.resolve("deep/t10k-images-idx3-ubyte/t10k-images.idx3-ubyte"), deep.testImages());
        assertEquals(TRAIN, deep.images().train().count());
        // A file that is there is taken, and a folder never is.
        Files.createDirectories(flat.resolve("t10k-images-idx3-ubyte"));
        MnistFiles files = MnistFiles.find(DataFolder.of(Optional.of(flat), Map.of(), folder));
        assertEquals(flat.resolve("t10k-images.idx3-ubyte"), files.testImages());
        Files.delete(flat.resolve("t10k-images.idx3-ubyte"));
        InputException e = assertThrows(InputException.class, () -> MnistFiles.find(DataFolder.of(Optional.of(flat), Map.of(), folder)));
        assertTrue(e.getMessage().contains("but not t10k-images-idx3-ubyte"), e.getMessage());
    }

    /** The sizes are compared before any pixel is read. */
    @Test
    void sizesThatAreWrongCostNothing() throws IOException {
        write(folder);
        Path images = folder.resolve("train-images-idx3-ubyte");
        Files.write(images, IdxFiles.packed(IdxFiles.images(1, 2500, 2500, new byte[2500 * 2500])));
        long before = AllocatedBytes.ofThisThread();
        assertRefused(data(), tiny(), "has images of 2500 x 2500 pixels, and the task mnist takes 28 x 28");
        assertTrue(AllocatedBytes.ofThisThread() - before < 3_000_000, AllocatedBytes.ofThisThread() - before + " bytes");
    }

    private static CircuitExperiment tiny(String... settings) {
        List<String> all = new ArrayList<>(List.of("layers=[784, 5, 10]", "Tpres=0.2", "train_samples=10", "validation_samples=3",
                "test_samples=6", "epochs=2", "snapshot_every=0"));
        all.addAll(List.of(settings));
        return Tiny.experiment("mnist", all);
    }

    private DataFolder data() {
        return DataFolder.of(Optional.of(folder), Map.of(), folder);
    }

    private Tiny.Run run(CircuitExperiment e) {
        return Tiny.run(e, data());
    }

    @Test
    void aSmallDataSetIsLearnedFrom() throws IOException {
        write(folder);
        CircuitExperiment e = tiny("shuffle=false", "epochs=1");
        Tiny.Run run = run(e);
        assertEquals(Ending.COMPLETE, run.outcome().ending());
        assertArrayEquals(Arrays.stream(labels(TEST)).asLongStream().toArray(),
                run.outcome().test().orElseThrow().arrays().get("test_class").toLongs());
        assertEquals(20L * (10 + 2 * 3 + 6), run.circuit().step());
        // The same by hand, from the bytes: validation has the last sixth of the training images, 17 to 19.
        Circuit circuit = Tiny.initial(e);
        present(circuit, Phase.EVALUATE, pixels(TRAIN), 17, 3);
        present(circuit, Phase.LEARN, pixels(TRAIN), 0, 10);
        present(circuit, Phase.EVALUATE, pixels(TRAIN), 17, 3);
        present(circuit, Phase.EVALUATE, pixels(TEST), 0, 6);
        for (Variable variable : List.of(Variable.W, Variable.WI, Variable.B, Variable.BI)) {
            for (int i = 0; i < variable.count(e.circuit()); i++) {
                assertArrayEquals(circuit.matrix(variable, i).toArray(), run.circuit().matrix(variable, i).toArray(), variable + " " + i);
            }
        }
    }

    private static void present(Circuit circuit, Phase phase, byte[] pixels, int first, int size) {
        for (int image = first; image < first + size; image++) {
            for (int i = 0; i < 784; i++) {
                circuit.input().set(i, (pixels[784 * image + i] & 0xff) / 256f);
            }
            for (int i = 0; i < 10; i++) {
                circuit.target().set(i, i == image * 7 % 10 ? 1 : 0.1f);
            }
            circuit.advance(phase, 20);
        }
    }

    /** Nothing is drawn for it. */
    @Test
    void theSeedOfTheDataDoesNotMatter() throws IOException {
        write(folder);
        assertArrayEquals(run(tiny("data_seed=1")).circuit().read(Variable.W, 0),
                run(tiny("data_seed=2")).circuit().read(Variable.W, 0));
    }

    @Test
    void resultsTellWhatTheyCameFrom() throws IOException {
        write(folder.resolve("mnist"));
        Map<String, String> files = CircuitModel.INSTANCE.samples(tiny(), data()).files();
        assertEquals(List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte.gz"),
                List.copyOf(files.keySet()));
        StudyRunner runner = StudyRunner.of(Study.of(tiny()), 1, new Listener() {}, () -> false, data());
        assertEquals(List.copyOf(files.entrySet()), List.copyOf(runner.inputs().getFirst().dataFiles().entrySet()));
        RunFolder.at(folder.resolve("out")).begin(tiny().show(), runner.inputs().getFirst());
        Map<?, ?> kept = (Map<?, ?>) Documents.json(folder.resolve("out/environment.json")).get("data_sha256");
        assertEquals(4, kept.size());
        assertEquals(runner.inputs().getFirst().dataFiles().get("t10k-images.idx3-ubyte"), kept.get("t10k-images.idx3-ubyte"));
        assertTrue(runner.inputs().getFirst().dataFiles().values().stream().allMatch(sum -> sum.matches("[0-9a-f]{64}")));
        assertEquals(Map.of(), CircuitModel.INSTANCE.samples(Tiny.yinYang(), data()).files());
        // Neither the folder nor what is in it is part of the configuration.
        assertFalse(Files.readString(folder.resolve("out/configuration.yaml")).contains(folder.toString()));
    }

    @Test
    void itIsLookedForWhereItIsAskedForAndElseInTheUsualPlaces() {
        Path given = Path.of("given");
        Path home = Path.of("home");
        DataFolder option = DataFolder.of(Optional.of(given), Map.of(DataFolder.VARIABLE, "other"), home);
        assertEquals(Optional.of("--data given"), option.asked());
        assertEquals(List.of(given, given.resolve("mnist")), option.places("mnist"));
        DataFolder environment = DataFolder.of(Optional.empty(), Map.of(DataFolder.VARIABLE, "other"), home);
        assertEquals(Optional.of("PAL4J_DATA=other"), environment.asked());
        assertEquals(List.of(Path.of("other"), Path.of("other/mnist")), environment.places("mnist"));
        DataFolder usual = DataFolder.of(Optional.empty(), Map.of(DataFolder.VARIABLE, ""), home);
        assertEquals(List.of("data/mnist", "mnist", "home/.cache/pal4j/mnist", "/usr/share/datasets/mnist"),
                usual.places("mnist").stream().map(path -> path.toString().replace('\\', '/')).toList());
        assertTrue(usual.asked().isEmpty());
    }

    @Test
    void withoutFilesItSaysHowToGetThem() throws IOException {
        assertRefused(data(), tiny(), "--data " + folder + ": the files of MNIST are neither there nor in its subfolder mnist. Nothing is ever "
                + "downloaded. Put MNIST's four files", "--data /usr/share/datasets/fashion-mnist");
        assertRefused(DataFolder.of(Optional.of(folder.resolve("none")), Map.of(), folder), tiny(), "none: there is no such folder.");
        DataFolder nowhere = new DataFolder(Optional.empty(), List.of(folder.resolve("a"), folder.resolve("b")));
        assertRefused(nowhere, tiny(), "the task mnist needs the files of MNIST, which are in none of " + folder.resolve("a/mnist")
                + ", " + folder.resolve("b/mnist") + ". Nothing is ever downloaded");
        Files.delete(write(folder).resolve("t10k-labels.idx1-ubyte.gz"));
        assertRefused(data(), tiny(), folder + ": has train-images-idx3-ubyte, but not t10k-labels-idx1-ubyte, neither as it is nor with .gz.");
    }

    @Test
    void tooFewSamplesNameTheKeyAndTheMost() throws IOException {
        write(folder);
        assertRefused(data(), tiny("train_samples=18", "validation_samples=4", "test_samples=7"), "mnist has 3 faults:",
                "train_samples = 18: must be at most 17, as " + folder.resolve("train-images-idx3-ubyte") + " has no more for this",
                "validation_samples = 4: must be at most 3", "test_samples = 7: must be at most 6");
        assertEquals(17, run(tiny("train_samples=17", "epochs=0", "validation_samples=0")).circuit().step() / 20 + 11);
    }

    @Test
    void filesThatDoNotFitAreRefused() throws IOException {
        write(folder);
        Path images = folder.resolve("train-images-idx3-ubyte");
        Path labels = folder.resolve("train-labels-idx1-ubyte.gz");
        byte[] good = Files.readAllBytes(labels);
        Files.write(labels, IdxFiles.labels(labels(TRAIN - 1)));
        assertRefused(data(), tiny(), labels + " has 19 labels, but " + images + " has 20 images");
        Files.write(labels, IdxFiles.labels(IntStream.range(0, TRAIN).map(k -> 10).toArray()));
        assertRefused(data(), tiny(), labels + " has the label 10 at index 0, but there are 10 classes");
        Files.write(labels, good);
        Files.write(images, IdxFiles.images(TRAIN, 28, 27, new byte[TRAIN * 28 * 27]));
        assertRefused(data(), tiny(), images + ": has images of 28 x 27 pixels, and the task mnist takes 28 x 28");
        Files.write(images, good);
        assertRefused(data(), tiny(), images + " holds labels");
    }

    private static void assertRefused(DataFolder data, CircuitExperiment e, String... parts) {
        InputException fault = assertThrows(InputException.class, () -> CircuitModel.INSTANCE.samples(e, data));
        for (String part : parts) {
            assertTrue(fault.getMessage().contains(part), part + " is not in: " + fault.getMessage());
        }
    }
}
