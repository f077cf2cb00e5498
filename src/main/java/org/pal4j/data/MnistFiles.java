package org.pal4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.Idx;

/**
 * The four files of MNIST, or of another data set of the same form.
 *
 * <p>The last sixth of the training images, 10000 of 60000, is for validation. Of each part the first samples are taken, as many as the
 * experiment wants.
 *
 * @param trainImages images to learn from, and their labels
 * @param trainLabels one for each
 * @param testImages  images for the test, and their labels
 * @param testLabels  one for each
 */
public record MnistFiles(Path trainImages, Path trainLabels, Path testImages, Path testLabels) {
    /** The most training samples that the published files have. */
    public static final int MAX_TRAIN = 50_000;
    /** The most validation samples. */
    public static final int MAX_VALIDATION = 10_000;
    /** The most test samples. */
    public static final int MAX_TEST = 10_000;

    private static final int VALIDATION_SHARE = 6;
    private static final List<String> NAMES = List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte");
    private static final String HELP = " Nothing is ever downloaded. Put MNIST's four files (" + String.join(", ", NAMES)
            + ", as they are or with .gz) into one folder and give it with --data DIR; many mirrors, and the caches of machine-learning "
            + "libraries, have them under these names. Debian's package dataset-fashion-mnist has other images in the same form: "
            + "--data /usr/share/datasets/fashion-mnist";

    /**
     * Finds them.
     *
     * @throws InputException if no place has all four, with what is missing and how to get it
     */
    public static MnistFiles find(DataFolder folder) {
        List<Path> all = folder.places("mnist");
        for (Path place : all) {
            List<Path> found = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            for (String name : NAMES) {
                Optional<Path> file = spellings(name).stream().map(place::resolve).filter(Files::exists).findFirst();
                file.ifPresentOrElse(found::add, () -> missing.add(name));
            }
            if (missing.isEmpty()) {
                return new MnistFiles(found.get(0), found.get(1), found.get(2), found.get(3));
            }
            if (!found.isEmpty()) {
                throw new InputException(shown(place) + ": has " + found.getFirst().getFileName() + ", but not "
                        + String.join(", ", missing) + ", neither as it is nor with .gz." + HELP);
            }
        }
        String places = all.stream().map(MnistFiles::shown).collect(Collectors.joining(", "));
        String wrong = folder.asked().map(by -> by + ": " + (Files.isDirectory(all.getFirst())
                ? "the files of MNIST are neither there nor in its subfolder mnist." : "there is no such folder."))
                .orElse("the task mnist needs the files of MNIST, which are in none of " + places + ".");
        throw new InputException(wrong + HELP);
    }

    /** Some copies have a dot in the place of the first dash of the ending. */
    private static List<String> spellings(String name) {
        String dotted = name.replace("-idx", ".idx");
        return List.of(name, name + ".gz", dotted, dotted + ".gz");
    }

    private static String shown(Path path) {
        return Fault.shown(path.toString());
    }

    /**
     * How many samples of each part are wanted.
     *
     * @param train      training samples
     * @param validation validation samples
     * @param test       test samples
     */
    public record Counts(int train, int validation, int test) {}

    /**
     * Reads them.
     *
     * @param source what messages call the experiment
     * @param high   target voltage of the own class
     * @param low    target voltage of the other classes
     * @throws InputException if a file can't be used, or has fewer samples than are wanted
     */
    public DataSets read(String source, Counts counts, double high, double low) {
        Part learned = new Part(trainImages, trainLabels);
        Part tested = new Part(testImages, testLabels);
        int validation = learned.count() / VALIDATION_SHARE;
        int train = learned.count() - validation;
        List<Fault> faults = new ArrayList<>();
        require("train_samples", counts.train, train, trainImages, faults);
        require("validation_samples", counts.validation, validation, trainImages, faults);
        require("test_samples", counts.test, tested.count(), testImages, faults);
        InputException.throwIfAny(source, faults);
        Map<String, String> files = new LinkedHashMap<>();
        learned.addTo(files);
        tested.addTo(files);
        return new DataSets(learned.samples(0, counts.train, high, low), learned.samples(train, counts.validation, high, low),
                tested.samples(0, counts.test, high, low), files);
    }

    /**
     * Reads them whole, for experiments that split the training images themselves.
     *
     * @throws InputException if a file can't be used
     */
    public ImageData images() {
        Part learned = new Part(trainImages, trainLabels);
        Part tested = new Part(testImages, testLabels);
        Map<String, String> files = new LinkedHashMap<>();
        learned.addTo(files);
        tested.addTo(files);
        return new ImageData(1, Mnist.SIDE, Mnist.SIDE, learned.whole(), tested.whole(), files);
    }

    private static void require(String key, int wanted, int most, Path file, List<Fault> faults) {
        if (wanted > most) {
            faults.add(Fault.of(key, wanted, "must be at most " + most + ", as " + shown(file) + " has no more for this"));
        }
    }

    /** Images with their labels. */
    private static final class Part {
        private final Path imageFile;
        private final Path labelFile;
        private final Idx.Images images;
        private final Idx.Labels labels;

        Part(Path imageFile, Path labelFile) {
            this.imageFile = imageFile;
            this.labelFile = labelFile;
            // The small file first: what is wrong with it is told at once.
            labels = Idx.labels(labelFile, Mnist.CLASSES);
            images = Idx.images(imageFile);
            if (images.rows() != Mnist.SIDE || images.columns() != Mnist.SIDE) {
                throw new InputException(shown(imageFile) + ": has images of " + images.rows() + " x " + images.columns()
                        + " pixels, and the task mnist takes " + Mnist.SIDE + " x " + Mnist.SIDE + "; give a data set of these");
            }
            Idx.requireSameNumber(imageFile, images, labelFile, labels);
        }

        int count() {
            return images.count();
        }

        SampleSet samples(int first, int size, double high, double low) {
            return Mnist.part(images.pixels(), labels.values(), first, size, high, low);
        }

        ImageData.Part whole() {
            return new ImageData.Part(images.pixels(), labels.values(), shown(imageFile) + " has no more images");
        }

        void addTo(Map<String, String> files) {
            files.put(imageFile.getFileName().toString(), images.sha256());
            files.put(labelFile.getFileName().toString(), labels.sha256());
        }
    }
}
