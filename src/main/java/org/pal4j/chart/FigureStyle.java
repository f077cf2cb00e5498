package org.pal4j.chart;

import java.util.OptionalDouble;

/**
 * How charts become files.
 *
 * @param format  the kind of files
 * @param theme   their colours
 * @param widthMm their width in millimetres; by default 85 or, for wide charts, 180
 */
public record FigureStyle(FigureFormat format, FigureTheme theme, OptionalDouble widthMm) {
    /** Returns a style with light colours and the default widths. */
    public static FigureStyle of(FigureFormat format) {
        return new FigureStyle(format, FigureTheme.LIGHT, OptionalDouble.empty());
    }
}
