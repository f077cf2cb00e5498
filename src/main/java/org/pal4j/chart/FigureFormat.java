package org.pal4j.chart;

import java.util.Locale;

/** The kinds of files that a chart can become for print. */
public enum FigureFormat {
    /** Scalable Vector Graphics. */
    SVG,
    /** Portable Document Format. */
    PDF,
    /** Portable Network Graphics. */
    PNG;

    /** Returns the ending of such files, with its dot. */
    public String ending() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
