package org.pal4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import org.pal4j.format.Checksum;
import org.pal4j.format.ElementKind;
import org.pal4j.format.FileKind;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Reason;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;

/**
 * The weights with which experiments start, from the files that their key {@code weights} names. The last file is kept, as replicas often share one.
 * Several threads may use this.
 */
public final class StartWeights {
    private Optional<Content> last = Optional.empty();
    private final Map<Path, String> sums = new HashMap<>();

    /**
     * The arrays of a file.
     *
     * @param checkpoint whether it also has arrays that are no weights
     */
    private record Content(Path file, boolean checkpoint, Map<String, NpyArray> arrays) {}

    /**
     * What a replica took from a file.
     *
     * @param file  the file
     * @param taken the names of the weights from the file
     * @param left  the names of the other weights
     */
    public record Taken(Path file, List<String> taken, List<String> left) {}

    /** Returns what replicas took in sentences, one for all that took the same. */
    public static List<String> words(List<Taken> all) {
        Map<List<List<String>>, List<Path>> files = new LinkedHashMap<>();
        for (Taken one : all) {
            List<Path> own = files.computeIfAbsent(List.of(one.taken, one.left), key -> new ArrayList<>());
            if (!own.contains(one.file)) {
                own.add(one.file);
            }
        }
        return files.entrySet().stream().map(entry -> {
            int others = entry.getValue().size() - 1;
            List<String> left = entry.getKey().getLast();
            String more = others == 0 ? "" : others == 1 ? " and another file" : " and " + others + " other files";
            return "weights from " + entry.getValue().getFirst() + more + ": " + String.join(", ", entry.getKey().getFirst())
                    + (left.isEmpty() ? "" : "; as the experiment starts them: " + String.join(", ", left));
        }).toList();
    }

    /**
     * Returns the file with the first weights of an experiment and its SHA-256; empty if all are drawn.
     *
     * @throws InputException if there is no such file, or if it has changed meanwhile
     */
    public Map<String, String> files(Experiment e) {
        return e.settings().weights().map(path -> file(e, path)).map(file -> Map.of(file.toString(), sum(file))).orElse(Map.of());
    }

    /**
     * Sets the first weights of a replica, if its experiment names a file. Call this right after {@link org.pal4j.model.Samples#start}.
     *
     * @return nothing if all weights are drawn
     * @throws InputException if the file can't be read, or with all arrays that do not fit
     */
    public Optional<Taken> start(Batch batch, int replica, Experiment e) {
        return e.settings().weights().map(path -> start(batch, replica, content(file(e, path))));
    }

    private static Taken start(Batch batch, int replica, Content content) {
        Map<String, NpyArray> now = batch.weights(replica);
        Map<String, NpyArray> given = fitting(content, now);
        batch.setWeights(replica, given);
        return new Taken(content.file, now.keySet().stream().filter(given::containsKey).toList(),
                now.keySet().stream().filter(name -> !given.containsKey(name)).toList());
    }

    /** Returns the arrays that are weights of a network. */
    private static Map<String, NpyArray> fitting(Content content, Map<String, NpyArray> now) {
        Set<String> kinds = now.keySet().stream().map(StartWeights::kind).collect(Collectors.toSet());
        Map<String, NpyArray> given = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        content.arrays.forEach((name, array) -> {
            NpyArray needed = now.get(name);
            if (needed != null) {
                fault(name, array, needed).ifPresent(faults::add);
                given.put(name, array);
            } else if (!content.checkpoint || kinds.contains(kind(name))) {
                faults.add(Fault.saying(name, "array '" + Fault.shown(name) + "' is no weight of this network" + Nearest.hint(name, now.keySet())));
            }
        });
        if (given.isEmpty() && faults.isEmpty()) {
            faults.add(Fault.saying("", "has none of the weights of this network: " + String.join(", ", now.keySet())));
        }
        InputException.throwIfAny(content.file.toString(), faults);
        return given;
    }

    /** Returns a name without its number. */
    private static String kind(String name) {
        return name.replaceFirst("\\d+$", "");
    }

    private static Optional<Fault> fault(String name, NpyArray array, NpyArray needed) {
        if (array.kind() == ElementKind.BOOL || !Arrays.equals(array.shape(), needed.shape())) {
            return Optional.of(Fault.of(name, array, "must be an " + needed));
        }
        double[] values = array.toDoubles();
        boolean narrow = needed.kind() == ElementKind.FLOAT32;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(narrow ? (float) values[i] : values[i])) {
                return Optional.of(Fault.of(name, values[i], "must be finite" + (narrow ? ", also as a float" : "") + "; it is value " + i
                        + " of " + values.length + " in C order, from 0"));
            }
        }
        return Optional.empty();
    }

    /** Returns the file that the key names, or that is in the folder it names. */
    private static Path file(Experiment e, Path path) {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw fault(e, path, "there is no such file or folder", "");
            }
            return path;
        }
        Path file = path.resolve(RunFiles.WEIGHTS);
        if (Files.exists(file)) {
            return file;
        }
        List<String> replicas = replicas(path);
        throw replicas.isEmpty() ? fault(e, path, "must be a file, or the folder of a run with " + RunFiles.WEIGHTS, "")
                : fault(e, path, "has a replica in each of " + String.join(", ", replicas), "name one of these folders, or run the same seeds");
    }

    private static InputException fault(Experiment e, Path path, String bound, String fix) {
        return new InputException(e.name(), List.of(new Fault("weights", path.toString(), bound, fix)));
    }

    private static List<String> replicas(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.exists(entry.resolve(RunFiles.WEIGHTS))).map(entry -> entry.getFileName().toString()).sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    private synchronized String sum(Path file) {
        return sums.computeIfAbsent(file, Checksum::sha256);
    }

    private synchronized Content content(Path file) {
        if (last.isEmpty() || !last.get().file.equals(file)) {
            Content content = read(file);
            String sum = Checksum.sha256(file);
            if (!sum.equals(sums.computeIfAbsent(file, key -> sum))) {
                throw new InputException(file + ": has changed since this program has begun; give a file that stays as it is");
            }
            last = Optional.of(content);
        }
        return last.get();
    }

    private static Content read(Path file) {
        return switch (FileKind.of(file)) {
            case NPZ -> new Content(file, false, Npz.read(file));
            case NPY -> throw new InputException(file + ": is one array without a name; save it by its name: numpy.savez(\"weights.npz\", W1=...)");
            default -> {
                Safetensors.Content content = Safetensors.read(file);
                yield new Content(file, content.metadata().containsKey(Checkpoint.FORMAT), content.tensors());
            }
        };
    }
}
