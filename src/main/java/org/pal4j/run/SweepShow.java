package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A sweep as a file with all keys of its experiment, which reads back as the same sweep. */
final class SweepShow {
    private final Sweep sweep;
    private final Set<String> swept;
    private final List<Experiment> points;
    private final StringBuilder text = new StringBuilder();

    private SweepShow(Sweep sweep) {
        this.sweep = sweep;
        swept = Set.copyOf(sweep.keys());
        points = sweep.points().stream().map(SweepPoint::experiment).toList();
    }

    static String of(Sweep sweep) {
        SweepShow show = new SweepShow(sweep);
        ExperimentKeys.ALL.forEach(key -> show.line(key.name(), key.about(), key.get(), key.shown()));
        show.text.append(ExperimentKeys.OF_CIRCUIT);
        CircuitKeys.ALL.forEach(key -> show.line(key.name(), key.about(), e -> key.get().apply(e.circuit()), e -> true));
        show.text.append(sweep.varied());
        return show.text.toString();
    }

    /**
     * What a key came to, where that is one and the same in all points. Where it is not, it depends on what is swept: then what was given for it is
     * shown, and nothing if it was not given.
     */
    private void line(String name, String about, Function<Experiment, Object> get, Predicate<Experiment> shown) {
        if (swept.contains(name) || points.stream().noneMatch(shown)) {
            return;
        }
        Object first = get.apply(points.getFirst());
        boolean same = points.stream().allMatch(e -> shown.test(e) && get.apply(e).equals(first));
        JsonNode given = sweep.base().get(name);
        if (same) {
            ExperimentKeys.line(text, name, first, about);
        } else if (given != null) {
            ExperimentKeys.line(text, name, given);
        } else {
            text.append("# ").append(name).append(": differs from point to point\n");
        }
    }
}
