package org.pal4j.data.own;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.pal4j.data.own.OwnData.Counts;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;

/** Writes the same samples as npz and CSV, and reads them. */
public final class OwnFiles {
    private OwnFiles() {}

    /** An npz file with x and y. */
    public static Path npz(Path file, NpyArray x, NpyArray y) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x", x);
        arrays.put("y", y);
        try {
            Npz.write(file, arrays);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** A CSV file with inputs a0, a1, ... and classes as words c0, c1, ... in the first column. */
    public static Path classes(Path file, double[][] x, int[] classes) {
        return csv(file, x, "class,", k -> "c" + classes[k] + ",");
    }

    /** A CSV file with inputs a0, a1, ... and targets y1, y2, ... */
    static Path targets(Path file, double[][] x, double[][] y) {
        StringBuilder header = new StringBuilder();
        for (int k = 0; k < y[0].length; k++) {
            header.append('y').append(k + 1).append(',');
        }
        return csv(file, x, header.toString(), k -> joined(y[k]) + ",");
    }

    private static Path csv(Path file, double[][] x, String header, IntFunction<String> first) {
        StringBuilder text = new StringBuilder(header);
        for (int i = 0; i < x[0].length; i++) {
            text.append(i == 0 ? "a" : ",a").append(i);
        }
        for (int k = 0; k < x.length; k++) {
            text.append('\n').append(first.apply(k)).append(joined(x[k]));
        }
        try {
            return Files.writeString(file, text.append('\n'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String joined(double[] row) {
        return String.join(",", Arrays.stream(row).mapToObj(Double::toString).toList());
    }

    /** Random rows. */
    public static double[][] rows(SplittableRandom random, int rows, int columns) {
        double[][] all = new double[rows][columns];
        for (double[] row : all) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextDouble(-3, 7);
            }
        }
        return all;
    }

    /** Rows as an array. */
    public static NpyArray array(double[][] rows) {
        return NpyArray.ofDoubles(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length, rows[0].length);
    }

    /** Data of one file, with shares. */
    static OwnData data(Path train, Scale scale, double validation, double test) {
        return new OwnData(train, Optional.empty(), Optional.empty(), List.of(), scale, Scale.NONE, validation, test, 0);
    }

    /** Data of several files, unscaled. */
    static OwnData data(Path train, Optional<Path> validation, Optional<Path> test) {
        return new OwnData(train, validation, test, List.of(), Scale.NONE, Scale.NONE, 0, 0, 0);
    }

    /** Reads all samples, with targets 1 and 0.25 of classes. */
    static OwnSamples read(OwnData own) {
        return OwnReader.read("test", own, new Counts(0, 0, 0), 1, 0.25);
    }
}
