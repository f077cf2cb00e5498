package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.InputException;

/** Makes a sweep of a mapping of keys. Every point is tried; all faults come in one error, each once. */
final class SweepReader {
    private static final String SOURCE = "point";

    private SweepReader() {}

    static Sweep read(String source, Model model, ObjectNode keys, Map<String, JsonNode> overrides) {
        ObjectNode base = keys.deepCopy();
        overrides.forEach(base::set);
        JsonNode axesNode = base.remove(Sweep.KEY);
        if (axesNode == null) {
            throw new InputException(source + ": has no key sweep, so there is nothing to vary; for example sweep: {product: "
                    + model.keys().example() + "}. Several seeds of one experiment: ./pal4j run NAME --seeds 10");
        }
        List<String> faults = new ArrayList<>();
        Optional<JsonNode> listed = Optional.ofNullable(base.remove(Study.SEEDS)).filter(node -> !node.isNull());
        JsonNode each = base.remove(Study.EACH);
        if (each != null && !each.isNull()) {
            faults.add(Study.EACH + ": can't be used beside sweep; put its lists into sweep.zip");
        }
        List<SweepAxis> axes = SweepAxis.read(axesNode, model.keys(), faults);
        axes.stream().flatMap(axis -> axis.keys().stream()).filter(overrides::containsKey).forEach(key ->
                faults.add(key + " is swept, so a value of its own for it has no effect; change the list, or take it out of the sweep"));
        boolean complete = faults.isEmpty();
        List<SweepPoint> points = points(model.keys(), base, axes, complete, faults);
        long first = points.isEmpty() ? 0 : points.getFirst().experiment().seed();
        List<Long> seeds = listed.isEmpty() ? List.of(first) : StudyReader.seeds(new Value(Study.SEEDS, listed.get(), faults), first, faults);
        if (!faults.isEmpty()) {
            throw Faults.of(source, faults);
        }
        List<SweepPoint> seeded = points;
        if (first != seeds.getFirst()) {
            seeded = points.stream().map(p -> new SweepPoint(p.number(), p.label(), p.values(),
                    point(model.keys(), base, p.values(), seeds.getFirst()))).toList();
        }
        return new Sweep(source, model, seeded, seeds, base, axesNode, listed);
    }

    /** The experiment with these values and that seed. */
    static Configuration point(ModelKeys<?> model, ObjectNode base, Map<String, JsonNode> values, long seed) {
        ObjectNode own = base.deepCopy();
        values.forEach(own::set);
        own.put("seed", seed);
        return model.reader().apply(SOURCE, own);
    }

    /**
     * The combinations; the last axis varies fastest.
     *
     * @param complete whether all axes are well; else what is missing in a point may be missing for that reason
     */
    private static List<SweepPoint> points(
            ModelKeys<?> model, ObjectNode base, List<SweepAxis> axes, boolean complete, List<String> faults) {
        long size = 1;
        for (SweepAxis axis : axes) {
            size *= axis.rows().size();
            if (size > SweepAxis.MOST) {
                faults.add("sweep: has more than " + SweepAxis.MOST + " points; use fewer values, zip some lists, or several sweeps");
                return List.of();
            }
        }
        if (!complete && !base.has("layers")) {
            return List.of();
        }
        int digits = Math.max(4, Long.toString(size).length());
        PointFaults found = new PointFaults();
        List<SweepPoint> points = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            Map<String, JsonNode> values = values(axes, k);
            String label = "p" + "0".repeat(digits - Integer.toString(k + 1).length()) + (k + 1);
            try {
                ObjectNode own = base.deepCopy();
                values.forEach(own::set);
                points.add(new SweepPoint(k + 1, label, values, model.reader().apply(SOURCE, own)));
            } catch (InputException e) {
                found.add(label, values, Faults.in(e));
            }
        }
        faults.addAll(found.of(size));
        return points;
    }

    private static Map<String, JsonNode> values(List<SweepAxis> axes, int index) {
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        int left = index;
        for (SweepAxis axis : axes.reversed()) {
            rows.addFirst(axis.rows().get(left % axis.rows().size()));
            left /= axis.rows().size();
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        rows.forEach(values::putAll);
        return values;
    }
}
