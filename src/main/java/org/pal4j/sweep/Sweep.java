package org.pal4j.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.config.Json;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;

/**
 * An experiment with a list of values, or a range, for some of its keys. Its points are all the combinations, in a fixed order, of which the last
 * key varies fastest; each is run with each seed. Values are plain Java, see {@link org.pal4j.config.Documents}.
 *
 * @param source what to call it in messages
 * @param model  the class of models, one and the same in all points
 * @param points the combinations, numbered from 1; at least one
 * @param seeds  of each point; at least one
 * @param base   the keys of the experiment, without what is varied
 * @param axes   the key {@code sweep} as it was given
 * @param listed the key {@code seeds} as it was given
 */
public record Sweep(
        String source, Model<?> model, List<Point> points, List<Long> seeds, Map<String, Object> base, Object axes, Optional<Object> listed) {
    /** Copies the collections. */
    public Sweep {
        points = List.copyOf(points);
        seeds = List.copyOf(seeds);
        base = Collections.unmodifiableMap(new LinkedHashMap<>(base));
    }

    /**
     * The sweep that a mapping describes.
     *
     * @param source    what to call the mapping in messages
     * @param model     whose keys they are
     * @param keys      its keys, without {@code model}
     * @param overrides values from the command line, by key
     * @throws org.pal4j.InputException with all that is wrong, in any of the points
     */
    public static Sweep read(String source, Model<?> model, Map<String, Object> keys, Map<String, Object> overrides) {
        return new SweepReader(source, model, keys, overrides).read();
    }

    /** The name of the experiment, and of the folder. */
    public String name() {
        return points.getFirst().experiment().name();
    }

    /** What it shows; perhaps empty. */
    public String title() {
        return points.getFirst().experiment().title();
    }

    /** The keys that vary, in their order. */
    public List<String> keys() {
        return List.copyOf(points.getFirst().values().keySet());
    }

    /** All that is to be run, by points and then seeds. */
    public List<Run> runs() {
        return points.stream().flatMap(point -> seeds.stream().map(seed -> new Run(point, seed))).toList();
    }

    /** The experiment of a run. */
    public Experiment experiment(Run run) {
        Experiment first = run.point().experiment();
        return run.seed() == first.seed() ? first : SweepReader.experiment(model, base, run.point().values(), run.seed());
    }

    /**
     * The configuration, as a file that reads back as the same sweep. Its keys are those that were given: what the others resolve to may differ from
     * point to point, and is in the configuration of each run.
     */
    public String show() {
        return SweepText.given(this);
    }

    /** {@link #show} with all keys of the experiment, and what they came to where that is the same in all points. It reads back as the same sweep. */
    public String resolved() {
        return SweepText.resolved(this);
    }

    /**
     * In which directions it varies: the key of a product alone, the keys of a zip together. The points are all the combinations, in the order of
     * these, and the last varies fastest.
     */
    public List<List<String>> directions() {
        return new AxisReader(model, new ArrayList<>()).read(axes).stream().map(Axis::keys).toList();
    }

    /** The first difference to the sweep {@code asked}, in words; nothing if both have the same points and seeds. */
    Optional<String> difference(Sweep asked) {
        boolean same = seeds.equals(asked.seeds) && points.size() == asked.points.size()
                && IntStream.range(0, points.size()).allMatch(k -> points.get(k).isSameAs(asked.points.get(k)));
        if (same) {
            return Optional.empty();
        }
        Map<String, String> here = given();
        Map<String, String> there = asked.given();
        Set<String> keys = new LinkedHashSet<>(here.keySet());
        keys.addAll(there.keySet());
        for (String key : keys) {
            String mine = here.getOrDefault(key, "nothing");
            String other = there.getOrDefault(key, "nothing");
            if (!mine.equals(other)) {
                return Optional.of(key + " = " + Fault.shown(mine) + " there and " + Fault.shown(other) + " now");
            }
        }
        return Optional.of("the points are others");
    }

    /** All keys with what was given for them. */
    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put(Study.MODEL, model.name());
        base.forEach((key, value) -> given.put(key, Json.text(value)));
        given.put(Study.SWEEP, Json.text(axes));
        listed.ifPresent(list -> given.put(Study.SEEDS, Json.text(list)));
        return given;
    }
}
