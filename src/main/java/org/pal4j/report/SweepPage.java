package org.pal4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.run.SweepFolder.Gathered;
import org.pal4j.run.SweepPoint;

/** What is on the page of a sweep, and in which order. */
final class SweepPage {
    private static final int MOST_SHOWN = 8;
    private static final int MOST_LOST = 4;

    private SweepPage() {}

    static String of(SweepData data, SweepCurves curves, Detail detail) {
        List<Chart> grids = SweepGrids.of(data, detail);
        String controls = grids.isEmpty() ? "" : SweepGrids.words(data, grids)
                + "<div class=\"controls\" id=\"controls\" role=\"group\" aria-label=\"What the charts show\"></div>\n";
        List<Section> sections = List.of(
                new Section("Final measures", controls, grids),
                new Section("Points", SweepTable.of(data, detail), List.of()),
                new Section("Learning curves", "", curves.charts(detail)),
                new Section("Configuration", Html.details("Configuration", "<pre tabindex=\"0\">" + Html.text(data.sweep().resolved()) + "</pre>\n"),
                        List.of()));
        return Page.of(data.sweep().name(), head(data), sections.stream().filter(section -> !section.isEmpty()).toList());
    }

    private static String head(SweepData data) {
        StringBuilder html = new StringBuilder();
        if (!data.sweep().title().isBlank()) {
            html.append("<p class=\"subtitle\">").append(Html.text(data.sweep().title())).append("</p>\n");
        }
        html.append(Html.paragraph(swept(data)));
        Gathered gathered = data.results().gathered();
        int all = gathered.complete() + gathered.nonFinite() + gathered.missing();
        html.append(Html.paragraph("Of " + count(all, "run") + ", " + Numbers.count(gathered.complete()) + " are complete, "
                + Numbers.count(gathered.nonFinite()) + " were not finite any more, " + Numbers.count(gathered.missing()) + " are missing."
                + gathered.best().map(best -> " Best " + best.replace("+-", "\u00b1") + ".").orElse("")));
        notices(data).forEach(notice -> html.append(Html.notice(notice)));
        return html.toString();
    }

    /** What varies, how, and with how many seeds. */
    private static String swept(SweepData data) {
        String directions = data.directions().stream().map(direction -> direction.keys().size() == 1 ? values(direction)
                : direction.keys().stream().collect(Collectors.joining(", ", "", " together")) + " (" + count(direction.size(), "value") + " each)")
                .collect(Collectors.joining("; times "));
        List<Long> seeds = data.sweep().seeds();
        String listed = seeds.stream().limit(MOST_SHOWN).map(Object::toString).collect(Collectors.joining(", "))
                + (seeds.size() > MOST_SHOWN ? " \u2026" : "");
        return "A sweep of " + count(data.sweep().points().size(), "point") + " with " + count(seeds.size(), "seed") + " (" + listed + "): "
                + directions + ".";
    }

    private static String values(SweepDirection direction) {
        return direction.keys().getFirst() + " (" + (direction.size() <= MOST_SHOWN ? String.join(", ", direction.places())
                : direction.size() + " values from " + direction.places().getFirst() + " to " + direction.places().getLast()) + ")";
    }

    private static List<String> notices(SweepData data) {
        List<String> notices = new ArrayList<>();
        Gathered gathered = data.results().gathered();
        if (gathered.missing() > 0) {
            notices.add("This sweep is not finished: " + count(gathered.missing(), "run")
                    + (gathered.missing() == 1 ? " is" : " are") + " missing. Shown is what there is.");
        }
        List<SweepPoint> lost = data.sweep().points().stream().filter(point -> data.nonFinite(point) > 0).toList();
        if (!lost.isEmpty()) {
            String first = lost.stream().limit(MOST_LOST).map(point -> point.label() + " (" + data.name(point) + ")")
                    .collect(Collectors.joining("\n"));
            notices.add("Runs of " + count(lost.size(), "point") + " ended early, as their " + data.sweep().model().quantities()
                    + " were not finite any more, and are left out of means:\n" + first
                    + (lost.size() > MOST_LOST ? "\nand " + Numbers.count(lost.size() - MOST_LOST) + " more" : ""));
        }
        return notices;
    }

    private static String count(long number, String what) {
        return Numbers.count(number) + " " + what + (number == 1 ? "" : "s");
    }
}
