package org.pal4j.chart;

import java.util.Locale;

/** The colours of a figure: those that a page has by day or by night. */
public enum FigureTheme {
    /** Dark on white, as for paper. */
    LIGHT,
    /** Bright on nearly black, as for slides and dark pages. */
    DARK;

    /** Returns its name among the themes of the page's scripts. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what the names of its files have before their ending, so that figures of both themes can be in one folder. */
    public String suffix() {
        return this == LIGHT ? "" : "-" + label();
    }
}
