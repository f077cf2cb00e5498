package org.pal4j.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pal4j.InputException;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/**
 * A golden trajectory of a rate network: a folder with {@code case.json} (layers and parameters) and {@code arrays.npz} (start, batches, noise
 * draws, switches, expected states). docs/verify.md describes the format.
 *
 * @param name       of the case
 * @param parameters of the network
 * @param hold       updates for which a batch is held
 * @param steps      updates to make
 * @param arrays     all of them, of the right shapes
 */
public record RateCase(String name, RateParameters parameters, int hold, int steps, GoldenArrays arrays) {
    /** Whether a folder says that it holds such a case. */
    static boolean isIn(Path folder) {
        Path file = folder.resolve("case.json");
        return Files.isRegularFile(file) && Documents.json(file).path("model").asText().equals("rate");
    }

    /**
     * Reads a case.
     *
     * @throws InputException with everything that is wrong in case.json, or, if that is in order, everything that is wrong in the arrays
     */
    public static RateCase read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": is no folder with case.json and arrays.npz");
        }
        Path file = folder.resolve("case.json");
        ObjectNode json = Documents.json(file);
        List<String> faults = new ArrayList<>();
        RateCaseKeys keys = RateCaseKeys.read(json, faults);
        throwFaults(file.toString(), faults);

        String name = json.path("name").isTextual() ? Faults.shown(json.get("name").textValue()) : GoldenArrays.nameOf(folder);
        RateArrays arrays = new RateArrays(GoldenArrays.read(name, folder), faults);
        List<Layer> layers = arrays.sized(keys.layers());
        throwFaults(name, faults);
        RateParameters parameters;
        try {
            parameters = keys.parameters(layers);
        } catch (InputException e) {
            throw Faults.of(file.toString(), Faults.in(e));
        }
        arrays.check(parameters, keys.steps(), keys.hold());
        throwFaults(name, faults);
        return new RateCase(name, parameters, keys.hold(), keys.steps(), arrays.golden());
    }

    private static void throwFaults(String source, List<String> faults) {
        if (!faults.isEmpty()) {
            throw Faults.of(source, faults);
        }
    }

    /** The name of a variable's array: {@code init_W1}, {@code exp_r2} and so on. */
    static String key(String prefix, RateVariable variable, int l) {
        return prefix + variable + l;
    }
}
