package org.pal4j.run;

import java.util.List;
import org.pal4j.InputException;

/** Something to run: an experiment with its replicas, of a circuit ({@link Study}) or of a rate network ({@link RateStudy}). */
public sealed interface Job permits Study, RateStudy {
    /** The name of the experiment. */
    String name();

    /** One line about it. */
    String title();

    /** Passes over the training samples. */
    int epochs();

    /** Passes that a plain run makes; 0 for all. */
    int previewEpochs();

    /** Whether there is more than the experiment itself. */
    boolean hasReplicas();

    /** What tells the replicas apart: names of folders. */
    List<String> labels();

    /** The seed of each replica. */
    List<Long> seeds();

    /** The configuration, as a file that reads back as the same. */
    String show();

    /** This as a study of circuits, for what knows nothing else. */
    default Study circuits() {
        return switch (this) {
            case Study study -> study;
            case RateStudy rate -> throw new InputException(rate.name() + ": is of a rate network, and this is for circuits");
        };
    }
}
