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
 * The four files of MNIST, or of another data set in the same format.
 *
 * <p>The last sixth of the training images, 10000 of 60000, is for validation. An experiment uses the first samples of each part.
 *
 * @param trainImages training images
 * @param trainLabels labels of the training images
 * @param testImages  test images
 * @param testLabels  labels of the test images
 */
public record MnistFiles(Path trainImages, Path trainLabels, Path testImages, Path testLabels) {
    /** Maximum number of training samples in the published files. */
    public static final int MAX_TRAIN = 50_000;
    /** Maximum number of validation samples in the published files. */
    public static final int MAX_VALIDATION = 10_000;
    /** Maximum number of test samples in the published files. */
    public static final int MAX_TEST = 10_000;

    private static final int VALIDATION_SHARE = 6;
    private static final List<String> NAMES = List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte");
    private static final String HELP = " Nothing is ever downloaded. Put MNIST's four files (" + String.join(", ", NAMES)
            + ", as they are or with .gz) into one folder and give it with --data DIR; many mirrors, and the caches of machine-learning "
            + "libraries, have them under these names. Debian's package dataset-fashion-mnist has other images in the same form: "
            + "--data /usr/share/datasets/fashion-mnist";

    /**
     * Finds the files.
     *
     * @throws InputException if no folder contains all four files, with the missing files and how to get them
     */
    public static MnistFiles find(DataFolder folder) {
        List<Path> all = folder.places("mnist");
        for (Path place : all) {
            List<Path> found = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            for (String name : NAMES) {
                Optional<Path> file = DataFolder.file(place, spellings(name));
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

    /** Returns possible names of a file. Some copies have a dot instead of the dash before {@code idx}. */
    private static List<String> spellings(String name) {
        String dotted = name.replace("-idx", ".idx");
        return List.of(name, name + ".gz", dotted, dotted + ".gz");
    }

    private static String shown(Path path) {
        return Fault.shown(path.toString());
    }

    /**
     * Numbers of samples of each part.
     *
     * @param train      number of training samples
     * @param validation number of validation samples
     * @param test       number of test samples
     */
    public record Counts(int train, int validation, int test) {}

    /**
     * Reads the samples.
     *
     * @param source name of the experiment, for messages
     * @param high   target voltage of the correct class
     * @param low    target voltage of the other classes
     * @throws InputException if a file is unusable, or has fewer samples than requested
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
     * Reads all images, for experiments that split the training images themselves.
     *
     * @throws InputException if a file is unusable
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
            // All sizes are known to be right before memory is taken for the images.
            int[] sizes = Idx.sizesOfImages(imageFile);
            if (sizes[1] != Mnist.SIDE || sizes[2] != Mnist.SIDE) {
                throw new InputException(shown(imageFile) + ": has images of " + sizes[1] + " x " + sizes[2]
                        + " pixels, and the task mnist takes " + Mnist.SIDE + " x " + Mnist.SIDE + "; give a data set of these");
            }
            Idx.requireSameNumber(imageFile, sizes[0], labelFile, Idx.numberOfLabels(labelFile));
            // The smaller file is read first, so its faults are reported at once.
            labels = Idx.labels(labelFile, Mnist.CLASSES);
            images = Idx.images(imageFile);
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
