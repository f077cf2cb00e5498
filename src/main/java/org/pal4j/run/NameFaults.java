package org.pal4j.run;

import java.util.List;

/** What can be wrong with the name and the title of an experiment. */
final class NameFaults {
    private static final int MOST_TITLE = 200;

    private NameFaults() {}

    static void find(String name, String title, List<String> faults) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            faults.add("name = \"" + Faults.shown(name) + "\": must be of letters, digits, dots, dashes and underscores, at most 100, "
                    + "as it names a folder");
        }
        boolean oneLine = title.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        });
        if (!oneLine || title.length() > MOST_TITLE) {
            faults.add("title = \"" + Faults.shown(title) + "\": must be one line of text, at most " + MOST_TITLE + " characters");
        }
    }
}
