package org.pal4j.data.own;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.Csv;

/**
 * Reads a CSV file with a header. The column {@code class} or {@code y} has classes, the columns {@code y1}, {@code y2}, .. or those of the key
 * {@code target_columns} have targets, and all others are inputs, in file order.
 *
 * <p>Classes are whole numbers from 0, or words; words become classes in alphabetical order. The first row decides.
 */
final class CsvTable {
    /** Java itself would also accept 0x1p3, 1f and NaN. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,9})?");
    private static final Pattern WITH_COMMA = Pattern.compile("[-+]?\\d*,\\d+");
    private static final Pattern MISSING = Pattern.compile("(?i)|-|\\?|na|n/a|nan|null|none|#n/a");
    /** Bytes of a row besides its numbers. */
    private static final int ROW = 40;

    private final OwnData own;
    private final Optional<CsvTable> first;
    private final boolean optional;
    private final String name;
    private final TableFaults faults;
    private final MemoryBudget memory;
    private final List<double[]> inputs = new ArrayList<>();
    private final List<double[]> targets = new ArrayList<>();
    private final List<Integer> classes = new ArrayList<>();
    /** The classes as words, each with its number: first in the order of reading. */
    private final Map<String, Integer> words = new LinkedHashMap<>();
    private Optional<CsvColumns> columns = Optional.empty();
    private boolean worded;
    private boolean full;

    private CsvTable(OwnData own, Path file, Optional<CsvTable> first, boolean optional, TableFaults faults, MemoryBudget memory) {
        this.own = own;
        this.first = first;
        this.optional = optional;
        this.faults = faults;
        this.memory = memory;
        name = TableFaults.name(file);
    }

    /** Returns whether a text is a number. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** Reads a file with classes or targets. */
    static CsvTable read(OwnData own, Path file, Optional<CsvTable> first, TableFaults faults, MemoryBudget memory) {
        return read(own, file, first, false, faults, memory);
    }

    /**
     * Reads a file.
     *
     * @param first    the training file, whose columns and words the others must have; empty for that file itself
     * @param optional whether classes and targets may be missing
     */
    static CsvTable read(OwnData own, Path file, Optional<CsvTable> first, boolean optional, TableFaults faults, MemoryBudget memory) {
        CsvTable table = new CsvTable(own, file, first, optional, faults, memory);
        try {
            Csv.read(file, table::row);
            table.end();
        } catch (InputException e) {
            faults.add(e);
        }
        return table;
    }

    private void row(int line, List<String> cells) {
        if (columns.isEmpty()) {
            header(cells);
        } else if (!columns.get().isUnknown() && !full) {
            row(columns.get(), line, cells);
        }
    }

    private void header(List<String> cells) {
        CsvColumns there = CsvColumns.of(cells.stream().map(String::strip).toList(), own.targets(), optional, faults);
        columns = Optional.of(first.isEmpty() || there.isUnknown() || first.get().unknown() ? there
                : there.inOrderOf(first.get().columns.orElseThrow(), first.get().name, faults));
        worded = first.isPresent() && first.get().worded;
        first.ifPresent(other -> words.putAll(other.words));
    }

    private boolean unknown() {
        return columns.isEmpty() || columns.get().isUnknown();
    }

    private void row(CsvColumns own, int line, List<String> cells) {
        if (cells.size() != own.names().size()) {
            faults.add("line " + line, "", "has " + cells.size() + " cells, and the header has " + own.names().size() + " names",
                    cells.size() > own.names().size() ? "a comma within a cell needs quotes around the cell" : "");
            return;
        }
        // Numbers as doubles, then as floats.
        full = !memory.take((Double.BYTES + Float.BYTES) * (double) cells.size() + ROW, faults);
        if (full) {
            return;
        }
        inputs.add(numbers(own, line, cells, own.inputs()));
        if (own.classes()) {
            classes.add(classOf(own.place(line, own.targets()[0]), cells.get(own.targets()[0]).strip()));
        } else {
            targets.add(numbers(own, line, cells, own.targets()));
        }
    }

