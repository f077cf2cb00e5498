package org.pal4j.report.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.measure.Statistic;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Measure;
import org.pal4j.sweep.Point;

/** The table of a sweep, with a row per point. The page's script makes its headers buttons for sorting. */
final class Table {
    /** Maximum size of the table embedded in the page. A larger one is only in the folder. */
    private static final int MAX_CSV_BYTES = 500_000;

    private final SweepData data;
    private final List<Measure> measures;
    private final boolean nonFinite;
    private final boolean missing;
    private final StringBuilder html = new StringBuilder();

    private Table(SweepData data, List<Measure> measures) {
        this.data = data;
        this.measures = measures;
        nonFinite = data.results().gathered().nonFinite() > 0;
        missing = data.results().gathered().missing() > 0;
    }

    static String of(SweepData data, Detail detail) {
        int points = data.sweep().points().size();
        int rows = rows(data, detail);
        List<Measure> measures = data.measures().stream().limit(Math.max(4, detail.features())).toList();
        return new Table(data, measures).html(rows, points);
    }

    /** Returns the number of points that have a row. */
    static int rows(SweepData data, Detail detail) {
        return Math.min(data.sweep().points().size(), detail.cells() / 2);
    }

    private String html(int rows, int points) {
        String caption = (rows < points ? "The first " + Numbers.count(rows) + " of " + Numbers.count(points) + " points" : "All points")
                + (data.sweep().seeds().size() > 1 ? ", mean \u00b1 standard deviation over complete runs" : "")
                + (rows < points || measures.size() < data.measures().size() ? "; all are in summary.csv" : "");
        download();
        html.append("<div class=\"scroll high\" tabindex=\"0\" role=\"region\" aria-label=\"").append(Html.text(caption))
                .append("\"><table class=\"sortable\">\n<caption>").append(Html.text(caption)).append("</caption>\n<thead><tr>");
        head("point");
        data.sweep().keys().forEach(this::head);
        head("complete");
        if (nonFinite) {
            head("not finite");
        }
        if (missing) {
            head("missing");
        }
        measures.forEach(measure -> head(measure.column()));
        html.append("</tr></thead>\n<tbody>\n");
        IntStream.range(0, rows).forEach(row -> row(data.sweep().points().get(row)));
        return html.append("</tbody></table></div>\n").toString();
    }

    /** Adds a link that contains the file, since the page may be sent without the folder. */
    private void download() {
        byte[] csv = data.results().summary().getBytes(StandardCharsets.UTF_8);
        if (csv.length > MAX_CSV_BYTES) {
            html.append(Html.paragraph("The table as CSV is summary.csv in the folder; it is too large to be part of this page."));
            return;
        }
        html.append("<p><a class=\"download\" download=\"").append(Html.text(data.sweep().name()))
                .append("-summary.csv\" href=\"data:text/csv;base64,").append(Base64.getEncoder().encodeToString(csv))
                .append("\">Download as CSV</a></p>\n");
    }

    private void head(String name) {
        html.append("<th scope=\"col\">").append(Html.text(name)).append("</th>");
    }

    private void row(Point point) {
        html.append("<tr><th scope=\"row\">").append(Html.text(point.label())).append("</th>");
        data.sweep().keys().forEach(key -> html.append("<td>").append(Html.text(point.text(key))).append("</td>"));
        cell(data.complete(point).size());
        if (nonFinite) {
            cell(data.nonFinite(point));
        }
        if (missing) {
            cell(data.missing(point));
        }
        for (Measure measure : measures) {
            Statistic value = data.statistic(point, measure);
            html.append(Double.isNaN(value.mean()) ? "<td>" : "<td data-v=\"" + value.mean() + "\">").append(Html.text(measure.shown(value)))
                    .append("</td>");
        }
        html.append("</tr>\n");
    }

    private void cell(int count) {
        html.append("<td>").append(count).append("</td>");
    }
}
