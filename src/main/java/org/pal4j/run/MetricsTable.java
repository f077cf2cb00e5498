package org.pal4j.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.Reason;
import org.pal4j.format.RegularFile;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Terms;

/**
 * The content of a metrics.csv: columns of numbers by name. An empty cell is a missing number, NaN here.
 *
 * @param rows    the number of lines below the header
 * @param columns the columns by name, in file order, including "epoch"
 */
public record MetricsTable(int rows, Map<String, double[]> columns) {
    /** Larger files are rejected; no run writes that much. */
    private static final long MAX_BYTES = 1L << 29;
    /** Nor that many columns, of which a deep network has a few for each area. */
    private static final int MAX_COLUMNS = 4096;

    /**
     * Reads a file.
     *
     * @throws InputException if it can't be read or is not a metrics.csv; the message gives the line
     */
    public static MetricsTable read(Path file) {
        try (InputStream in = RegularFile.open(file)) {
            if (Files.size(file) > MAX_BYTES) {
                throw new InputException(file + ": has more than " + MAX_BYTES + " bytes, so it is no metrics.csv of a run");
            }
            return read(file, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())));
        } catch (CharacterCodingException e) {
            throw damaged(file, 0, "it is not text in UTF-8", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    private static MetricsTable read(Path file, BufferedReader lines) throws IOException {
        String header = lines.readLine();
        if (header == null) {
            throw damaged(file, 0, "it is empty", null);
        }
        String[] names = header.split(",", MAX_COLUMNS + 1);
        if (names.length > MAX_COLUMNS) {
            throw damaged(file, 1, "has more than " + MAX_COLUMNS + " columns, and no run has as many", null);
        }
        List<String> all = Arrays.asList(names);
        if (!all.contains(RunFiles.EPOCH) || new HashSet<>(all).size() < names.length || all.stream().anyMatch(String::isBlank)) {
            throw damaged(file, 1, "must name columns, one of them epoch and none twice", null);
        }
        // Rows are kept as they come, so that memory goes with the cells that are there.
        List<double[]> rows = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int number = rows.size() + 2;
            String[] cells = line.split(",", names.length + 1);
            if (cells.length != names.length) {
                throw damaged(file, number, "has " + line.split(",", -1).length + " cells, and the header has " + names.length, null);
            }
            double[] row = new double[names.length];
            for (int i = 0; i < names.length; i++) {
                row[i] = number(file, number, names[i], cells[i]);
            }
            rows.add(row);
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            int column = i;
            columns.put(names[i], rows.stream().mapToDouble(row -> row[column]).toArray());
        }
        return new MetricsTable(rows.size(), columns);
    }

    private static double number(Path file, int line, String name, String cell) {
        try {
            return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw damaged(file, line, Fault.shown(name) + " = '" + Fault.shown(cell) + "' is not a number", e);
        }
    }

    private static InputException damaged(Path file, int line, String fault, @Nullable Exception cause) {
        return new InputException(file + (line > 0 ? ", line " + line : "") + ": " + fault
                + "; the file is damaged: copy it again, or remove it", cause);
    }

    /** Returns the table that the metrics.csv of a replica would have now; nothing before the first measurement. */
    public static Optional<MetricsTable> of(List<EpochRow> rows, Terms terms) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put(RunFiles.EPOCH, rows.stream().mapToDouble(EpochRow::epoch).toArray());
        columns.put(terms.steps(), rows.stream().mapToDouble(EpochRow::steps).toArray());
        for (String name : rows.getFirst().measures().columns().keySet()) {
            columns.put(name, rows.stream().mapToDouble(row -> row.measures().columns().getOrDefault(name, Double.NaN)).toArray());
        }
        columns.put(RunFiles.SECONDS, rows.stream().mapToDouble(EpochRow::seconds).toArray());
        return Optional.of(new MetricsTable(rows.size(), columns));
    }

    /**
     * Returns means and standard deviations over replicas, of the rows that all of them have. One table is returned as it is, and nothing for none.
     *
     * @param tables of replicas with the same columns; columns that one lacks are left out
     */
    public static Optional<MetricsTable> mean(List<MetricsTable> tables) {
        if (tables.size() <= 1) {
            return tables.stream().findFirst();
        }
        MetricsTable first = tables.getFirst();
        int common = tables.stream().mapToInt(MetricsTable::rows).min().orElseThrow();
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String name : first.columns.keySet()) {
            List<double[]> all = tables.stream().map(table -> table.columns.get(name)).filter(Objects::nonNull).toList();
            if (all.size() < tables.size()) {
                continue;
            }
            double[] mean = new double[common];
            double[] deviation = new double[common];
            for (int i = 0; i < common; i++) {
                int row = i;
                Statistic statistic = Statistic.of(all.stream().map(column -> column[row]).toList());
                mean[i] = statistic.mean();
                deviation[i] = statistic.deviation();
            }
            columns.put(name, mean);
            if (!name.equals(RunFiles.EPOCH)) {
                columns.put(name + RunFiles.DEVIATION, deviation);
            }
        }
        return Optional.of(new MetricsTable(common, columns));
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
        Set<String> found = new LinkedHashSet<>();
        for (String name : columns.keySet()) {
            String measure = name.endsWith(RunFiles.MEAN) ? name.substring(0, name.length() - RunFiles.MEAN.length()) : name;
            if (name.startsWith(prefix) && !name.endsWith(RunFiles.DEVIATION)) {
                found.add(measure);
            }
        }
        return List.copyOf(found);
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
