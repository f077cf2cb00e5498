package org.pal4j.report.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Page;
import org.pal4j.report.page.Section;
import org.pal4j.sweep.Point;
import org.pal4j.sweep.SweepFolder.Gathered;

/** The page of a sweep: its sections, in order. */
public final class SweepPage {
    private static final int MAX_SHOWN = 8;
    private static final int MAX_LOST = 4;

    private final SweepData data;
    private final Curves curves;

    private SweepPage(SweepData data) {
        this.data = data;
        curves = new Curves(data);
    }

    /**
     * Reads the folder of a sweep.
     *
     * @throws org.pal4j.InputException if it is not the folder of a sweep of this version
     */
    public static SweepPage read(Path folder) {
        return new SweepPage(SweepData.read(folder));
    }

    /** Returns what can't be read, a sentence for each run. */
    public List<String> damaged() {
        return List.copyOf(data.damaged());
    }

    /**
     * Returns the page as HTML, with as much detail as fits.
     *
     * @throws org.pal4j.InputException if it does not fit with the least detail
     */
    public String html(int mostBytes) {
        return Page.fitting(this::html, mostBytes, "sweep fewer points at once");
    }

    private String html(Detail detail) {
        return Page.of(data.sweep().name(), head(), sections(detail));
    }

    /** Returns the sections of the page, with their charts. */
    public List<Section> sections(Detail detail) {
        List<Chart> grids = Grids.of(data, detail);
        String controls = grids.isEmpty() ? "" : Grids.words(data, grids)
                + "<div class=\"controls\" id=\"controls\" role=\"group\" aria-label=\"What the charts show\"></div>\n";
        List<Chart> lines = curves.charts(detail);
        return List.of(
                new Section("Final measures", controls, grids),
                Neurons.of(data, detail),
                new Section("Points", Table.of(data, detail), List.of()),
                new Section("Learning curves", "", lines),
                new Section("Configuration", Html.configuration(data.sweep().resolved()), List.of()),
                SweepOmissions.of(data, curves, grids, lines, detail));
    }

    private String head() {
        StringBuilder html = new StringBuilder(Html.subtitle(data.sweep().title())).append(Html.paragraph(swept()));
        Gathered gathered = data.results().gathered();
        int all = gathered.complete() + gathered.nonFinite() + gathered.missing();
        html.append(Html.paragraph("Of " + count(all, "run") + ", " + Numbers.count(gathered.complete()) + " are complete, "
                + Numbers.count(gathered.nonFinite()) + " were not finite any more, " + Numbers.count(gathered.missing()) + " are missing."
                + gathered.best().map(best -> " Best " + best.replace("+-", "\u00b1") + ".").orElse("")));
        notices().forEach(notice -> html.append(Html.notice(notice)));
        return html.toString();
    }

    /** Returns a sentence on the varied keys, their values, and the seeds. */
    private String swept() {
        String directions = data.directions().stream().map(direction -> direction.keys().size() == 1 ? values(direction)
                : direction.keys().stream().collect(Collectors.joining(", ", "", " together")) + " (" + count(direction.size(), "value") + " each)")
                .collect(Collectors.joining("; times "));
        List<Long> seeds = data.sweep().seeds();
        String listed = seeds.stream().limit(MAX_SHOWN).map(Object::toString).collect(Collectors.joining(", "))
                + (seeds.size() > MAX_SHOWN ? " \u2026" : "");
        return "A sweep of " + count(data.sweep().points().size(), "point") + " with " + count(seeds.size(), "seed") + " (" + listed + "): "
                + directions + ".";
    }

    private static String values(Direction direction) {
        return direction.keys().getFirst() + " (" + (direction.size() <= MAX_SHOWN ? String.join(", ", direction.places())
                : direction.size() + " values from " + direction.places().getFirst() + " to " + direction.places().getLast()) + ")";
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>();
        Gathered gathered = data.results().gathered();
        if (gathered.missing() > 0) {
            notices.add("This sweep is not finished: " + count(gathered.missing(), "run")
                    + (gathered.missing() == 1 ? " is" : " are") + " missing. Shown is what there is.");
        }
        List<Point> lost = data.sweep().points().stream().filter(point -> data.nonFinite(point) > 0).toList();
        if (!lost.isEmpty()) {
            String first = lost.stream().limit(MAX_LOST).map(point -> point.label() + " (" + data.name(point) + ")")
                    .collect(Collectors.joining("\n"));
            notices.add("Runs of " + count(lost.size(), "point") + " ended early, as their " + data.sweep().model().terms().quantities()
                    + " were not finite any more, and are left out of means:\n" + first
                    + (lost.size() > MAX_LOST ? "\nand " + Numbers.count(lost.size() - MAX_LOST) + " more" : ""));
        }
        if (gathered.warned() > 0) {
            notices.add("In " + count(gathered.warned(), "run") + " the network no longer answers to its inputs; the column warning of results.csv "
                    + "says in which, and why.");
        }
        data.damaged().stream().limit(MAX_SHOWN).forEach(notices::add);
        if (data.damaged().size() > MAX_SHOWN) {
            notices.add("And " + count(data.damaged().size() - MAX_SHOWN, "more run") + " can't be read.");
        }
        return notices;
    }

    private static String count(long number, String what) {
        return Numbers.count(number) + " " + what + (number == 1 ? "" : "s");
    }
}
