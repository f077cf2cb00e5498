package org.pal4j.data.own;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.data.DataSets;
import org.pal4j.data.SampleSet;
import org.pal4j.data.own.OwnData.Counts;
import org.pal4j.format.Checksum;
import org.pal4j.format.RegularFile;
import org.pal4j.random.CounterRandom;

/**
 * Reads the files of own data, splits the samples, and scales them.
 *
 * <p>If the training file also has the validation or test samples, all of its samples are shuffled, unless the file says how they are presented one
 * after another. The first are for training, the last for
 * validation, and those before them for the test. Otherwise each part is in the order of its file.
 */
public final class OwnReader {
    /** Maximum number of classes. */
    static final int MAX_CLASSES = 4096;
    private static final String VALIDATION_SAMPLES = "validation_samples";
    private static final String TEST_SAMPLES = "test_samples";

    private final String source;
    private final OwnData own;
    private final Counts counts;
    private final List<Fault> faults = new ArrayList<>();
    private final MemoryBudget memory;

    private OwnReader(String source, OwnData own, Counts counts, MemoryBudget memory) {
        this.source = source;
        this.own = own;
        this.counts = counts;
        this.memory = memory;
    }

    /**
     * Reads all samples.
     *
     * @param source name of the experiment, for messages
     * @param high   target of the correct class
     * @param low    target of the other classes
     * @throws InputException with all faults of the files, or of the numbers of samples
     */
    public static OwnSamples read(String source, OwnData own, Counts counts, double high, double low) {
        return new OwnReader(source, own, counts, MemoryBudget.ofThisJvm()).read(high, low);
    }

    /**
     * The samples of a part.
     *
     * @param table the file's samples
     * @param rows  those of the part, in order
     */
    private record Part(Table table, int[] rows) {
        double[] times() {
            return table.times().length == 0 ? table.times() : Arrays.stream(rows).mapToDouble(row -> table.times()[row]).toArray();
        }

        boolean[] taught() {
            boolean[] taught = new boolean[table.taught().length == 0 ? 0 : rows.length];
            for (int k = 0; k < taught.length; k++) {
                taught[k] = table.taught()[rows[k]];
            }
            return taught;
        }
    }

    /**
     * Reads further samples in the form of the training file: with its columns and classes, and scaled as its samples are. Classes and targets may be
     * missing.
     *
     * @param file npz or CSV
     * @throws InputException with all faults of the files
     */
    public static SampleSet further(String source, OwnData own, Counts counts, Path file, double high, double low) {
        return new OwnReader(source, own, counts, MemoryBudget.ofThisJvm()).further(file, high, low);
    }

    private SampleSet further(Path file, double high, double low) {
        Tables tables = tables();
        InputException.throwIfAny(source, faults);
        Table train = tables.train.orElseThrow();
        List<Part> parts = parts(train, tables.validation, tables.test);
        InputException.throwIfAny(source, faults);
        Optional<Table> more = isNpz(file) ? FurtherTable.npz(file, Optional.of(train), memory, faults)
                : FurtherTable.csv(own, file, isNpz(own.train()) ? Optional.empty() : csv(own.train(), Optional.empty()), memory, faults);
        more.ifPresent(table -> faults.addAll(FurtherTable.unlike(table, train.inputs().columns(), train.outputs(), train.hasClasses())));
        InputException.throwIfAny(source, faults);
        Table table = more.orElseThrow();
        int[] rows = parts.getFirst().rows();
        Part all = new Part(table, IntStream.range(0, table.size()).toArray());
        float[][] x = scaled(all, table.inputs(), Scaling.of(own.scale(), train.inputs(), rows, groups(train)), "scale");
        Optional<float[][]> y = table.targets().columns() == 0 ? Optional.empty() : Optional.of(scaled(all, table.targets(),
                Scaling.of(own.targetScale(), train.targets(), rows, IntStream.range(0, train.outputs()).toArray()), "scale_targets"));
        InputException.throwIfAny(source, faults);
        return table.hasClasses() ? SampleSet.classified(x, table.classes(), train.outputs(), high, low)
                : y.map(targets -> SampleSet.taught(x, targets)).orElseGet(() -> SampleSet.unlabelled(x));
    }

    private OwnSamples read(double high, double low) {
        Tables tables = tables();
        InputException.throwIfAny(source, faults);
        Table train = tables.train.orElseThrow();
        tables.others().forEach(other -> requireAlike(train, other));
        requireClasses(train);
        InputException.throwIfAny(source, faults);
        List<Part> parts = parts(train, tables.validation, tables.test);
        InputException.throwIfAny(source, faults);
        return scaled(train, parts, high, low);
    }

