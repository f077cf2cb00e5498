package org.pal4j.model.rate.golden;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.GoldenCase;
import org.pal4j.verify.Trajectory;
import org.pal4j.verify.Verification;

/**
 * A golden trajectory of a rate network: a folder with {@code case.json} (layers and parameters) and {@code arrays.npz} (start, batches, noise
 * draws, switches, expected states). docs/verify.md describes the format.
 *
 * @param name       name of the case
 * @param parameters parameters of the network
 * @param hold       number of updates for which a batch is held
 * @param steps      number of updates
 * @param arrays     arrays of the case, with the right shapes
 * @param text       writes a layer as in configurations
 */
public record RateCase(String name, RateParameters parameters, int hold, int steps, GoldenArrays arrays, Function<Layer, String> text)
        implements GoldenCase {
    /** The value of the key model. */
    private static final String MODEL = "rate";

    /** Returns whether a folder contains a case of a rate network. */
    public static boolean isIn(Path folder) {
        return GoldenArrays.json(folder).filter(json -> MODEL.equals(json.get("model"))).isPresent();
    }

    /**
     * Reads a case.
     *
     * @param text writes a layer as in configurations
     * @throws InputException with all faults of case.json or, if it has none, all faults of the arrays
     */
    public static RateCase read(Path folder, Function<Layer, String> text) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": is no folder with case.json and arrays.npz");
        }
        Path file = folder.resolve(GoldenArrays.FILE);
        Map<String, Object> json = Documents.json(file);
        List<Fault> faults = new ArrayList<>();
        CaseKeys keys = new CaseKeys(json, faults);
        InputException.throwIfAny(file.toString(), faults);

        String name = GoldenArrays.nameOf(folder, json);
        CaseArrays arrays = new CaseArrays(GoldenArrays.read(name, folder), faults);
        List<Layer> layers = arrays.sized(keys.layers());
        InputException.throwIfAny(name, faults);
        RateParameters parameters;
        try {
            parameters = keys.parameters(layers);
        } catch (InputException e) {
            throw new InputException(file.toString(), e.faults());
        }
        arrays.check(parameters, keys.steps(), keys.hold());
        InputException.throwIfAny(name, faults);
        return new RateCase(name, parameters, keys.hold(), keys.steps(), arrays.golden(), text);
    }

    @Override
    public Verification.Result verify() {
        return new RateVerification(this).run();
    }

    @Override
    public Optional<Trajectory> trajectory() {
        return Optional.of(new RateTrajectory(this));
    }

    /** Returns the name of a variable's array, such as {@code init_W1} or {@code exp_r2}. */
    static String key(String prefix, RateVariable variable, int l) {
        return prefix + variable + l;
    }
}
