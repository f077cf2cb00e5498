package org.pal4j.report.page;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;

/** Elements of HTML. External text is escaped by {@link #text}. */
public final class Html {
    private Html() {}

    /** Escapes plain text, also for attributes in double quotes. Characters that HTML does not allow are dropped. */
    public static String text(String plain) {
        return StringEscapeUtils.escapeXml11(plain);
    }

    /** Returns a paragraph of plain text. */
    public static String paragraph(String plain) {
        return "<p>" + text(plain) + "</p>\n";
    }

    /** Returns a highlighted paragraph. */
    public static String notice(String plain) {
        return "<p class=\"notice\" role=\"note\">" + text(plain) + "</p>\n";
    }

    /** Returns the line below the title of a page; empty for blank text. */
    public static String subtitle(String plain) {
        return plain.isBlank() ? "" : "<p class=\"subtitle\">" + text(plain) + "</p>\n";
    }

    /**
     * Returns a table.
     *
     * @param caption plain text, also the label for screen readers
     * @param head    headings of the columns
     * @param rows    cells of plain text; the first cell is the row's heading, the others are aligned as numbers
     */
    public static String table(String caption, List<String> head, List<List<String>> rows) {
        return plain(caption, "", head, rows);
    }

    /**
     * A cell of a table that sorts.
     *
     * @param text  what is shown
     * @param value the number to sort by, if it is one
     * @param best  whether it is the best of its column, which is marked
     */
    public record Cell(String text, OptionalDouble value, boolean best) {
        /** Returns a cell of plain text. */
        public static Cell of(String text) {
            return new Cell(text, OptionalDouble.empty(), false);
        }

        private String html() {
            String sort = value.isPresent() ? " data-v=\"" + value.getAsDouble() + "\"" : "";
            // Not by colour or weight alone: the star is read aloud.
            return "<td" + sort + (best ? " class=\"best\"" : "") + ">" + Html.text(text) + (best ? " <span aria-label=\"best\">\u2605</span>" : "")
                    + "</td>";
        }
    }

    /** Returns a table whose headings sort it; otherwise as {@link #table}. */
    public static String sortable(String caption, List<String> head, List<List<Cell>> rows) {
        return table(caption, " class=\"sortable\"", head, rows.stream().map(row -> row.getFirst().text()).toList(),
                rows.stream().map(row -> row.stream().skip(1).map(Cell::html).collect(Collectors.joining())).toList());
    }

    /** Returns a table whose cells are text of any length, aligned to the left. */
    public static String wrapped(String caption, List<String> head, List<List<String>> rows) {
        return plain(caption, " class=\"wrapped\"", head, rows);
    }

    private static String plain(String caption, String kind, List<String> head, List<List<String>> rows) {
        return table(caption, kind, head, rows.stream().map(List::getFirst).toList(),
                rows.stream().map(row -> row.stream().skip(1).map(cell -> "<td>" + text(cell) + "</td>").collect(Collectors.joining())).toList());
    }

    private static String table(String caption, String kind, List<String> head, List<String> names, List<String> cells) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").append(text(caption))
                .append("\"><table").append(kind).append(">\n<caption>").append(text(caption)).append("</caption>\n<thead><tr>");
        head.forEach(name -> html.append("<th scope=\"col\">").append(text(name)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < names.size(); i++) {
            html.append("<tr><th scope=\"row\">").append(text(names.get(i))).append("</th>").append(cells.get(i)).append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** Returns a collapsible element with a title and HTML contents. */
    public static String details(String title, String html) {
        return "<details><summary>" + text(title) + "</summary>\n" + html + "</details>\n";
    }

    /** Returns the text of a configuration in a collapsible element. */
    public static String configuration(String text) {
        return details("Configuration", "<pre tabindex=\"0\">" + text(text) + "</pre>\n");
    }
}
