package org.pal4j.report.page;

import java.util.List;
import org.apache.commons.text.StringEscapeUtils;

/** Pieces of HTML. Whatever comes from outside goes through {@link #text}. */
public final class Html {
    private Html() {}

    /** Plain text, also for attributes in double quotes; characters that HTML can't hold are dropped. */
    public static String text(String plain) {
        return StringEscapeUtils.escapeXml11(plain);
    }

    /** A paragraph of plain text. */
    public static String paragraph(String plain) {
        return "<p>" + text(plain) + "</p>\n";
    }

    /** A paragraph that stands out. */
    public static String notice(String plain) {
        return "<p class=\"notice\" role=\"note\">" + text(plain) + "</p>\n";
    }

    /** The line below the title of a page; nothing for a blank one. */
    public static String subtitle(String plain) {
        return plain.isBlank() ? "" : "<p class=\"subtitle\">" + text(plain) + "</p>\n";
    }

    /**
     * A table.
     *
     * @param caption plain text, read out before the table
     * @param head    of the columns
     * @param rows    cells of plain text; the first of each is the row's heading, the others are aligned as numbers
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

    /** Something to open: a title, and HTML in it. */
    public static String details(String title, String html) {
        return "<details><summary>" + text(title) + "</summary>\n" + html + "</details>\n";
    }

    /** The text of a configuration, to be opened. */
    public static String configuration(String text) {
        return details("Configuration", "<pre tabindex=\"0\">" + text(text) + "</pre>\n");
    }
}
