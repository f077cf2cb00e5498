package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.InputException;

/** Makes one error of many faults, and the other way round. */
final class Faults {
    /** Nobody reads more in one go. */
    private static final int MOST_SHOWN = 20;
    private static final int MOST_CHARACTERS = 60;
    private static final String ITEM = "  - ";

    private Faults() {}

    /**
     * One error with all faults.
     *
     * @param source the experiment or file that they are in
     * @param faults one sentence each, at least one
     */
    static InputException of(String source, List<String> faults) {
        if (faults.size() == 1) {
            return new InputException(source + ": " + faults.getFirst());
        }
        List<String> shown = new ArrayList<>(faults.subList(0, Math.min(faults.size(), MOST_SHOWN)));
        if (shown.size() < faults.size()) {
            shown.add("and " + (faults.size() - shown.size()) + " more");
        }
        return new InputException(source + " has " + faults.size() + " faults:\n" + ITEM + String.join("\n" + ITEM, shown));
    }

    /** The faults that the builder of a circuit found, without its heading. */
    static List<String> in(InputException e) {
        String text = e.getMessage();
        List<String> items = text.lines().filter(line -> line.startsWith(ITEM)).map(line -> line.substring(ITEM.length())).toList();
        return items.isEmpty() ? List.of(text.substring(text.indexOf(": ") + 2)) : items;
    }

    /** A text that somebody gave, in one line, and cut if it is long. */
    static String shown(String text) {
        String cut = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 3) + "...";
        return cut.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    }
}
