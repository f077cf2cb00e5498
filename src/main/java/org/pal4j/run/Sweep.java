package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An experiment with a list of values, or a range, for some of its keys. Its points are all the combinations, in a fixed order, of which the last
 * key varies fastest; each is run with each seed.
 *
 * @param source what to call it in messages
 * @param points the combinations, numbered from 1; at least one
 * @param seeds  of each point; at least one
 * @param base   the keys of the experiment, without what is varied
 * @param axes   the key {@code sweep} as it was given
 * @param listed the key {@code seeds} as it was given
 */
public record Sweep(String source, List<SweepPoint> points, List<Long> seeds, ObjectNode base, JsonNode axes, Optional<JsonNode> listed) {
    /** The key in a file. */
    static final String KEY = "sweep";

    /** Copies the lists. */
    public Sweep {
        points = List.copyOf(points);
        seeds = List.copyOf(seeds);
    }

    /** The name of the experiment, and of the folder. */
    public String name() {
        return points.getFirst().experiment().name();
    }

    /** The keys that vary, in their order. */
    public List<String> keys() {
        return List.copyOf(points.getFirst().values().keySet());
    }

    /** All that is to be run, by points and then seeds. */
    public List<SweepRun> runs() {
        return points.stream().flatMap(point -> seeds.stream().map(seed -> new SweepRun(point, seed))).toList();
    }

    /** The experiment of a run. */
    public Experiment experiment(SweepRun run) {
        return run.seed() == run.point().experiment().seed() ? run.point().experiment() : SweepReader.point(base, run.point().values(), run.seed());
    }

    /** The configuration, as a file that reads back as the same sweep. */
    public String show() {
        StringBuilder text = new StringBuilder(ExperimentKeys.show(points.getFirst().experiment()));
        text.append("\n# What is varied; above, these keys have their values of the first point. Each point is run with each seed.\n");
        text.append(KEY).append(": ").append(axes).append('\n');
        listed.ifPresent(list -> text.append(Study.SEEDS).append(": ").append(list).append('\n'));
        return text.toString();
    }

    /** In what the sweep {@code asked} is another one than this; nothing if both have the same points and seeds. */
    Optional<String> difference(Sweep asked) {
        boolean same = seeds.equals(asked.seeds) && points.size() == asked.points.size()
                && IntStream.range(0, points.size()).allMatch(k -> points.get(k).isSameAs(asked.points.get(k)));
        if (same) {
            return Optional.empty();
        }
        List<String> here = lines(this);
        List<String> there = lines(asked);
        List<String> differing = new ArrayList<>();
        for (int k = 0; k < Math.max(here.size(), there.size()); k++) {
            String mine = k < here.size() ? here.get(k) : "nothing";
            String other = k < there.size() ? there.get(k) : "nothing";
            if (!mine.equals(other)) {
                differing.add("'" + Faults.shown(mine) + "' there and '" + Faults.shown(other) + "' now");
            }
        }
        return Optional.of(differing.isEmpty() ? "the points are others" : differing.getFirst());
    }

    /** Without comments, the sweep first: what differs there differs in the first point as well. */
    private static List<String> lines(Sweep sweep) {
        List<String> lines = new ArrayList<>(sweep.show().lines().map(line -> line.replaceAll("\\s+#.*", "")).filter(line -> !line.isBlank()
                && !line.startsWith("#")).toList());
        int at = IntStream.range(0, lines.size()).filter(k -> lines.get(k).startsWith(KEY + ": ")).findFirst().orElseThrow();
        lines.addFirst(lines.remove(at));
        return lines;
    }

    /**
     * The sweep that a mapping describes.
     *
     * @param source    what to call the mapping in messages
     * @param keys      its keys
     * @param overrides values from the command line, by key
     * @throws org.pal4j.InputException with all that is wrong, in any of the points
     */
    static Sweep read(String source, ObjectNode keys, Map<String, JsonNode> overrides) {
        return SweepReader.read(source, keys, overrides);
    }
}
