package org.pal4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.bench.steady.Subject;

/** Which JVMs become warm side by side. */
final class RowsTest {
    private static final List<Subject> SUBJECTS = Subjects.standard();

    @Test
    void eachSubjectIsInOneBatchAndTheOrderStays() {
        for (int places = 1; places <= 8; places++) {
            for (int jdks = 1; jdks <= 5; jdks++) {
                assertEquals(SUBJECTS, Rows.batches(SUBJECTS, places, jdks).stream().flatMap(Collection::stream).toList());
            }
        }
    }

    @Test
    void aBatchHasNoMoreJvmsThanPlacesUnlessItIsOneSubject() {
        for (int places = 1; places <= 8; places++) {
            for (int jdks = 1; jdks <= 5; jdks++) {
                int most = places;
                int each = jdks;
                assertTrue(Rows.batches(SUBJECTS, places, jdks).stream().allMatch(batch -> batch.size() == 1 || batch.size() * each <= most));
            }
        }
        assertTrue(Rows.batches(SUBJECTS, 4, 2).stream().anyMatch(batch -> batch.size() == 2));
    }

    @Test
    void whatComputesOnSeveralThreadsIsAlone() {
        assertTrue(Rows.batches(SUBJECTS, 4, 1).stream().allMatch(batch -> batch.size() == 1 || batch.stream().allMatch(one -> one.threads() == 1)));
    }
}
