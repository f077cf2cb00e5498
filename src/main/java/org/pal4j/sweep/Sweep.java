package org.pal4j.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.config.Json;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;

/**
 * An experiment with lists or ranges of values for some of its keys. Its points are all combinations in a fixed order; the last axis varies fastest.
 * Each point runs with each seed. Values are plain Java (see {@link org.pal4j.config.Documents}).
 *
 * @param source its name in messages
 * @param model  the model class of all points
 * @param points the combinations, numbered from 1; at least one
 * @param seeds  the seeds of each point; at least one
 * @param base   the keys of the experiment, without {@code sweep} and {@code seeds}
 * @param axes   the given value of the key {@code sweep}
 * @param listed the given value of the key {@code seeds}
 */
public record Sweep(
        String source, Model<?> model, List<Point> points, List<Long> seeds, Map<String, Object> base, Object axes, Optional<Object> listed) {
    /** The key, within that of the sweep, for named sets of values. */
    public static final String VARIANTS = "variants";
    /** The column and the label of the names of variants. */
    public static final String VARIANT = "variant";

    /** Copies the collections. */
    public Sweep {
        points = List.copyOf(points);
        seeds = List.copyOf(seeds);
        base = Collections.unmodifiableMap(new LinkedHashMap<>(base));
    }

    /**
     * Reads the sweep that a mapping describes.
     *
     * @param source     the name of the mapping in messages
     * @param keys       the keys of the mapping with those values, without {@code model}
     * @param overridden the keys whose values come from the command line
     * @throws org.pal4j.InputException with all faults in any of the points
     */
    public static Sweep read(String source, Model<?> model, Map<String, Object> keys, Set<String> overridden) {
        return new SweepReader(source, model, keys, overridden).read();
    }

    /** Returns the name of the experiment, also that of the folder. */
    public String name() {
        return points.getFirst().experiment().name();
    }

    /** Returns the title; may be empty. */
    public String title() {
        return points.getFirst().experiment().title();
    }

    /** Returns the swept keys in order; {@link #VARIANT} in the place of the keys of variants. */
    public List<String> keys() {
        return List.copyOf(points.getFirst().values().keySet());
    }

    /** Returns all runs, ordered by point and then by seed. */
    public List<Run> runs() {
        return points.stream().flatMap(point -> seeds.stream().map(seed -> new Run(point, seed))).toList();
    }

    /** Returns the experiment of a run. */
    public Experiment experiment(Run run) {
        Experiment first = run.point().experiment();
        Experiment own = run.seed() == first.seed() ? first : SweepReader.experiment(model, base, run.point().settings(), run.seed());
        return own.with(own.settings().ofReplica("seed-" + run.seed()));
    }

    /**
     * Returns the sweep as a configuration file with the given keys. Reading the file gives an equal sweep. Other keys may have different values in
     * different points; the configuration of each run has them.
     */
    public String show() {
        return SweepText.given(this);
    }

    /** Returns a file like {@link #show} with all keys of the experiment, resolved if the value is the same in all points. */
    public String resolved() {
        return SweepText.resolved(this);
    }

    /**
     * Returns the keys of each axis: one key of a product, all keys of a zip, or {@link #VARIANT}. The points are all combinations in the order of
     * the axes; the last axis varies fastest.
     */
    public List<List<String>> directions() {
        return new AxisReader(model, new ArrayList<>()).read(axes).stream().map(Axis::keys).toList();
    }

    /** Describes the first difference from the sweep {@code asked}; nothing if both have the same points and seeds. */
    Optional<String> difference(Sweep asked) {
        boolean same = seeds.equals(asked.seeds) && points.size() == asked.points.size()
                && IntStream.range(0, points.size()).allMatch(k -> points.get(k).isSameAs(asked.points.get(k)));
        if (same) {
            return Optional.empty();
        }
        Map<String, String> here = given();
        Map<String, String> there = asked.given();
        String first = Stream.concat(here.keySet().stream(), there.keySet().stream()).filter(key -> !Objects.equals(here.get(key), there.get(key)))
                .map(key -> key + " = " + Fault.shown(here.getOrDefault(key, "nothing")) + " there and "
                        + Fault.shown(there.getOrDefault(key, "nothing")) + " now")
                .findFirst().orElse("the points are others");
        return Optional.of(first);
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put(Study.MODEL, model.name());
        base.forEach((key, value) -> given.put(key, Json.text(value)));
        given.put(Study.SWEEP, Json.text(axes));
        listed.ifPresent(list -> given.put(Study.SEEDS, Json.text(list)));
        return given;
    }
}
