package org.pal4j.report.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;

/** What a page leaves out that other pages have, and why: the last section of a page. */
public final class Omissions {
    private static final String TITLE = "Not on this page";
    /** The table has at most so many rows about files that can't be read. */
    private static final int MAX_DAMAGED = 100;

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row. */
    public void add(String what, String why) {
        rows.add(List.of(what, why));
    }

    /** Adds a row if charts have less than all data. */
    public void add(Detail detail) {
        if (detail.points() < Detail.FULL.points()) {
            add("Some points of long lines, and some cells and dots", "A page has at most " + Numbers.count(Page.MAX_BYTES / 1_000_000)
                    + " MB, so each chart has at most " + Numbers.count(detail.points()) + " points. All values are in the files.");
        }
    }

    /** Adds what can't be read, a sentence each. */
    public void addDamaged(List<String> sentences) {
        sentences.stream().limit(MAX_DAMAGED).forEach(sentence -> add("What can't be read", sentence));
        if (sentences.size() > MAX_DAMAGED) {
            add("What can't be read", "And " + Numbers.count(sentences.size() - MAX_DAMAGED) + " more.");
        }
    }

    /** Returns a path as one word of a command. */
    public static String word(Path path) {
        String text = path.toString();
        return text.matches("[\\w./~-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns the section; empty if the page shows all that there is. */
    public Section section() {
        return new Section(TITLE, rows.isEmpty() ? "" : Html.wrapped("What is left out, and why", List.of("what", "why"), rows), List.of());
    }
}
