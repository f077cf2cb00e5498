package org.pal4j.run;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.measure.Statistic;

/**
 * The content of a metrics.csv: columns of numbers by name. An empty cell is a missing number, NaN here.
 *
 * @param rows    the number of lines below the header
 * @param columns the columns by name, in file order, including "epoch"
 */
public record MetricsTable(int rows, Map<String, double[]> columns) {
    /** Larger files are rejected; no run writes that much. */
    private static final long MAX_BYTES = 1L << 29;

    /**
     * Reads a file.
     *
     * @throws InputException if it can't be read or is not a metrics.csv; the message gives the line
     */
    public static MetricsTable read(Path file) {
        List<String> lines;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InputException(file + ": has more than " + MAX_BYTES + " bytes, so it is no metrics.csv of a run");
            }
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw damaged(file, 0, "it is not text in UTF-8", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + e.getMessage() + ")", e);
        }
        if (lines.isEmpty()) {
            throw damaged(file, 0, "it is empty", null);
        }
        String[] names = lines.getFirst().split(",", -1);
        if (!Arrays.asList(names).contains(RunFiles.EPOCH) || new HashSet<>(Arrays.asList(names)).size() < names.length) {
            throw damaged(file, 1, "must name columns, one of them epoch and none twice", null);
        }
        double[][] values = new double[names.length][lines.size() - 1];
        for (int row = 1; row < lines.size(); row++) {
            String[] cells = lines.get(row).split(",", -1);
            if (cells.length != names.length) {
                throw damaged(file, row + 1, "has " + cells.length + " cells, and the header has " + names.length, null);
            }
            for (int i = 0; i < names.length; i++) {
                values[i][row - 1] = number(file, row + 1, names[i], cells[i]);
            }
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            columns.put(names[i], values[i]);
        }
        return new MetricsTable(lines.size() - 1, columns);
    }

    private static double number(Path file, int line, String name, String cell) {
        try {
            return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw damaged(file, line, name + " = '" + Fault.shown(cell) + "' is not a number", e);
        }
    }

    private static InputException damaged(Path file, int line, String fault, @Nullable Exception cause) {
        return new InputException(file + (line > 0 ? ", line " + line : "") + ": " + fault
                + "; the file is damaged: copy it again, or remove it, and the report shows the rest", cause);
    }

    /** Returns the column of a measure, or of its mean over replicas. */
    public Optional<double[]> column(String measure) {
        return Optional.ofNullable(columns.getOrDefault(measure, columns.get(measure + RunFiles.MEAN)));
    }

    /** Returns the standard deviations of a measure over replicas. */
    public Optional<double[]> deviation(String measure) {
        return Optional.ofNullable(columns.get(measure + RunFiles.DEVIATION));
    }

    /** Returns the epochs of all rows. */
    public double[] epochs() {
        return Objects.requireNonNull(columns.get(RunFiles.EPOCH));
    }

    /** Returns the measures with a prefix in file order, without the suffix of means. */
    public List<String> measures(String prefix) {
        List<String> found = new ArrayList<>();
        for (String name : columns.keySet()) {
            String measure = name.endsWith(RunFiles.MEAN) ? name.substring(0, name.length() - RunFiles.MEAN.length()) : name;
            if (name.startsWith(prefix) && !name.endsWith(RunFiles.DEVIATION) && !found.contains(measure)) {
                found.add(measure);
            }
        }
        return found;
    }

    /** Returns the last existing value of a measure with its standard deviation; NaN if there is none. */
    public Statistic last(String measure) {
        double[] values = column(measure).orElse(new double[0]);
        double[] deviations = deviation(measure).orElse(new double[0]);
        for (int row = values.length - 1; row >= 0; row--) {
            if (!Double.isNaN(values[row])) {
                return new Statistic(values[row], row < deviations.length ? deviations[row] : Double.NaN);
            }
        }
        return new Statistic(Double.NaN, Double.NaN);
    }

    /** Returns the number of completed epochs; 0 for an empty table. */
    public int lastEpoch() {
        return rows == 0 ? 0 : (int) epochs()[rows - 1];
    }
}
