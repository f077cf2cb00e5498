package org.pal4j.sweep;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.pal4j.config.Json;
import org.pal4j.config.Key;
import org.pal4j.config.Keys;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;

/** Formats a sweep as a configuration file. Reading the file gives an equal sweep. */
final class SweepText {
    private SweepText() {}

    static String given(Sweep sweep) {
        Keys<?, ?> keys = sweep.model().keys();
        StringBuilder text = new StringBuilder();
        if (keys.names().contains(Study.MODEL)) {
            text.append(givenLine(keys, Study.MODEL, sweep.model().name()));
        }
        sweep.base().forEach((key, value) -> text.append(givenLine(keys, key, value)));
        return text.append(varied(sweep)).toString();
    }

    private static String givenLine(Keys<?, ?> keys, String key, Object value) {
        // Arrays are written without spaces after commas, like lists in points.csv and in messages: [4,30,3].
        Object compact = value instanceof List<?> list ? list.toArray() : value;
        return Key.line(key, compact, keys.named(key).map(Key::comment).orElse(""));
    }

    static String resolved(Sweep sweep) {
        return resolved(sweep, sweep.model().keys()) + varied(sweep);
    }

    @SuppressWarnings("unchecked") // All experiments of a sweep are of its model.
    private static <E extends Experiment> String resolved(Sweep sweep, Keys<?, E> keys) {
        Set<String> swept = Set.copyOf(sweep.keys());
        List<E> points = sweep.points().stream().map(point -> (E) point.experiment()).toList();
        StringBuilder text = new StringBuilder();
        keys.all().forEach(key -> {
            text.append(key.heading());
            if (!swept.contains(key.name()) && points.stream().anyMatch(key.shown())) {
                text.append(resolvedLine(sweep, keys, key, points));
            }
        });
        return text.toString();
    }

    /**
     * Returns the line of a key that is not swept. If all points have the same value, it shows this value. Otherwise it shows the given value, or a
     * comment that the value differs from point to point.
     */
    private static <E extends Experiment> String resolvedLine(Sweep sweep, Keys<?, E> keys, Key<?, E> key, List<E> points) {
        Object first = key.get().apply(points.getFirst());
        if (points.stream().allMatch(e -> key.shown().test(e) && Objects.equals(key.get().apply(e), first))) {
            return key.line(first);
        }
        return sweep.base().containsKey(key.name()) ? givenLine(keys, key.name(), sweep.base().get(key.name()))
                : "# " + key.name() + ": differs from point to point\n";
    }

    /** Returns the end of a file, with the keys {@code sweep} and {@code seeds}. */
    private static String varied(Sweep sweep) {
        return "\n# What is varied. Each point is run with each seed.\n" + Study.SWEEP + ": " + Json.text(sweep.axes()) + '\n'
                + sweep.listed().map(list -> Study.SEEDS + ": " + Json.text(list) + '\n').orElse("");
    }
}
