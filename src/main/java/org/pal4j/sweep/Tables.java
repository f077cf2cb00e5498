package org.pal4j.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;
import org.pal4j.model.Terms;
import org.pal4j.run.Ending;
import org.pal4j.run.RunFiles;

/**
 * The tables of a sweep, made from the files of its finished runs. The measures are the numbers in result.json, and all columns in the last line of
 * metrics.csv.
 */
record Tables(Sweep sweep, List<Row> rows, List<String> measures, int missing) {
    private static final String POINT = "point";
    private static final String LAST_EPOCH = "last_epoch";
    /** A run has a few measures for each area. */
    private static final int MAX_COLUMNS = 4096;

    /** A finished run, with its numbers as text from its files. */
    record Row(Run run, String ending, String warning, Map<String, String> cells) {
        boolean isComplete() {
            return ending.equals(Ending.COMPLETE.label());
        }

        String cell(String column) {
            return cells.getOrDefault(column, "");
        }
    }

    /** Returns the last columns: steps and seconds. */
    private static List<String> last(Sweep sweep) {
        return List.of(sweep.model().terms().steps(), RunFiles.SECONDS);
    }

    /**
     * Reads the files of all finished runs.
     *
     * @param damaged receives what is wrong with a run that can't be read, which then counts as missing
     */
    static Tables of(SweepFolder folder, Consumer<InputException> damaged) {
        List<Row> rows = new ArrayList<>();
        List<String> measures = new ArrayList<>();
        List<Run> runs = folder.sweep().runs();
        Terms terms = folder.sweep().model().terms();
        for (Run run : runs) {
            Optional<Map<String, Object>> result = folder.result(run, damaged);
            if (result.isPresent()) {
                try {
                    Map<String, String> own = measures(terms, result.get(), folder.metrics(run, result.get()));
                    Map<String, String> cells = new LinkedHashMap<>(own);
                    cells.put(LAST_EPOCH, text(result.get(), RunFiles.EPOCHS));
                    last(folder.sweep()).forEach(column -> cells.put(column, text(result.get(), column)));
                    Row row = new Row(run, text(result.get(), RunFiles.ENDING), text(result.get(), RunFiles.WARNING), cells);
                    requireNumbers(row, Stream.concat(own.keySet().stream(), last(folder.sweep()).stream()).toList());
                    rows.add(row);
                    merge(List.copyOf(own.keySet()), measures);
                } catch (InputException e) {
                    damaged.accept(e);
                }
            }
        }
        return new Tables(folder.sweep(), rows, measures, runs.size() - rows.size());
    }

    private static void requireNumbers(Row row, List<String> columns) {
        if (columns.size() > MAX_COLUMNS || columns.contains("")) {
            throw new InputException(row.run.path() + ": has " + columns.size() + " measures, or one without a name; its files are damaged: remove "
                    + "its folder, and the sweep computes it again");
        }
        columns.forEach(column -> number(row, column));
    }

    private static String text(Map<String, Object> result, String key) {
        return result.containsKey(key) ? String.valueOf(result.get(key)) : "";
    }

    private static Map<String, String> measures(Terms terms, Map<String, Object> result, List<String> metrics) {
        // The entries of result.json and columns of metrics.csv that are no measures or have their own columns.
        List<String> ofResult = List.of(RunFiles.ENDING, RunFiles.FAULT, RunFiles.EPOCHS, terms.steps(), RunFiles.SECONDS,
                RunFiles.microseconds(terms));
        List<String> ofLine = List.of(RunFiles.EPOCH, terms.steps(), RunFiles.SECONDS);
        Map<String, String> cells = new LinkedHashMap<>();
        result.forEach((name, value) -> {
            if (value instanceof Number && !ofResult.contains(name)) {
                cells.put(name, value.toString());
            }
        });
        String[] header = metrics.isEmpty() ? new String[0] : metrics.getFirst().split(",", -1);
        String[] line = metrics.size() < 2 ? new String[0] : metrics.getLast().split(",", -1);
        for (int k = 0; k < header.length; k++) {
            if (!ofLine.contains(header[k])) {
                cells.put(header[k], k < line.length ? line[k] : "");
            }
        }
        return cells;
    }

    /** Inserts new columns after their predecessors: networks of different depths have different angles. */
    private static void merge(List<String> own, List<String> all) {
        int at = 0;
        for (String column : own) {
            int known = all.indexOf(column);
            if (known < 0) {
                all.add(at, column);
                at++;
            } else {
                at = known + 1;
            }
        }
    }

    private static int warned(List<Row> rows) {
        return (int) rows.stream().filter(row -> !row.warning.isEmpty()).count();
    }

    SweepFolder.Gathered gathered() {
        int complete = (int) rows.stream().filter(Row::isComplete).count();
        return new SweepFolder.Gathered(complete, rows.size() - complete, missing, warned(rows), best().map(Best::words));
    }

