package org.pal4j.cli.look;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Reason;
import org.pal4j.format.WholeFile;
import org.pal4j.run.Prediction.Answer;

/** Writes predictions as npz or CSV. */
public final class PredictionFile {
    private static final String NPZ = ".npz";
    private static final String CSV = ".csv";
    private static final String TEST = "test_";
    /** Arrays with a value for each sample, in the order of columns. */
    private static final List<String> COLUMNS = List.of("output", "latent", "target", "prediction", "class");

    private PredictionFile() {}

    /**
     * Checks the name of a file before anything is computed.
     *
     * @throws InputException if its ending is unknown, if it exists, or if its folder does not
     */
    public static void require(Path file) {
        if (!file.toString().endsWith(NPZ) && !file.toString().endsWith(CSV)) {
            throw new InputException("--out " + file + ": must end in .npz or .csv");
        }
        if (Files.isDirectory(file)) {
            throw new InputException("--out " + file + ": is a folder; give the name of a file");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException("--out " + file + ": exists already; nothing was changed. Give another name, or remove it");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException("--out " + file + ": there is no folder " + folder);
        }
    }

    /**
     * Writes a file whole.
     *
     * @param answers    of all replicas, at least one
     * @param replicas   whether they are of a study, so that arrays have the replica as a first dimension
     * @param classNames names of the classes; empty if there are none
     * @throws InputException if it can't be written
     */
    public static void write(Path file, List<Answer> answers, boolean replicas, List<String> classNames) {
        // It may have come meanwhile.
        require(file);
        try {
            if (file.toString().endsWith(NPZ)) {
                Npz.write(file, replicas ? stacked(answers) : arrays(answers.getFirst()));
            } else {
                String text = table(answers, replicas, classNames);
                WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new InputException(file + ": can't be written (" + Reason.of(e) + ")", e);
        }
    }

    private static Map<String, NpyArray> arrays(Answer answer) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        answer.result().arrays().forEach((name, array) -> arrays.put(name.startsWith(TEST) ? name.substring(TEST.length()) : name, array));
        return arrays;
    }

    /** Returns the arrays of all replicas, with the replica as a new first dimension. */
    private static Map<String, NpyArray> stacked(List<Answer> answers) {
        List<Map<String, NpyArray>> each = answers.stream().map(PredictionFile::arrays).toList();
        Map<String, NpyArray> all = new LinkedHashMap<>();
        each.getFirst()
                .forEach((name, first) -> all.put(name, stack(each.stream().map(arrays -> Objects.requireNonNull(arrays.get(name))).toList())));
        return all;
    }

    private static NpyArray stack(List<NpyArray> parts) {
        NpyArray first = parts.getFirst();
        int size = first.size();
        int[] shape = IntStream.concat(IntStream.of(parts.size()), IntStream.of(first.shape())).toArray();
        IntToDoubleFunction value = k -> parts.get(k / size).at(k % size);
        int all = Math.multiplyExact(parts.size(), size);
        return switch (first.kind()) {
            case FLOAT32 -> {
                float[] floats = new float[all];
                for (int k = 0; k < all; k++) {
                    floats[k] = (float) value.applyAsDouble(k);
                }
                yield NpyArray.ofFloats(floats, shape);
            }
            case INT32 -> NpyArray.ofInts(IntStream.range(0, all).map(k -> (int) value.applyAsDouble(k)).toArray(), shape);
            default -> NpyArray.ofDoubles(IntStream.range(0, all).mapToDouble(value).toArray(), shape);
        };
    }

    private static String table(List<Answer> answers, boolean replicas, List<String> classNames) {
        StringBuilder text = new StringBuilder();
        for (Answer answer : answers) {
            Map<String, NpyArray> arrays = arrays(answer);
            List<String> there = COLUMNS.stream().filter(arrays::containsKey).toList();
            int samples = answer.result().samples();
            if (text.isEmpty()) {
                List<String> header = new ArrayList<>(replicas ? List.of("replica", "sample") : List.of("sample"));
                there.forEach(name -> header.addAll(names(name, columns(Objects.requireNonNull(arrays.get(name)), samples))));
                text.append(String.join(",", header)).append('\n');
            }
            for (int sample = 0; sample < samples; sample++) {
                List<String> cells =
                        new ArrayList<>(replicas ? List.of(answer.label(), Integer.toString(sample)) : List.of(Integer.toString(sample)));
                for (String name : there) {
                    cells.addAll(cells(Objects.requireNonNull(arrays.get(name)), sample, samples, classNames));
                }
                text.append(String.join(",", cells)).append('\n');
            }
        }
        return text.toString();
    }

    private static int columns(NpyArray array, int samples) {
        return array.shape().length == 1 ? 0 : array.size() / samples;
    }

    private static List<String> names(String name, int columns) {
        String[] names = new String[Math.max(1, columns)];
        Arrays.setAll(names, k -> columns == 0 ? name : name + (k + 1));
        return List.of(names);
    }

    private static List<String> cells(NpyArray array, int sample, int samples, List<String> classNames) {
        int columns = columns(array, samples);
        if (columns == 0) {
            int value = (int) array.at(sample);
            return List.of(Optional.of(value).filter(k -> k >= 0 && k < classNames.size()).map(classNames::get).map(PredictionFile::quoted)
                    .orElse(Integer.toString(value)));
        }
        String[] cells = new String[columns];
        Arrays.setAll(cells, k -> Float.toString((float) array.at(sample * columns + k)));
        return List.of(cells);
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
