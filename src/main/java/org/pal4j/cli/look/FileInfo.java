package org.pal4j.cli.look;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.pal4j.InputException;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.config.Documents;
import org.pal4j.format.Cifar;
import org.pal4j.format.ElementKind;
import org.pal4j.format.FileKind;
import org.pal4j.format.Idx;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;
import org.pal4j.run.Checkpoint;

/** What there is to say about a file with arrays. */
public final class FileInfo {
    private FileInfo() {}

    /**
     * Returns the lines.
     *
     * @throws InputException if the file is missing or damaged, or has another format
     */
    public static List<String> of(Path file) {
        if (!Files.exists(file)) {
            throw new InputException(file + ": there is no such file or folder");
        }
        List<String> lines = new ArrayList<>();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        String kind = switch (FileKind.of(file)) {
            case NPY -> {
                arrays.put("", Npy.read(file));
                yield "a NumPy array";
            }
            case NPZ -> {
                arrays.putAll(Npz.read(file));
                yield "an npz archive";
            }
            case SAFETENSORS -> {
                Safetensors.Content content = Safetensors.read(file);
                arrays.putAll(content.tensors());
                yield Checkpoint.isOne(content) ? checkpoint(file, content, lines) : texts(content, lines);
            }
            case IDX -> {
                arrays.putAll(idx(file));
                yield "an IDX file";
            }
            case CIFAR -> {
                arrays.putAll(cifar(file));
                yield "a batch of CIFAR-10";
            }
            case OTHER -> throw new InputException(file + ": is no file with arrays that PAL4J reads: npy, npz, safetensors, IDX or CIFAR-10; "
                    + "./pal4j show prints a configuration");
        };
        lines.addFirst(file + ": " + kind + (arrays.size() == 1 && arrays.containsKey("") ? "" : " of " + Amounts.count(arrays.size(), "array")));
        int width = arrays.keySet().stream().mapToInt(String::length).max().orElse(0);
        arrays.forEach((name, array) -> lines.add(("  " + name + " ".repeat(width - name.length() + (width == 0 ? 0 : 2)) + numbers(array))
                .stripTrailing()));
        return lines;
    }

    /** Returns the images or the labels. Which of them a packed file has is told by its name alone. */
    private static Map<String, NpyArray> idx(Path file) {
        if (String.valueOf(file.getFileName()).contains("labels")) {
            Idx.Labels labels = Idx.labels(file, 1 << Byte.SIZE);
            return Map.of("labels", unsigned(labels.values(), labels.count()));
        }
        Idx.Images images = Idx.images(file);
        return Map.of("pixels", unsigned(images.pixels(), images.count(), images.rows(), images.columns()));
    }

    private static Map<String, NpyArray> cifar(Path file) {
        Cifar.Images images = Cifar.read(List.of(file));
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("pixels", unsigned(images.pixels(), images.count(), Cifar.CHANNELS, Cifar.SIDE, Cifar.SIDE));
        arrays.put("labels", unsigned(images.labels(), images.count()));
        return arrays;
    }

    private static NpyArray unsigned(byte[] values, int... shape) {
        return NpyArray.ofUnsignedBytes(values, shape);
    }

    private static String texts(Safetensors.Content content, List<String> lines) {
        content.metadata().forEach((name, text) -> lines.add(name + ": " + (text.length() > 100 ? text.substring(0, 100) + "..." : text)));
        return "a safetensors file";
    }

    /** Returns where a run stood at a checkpoint. */
    static String place(Path file) {
        return Checkpoint.place(Safetensors.read(file));
    }

    private static String checkpoint(Path file, Safetensors.Content content, List<String> lines) {
        Map<String, Object> configuration = Documents.yaml(Checkpoint.configuration(content), file.toString());
        lines.add("of " + configuration.getOrDefault("name", "an experiment") + ", seed " + configuration.getOrDefault("seed", "unknown"));
        lines.add(Checkpoint.place(content));
        return "a checkpoint";
    }

    /** Returns kind, shape, and the range of the values. */
    static String numbers(NpyArray array) {
        String what = array.toString().replaceFirst("^array of ", "");
        if (array.size() == 0) {
            return what + ", empty";
        }
        if (array.kind() == ElementKind.BOOL) {
            return what + ", " + IntStream.range(0, array.size()).filter(k -> array.at(k) == 1).count() + " true";
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int wrong = 0;
        for (int k = 0; k < array.size(); k++) {
            double value = array.at(k);
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
                sum += value;
            } else {
                wrong++;
            }
        }
        if (wrong == array.size()) {
            return what + ", no value is finite";
        }
        String range = array.size() == 1 ? ", " + shown(sum)
                : ", " + shown(least) + " to " + shown(most) + ", mean " + shown(sum / (array.size() - wrong));
        return what + range + (wrong == 0 ? "" : ", " + wrong + " not finite");
    }

    private static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4g", value);
    }
}
