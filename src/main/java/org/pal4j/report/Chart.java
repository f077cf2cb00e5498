package org.pal4j.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A chart: data, and words beside it.
 *
 * @param title   above it, plain text; also what its image file is called
 * @param caption below it, plain text: what one sees
 * @param size    how much room it takes
 * @param data    for the script: {@code kind} says which chart it is, the rest depends on the kind
 */
record Chart(String title, String caption, Size size, ObjectNode data) {
    /** How much room a chart takes. */
    enum Size {
        /** Two beside each other on a wide screen. */
        HALF,
        /** The same, and as high as wide. */
        SQUARE,
        /** Two or three beside each other, and lower. */
        SMALL,
        /** The full width. */
        WIDE,
        /** The full width, and higher. */
        TALL
    }

    /** The beginning of the data of a chart. */
    static ObjectNode data(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }
}