    private double[] numbers(CsvColumns own, int line, List<String> cells, int[] chosen) {
        double[] numbers = new double[chosen.length];
        for (int k = 0; k < chosen.length; k++) {
            String cell = cells.get(chosen[k]).strip();
            if (isNumber(cell)) {
                numbers[k] = Double.parseDouble(cell);
                if (!Float.isFinite((float) numbers[k])) {
                    faults.add(own.place(line, chosen[k]), cell, "is too large for a float", "scale the column, to at most 3.4e38");
                }
            } else if (MISSING.matcher(cell).matches()) {
                faults.add(own.place(line, chosen[k]), cell, "is missing, and each cell needs a number", "fill it, or leave out the row");
            } else {
                faults.add(own.place(line, chosen[k]), cell, "must be a number",
                        WITH_COMMA.matcher(cell).matches() ? "with a point instead of the comma" : "");
            }
        }
        return numbers;
    }

    /** Returns the number of a class; of a word, in the order of reading. */
    private int classOf(String place, String cell) {
        if (MISSING.matcher(cell).matches()) {
            faults.add(place, cell, "is missing, and each sample needs a class", "fill it, or leave out the row");
            return 0;
        }
        boolean number = isNumber(cell);
        if (classes.isEmpty() && first.isEmpty()) {
            worded = !number;
        }
        if (worded) {
            return word(place, cell, number);
        }
        double value = number ? Double.parseDouble(cell) : Double.NaN;
        int most = first.map(table -> table.classNames().size()).orElse(OwnReader.MAX_CLASSES) - 1;
        if (!(value >= 0 && value <= most) || value != Math.rint(value)) {
            String bound = first.isPresent() ? most + ", the last class of " + first.get().name : Integer.toString(most);
            faults.add(place, cell,
                    "must be a class, a whole number from 0 to " + bound + (number || first.isPresent() ? "" : ", as in the first row"),
                    number && value != Math.rint(value)
                            ? "targets of a regression are in columns y1, y2, ... or in those of the key target_columns" : "");
            return 0;
        }
        return (int) value;
    }

    private int word(String place, String cell, boolean number) {
        Integer known = words.get(cell);
        if (known != null) {
            return known;
        }
        if (first.isPresent()) {
            faults.add(place, cell, "must be one of the classes of " + first.get().name + ", " + Table.shown(first.get().classNames()), "");
            return 0;
        }
        if (number) {
            faults.add(place, cell, "is a number, and the class in the first row is a word", "use one or the other");
            return 0;
        }
        if (words.size() == OwnReader.MAX_CLASSES) {
            faults.add(place, cell, "is one class too many, at most " + OwnReader.MAX_CLASSES + " are possible", "");
            return 0;
        }
        words.put(cell, words.size());
        return words.size() - 1;
    }

    /** Numbers words in alphabetical order, and checks the whole. */
    private void end() {
        if (columns.isEmpty() || inputs.isEmpty() && faults.none()) {
            faults.add(columns.isEmpty() ? "is empty" : "has no rows below the header", "there must be samples");
        }
        if (worded && first.isEmpty()) {
            List<String> sorted = words.keySet().stream().sorted().toList();
            int[] numbers = words.keySet().stream().mapToInt(sorted::indexOf).toArray();
            classes.replaceAll(k -> numbers[k]);
            words.clear();
            sorted.forEach(word -> words.put(word, words.size()));
        }
    }

    private List<String> classNames() {
        if (first.isPresent()) {
            return first.get().classNames();
        }
        int most = classes.stream().mapToInt(Integer::intValue).max().orElse(-1);
        return worded ? List.copyOf(words.keySet()) : IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList();
    }

    /** Returns what was read, if there were no faults. */
    Table table() {
        CsvColumns there = columns.orElseThrow();
        return new Table(name, new int[] {there.inputs().length}, there.inputNames(), new Rows(inputs, there.inputs().length),
                classes.stream().mapToInt(Integer::intValue).toArray(), there.classes() ? classNames() : List.of(),
                there.classes() ? Table.NOTHING : new Rows(targets, there.targets().length), Fault.shown(there.answers()), new double[0],
                new boolean[0]);
    }

    /**
     * Rows of numbers.
     *
     * @param all     the rows
     * @param columns length of each row
     */
    private record Rows(List<double[]> all, int columns) implements Cells {
        @Override
        public int rows() {
            return all.size();
        }

        @Override
        public double at(int row, int column) {
            return all.get(row)[column];
        }
    }
}
