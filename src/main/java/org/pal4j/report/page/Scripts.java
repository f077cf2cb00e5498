package org.pal4j.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** The scripts and the style sheet of pages with charts, for pages in files and for the page of the service. */
public final class Scripts {
    /** Apache ECharts. */
    public static final String ECHARTS = script("/org/pal4j/report/echarts.min.js");
    /** How pages look. */
    public static final String STYLE = resource("/org/pal4j/report/report.css");
    /** How charts look, and the buttons below them. It needs the script of a page after it, in one scope. */
    static final String CHARTS = script("/org/pal4j/report/charts.js");
    private static final String DRAWING = script("/org/pal4j/report/drawing.js");

    private Scripts() {}

    /**
     * Returns one script in a scope of its own: how charts look, then how they are drawn on a page, with others after each.
     *
     * @param kinds   scripts with further kinds of charts
     * @param scripts scripts of the page
     */
    public static String joined(String kinds, String scripts) {
        return "(function () {\n'use strict';\n" + CHARTS + kinds + DRAWING + scripts + "})();";
    }

    /**
     * Reads a script.
     *
     * @param path the absolute name of a resource of this module
     * @throws IllegalStateException if it contains the end of its element
     */
    public static String script(String path) {
        String text = resource(path);
        if (text.toLowerCase(Locale.ROOT).contains("</script")) {
            throw new IllegalStateException(path + " would end its own script element");
        }
        return text;
    }

    /** Reads a resource of this module with LF line ends, to which browsers normalize before hashing. */
    public static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(Scripts.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
