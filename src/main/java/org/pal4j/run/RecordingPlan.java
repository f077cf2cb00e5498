package org.pal4j.run;

import java.util.List;

/**
 * What is recorded while a run goes on.
 *
 * @param quantities what
 * @param every      steps of settling and training between two rows; 0 for one row at the end of settling and one after each epoch
 */
public record RecordingPlan(List<Recordable> quantities, long every) {
    /** Copies the list. */
    public RecordingPlan {
        quantities = List.copyOf(quantities);
    }

    /** Whether anything is. */
    public boolean isEmpty() {
        return quantities.isEmpty();
    }
}
