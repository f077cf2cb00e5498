package org.pal4j.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.report.Chart.Size;
import org.pal4j.report.Curves.Axis;
import org.pal4j.report.Curves.Guide;
import org.pal4j.report.Curves.Source;

/** Angles over epochs: of whatever columns {@code angle_...} the files have. */
final class Angles {
    static final String PREFIX = "angle_";
    static final Axis AXIS = new Axis("angle", "\u00b0", 1, 0, 180);
    static final Optional<Guide> CHANCE = Optional.of(new Guide(90, "chance"));

    private Angles() {}

    /** What a measure is, for the head of a table. */
    static String column(String measure) {
        String name = measure.substring(PREFIX.length());
        return switch (kind(measure)) {
            case "B" -> "angle of " + name;
            case "phi" -> "angle of B" + name.substring("phi".length()) + " with \u03c6\u2032";
            default -> "angle " + name;
        };
    }

    /** The name without its number: what kind of angle it is. */
    private static String kind(String measure) {
        return measure.substring(PREFIX.length()).replaceFirst("\\d+$", "");
    }

    private static String area(String measure) {
        return measure.substring(PREFIX.length() + kind(measure).length());
    }

    /** The title of a chart of a measure, whichever area it is of. */
    static String title(String measure) {
        return switch (kind(measure)) {
            case "B" -> "Angle between B and W\u1d40";
            case "phi" -> "Angle between B and \u03c6\u2032 W\u1d40 \u03c6\u2032";
            case "jacobian" -> "Angle between Jacobians";
            case "update" -> "Angle between updates and gradients";
            default -> "Angle " + kind(measure);
        };
    }

    /** What it means. */
    static String meaning(String measure, String part) {
        return switch (kind(measure)) {
            case "B" -> "The angle between the feedback weights of " + (part.equals("area") ? "an area" : "a " + part)
                    + " and the transposed forward weights that backpropagation would use. ";
            case "phi" -> "The angle between the feedback weights of an area and the transposed forward weights, rows and columns times the slopes "
                    + "of the activations: what PAL aligns to where weights are strong. ";
            case "jacobian" -> "The angle between the Jacobian of an area's feedback and that of backpropagation. ";
            case "update" -> "The angle between what a settled circuit asks of its forward weights and the gradient of an artificial network with "
                    + "the same weights, mean over samples. ";
            default -> "";
        } + "0\u00b0 is perfect alignment, 90\u00b0 is chance.";
    }

    private static Set<String> measures(List<RunData> runs) {
        Set<String> measures = new LinkedHashSet<>();
        for (RunData run : runs) {
            run.metrics().ifPresent(table -> measures.addAll(table.measures(PREFIX)));
            run.finite().forEach(replica -> replica.metrics().ifPresent(table -> measures.addAll(table.measures(PREFIX))));
        }
        return measures;
    }

    /** Of one run: a chart for each kind of angle, one colour for each area. */
    static List<Chart> of(RunData run, Detail detail) {
        Map<String, List<Source>> kinds = new LinkedHashMap<>();
        for (String measure : measures(List.of(run))) {
            String name = area(measure).isEmpty() ? kind(measure) : run.part() + " " + area(measure);
            kinds.computeIfAbsent(kind(measure), key -> new ArrayList<>()).add(new Source(name, run, measure));
        }
        List<Chart> charts = new ArrayList<>();
        Size size = kinds.size() == 1 ? Size.WIDE : Size.HALF;
        kinds.values().forEach(sources -> {
            String measure = sources.getFirst().measure();
            String caption = meaning(measure, run.part()) + Words.lines(List.of(run));
            Curves.of(title(measure), caption, size, AXIS, sources, CHANCE, detail).ifPresent(charts::add);
        });
        return charts;
    }

    /** Of several runs: a chart for each measure, one colour for each run. */
    static List<Chart> compare(List<RunData> runs, Detail detail) {
        List<Chart> charts = new ArrayList<>();
        for (String measure : measures(runs)) {
            String part = runs.getFirst().part();
            String title = title(measure) + (area(measure).isEmpty() ? "" : ", " + part + " " + area(measure));
            List<Source> sources = runs.stream().map(run -> new Source(run.name(), run, measure)).toList();
            Curves.of(title, meaning(measure, part) + Words.lines(runs), Size.HALF, AXIS, sources, CHANCE, detail).ifPresent(charts::add);
        }
        return charts;
    }
}