    /**
     * The samples of all files; those with faults are empty.
     *
     * @param train      of the training file
     * @param validation of the validation file; empty if there is none
     * @param test       of the test file; empty if there is none
     */
    private record Tables(Optional<Table> train, Optional<Table> validation, Optional<Table> test) {
        List<Table> others() {
            return Stream.of(validation, test).flatMap(Optional::stream).toList();
        }
    }

    private Tables tables() {
        if (isNpz(own.train())) {
            if (!own.targets().isEmpty()) {
                faults.add(new Fault(OwnDataKeys.TARGET_COLUMNS, own.targets().toString(), "is for CSV files, whose columns have names",
                        "leave it out"));
            }
            Optional<Table> train = npz(own.train(), Optional.empty());
            return new Tables(train, own.validation().flatMap(file -> npz(file, train)), own.test().flatMap(file -> npz(file, train)));
        }
        Optional<CsvTable> first = csv(own.train(), Optional.empty());
        return new Tables(first.map(CsvTable::table), own.validation().flatMap(file -> csv(file, first)).map(CsvTable::table),
                own.test().flatMap(file -> csv(file, first)).map(CsvTable::table));
    }

    private Optional<Table> npz(Path file, Optional<Table> first) {
        TableFaults own = new TableFaults(TableFaults.name(file), faults);
        Optional<Table> table = NpzTable.read(file, first, own, memory);
        own.finish();
        return table;
    }

    private Optional<CsvTable> csv(Path file, Optional<CsvTable> first) {
        TableFaults found = new TableFaults(TableFaults.name(file), faults);
        CsvTable table = CsvTable.read(own, file, first, found, memory);
        found.finish();
        return found.none() ? Optional.of(table) : Optional.empty();
    }

    /** Returns whether a file is an npz archive, by its first bytes. An unreadable file is told by its name; its reader says what is wrong. */
    static boolean isNpz(Path file) {
        try (InputStream in = RegularFile.open(file)) {
            byte[] first = in.readNBytes(2);
            return first.length == 2 && first[0] == 'P' && first[1] == 'K' || file.toString().endsWith(".npz");
        } catch (IOException | InputException e) {
            return file.toString().endsWith(".npz");
        }
    }

    private void requireAlike(Table train, Table other) {
        if (train.hasClasses() != other.hasClasses() || !train.hasClasses() && train.outputs() != other.outputs()) {
            faults.add(Fault.of(other.name(), "has " + outputs(other) + ", and " + train.name() + " has " + outputs(train)));
        }
        if (!Arrays.equals(train.shape(), other.shape())) {
            faults.add(Fault.of(other.name(), "has inputs of " + shape(other) + ", and " + train.name() + " has inputs of " + shape(train)));
        }
    }

    private static String outputs(Table table) {
        return table.hasClasses() ? "classes" : table.outputs() + (table.outputs() == 1 ? " target" : " targets");
    }

    private static String shape(Table table) {
        return Arrays.stream(table.shape()).mapToObj(Integer::toString).collect(Collectors.joining(" x ")) + " values";
    }

    private void requireClasses(Table train) {
        if (train.hasClasses() && Arrays.stream(train.classes()).distinct().count() < 2) {
            faults.add(
                    Fault.of(train.name(), "has samples of one class only, " + Fault.shown(train.classNames().getLast()) + ", in " + train.answers()
                            + "; at least two are needed"));
        }
    }

    /** Returns training, validation and test. */
    private List<Part> parts(Table train, Optional<Table> validationTable, Optional<Table> testTable) {
        int all = train.size();
        int validation = validationTable.map(table -> counted(VALIDATION_SAMPLES, counts.validation(), table))
                .orElseGet(() -> part("validation_share", counts.validation(), own.validationShare(), all));
        int test = testTable.map(table -> counted(TEST_SAMPLES, counts.test(), table))
                .orElseGet(() -> part("test_share", counts.test(), own.testShare(), all));
        int forValidation = validationTable.isPresent() ? 0 : validation;
        int forTest = testTable.isPresent() ? 0 : test;
        long left = (long) all - forValidation - forTest;
        boolean split = forValidation + (long) forTest > 0;
        String most = "must be at most " + all + ", as " + train.name() + " has no more samples";
        if (counts.train() > left) {
            String sum = counts.train() + (split ? " + " + forValidation + " + " + forTest + " = " + (counts.train() + (long) forValidation + forTest)
                    : "");
            faults.add(
                    new Fault(split ? "train_samples + validation + test" : "train_samples", sum, most, "train_samples: 0 takes all that are left"));
        } else if (left < 1) {
            faults.add(Fault.of("validation + test", forValidation + " + " + forTest, "leave no training samples of the " + all + " in "
                    + train.name()));
        }
        if (!faults.isEmpty()) {
            return List.of();
        }
        int[] order = IntStream.range(0, all).toArray();
        if (split && train.times().length + train.taught().length == 0) {
            new CounterRandom(own.splitSeed(), CounterRandom.Stream.SPLIT).shuffle(order);
        }
        int size = counts.train() > 0 ? counts.train() : (int) left;
        int afterTest = all - forValidation;
        return List.of(new Part(train, Arrays.copyOf(order, size)),
                validationTable.map(table -> first(table, validation)).orElseGet(() -> new Part(train, Arrays.copyOfRange(order, afterTest, all))),
                testTable.map(table -> first(table, test))
                        .orElseGet(() -> new Part(train, Arrays.copyOfRange(order, afterTest - forTest, afterTest))));
    }

