package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** A sweep as a file with all keys of its experiment, which reads back as the same sweep. */
final class SweepShow {
    private final Sweep sweep;
    private final Set<String> swept;
    private final List<Configuration> points;
    private final StringBuilder text;

    private SweepShow(Sweep sweep) {
        this.sweep = sweep;
        swept = Set.copyOf(sweep.keys());
        points = sweep.points().stream().map(SweepPoint::experiment).toList();
        text = new StringBuilder(sweep.model().keys().head());
    }

    static String of(Sweep sweep) {
        SweepShow show = new SweepShow(sweep);
        sweep.model().keys().keys().forEach(show::line);
        show.text.append(sweep.varied());
        return show.text.toString();
    }

    /**
     * What a key came to, where that is one and the same in all points. Where it is not, it depends on what is swept: then what was given for it is
     * shown, and nothing if it was not given.
     */
    private void line(ShownKey key) {
        text.append(key.heading());
        if (swept.contains(key.name()) || points.stream().noneMatch(key.shown())) {
            return;
        }
        Object first = key.get().apply(points.getFirst());
        boolean same = points.stream().allMatch(e -> key.shown().test(e) && key.get().apply(e).equals(first));
        JsonNode given = sweep.base().get(key.name());
        if (same) {
            ShownKey.line(text, key.name(), first, key.about());
        } else if (given != null) {
            sweep.model().keys().line(text, key.name(), given);
        } else {
            text.append("# ").append(key.name()).append(": differs from point to point\n");
        }
    }
}
