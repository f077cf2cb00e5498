package org.pal4j.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mappings whose keys are Python objects, as PyYAML writes them: {@code ? !!python/object/apply:...}. Only Python can make sense of them, so a text
 * stands for each, and the reader of its key can say so.
 */
final class PythonObjects {
    private static final Pattern KEY = Pattern.compile("( *(?:- +)*)([A-Za-z_]\\w*:)(?: +&\\w+)? *");
    /** Matches the first key of such a mapping: an object, or an alias of one. */
    private static final Pattern OBJECT = Pattern.compile(" *(?:\\? (?:&\\w+ )?!!python/.*|\\*\\w+ ?:.*)");

    private PythonObjects() {}

    /** Returns the key of the first such mapping. */
    static Optional<String> first(String yaml) {
        List<String> lines = yaml.lines().toList();
        for (int k = 0; k + 1 < lines.size(); k++) {
            Optional<String> key = key(lines.get(k), lines.get(k + 1));
            if (key.isPresent()) {
                return Optional.of(key.get().replaceAll("[^\\w]", ""));
            }
        }
        return Optional.empty();
    }

    /** Returns a YAML text with such mappings replaced by {@link Documents#PYTHON_OBJECTS}. All other lines keep their numbers. */
    static String replaced(String yaml) {
        if (!yaml.contains("? ") || !yaml.contains("!!python/")) {
            return yaml;
        }
        List<String> lines = yaml.lines().toList();
        StringBuilder text = new StringBuilder(yaml.length());
        for (int k = 0; k < lines.size();) {
            Optional<String> key = k + 1 < lines.size() ? key(lines.get(k), lines.get(k + 1)) : Optional.empty();
            if (key.isEmpty()) {
                text.append(lines.get(k++)).append('\n');
                continue;
            }
            text.append(key.get()).append(" \"").append(Documents.PYTHON_OBJECTS).append("\"\n");
            int column = column(lines.get(k++));
            // The mapping goes on while lines begin to the right of its key.
            while (k < lines.size() && (lines.get(k).isBlank() || indentation(lines.get(k)) > column)) {
                text.append('\n');
                k++;
            }
        }
        return text.toString();
    }

    /** Returns the beginning of a line up to the colon of its key, if the next line begins such a mapping. */
    private static Optional<String> key(String line, String next) {
        Matcher key = KEY.matcher(line);
        return OBJECT.matcher(next).matches() && key.matches() && indentation(next) > column(line) ? Optional.of(key.group(1) + key.group(2))
                : Optional.empty();
    }

    /** Returns the column of a key; the dashes of list entries come before it. */
    private static int column(String line) {
        Matcher key = KEY.matcher(line);
        return key.lookingAt() ? key.group(1).length() : indentation(line);
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }
}
