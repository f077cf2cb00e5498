package org.pal4j.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compares what a page shows with what a command prints, in form. Numbers, times and their units are equal to any others, and equal lines in a row
 * are one. A line {@code ...} stands for any lines, and {@code ...} at the end of a line for anything.
 */
final class Printed {
    private static final String ANY = "...";
    private static final String NUMBER = "#";

    private Printed() {}

    /** A line without its numbers. */
    static String form(String line) {
        return line.replaceAll("\\d([\\d,]*\\d)?(\\.\\d+)?([eE][+-]?\\d+)?", NUMBER)
                .replaceAll("(?<![\\w#])-" + NUMBER, NUMBER)
                .replaceAll(NUMBER + " [kMG] ", NUMBER + " ")
                .replaceAll(NUMBER + " (s|min|h|days)\\b", NUMBER + " s")
                // One of several things, and several.
                .replaceAll(NUMBER + " (\\w+?)s\\b", NUMBER + " $1")
                .replaceAll(" +", " ").strip();
    }

    private static List<String> forms(List<String> lines) {
        List<String> forms = new ArrayList<>();
        String last = "";
        for (String line : lines) {
            String form = line.strip().equals(ANY) ? ANY : form(line);
            // Within a long epoch, a slow machine prints more than a fast one.
            boolean within = form.startsWith("epoch") && form.endsWith(" left");
            if (!form.isEmpty() && !within && !form.equals(last)) {
                forms.add(form);
                last = form.equals(ANY) ? last : form;
            }
        }
        return forms;
    }

    private static boolean matches(String shown, String printed) {
        return shown.endsWith(ANY) ? printed.startsWith(shown.substring(0, shown.length() - ANY.length()).strip()) : printed.equals(shown);
    }

    /**
     * The first shown line that was not printed there, or the first printed one that is not shown; nothing if both have one form.
     *
     * @param shown   of the page
     * @param printed of the command
     */
    static Optional<String> difference(List<String> shown, List<String> printed) {
        List<String> left = forms(shown);
        List<String> right = forms(printed);
        int at = 0;
        boolean any = false;
        for (String line : left) {
            if (line.equals(ANY)) {
                any = true;
                continue;
            }
            int found = at;
            while (any && found < right.size() && !matches(line, right.get(found))) {
                found++;
            }
            if (found >= right.size() || !matches(line, right.get(found))) {
                return Optional.of("the page shows \"" + line + "\", printed is " + right.subList(at, right.size()));
            }
            at = found + 1;
            any = false;
        }
        return any || at == right.size() ? Optional.empty() : Optional.of("printed, but not on the page: " + right.subList(at, right.size()));
    }

    /** The lines of a text. */
    static List<String> lines(String text) {
        return Pattern.compile("\\R").splitAsStream(text).toList();
    }
}
