package org.pal4j.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Value;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.Study;
import org.pal4j.model.StudyReader;

/** Reads a sweep from a mapping of keys. It checks every point, and reports each fault once in a single error. Use each reader once. */
final class SweepReader {
    private final String source;
    private final Model<?> model;
    /** The keys of the experiment; {@link #read} removes those of the sweep. */
    private final Map<String, Object> base;
    private final Set<String> overridden;
    private final List<Fault> faults = new ArrayList<>();

    SweepReader(String source, Model<?> model, Map<String, Object> keys, Set<String> overridden) {
        this.source = source;
        this.model = model;
        base = new LinkedHashMap<>(keys);
        this.overridden = overridden;
    }

    Sweep read() {
        if (!base.containsKey(Study.SWEEP)) {
            throw new InputException(source + ": has no key sweep, so there is nothing to vary; for example sweep: {product: "
                    + model.examples().each() + "}. Several seeds of one experiment: ./pal4j run NAME --seeds 10");
        }
        Object given = base.remove(Study.SWEEP);
        Optional<Object> listed = Optional.ofNullable(base.remove(Study.SEEDS));
        if (base.remove(Study.EACH) != null) {
            faults.add(Fault.of(Study.EACH, "can't be used beside sweep; put its lists into sweep.zip"));
        }
        AxisReader reader = new AxisReader(model, faults);
        List<Axis> axes = reader.read(given);
        axes.stream().flatMap(axis -> axis.varied().stream()).filter(overridden::contains).sorted().forEach(key -> faults.add(Fault.saying(key,
                key + " is swept, so a value of its own for it has no effect; change the list, or take it out of the sweep")));
        List<Point> points = points(axes, reader.lost());
        long first = points.isEmpty() ? 0 : points.getFirst().experiment().seed();
        List<Long> seeds = listed.isEmpty() ? List.of(first) : StudyReader.seeds(new Value(Study.SEEDS, listed.get(), faults), first, faults);
        InputException.throwIfAny(source, faults);
        if (first != seeds.getFirst()) {
            points = points.stream().map(
                    p -> new Point(p.number(), p.label(), p.values(), p.settings(), experiment(model, base, p.settings(), seeds.getFirst())))
                    .toList();
        }
        return new Sweep(source, model, points, seeds, base, given, listed);
    }

    static Experiment experiment(Model<?> model, Map<String, Object> base, Map<String, Object> values, long seed) {
        Map<String, Object> own = new LinkedHashMap<>(values);
        own.put("seed", seed);
        return experiment(model, base, own);
    }

    private static Experiment experiment(Model<?> model, Map<String, Object> base, Map<String, Object> values) {
        Map<String, Object> own = new LinkedHashMap<>(base);
        own.putAll(values);
        return StudyReader.experiment("point", own, model);
    }

    /**
     * Returns all combinations; the last axis varies fastest.
     *
     * @param lost keys with invalid axes; points with faults in these keys are ignored
     */
    private List<Point> points(List<Axis> axes, Set<String> lost) {
        long size = 1;
        for (Axis axis : axes) {
            size *= axis.rows().size();
            if (size > Axis.MAX) {
                faults.add(Fault.of(Study.SWEEP, "has more than " + Axis.MAX + " points; use fewer values, zip some lists, or several sweeps"));
                return List.of();
            }
        }
        int digits = Math.max(4, Long.toString(size).length());
        PointFaults found = new PointFaults();
        List<Point> points = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            Map<String, Object> values = values(axes, k, Axis::rows);
            Map<String, Object> settings = values(axes, k, Axis::settings);
            String label = "p" + "0".repeat(digits - Integer.toString(k + 1).length()) + (k + 1);
            try {
                points.add(new Point(k + 1, label, values, settings, experiment(model, base, settings)));
            } catch (InputException e) {
                if (e.faults().stream().noneMatch(fault -> lost.contains(fault.field()))) {
                    found.add(label, values, e.faults());
                }
            }
        }
        faults.addAll(found.of(size));
        return points;
    }

    private static Map<String, Object> values(List<Axis> axes, int index, Function<Axis, List<Map<String, Object>>> kind) {
        List<Map<String, Object>> rows = new ArrayList<>();
        int left = index;
        for (Axis axis : axes.reversed()) {
            rows.addFirst(kind.apply(axis).get(left % axis.rows().size()));
            left /= axis.rows().size();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        rows.forEach(values::putAll);
        return values;
    }
}
