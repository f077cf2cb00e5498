package org.pal4j.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what was probably meant. */
public final class Nearest {
    /** Shorter parts of names say little. */
    private static final int MIN_PART = 3;

    private Nearest() {}

    /**
     * The known name that is nearest to {@code given}, without regard to case: the shortest that contains it, else the one with the
     * fewest edits. There is at least one.
     */
    public static String to(String given, Collection<String> known) {
        LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
        // Long nonsense would only cost time.
        String word = given.substring(0, Math.min(given.length(), 100)).toLowerCase(Locale.ROOT);
        return known.stream().min(Comparator.comparingInt(name -> {
            String other = name.toLowerCase(Locale.ROOT);
            boolean part = word.length() >= MIN_PART && other.contains(word);
            return part ? Math.min(2, other.length() - word.length()) * 100 + other.length() : 100 * edits.apply(word, other);
        })).orElseThrow();
    }

    /** {@code "; did you mean X?"}. */
    public static String hint(String given, Collection<String> known) {
        return "; did you mean " + to(given, known) + "?";
    }
}
