package org.pal4j.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what was probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name that is nearest to {@code given} by edits, without regard to case; there is at least one. */
    public static String to(String given, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        // Long nonsense would only cost time.
        String word = given.substring(0, Math.min(given.length(), 100)).toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> distance.apply(word, name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** {@code "; did you mean X?"}. */
    public static String hint(String given, Collection<String> known) {
        return "; did you mean " + to(given, known) + "?";
    }
}
