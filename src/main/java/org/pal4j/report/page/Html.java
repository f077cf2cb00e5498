package org.pal4j.report.page;

import java.util.List;
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
        StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").append(text(caption))
                .append("\"><table>\n<caption>").append(text(caption)).append("</caption>\n<thead><tr>");
        for (String name : head) {
            html.append("<th scope=\"col\">").append(text(name)).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr><th scope=\"row\">").append(text(row.getFirst())).append("</th>");
            for (String cell : row.subList(1, row.size())) {
                html.append("<td>").append(text(cell)).append("</td>");
            }
            html.append("</tr>\n");
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
