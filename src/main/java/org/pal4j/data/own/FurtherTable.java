package org.pal4j.data.own;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import org.pal4j.data.SampleSet;

/** Reads samples that a trained network is asked about. Their classes or targets may be missing. */
public final class FurtherTable {
    private FurtherTable() {}

    /**
     * Reads samples for an experiment whose own samples are no files of the user. Inputs and targets are taken as they are.
     *
     * @param source     name of the experiment, for messages
     * @param file       npz or CSV
     * @param inputs     number of inputs
     * @param outputs    number of outputs
     * @param classNames names of the classes; empty if the outputs have targets
     * @param high       target of the correct class
     * @param low        target of the other classes
     * @throws InputException with all faults of the file
     */
    public static SampleSet read(String source, Path file, int inputs, int outputs, List<String> classNames, double high, double low) {
        List<Fault> faults = new ArrayList<>();
        MemoryBudget memory = MemoryBudget.ofThisJvm();
        Optional<Table> read = OwnReader.isNpz(file) ? npz(file, Optional.empty(), memory, faults)
                : csv(OwnData.DEFAULTS, file, Optional.empty(), memory, faults);
        InputException.throwIfAny(source, faults);
        Table table = read.orElseThrow();
        int[] classes = classes(table, classNames, faults);
        faults.addAll(unlike(table, inputs, outputs, !classNames.isEmpty()));
        InputException.throwIfAny(source, faults);
        float[][] x = floats(table.inputs());
        return table.hasClasses() ? SampleSet.classified(x, classes, outputs, high, low)
                : table.targets().columns() > 0 ? SampleSet.taught(x, floats(table.targets())) : SampleSet.unlabelled(x);
    }

    /** Returns the numbers of classes that may be words. */
    private static int[] classes(Table table, List<String> classNames, List<Fault> faults) {
        List<String> unknown = table.classNames().stream().filter(name -> !CsvTable.isNumber(name) && !classNames.contains(name)).toList();
        if (!classNames.isEmpty()) {
            unknown.forEach(name -> faults.add(Fault.of(table.name(), "has the class " + Fault.shown(name) + Nearest.hint(name, classNames))));
        }
        boolean words = table.hasClasses() && unknown.isEmpty() && table.classNames().stream().noneMatch(CsvTable::isNumber);
        return words ? Arrays.stream(table.classes()).map(k -> classNames.indexOf(table.classNames().get(k))).toArray() : table.classes();
    }

    private static float[][] floats(Cells cells) {
        return IntStream.range(0, cells.rows()).mapToObj(row -> {
            float[] values = new float[cells.columns()];
            for (int k = 0; k < values.length; k++) {
                values[k] = (float) cells.at(row, k);
            }
            return values;
        }).toArray(float[][]::new);
    }

    /** Returns in what a file differs from what a network needs. */
    static List<Fault> unlike(Table table, int inputs, int outputs, boolean classes) {
        List<Fault> faults = new ArrayList<>();
        if (table.inputs().columns() != inputs) {
            faults.add(Fault.of(table.name(), "has " + table.inputs().columns() + " inputs in each sample, and the network has " + inputs));
        }
        int targets = table.targets().columns();
        int most = Arrays.stream(table.classes()).max().orElse(0);
        if (classes && targets > 0) {
            faults.add(new Fault(table.name(), "", "has targets, and the experiment has classes", "y.astype('int64') makes classes"));
        } else if (!classes && table.hasClasses()) {
            faults.add(new Fault(table.name(), "", "has classes, and the experiment has targets", "y.astype('float32') makes targets"));
        } else if (!classes && targets > 0 && targets != outputs) {
            faults.add(Fault.of(table.name(), "has " + targets + " targets in each sample, and the network has " + outputs + " outputs"));
        } else if (classes && most >= outputs) {
            faults.add(Fault.of(table.name(), "has the class " + most + ", and the last one of the network is " + (outputs - 1)));
        }
        return faults;
    }

    static Optional<Table> npz(Path file, Optional<Table> first, MemoryBudget memory, List<Fault> faults) {
        TableFaults own = new TableFaults(TableFaults.name(file), faults);
        Optional<Table> table = NpzTable.read(file, first, true, own, memory);
        own.finish();
        return table;
    }

    static Optional<Table> csv(OwnData own, Path file, Optional<CsvTable> first, MemoryBudget memory, List<Fault> faults) {
        TableFaults found = new TableFaults(TableFaults.name(file), faults);
        CsvTable table = CsvTable.read(own, file, first, true, found, memory);
        found.finish();
        return found.none() ? Optional.of(table.table()) : Optional.empty();
    }
}
