package org.pal4j.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Driven;
import org.pal4j.model.Driven.Mode;
import org.pal4j.model.NetworkVariable;

/**
 * {@link Presentations} that fit a network.
 *
 * @param inputs  all inputs in C order
 * @param targets all targets, if there are any
 * @param draws   given noise by name
 */
record Given(
        int presentations, int steps, int every, boolean mean, Mode mode, List<String> record, Rows inputs, Optional<Rows> targets,
        Map<String, float[]> draws) {
    /**
     * Inputs or targets.
     *
     * @param values in C order
     * @param size   the number of values of one
     * @param each   whether each replica has its own
     */
    record Rows(float[] values, int size, boolean each) {
        int from(int replica, int presentation, int presentations) {
            return ((each ? replica * presentations : 0) + presentation) * size;
        }
    }

    /**
     * Checks presentations.
     *
     * @param operation what is being done, for messages
     * @throws InputException with all that does not fit
     */
    static Given of(String operation, Presentations asked, Driven driven, int replicas, List<String> plasticities) {
        List<Fault> faults = new ArrayList<>();
        int[] shape = asked.inputs().shape();
        int rank = driven.inputShape().length;
        int presentations = shape.length == rank + 1 ? shape[0] : shape.length == rank + 2 ? shape[1] : 0;
        if (asked.steps() < 1) {
            faults.add(Fault.of("steps", asked.steps(), "must be 1 or more"));
        }
        if (asked.every() < 1 || asked.every() > Math.max(1, asked.steps())) {
            faults.add(Fault.of("every", asked.every(), "must be from 1 to steps, " + asked.steps()));
        }
        if (asked.mean() && asked.steps() < 2) {
            faults.add(Fault.of("steps", asked.steps(), "must be 2 or more for mean outputs, which leave out the first step"));
        }
        Optional<Rows> inputs = rows("inputs", asked.inputs(), presentations, replicas, driven.inputShape(), faults);
        Optional<Rows> targets = asked.targets()
                .flatMap(given -> rows("targets", given, presentations, replicas, driven.targetShape(), faults));
        Map<String, float[]> draws = draws(asked, driven, presentations, faults);
        requireKnown(asked.learn(), plasticities, faults);
        InputException.throwIfAny(operation, faults);
        Mode mode = new Mode(asked.learn(), asked.noise(), asked.targets().isPresent());
        driven.require(mode);
        return new Given(presentations, asked.steps(), asked.every(), asked.mean(), mode, asked.record(), inputs.orElseThrow(), targets, draws);
    }

    /** Adds a fault for each name of what can't learn. */
    static void requireKnown(Iterable<String> learn, List<String> plasticities, List<Fault> faults) {
        for (String name : learn) {
            if (!plasticities.contains(name)) {
                faults.add(Fault.of("learn", Fault.shown(name), "must be of " + String.join(", ", plasticities) + Nearest.hint(name, plasticities)));
            }
        }
    }

    private static Optional<Rows> rows(String name, NpyArray given, int presentations, int replicas, int[] one, List<Fault> faults) {
        int[] shared = prepended(one, presentations);
        boolean each = Arrays.equals(given.shape(), prepended(shared, replicas));
        if (presentations == 0 || !each && !Arrays.equals(given.shape(), shared)) {
            String needed = Arrays.stream(one).mapToObj(String::valueOf).collect(Collectors.joining(" x "));
            faults.add(Fault.of(name, given,
                    (given.size() == 0 ? "has no presentations; " : "") + "must have the shape presentations x " + needed
                            + (replicas > 1 ? ", or replicas (" + replicas + ") x presentations x " + needed : "")
                            + (presentations > 0 ? ", and here " + presentations + " presentations" : "")));
            return Optional.empty();
        }
        if (given.kind() == ElementKind.BOOL) {
            faults.add(Fault.of(name, given, "must be numbers"));
        }
        float[] values = given.toFloats();
        requireFinite(name, values, faults);
        return Optional.of(new Rows(values, Arrays.stream(one).reduce(1, Math::multiplyExact), each));
    }

    private static void requireFinite(String name, float[] values, List<Fault> faults) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                faults.add(Fault.of(name, values[i], "must be finite as float32; it is value " + i + " in C order, from 0"));
                return;
            }
        }
    }

    private static Map<String, float[]> draws(Presentations asked, Driven driven, int presentations, List<Fault> faults) {
        Map<String, float[]> draws = new LinkedHashMap<>();
        List<NetworkVariable> needed = asked.noise() || driven.drawsAlways() ? driven.draws() : List.of();
        for (NetworkVariable draw : needed) {
            NpyArray given = asked.draws().get(draw.name());
            int[] shape = prepended(prepended(draw.shape(), asked.steps()), presentations);
            if (given == null || !Arrays.equals(given.shape(), shape)) {
                String is = given == null ? "is missing: noise is given in this session; " : "";
                faults.add(Fault.of(draw.name(), is + "must have the shape " + Arrays.toString(shape) + ", presentations x steps x draws"
                        + (given == null ? "" : ", not " + Arrays.toString(given.shape()))));
            } else {
                float[] values = given.toFloats();
                requireFinite(draw.name(), values, faults);
                draws.put(draw.name(), values);
            }
        }
        for (String name : asked.draws().keySet()) {
            if (driven.draws().stream().noneMatch(draw -> draw.name().equals(name))) {
                faults.add(
                        Fault.of(Fault.shown(name),
                                driven.draws().isEmpty() ? "is noise, which this network draws itself; open the session with given "
                                        + "noise"
                                        : "is no noise of this network; it takes " + driven.draws().stream().map(NetworkVariable::name).toList()));
            }
        }
        return draws;
    }

    static int[] prepended(int[] shape, int size) {
        int[] all = new int[shape.length + 1];
        all[0] = size;
        System.arraycopy(shape, 0, all, 1, shape.length);
        return all;
    }

    /**
     * Sets input and target of a replica.
     *
     * @param k       its index in the batch
     * @param replica its number in the session
     */
    void show(Driven driven, int k, int replica, int presentation) {
        driven.input(k, inputs.values, inputs.from(replica, presentation, presentations));
        targets.ifPresent(given -> driven.target(k, given.values, given.from(replica, presentation, presentations)));
    }

    /** Sets the draws of a step. Returns false if there are none. */
    boolean draw(Driven driven, int replicas, int presentation, int step) {
        draws.forEach((name, values) -> {
            int size = values.length / (presentations * steps);
            for (int k = 0; k < replicas; k++) {
                driven.draw(k, name, values, (presentation * steps + step) * size);
            }
        });
        return !draws.isEmpty();
    }
}
