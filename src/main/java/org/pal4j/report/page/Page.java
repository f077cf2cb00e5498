package org.pal4j.report.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.config.Json;

/**
 * HTML of sections in one self-contained file. A content security policy allows only the page's own two scripts and forbids scripts in the data and
 * all connections.
 */
public final class Page {
    /** Mark that identifies a file as a report, which may be overwritten. */
    public static final String MARK = "<meta name=\"generator\" content=\"PAL4J report\">";

    /** Maximum size of a page: small enough to open at once and to send by e-mail. */
    public static final int MAX_BYTES = 5_000_000;

    private static final String RESOURCES = "/org/pal4j/report/";
    private static final String OWN = Scripts.joined(Scripts.script(RESOURCES + "sweep.js") + Scripts.script(RESOURCES + "roofline.js"),
            Scripts.script(RESOURCES + "report.js"));
    private static final String LICENCES = Html.text(Scripts.resource(RESOURCES + "licences.txt"));

    private final StringBuilder html = new StringBuilder();
    private final List<Map<String, Object>> charts = new ArrayList<>();
    private int headings;

    private Page() {}

    /**
     * Returns the page.
     *
     * @param title    plain text
     * @param head     HTML below the title
     * @param sections sections in order; empty ones are omitted
     */
    public static String of(String title, String head, List<Section> sections) {
        Page page = new Page();
        List<Section> filled = Section.filled(sections);
        page.begin(title, head, filled);
        filled.forEach(section -> page.add(section, 2));
        return page.end();
    }

    /**
     * Returns a page with as much detail as fits.
     *
     * @param pages     returns the page for a level of detail
     * @param mostBytes maximum size in bytes of UTF-8
     * @param advice    remedy if the page is too large with the least detail
     * @throws InputException if the page is too large with the least detail
     */
    public static String fitting(Function<Detail, String> pages, int mostBytes, String advice) {
        Detail detail = Detail.FULL;
        while (true) {
            String page = pages.apply(detail);
            int bytes = page.getBytes(StandardCharsets.UTF_8).length;
            if (bytes <= mostBytes) {
                return page;
            }
            if (!detail.canShrink()) {
                throw new InputException("the page would have " + bytes + " bytes, and " + mostBytes + " is the limit; " + advice);
            }
            detail = detail.half();
        }
    }

    private void begin(String title, String head, List<Section> sections) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n").append(MARK).append('\n')
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; "
                        + "base-uri 'none'; form-action 'none'; script-src ")
                .append(hash(Scripts.ECHARTS)).append(' ').append(hash(OWN)).append("\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<title>").append(Html.text(title)).append(" \u2013 PAL4J</title>\n<style>\n").append(Scripts.STYLE)
                .append("</style>\n</head>\n<body>\n<header>\n<div class=\"bar\"><h1>").append(Html.text(title)).append("</h1>")
                .append("<button id=\"theme\" type=\"button\" hidden>Dark</button></div>\n").append(head)
                .append("<nav aria-label=\"Sections\"><ul>\n");
        for (int i = 0, id = 1; i < sections.size(); i++) {
            html.append("<li><a href=\"#s").append(id).append("\">").append(Html.text(sections.get(i).title())).append("</a></li>\n");
            id += count(sections.get(i));
        }
        html.append("</ul></nav>\n<noscript><p class=\"notice\">The charts need JavaScript, which is in this file and loads nothing.</p></noscript>\n"
                + "</header>\n<main>\n");
    }

    /** Counts the headings of a section, including its own. */
    private static int count(Section section) {
        return 1 + section.parts().stream().mapToInt(Page::count).sum();
    }

    private void add(Section section, int level) {
        String id = "s" + ++headings;
        html.append("<section aria-labelledby=\"").append(id).append("\">\n<h").append(level).append(" id=\"").append(id).append("\">")
                .append(Html.text(section.title())).append("</h").append(level).append(">\n").append(section.html());
        if (!section.charts().isEmpty()) {
            html.append("<div class=\"figures\">\n");
            section.charts().forEach(this::add);
            html.append("</div>\n");
        }
        section.parts().forEach(part -> add(part, level + 1));
        html.append("</section>\n");
    }

    private void add(Chart chart) {
        String size = chart.size().name().toLowerCase(Locale.ROOT);
        html.append("<figure class=\"").append(size).append("\"><div class=\"chart\" data-chart=\"").append(charts.size())
                .append("\" role=\"img\" aria-label=\"").append(Html.text(AltText.of(chart))).append("\"></div>\n<figcaption>")
                .append(Html.text(chart.caption())).append("</figcaption></figure>\n");
        charts.add(chart.data().values());
    }

    private String end() {
        // In a script element, HTML interprets only the end tag and comments. Both start with this character.
        String json = Json.text(charts).replace("<", "\\u003c");
        html.append("</main>\n<footer><p>Made by PAL4J. Charts: Apache ECharts.</p>\n"
                + "<details><summary>Licences</summary>\n<pre>")
                .append(LICENCES).append("</pre>\n</details></footer>\n")
                .append("<script type=\"application/json\" id=\"data\">").append(json).append("</script>\n")
                .append("<script>").append(Scripts.ECHARTS).append("</script>\n<script>").append(OWN).append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