    /** Returns the results as numbers. */
    Results numbers() {
        List<Results.Finished> finished = rows.stream().map(row -> {
            Map<String, Double> values = new LinkedHashMap<>();
            measures.stream().filter(measure -> !row.cell(measure).isEmpty()).forEach(measure -> values.put(measure, number(row, measure)));
            return new Results.Finished(row.run, row.isComplete(), values);
        }).toList();
        return new Results(sweep, counted(), finished, gathered(), best().map(Best::point), summary());
    }

    /** Returns the measures to average. Standard deviations within a network are left out; those over seeds replace them. */
    private List<String> counted() {
        return measures.stream().filter(measure -> !Measures.isDeviation(measure, measures)).toList();
    }

    private record Best(Point point, String measure, Statistic value) {
        String words() {
            return measure.replace('_', ' ') + " " + value.shown(100) + " % at " + point.label() + ": " + point.describe();
        }
    }

    /** Returns the point with the best mean of the first score that any run has. */
    private Optional<Best> best() {
        return sweep.model().scores().stream().filter(measures::contains).findFirst().flatMap(this::best);
    }

    private Optional<Best> best(String measure) {
        Map<Point, Statistic> means = new LinkedHashMap<>();
        rows.stream().filter(Row::isComplete).collect(Collectors.groupingBy(row -> row.run.point(), LinkedHashMap::new, Collectors.toList()))
                .forEach((point, own) -> means.put(point, Statistic.of(own.stream().map(row -> number(row, measure)).toList())));
        return means.entrySet().stream().filter(entry -> !Double.isNaN(entry.getValue().mean()))
                // The first point wins ties.
                .reduce((a, b) -> b.getValue().mean() > a.getValue().mean() ? b : a)
                .map(entry -> new Best(entry.getKey(), measure, entry.getValue()));
    }

    /** Returns points.csv: one line per point with its name and values. */
    static String points(Sweep sweep) {
        StringBuilder text = new StringBuilder();
        line(text, header(sweep));
        sweep.points().forEach(point -> line(text, values(sweep, point)));
        return text.toString();
    }

    private static List<String> header(Sweep sweep, String... further) {
        return new ArrayList<>(Stream.of(List.of(POINT), sweep.keys(), List.of(further)).flatMap(List::stream).toList());
    }

    private static List<String> values(Sweep sweep, Point point) {
        List<String> cells = new ArrayList<>(List.of(point.label()));
        sweep.keys().forEach(key -> cells.add(point.text(key)));
        return cells;
    }

    /** Returns results.csv: one line per finished run. */
    String results() {
        StringBuilder text = new StringBuilder();
        List<String> columns = Stream.of(List.of(LAST_EPOCH), measures, last(sweep)).flatMap(List::stream).toList();
        List<String> header = header(sweep, "seed", RunFiles.ENDING, RunFiles.WARNING);
        header.addAll(columns);
        line(text, header);
        for (Row row : rows) {
            List<String> cells = values(sweep, row.run.point());
            cells.addAll(List.of(Long.toString(row.run.seed()), row.ending, row.warning));
            columns.forEach(column -> cells.add(row.cell(column)));
            line(text, cells);
        }
        return text.toString();
    }

    /** Returns summary.csv: one line per point with mean and standard deviation over its complete runs. */
    String summary() {
        StringBuilder text = new StringBuilder();
        List<String> columns = Stream.concat(counted().stream(), last(sweep).stream()).toList();
        List<String> header = header(sweep, "complete", "non_finite", "missing", RunFiles.WARNINGS);
        columns.forEach(column -> header.addAll(List.of(column + RunFiles.MEAN, column + RunFiles.DEVIATION)));
        line(text, header);
        Map<Integer, List<Row>> byPoint = rows.stream().collect(Collectors.groupingBy(row -> row.run.point().number()));
        for (Point point : sweep.points()) {
            List<Row> own = byPoint.getOrDefault(point.number(), List.of());
            List<Row> complete = own.stream().filter(Row::isComplete).toList();
            List<String> cells = values(sweep, point);
            cells.addAll(List.of(Integer.toString(complete.size()), Integer.toString(own.size() - complete.size()),
                    Integer.toString(sweep.seeds().size() - own.size()), Integer.toString(warned(own))));
            for (String column : columns) {
                Statistic statistic = Statistic.of(complete.stream().map(row -> number(row, column)).toList());
                cells.addAll(List.of(RunFiles.cell(statistic.mean()), RunFiles.cell(statistic.deviation())));
            }
            line(text, cells);
        }
        return text.toString();
    }

    private static double number(Row row, String column) {
        String cell = row.cell(column);
        try {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new InputException(row.run.path() + ": " + column + " = " + Fault.shown(cell) + " is not a number; its files are damaged: remove "
                    + "its folder, and the sweep computes it again", e);
        }
    }

    /** Appends a line as in RFC 4180, but with Unix line ends. Cells with commas, such as lists of layers, are quoted. */
    private static void line(StringBuilder text, List<String> cells) {
        text.append(cells.stream().map(Tables::quoted).collect(Collectors.joining(","))).append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
