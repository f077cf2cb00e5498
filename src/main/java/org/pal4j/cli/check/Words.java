package org.pal4j.cli.check;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.InputException;

/** Cuts a command into words as shells do: at blanks, but not within quotes. Nothing is expanded. */
final class Words {
    private Words() {}

    static List<String> of(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
                continue;
            }
            begun = true;
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
                word.append(command.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new InputException("--against " + command + ": a quotation mark " + quote + " is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
