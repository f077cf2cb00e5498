package org.pal4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.Cifar;

/**
 * Files of CIFAR-10's binary version: the test batch and at least one of the five batches of training images.
 *
 * @param train batches of training images that exist, in order
 * @param test  batch of test images
 */
public record CifarFiles(List<Path> train, Path test) {
    private static final int BATCHES = 5;
    private static final List<String> TRAIN_NAMES = IntStream.rangeClosed(1, BATCHES).mapToObj(i -> "data_batch_" + i + ".bin").toList();
    private static final String TEST_NAME = "test_batch.bin";
    private static final String ARCHIVE = "cifar-10-binary.tar.gz";
    private static final String HELP = " Nothing is ever downloaded. Take the archive of CIFAR-10's binary version (" + ARCHIVE
            + ", from the data set's page or a mirror), unpack it (tar xf " + ARCHIVE + ") and give the folder with data_batch_1.bin to "
            + "data_batch_5.bin and test_batch.bin in it, as they are or with .gz, with --data DIR";

    /**
     * Finds the files.
     *
     * @throws InputException if no folder contains the test batch and a training batch, with the missing files and how to get them
     */
    public static CifarFiles find(DataFolder folder) {
        List<Path> places = folder.places("cifar10", "cifar-10-batches-bin");
        for (Path place : places) {
            List<Path> train = TRAIN_NAMES.stream().flatMap(name -> found(place, name).stream()).toList();
            Optional<Path> test = found(place, TEST_NAME);
            if (!train.isEmpty() && test.isPresent()) {
                return new CifarFiles(train, test.get());
            }
            if (!train.isEmpty() || test.isPresent()) {
                String has = (train.isEmpty() ? test.orElseThrow() : train.getFirst()).getFileName().toString();
                String missing = train.isEmpty() ? "none of data_batch_1.bin to data_batch_" + BATCHES + ".bin" : "not " + TEST_NAME;
                throw new InputException(shown(place) + ": has " + has + ", but " + missing + ", neither as it is nor with .gz." + HELP);
            }
        }
        String wrong = folder.asked().map(by -> by + ": " + (Files.isDirectory(places.getFirst())
                ? "the files of CIFAR-10 are neither there nor in its subfolders cifar10 and cifar-10-batches-bin."
                : "there is no such folder.")).orElseGet(() -> "the files of CIFAR-10 are needed, which are in none of "
                        + places.stream().map(CifarFiles::shown).collect(Collectors.joining(", ")) + ".");
        throw new InputException(wrong + others(places) + HELP);
    }

    private static Optional<Path> found(Path place, String name) {
        return DataFolder.file(place, List.of(name, name + ".gz"));
    }

    /** Returns a hint on other versions of CIFAR-10 in these folders. */
    private static String others(List<Path> places) {
        for (Path place : places) {
            if (Files.exists(place.resolve(ARCHIVE))) {
                return " There is " + shown(place.resolve(ARCHIVE)) + ", which must be unpacked.";
            }
            if (Files.exists(place.resolve("data_batch_1"))) {
                return " In " + shown(place) + " is the Python version of it, which can't be used.";
            }
        }
        return "";
    }

    private static String shown(Path path) {
        return Fault.shown(path.toString());
    }

    /**
     * Reads the images.
     *
     * @throws InputException if a file is unusable
     */
    public ImageData images() {
        // The single file is read first, so its faults are reported at once.
        Cifar.Images tested = Cifar.read(List.of(test));
        Cifar.Images learned = Cifar.read(train);
        List<String> names = train.stream().map(file -> file.getFileName().toString()).toList();
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            files.put(names.get(i), learned.sha256().get(i));
        }
        files.put(test.getFileName().toString(), tested.sha256().getFirst());
        return new ImageData(Cifar.CHANNELS, Cifar.SIDE, Cifar.SIDE, new ImageData.Part(learned.pixels(), learned.labels(), bound(names)),
                new ImageData.Part(tested.pixels(), tested.labels(), shown(test) + " has no more images"), files);
    }

    /** Explains why there are no more training images. */
    private String bound(List<String> names) {
        String folder = shown(Objects.requireNonNull(train.getFirst().toAbsolutePath().getParent()));
        return names.size() == BATCHES ? "the " + BATCHES + " batches of training images in " + folder + " have no more"
                : folder + " has only " + names.size() + " of the " + BATCHES + " batches of training images (" + String.join(", ", names) + ")";
    }
}
