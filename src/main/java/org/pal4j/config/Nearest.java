package org.pal4j.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.pal4j.Fault;

/** Suggests corrections of misspelled names, if one is near. */
public final class Nearest {
    /** Shorter substrings match too many names. */
    private static final int MIN_PART = 3;
    /** One edit in so many characters is a slip; with more, it is another word. */
    private static final int CHARACTERS_PER_EDIT = 3;
    /** Longer names are compared up to here, which limits the time. */
    private static final int MAX_COMPARED = 100;
    /** More names are a table, not a vocabulary. */
    private static final int MAX_KNOWN = 1000;

    private Nearest() {}

    /**
     * Returns the known name that {@code given} probably means, ignoring case: the shortest that contains it, otherwise the one with the fewest
     * edits, at most one for every three characters. Two letters that have changed places are one edit. A name that leaves out letters, as
     * {@code eta_bw} does of {@code eta_backward}, is near too.
     *
     * @return empty if no name is that near
     */
    public static Optional<String> to(String given, Collection<String> known) {
        String word = compared(given);
        return known.stream().limit(MAX_KNOWN).filter(name -> isNear(word, compared(name)))
                .min(Comparator.comparingInt(name -> distance(word, compared(name))));
    }

    private static int distance(String word, String other) {
        return isPart(word, other) ? Math.min(2, other.length() - word.length()) * MAX_COMPARED + other.length() : MAX_COMPARED * edits(word, other);
    }

    private static boolean isNear(String word, String other) {
        int most = Math.max(word.length(), other.length()) / CHARACTERS_PER_EDIT;
        return isPart(word, other) || isShort(word, other) || edits(word, other) <= most;
    }

    private static boolean isPart(String word, String other) {
        return word.length() >= MIN_PART && other.contains(word);
    }

    /** Returns whether a name is a word with up to half of its letters left out. */
    private static boolean isShort(String word, String other) {
        int found = 0;
        for (int k = 0; k < word.length() && found < other.length(); k++) {
            found += word.charAt(k) == other.charAt(found) ? 1 : 0;
        }
        return other.length() > MIN_PART && found == other.length() && 2 * other.length() >= word.length() && word.charAt(0) == other.charAt(0);
    }

    private static int edits(String word, String other) {
        int differ = 0;
        while (differ < Math.min(word.length(), other.length()) && word.charAt(differ) == other.charAt(differ)) {
            differ++;
        }
        boolean swapped = word.length() == other.length() && differ + 1 < word.length() && word.charAt(differ) == other.charAt(differ + 1)
                && word.charAt(differ + 1) == other.charAt(differ) && word.substring(differ + 2).equals(other.substring(differ + 2));
        return swapped ? 1 : LevenshteinDistance.getDefaultInstance().apply(word, other);
    }

    private static String compared(String name) {
        return name.substring(0, Math.min(name.length(), MAX_COMPARED)).toLowerCase(Locale.ROOT);
    }

    /** Returns {@code "; did you mean X?"}, or nothing if no known name is near. */
    public static String hint(String given, Collection<String> known) {
        return to(given, known).map(name -> "; did you mean " + Fault.shown(name) + "?").orElse("");
    }

    /** Returns {@link #hint}, or a full stop, for a sentence that others follow. */
    public static String end(String given, Collection<String> known) {
        String hint = hint(given, known);
        return hint.isEmpty() ? "." : hint;
    }
}
