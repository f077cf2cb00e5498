package org.pal4j.report.figure;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drawing: what is drawn, from the back to the front. The unit is a pixel of the page, and y goes down.
 *
 * @param width      width in pixels
 * @param height     height in pixels
 * @param background the colour behind all, up to the edges
 */
record Scene(double width, double height, Color background, List<Item> items) {
    /** Something that is drawn, within a clip if there is one. */
    sealed interface Item {
        @Nullable
        Shape clip();
    }

    /** A filled shape; the colour has the opacity. */
    record Filled(Shape shape, Color color, @Nullable Shape clip) implements Item {}

    /**
     * A line.
     *
     * @param dashes lengths of dashes and gaps; empty for a solid line
     * @param round  whether ends are round
     */
    record Stroked(Shape shape, Color color, double width, List<Double> dashes, boolean round, @Nullable Shape clip) implements Item {}

    /**
     * A text on one line.
     *
     * @param transform where its start is: the left end of its base line
     * @param size      size of the letters
     */
    record Text(String text, AffineTransform transform, double size, Color color, @Nullable Shape clip) implements Item {}

    /** A picture, as the bytes of a PNG file. */
    record Picture(byte[] png, AffineTransform transform, double width, double height, @Nullable Shape clip) implements Item {}
}
