package org.pal4j.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.format.NpyArray;
import org.pal4j.run.Outcome.Ending;

/**
 * What a run of a rate network gave, whether it came to its end or not.
 *
 * @param ending      how it ended
 * @param fault       what went wrong, if {@link Ending#NON_FINITE}
 * @param metrics     one entry for each epoch completed, and one for the start
 * @param test        results of the test by name, for example {@code test_accuracy}; empty if there was none
 * @param testSamples samples of it
 * @param recordings  arrays of the test by name
 * @param weights     as they were left, by name
 * @param updates     made
 * @param seconds     wall time that this network took
 */
public record RateOutcome(
        Ending ending, Optional<String> fault, List<RateMetrics> metrics, Map<String, Double> test, int testSamples, Map<String, NpyArray> recordings,
        Map<String, NpyArray> weights, long updates, double seconds) implements Ended {
    /** Mean squared error of the output in the test. */
    public static final String TEST_ERROR = "test_error";
    /** The share of test samples classified right. */
    public static final String TEST_ACCURACY = "test_accuracy";
    /** The same by linear classifiers of latent rates. */
    public static final String TEST_LATENT_ACCURACY = "test_latent_accuracy";

    /** Copies the collections. */
    public RateOutcome {
        metrics = List.copyOf(metrics);
        test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
        recordings = Collections.unmodifiableMap(new LinkedHashMap<>(recordings));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }
}