    private static Part first(Table table, int size) {
        return new Part(table, IntStream.range(0, size).toArray());
    }

    /** Returns how many samples of a file are used. */
    private int counted(String key, int wanted, Table table) {
        if (wanted > table.size()) {
            faults.add(new Fault(key, Integer.toString(wanted), "must be at most " + table.size() + ", as " + table.name() + " has no more samples",
                    "0 takes all"));
        }
        return wanted > 0 ? wanted : table.size();
    }

    /** Returns how many samples of the training file are for something else. */
    private int part(String key, int wanted, double share, int all) {
        int size = wanted > 0 ? wanted : (int) Math.round(share * all);
        if (wanted == 0 && share > 0 && size == 0) {
            faults.add(new Fault(key, Double.toString(share), "is no whole sample of " + all, "use a larger share, or 0"));
        }
        return size;
    }

    private OwnSamples scaled(Table train, List<Part> parts, double high, double low) {
        int[] rows = parts.getFirst().rows();
        Scaling inputs = Scaling.of(own.scale(), train.inputs(), rows, groups(train));
        Scaling targets = train.hasClasses() ? new Scaling(new double[0], new double[0])
                : Scaling.of(own.targetScale(), train.targets(), rows, IntStream.range(0, train.outputs()).toArray());
        if (train.hasClasses() && own.targetScale() != Scale.NONE) {
            faults.add(new Fault("scale_targets", own.targetScale().label(), "is for targets, and " + train.name() + " has classes", "leave it out"));
        }
        List<SampleSet> sets = new ArrayList<>();
        for (Part part : parts) {
            float[][] x = scaled(part, part.table().inputs(), inputs, "scale");
            SampleSet set = train.hasClasses()
                    ? SampleSet.classified(x, Arrays.stream(part.rows()).map(row -> part.table().classes()[row]).toArray(), train.outputs(), high,
                            low)
                    : SampleSet.taught(x, scaled(part, part.table().targets(), targets, "scale_targets"));
            sets.add(set.presented(part.times(), part.taught()));
        }
        InputException.throwIfAny(source, faults);
        Map<String, double[]> units = own.targetScale() == Scale.NONE ? Map.of()
                : new TreeMap<>(Map.of("target_offset", targets.offsets(), "target_unit", targets.units()));
        return new OwnSamples(new DataSets(sets.get(0), sets.get(1), sets.get(2), checksums(), train.classNames(), units), train.name(),
                train.shape(),
                train.inputNames(), train.outputs(), train.answers());
    }

    /** Returns the columns that are scaled together: each by itself, but the values of a map, which are one channel. */
    private static int[] groups(Table table) {
        int[] shape = table.shape();
        int size = table.inputs().columns();
        int channels = shape.length == 1 ? size : shape.length == 2 ? 1 : shape[0];
        return IntStream.range(0, size).map(k -> (int) ((long) k * channels / size)).toArray();
    }

    private float[][] scaled(Part part, Cells cells, Scaling scaling, String key) {
        float[][] rows = new float[part.rows().length][cells.columns()];
        for (int k = 0; k < rows.length; k++) {
            for (int column = 0; column < rows[k].length; column++) {
                rows[k][column] = scaling.scaled(cells.at(part.rows()[k], column), column);
                if (!Float.isFinite(rows[k][column])) {
                    faults.add(Fault.of(key, "sample " + part.rows()[k] + " of " + part.table().name() + " (from 0), column " + column
                            + ", is too far from the training samples: scaled, it is no longer a float"));
                    return rows;
                }
            }
        }
        return rows;
    }

    private Map<String, String> checksums() {
        Map<String, String> files = new LinkedHashMap<>();
        Stream.of(Optional.of(own.train()), own.validation(), own.test()).flatMap(Optional::stream).distinct().forEach(file -> {
            String name = file.getFileName().toString();
            files.put(files.containsKey(name) ? file.toString() : name, Checksum.sha256(file));
        });
        return files;
    }
}
