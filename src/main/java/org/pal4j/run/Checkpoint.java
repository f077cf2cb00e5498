package org.pal4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Kind;
import org.pal4j.folder.OwnFiles;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Reason;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Experiment;
import org.pal4j.model.Measures;
import org.pal4j.model.RunSettings;
import org.pal4j.model.Study;
import org.pal4j.run.Outcome.Snapshot;

/**
 * What the run of one replica needs to continue to the bit, besides its experiment and samples. The file checkpoint.safetensors has the state of the
 * network under the names of {@link org.pal4j.model.Batch#state}, and the rest under names with a dot: {@code run.} for the position, {@code
 * measures.} and {@code snapshots.} for what was measured so far. It does not depend on threads, vectors, lanes or the machine.
 *
 * @param position  the position in the run
 * @param rows      the measurements so far
 * @param snapshots the snapshots of the weights so far
 * @param recorded  the number of rows in each recorded series
 * @param seconds   the computing time so far
 * @param fault     the reason why the replica has ended, if it is no longer finite
 * @param network   the state of the network by name; the weights at the end if the replica has ended
 */
public record Checkpoint(
        Position position, List<EpochRow> rows, List<Snapshot> snapshots, long recorded, double seconds, Optional<String> fault,
        Map<String, NpyArray> network) {
    /** The name of the file. */
    public static final String FILE = "checkpoint.safetensors";
    /**
     * The name of the file during the test. The test advances the network, so a run can be carried on with more epochs only from the checkpoint
     * before it, which stays.
     */
    static final String TEST_FILE = "checkpoint-test.safetensors";

    /** The entry of the metadata by which a checkpoint is known. */
    static final String FORMAT = "pal4j_checkpoint";
    private static final int VERSION = 1;
    private static final String CONFIGURATION = "configuration";
    private static final String RUN = "run.";
    private static final String MEASURES = "measures.";
    private static final String SNAPSHOTS = "snapshots.";
    private static final String STEPS = "steps";
    private static final String EPOCHS = "epochs";
    private static final String REMEDY = "copy it again, or remove it to begin this run anew";

    /** Copies the lists. */
    public Checkpoint {
        rows = List.copyOf(rows);
        snapshots = List.copyOf(snapshots);
    }

    /** Returns it with another state of the network. */
    public Checkpoint with(Map<String, NpyArray> other) {
        return new Checkpoint(position, rows, snapshots, recorded, seconds, fault, other);
    }

    /** Returns the number of steps so far. */
    public long steps() {
        return position.steps();
    }

    /** Returns the outcome of a replica that has ended. */
    public Optional<Outcome> outcome() {
        return fault
                .map(reason -> new Outcome(Ending.NON_FINITE, fault, Optional.empty(), rows, snapshots, Optional.empty(), network, steps(), seconds));
    }

    /**
     * Returns the indices of those that have not ended, those that can go on in one batch together: those that begin, and those of one position that
     * agree in what replicas share.
     *
     * @param shared the names of {@link org.pal4j.model.Model#sharedState}
     */
    public static List<List<Integer>> alike(List<Optional<Checkpoint>> checkpoints, Set<String> shared) {
        Map<Optional<List<Object>>, List<Integer>> alike = new LinkedHashMap<>();
        for (int k = 0; k < checkpoints.size(); k++) {
            Optional<Checkpoint> checkpoint = checkpoints.get(k);
            if (checkpoint.flatMap(Checkpoint::fault).isEmpty()) {
                alike.computeIfAbsent(checkpoint.map(one -> one.place(shared)), place -> new ArrayList<>()).add(k);
            }
        }
        return List.copyOf(alike.values());
    }

    private List<Object> place(Set<String> shared) {
        Map<String, NpyArray> common = new HashMap<>(network);
        common.keySet().retainAll(shared);
        return List.of(position, common);
    }

    /**
     * Writes the file whole.
     *
     * @throws InputException if it can't be written; the file that was there is then unchanged
     */
    void write(Path folder, Experiment e) {
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>(network);
        put(arrays, RUN, numbers(position.numbers(), new long[] {recorded}, new double[] {seconds}).save());
        put(arrays, MEASURES, RunFiles.measures(rows, STEPS));
        arrays.put(MEASURES + RunFiles.SECONDS, NpyArray.ofDoubles(rows.stream().mapToDouble(EpochRow::seconds).toArray(), rows.size()));
        put(arrays, SNAPSHOTS, RunFiles.snapshots(snapshots, RunFiles.EPOCH));
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(FORMAT, Integer.toString(VERSION));
        texts.put(CONFIGURATION, e.show());
        fault.ifPresent(text -> texts.put(RunFiles.FAULT, text));
        Path file = folder.resolve(position.isInTest() ? TEST_FILE : FILE);
        try {
            Safetensors.writeChecked(file, arrays, texts);
            if (!position.isInTest()) {
                OwnFiles.delete(folder.resolve(TEST_FILE));
            }
        } catch (IOException thrown) {
            throw new InputException(file + ": can't be written (" + Reason.of(thrown) + "); the checkpoint before it is unchanged", thrown);
        }
    }

    private static void put(Map<String, NpyArray> all, String prefix, Map<String, NpyArray> arrays) {
        arrays.forEach((name, array) -> all.put(prefix + name, array));
    }

    private static NamedArrays numbers(long[] position, long[] recorded, double[] seconds) {
        NamedArrays run = new NamedArrays();
        Position.list(run, position);
        run.number("recorded", 0, Long.MAX_VALUE, () -> recorded[0], saved -> recorded[0] = saved);
        run.number(RunFiles.SECONDS, () -> seconds[0], saved -> seconds[0] = saved);
        return run;
    }

    /**
     * Reads the checkpoint in the folder of a run.
     *
     * @param e the experiment; it may have another number of epochs than the run had
     * @return nothing if there is no checkpoint
     * @throws InputException if it is damaged, of a newer format, of another configuration, or beyond the number of epochs
     */
    public static Optional<Checkpoint> read(Path folder, Experiment e) {
        return read(folder, e, note -> {});
    }

    /**
     * Reads the checkpoint, as {@link #read(Path, Experiment)} does.
     *
     * @param say is told if the last checkpoint is damaged, and the one before it is taken
     */
    public static Optional<Checkpoint> read(Path folder, Experiment e, Consumer<String> say) {
        Optional<Checkpoint> last;
        try {
            last = readFile(folder.resolve(TEST_FILE), e);
        } catch (InputException fault) {
            Optional<Checkpoint> before = readFile(folder.resolve(FILE), e);
            if (before.isEmpty()) {
                throw fault;
            }
            say.accept("warning: " + fault.getMessage() + ". The run goes on from the checkpoint before it, " + folder.resolve(FILE));
            return before;
        }
        return last.filter(checkpoint -> checkpoint.position.epoch() == e.epochs()).or(() -> readFile(folder.resolve(FILE), e));
    }

    /** Reads the checkpoint as of before the test, for whoever drives or asks the network: it may have more epochs than the experiment. */
    static Optional<Checkpoint> readBeforeTest(Path folder, Experiment e) {
        return readAnyFile(folder.resolve(FILE), e);
    }

    /** Returns whether a file is a checkpoint. */
    public static boolean isOne(Safetensors.Content content) {
        return content.metadata().containsKey(FORMAT);
    }

    /** Returns the configuration of the run that has written a checkpoint. */
    public static String configuration(Safetensors.Content content) {
        return content.metadata().getOrDefault(CONFIGURATION, "");
    }

    /** Returns where the run stood at a checkpoint: "after epoch 80, before the test, 55,380,000 steps". */
    public static String place(Safetensors.Content content) {
        Map<String, NpyArray> run = new LinkedHashMap<>();
        content.tensors().forEach((name, array) -> {
            if (name.startsWith(RUN)) {
                run.put(name.substring(RUN.length()), array);
            }
        });
        long[] position = Position.START.numbers();
        double[] seconds = new double[1];
        numbers(position, new long[1], seconds).take("checkpoint", run);
        Position at = Position.of(position);
        return String.format(Locale.ROOT, "%s: %,d steps in %.1f s%s", at.words(), at.steps(), seconds[0],
                content.metadata().containsKey(RunFiles.FAULT) ? ", not finite any more" : "");
    }

    private static Optional<Checkpoint> readFile(Path file, Experiment e) {
        return readAnyFile(file, e).map(read -> read.forEpochs(file, e.settings()));
    }

    private static Optional<Checkpoint> readAnyFile(Path file, Experiment e) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Safetensors.Content content = content(file);
        requireFormat(file, content.metadata());
        requireConfiguration(file, content.metadata().getOrDefault(CONFIGURATION, ""), e);
        Map<String, NpyArray> run = new LinkedHashMap<>();
        Map<String, NpyArray> measures = new LinkedHashMap<>();
        Map<String, NpyArray> snapshots = new LinkedHashMap<>();
        Map<String, NpyArray> network = new LinkedHashMap<>();
        content.tensors().forEach((name, array) -> {
            int dot = name.indexOf('.') + 1;
            String own = name.substring(dot);
            switch (name.substring(0, dot)) {
                case RUN -> run.put(own, array);
                case MEASURES -> measures.put(own, array);
                case SNAPSHOTS -> snapshots.put(own, array);
                default -> network.put(name, array);
            }
        });
        long[] position = Position.START.numbers();
        long[] recorded = new long[1];
        double[] seconds = new double[1];
        numbers(position, recorded, seconds).take(file.toString(), run);
        return Optional.of(new Checkpoint(Position.of(position), rows(file, measures), snapshots(file, snapshots), recorded[0], seconds[0],
                Optional.ofNullable(content.metadata().get(RunFiles.FAULT)), network));
    }

    private static Safetensors.Content content(Path file) {
        try {
            return Safetensors.read(file);
        } catch (InputException e) {
            throw new InputException(e.getMessage() + ". To begin this run anew, remove the file", e);
        }
    }

    private static void requireFormat(Path file, Map<String, String> metadata) {
        String version = metadata.getOrDefault(FORMAT, "");
        if (version.isEmpty()) {
            throw new InputException(file + ": is no checkpoint of PAL4J, as its metadata has no " + FORMAT + "; " + REMEDY);
        }
        if (!version.equals(Integer.toString(VERSION))) {
            throw new InputException(file + ": has the format " + Fault.shown(version) + " of checkpoints, and this version of PAL4J reads "
                    + VERSION + "; use the version of PAL4J that has written it, or a newer one");
        }
    }

    /** Returns whether a configuration file has the keys of a study. */
    static boolean isOf(Path configuration, Study<?> study) {
        return Documents.read(configuration) instanceof Map<?, ?> keys && keys.equals(Documents.yaml(study.show(), study.name()));
    }

    private static void requireConfiguration(Path file, String text, Experiment e) {
        Map<String, Object> then = Documents.yaml(text, file.toString());
        Map<String, Object> now = Documents.yaml(e.show(), e.name());
        List<Fault> faults = new ArrayList<>();
        Set<String> keys = new TreeSet<>(then.keySet());
        keys.addAll(now.keySet());
        keys.remove(EPOCHS);
        // A file may have moved; its content is compared by its SHA-256.
        e.model().keys().all().stream().filter(key -> key.kind().type().equals(Kind.FILE)).forEach(key -> keys.remove(key.name()));
        for (String key : keys) {
            if (!Objects.equals(then.get(key), now.get(key))) {
                faults.add(Fault.saying(key, "is of a run with " + said(key, then) + ", and this run has " + said(key, now)));
            }
        }
        InputException.throwIfAny(file.toString(), faults);
    }

    private static String said(String key, Map<String, Object> keys) {
        return keys.containsKey(key) ? key + " = " + Fault.shown(Json.text(keys.get(key))) : "no " + key;
    }

    private static List<EpochRow> rows(Path file, Map<String, NpyArray> arrays) {
        int size = arrays.getOrDefault(RunFiles.EPOCH, NpyArray.ofInts(new int[0], 0)).size();
        long[] epochs = column(file, arrays, RunFiles.EPOCH, size).toLongs();
        long[] steps = column(file, arrays, STEPS, size).toLongs();
        double[] seconds = column(file, arrays, RunFiles.SECONDS, size).toDoubles();
        List<Measures> measures = IntStream.range(0, size).mapToObj(row -> new Measures()).toList();
        arrays.forEach((name, array) -> {
            if (!List.of(RunFiles.EPOCH, STEPS, RunFiles.SECONDS).contains(name)) {
                int[] shape = array.shape();
                if (shape.length < 1 || shape.length > 2 || shape[0] != size) {
                    throw damaged(file, MEASURES + name);
                }
                double[] values = array.toDoubles();
                for (int row = 0; row < size; row++) {
                    int columns = values.length / size;
                    double[] own = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
                    if (shape.length == 1) {
                        measures.get(row).add(name, own[0]);
                    } else {
                        measures.get(row).add(name, own);
                    }
                }
            }
        });
        return IntStream.range(0, size).mapToObj(row -> new EpochRow((int) epochs[row], steps[row], measures.get(row), seconds[row])).toList();
    }

    private static NpyArray column(Path file, Map<String, NpyArray> arrays, String name, int size) {
        NpyArray array = arrays.get(name);
        if (array == null || array.shape().length != 1 || array.size() != size) {
            throw damaged(file, MEASURES + name);
        }
        return array;
    }

    private static List<Snapshot> snapshots(Path file, Map<String, NpyArray> arrays) {
        NpyArray epochs = arrays.remove(RunFiles.EPOCH);
        if (epochs == null) {
            if (!arrays.isEmpty()) {
                throw damaged(file, SNAPSHOTS + RunFiles.EPOCH);
            }
            return List.of();
        }
        List<Snapshot> snapshots = new ArrayList<>();
        for (int k = 0; k < epochs.size(); k++) {
            Map<String, NpyArray> weights = new LinkedHashMap<>();
            for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
                int[] shape = entry.getValue().shape();
                if (shape.length == 0 || shape[0] != epochs.size()) {
                    throw damaged(file, SNAPSHOTS + entry.getKey());
                }
                float[] all = entry.getValue().toFloats();
                int size = all.length / shape[0];
                weights.put(entry.getKey(), NpyArray.ofFloats(Arrays.copyOfRange(all, k * size, (k + 1) * size),
                        Arrays.copyOfRange(shape, 1, shape.length)));
            }
            snapshots.add(new Snapshot((int) epochs.toLongs()[k], weights));
        }
        return snapshots;
    }

    private static InputException damaged(Path file, String name) {
        return new InputException(file + ": " + name + " is missing or has a wrong shape, so the file is damaged; " + REMEDY);
    }

    /** Returns it for a run with another number of epochs. The snapshot after the last epoch is kept only if that run has it. */
    private Checkpoint forEpochs(Path file, RunSettings settings) {
        boolean within = position.part() == Position.Part.EPOCH && (position.stage() > 0 || position.begun());
        int least = position.epoch() + (within && position.stage() == 0 ? 1 : 0);
        if (settings.epochs() < least) {
            throw new InputException(file + ": is beyond epoch " + settings.epochs() + ", as it was written in epoch " + least
                    + "; to carry the run on, give a larger number with --epochs");
        }
        List<Snapshot> kept = snapshots.stream().filter(snapshot -> settings.isSnapshot(snapshot.epoch())).toList();
        return new Checkpoint(position, rows, kept, recorded, seconds, fault, network);
    }
}
