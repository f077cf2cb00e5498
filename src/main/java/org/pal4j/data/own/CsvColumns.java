package org.pal4j.data.own;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.config.Nearest;

/**
 * What the columns of a CSV file are.
 *
 * @param names   names of all columns, in file order
 * @param inputs  indices of the inputs
 * @param targets indices of the targets; of the one column with classes in classification
 * @param classes whether there are classes
 */
record CsvColumns(List<String> names, int[] inputs, int[] targets, boolean classes) {
    private static final List<String> OF_CLASSES = List.of("class", "y");
    private static final Pattern NUMBERED = Pattern.compile("y[1-9]\\d{0,6}");
    /** Stands for columns that can't be told apart. */
    private static final CsvColumns UNKNOWN = new CsvColumns(List.of(), new int[0], new int[0], false);

    /** Returns whether nothing can be read, as there were faults. */
    boolean isUnknown() {
        return names.isEmpty();
    }

    List<String> inputNames() {
        List<String> own = new ArrayList<>();
        for (int column : inputs) {
            own.add(names.get(column));
        }
        return own;
    }

    /** Returns the columns with answers in words. */
    String answers() {
        List<String> own = new ArrayList<>();
        for (int column : targets) {
            own.add(names.get(column));
        }
        return (own.size() == 1 ? "the column " : "the columns ") + Table.shown(own);
    }

    /**
     * Reads a header.
     *
     * @param asked    the key {@code target_columns}; empty if it is not given
     * @param optional whether classes and targets may be missing
     */
    static CsvColumns of(List<String> header, List<String> asked, boolean optional, TableFaults faults) {
        if (!isHeader(header, optional, faults)) {
            return UNKNOWN;
        }
        List<String> numbered = header.stream().filter(name -> NUMBERED.matcher(name).matches()).toList();
        List<String> ofClasses = OF_CLASSES.stream().filter(header::contains).toList();
        List<String> answers;
        if (optional && !asked.isEmpty() && asked.stream().noneMatch(header::contains)) {
            answers = List.of();
        } else if (!asked.isEmpty()) {
            answers = asked;
            List<String> missing = asked.stream().filter(name -> !header.contains(name)).toList();
            missing.forEach(name -> faults.add("header", name, "is named by the key target_columns, and there is no such column"
                    + Nearest.hint(name, header), "the columns are " + Table.shown(header)));
            if (header.contains("class") && !asked.contains("class")) {
                faults.add("header", "class", "would be an input, as the key target_columns names others", "take the column out, or the key");
            }
        } else if (!ofClasses.isEmpty()) {
            answers = List.of(ofClasses.getFirst());
            if (ofClasses.size() > 1 || !numbered.isEmpty()) {
                faults.add("header", Table.shown(header), "has more than one of class, y, and y1, y2, ...",
                        "keep one column of classes, or name the targets with the key target_columns");
            }
        } else {
            answers = new ArrayList<>();
            for (int k = 1; k <= numbered.size(); k++) {
                answers.add("y" + k);
            }
            Set<String> counted = new HashSet<>(answers);
            numbered.stream().filter(name -> !counted.contains(name)).forEach(name -> faults.add("header", name,
                    "is beyond the " + numbered.size() + " target columns that there are", "number them y1, y2, ... without gaps"));
            if (numbered.isEmpty() && !optional) {
                faults.add("header", Table.shown(header), "has no column with classes (class, or y) and none with targets (y1, y2, ...)",
                        "rename a column, or name the targets with the key target_columns");
            }
        }
        // A table may have a hundred thousand columns.
        Map<String, Integer> places = new HashMap<>();
        for (int k = header.size() - 1; k >= 0; k--) {
            places.put(header.get(k), k);
        }
        int[] targets = answers.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
        Set<String> answered = new HashSet<>(answers);
        int[] inputs = IntStream.range(0, header.size()).filter(k -> !answered.contains(header.get(k))).toArray();
        if (faults.none() && inputs.length == 0) {
            faults.add("has no column besides its targets", "the other columns are the inputs");
        }
        return faults.none() ? new CsvColumns(List.copyOf(header), inputs, targets, asked.isEmpty() && !ofClasses.isEmpty()) : UNKNOWN;
    }

    /** Checks the names of a header by themselves. */
    private static boolean isHeader(List<String> header, boolean optional, TableFaults faults) {
        if (header.stream().allMatch(CsvTable::isNumber)) {
            faults.add("header", Table.shown(header), "must be names, and these are numbers", "write a first line with a name for each column");
            return false;
        }
        if (header.size() == 1 && !optional) {
            boolean other = header.getFirst().matches("(?s).*[;\t|].*");
            faults.add("header", header.getFirst(), "is one column" + (other ? ", so the cells are not separated by commas" : ""),
                    other ? "write the file with commas" : "there must be inputs and targets");
            return false;
        }
        Set<String> seen = new HashSet<>();
        for (int k = 0; k < header.size(); k++) {
            String name = header.get(k);
            if (name.isEmpty()) {
                faults.add("header", "", "column " + (k + 1) + " has no name", k == 0 ? "if it numbers the rows, leave it out; in pandas: "
                        + "to_csv(file, index=False)" : "give it one, or end the lines without a comma");
            } else if (!seen.add(name)) {
                faults.add("header", name, "names two columns", "rename one");
            }
        }
        return faults.none();
    }

    /** Returns the places in this header of the columns of another one, by name. */
    CsvColumns inOrderOf(CsvColumns first, String firstFile, TableFaults faults) {
        List<String> answers = Arrays.stream(first.targets).mapToObj(first.names::get).toList();
        boolean unanswered = targets.length == 0 && answers.stream().noneMatch(names::contains);
        Set<String> here = new HashSet<>(names);
        Set<String> there = new HashSet<>(first.names);
        Set<String> answered = new HashSet<>(answers);
        List<String> missing = first.names.stream().filter(name -> !here.contains(name) && !(unanswered && answered.contains(name))).toList();
        List<String> more = names.stream().filter(name -> !there.contains(name)).toList();
        if (!missing.isEmpty() || !more.isEmpty()) {
            faults.add("header", Table.shown(names), "must have the columns of " + firstFile + (missing.isEmpty() ? "" : "; missing: "
                    + Table.shown(missing)) + (more.isEmpty() ? "" : "; not there: " + Table.shown(more)), "");
            return UNKNOWN;
        }
        return unanswered ? new CsvColumns(names, places(first, first.inputs), targets, false)
                : new CsvColumns(names, places(first, first.inputs), places(first, first.targets), first.classes);
    }

    private int[] places(CsvColumns first, int[] columns) {
        Map<String, Integer> own = new HashMap<>();
        for (int k = 0; k < names.size(); k++) {
            own.put(names.get(k), k);
        }
        return Arrays.stream(columns).map(k -> Objects.requireNonNull(own.get(first.names.get(k)))).toArray();
    }

    /** Returns a cell's name in faults. */
    String place(int line, int column) {
        return "line " + line + ", column " + Fault.shown(names.get(column));
    }
}
