package org.pal4j.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests corrections of misspelled names. */
public final class Nearest {
    /** Shorter substrings match too many names. */
    private static final int MIN_PART = 3;

    private Nearest() {}

    /**
     * Returns the known name that is nearest to {@code given}, ignoring case: the shortest that contains it, otherwise the one with the fewest edits.
     *
     * @param known at least one name
     */
    public static String to(String given, Collection<String> known) {
        LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
        // Limits the time for long input.
        String word = given.substring(0, Math.min(given.length(), 100)).toLowerCase(Locale.ROOT);
        return known.stream().min(Comparator.comparingInt(name -> {
            String other = name.toLowerCase(Locale.ROOT);
            boolean part = word.length() >= MIN_PART && other.contains(word);
            return part ? Math.min(2, other.length() - word.length()) * 100 + other.length() : 100 * edits.apply(word, other);
        })).orElseThrow();
    }

    /** Returns {@code "; did you mean X?"}. */
    public static String hint(String given, Collection<String> known) {
        return "; did you mean " + to(given, known) + "?";
    }
}
