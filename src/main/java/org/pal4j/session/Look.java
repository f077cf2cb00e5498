package org.pal4j.session;

import java.util.List;
import java.util.OptionalInt;
import org.pal4j.model.Stage;

/**
 * Which sample of the experiment is shown to a copy of one network, and what is recorded of it.
 *
 * @param replica the number of the network
 * @param stage   training, validation or test
 * @param sample  the number of the sample, from 0, in the order of the set, not shuffled
 * @param target  whether its target acts
 * @param noise   whether there is noise, as far as the experiment has it
 * @param steps   the number of steps; by default {@link Session#presentationSteps}
 * @param record  what to record: names of variables, of series, or of quantities of the key {@code record}
 * @param every   the number of steps between two records; by default {@code steps}
 */
public record Look(
        int replica, Stage stage, int sample, boolean target, boolean noise, OptionalInt steps, List<String> record, OptionalInt every) {
    /** Copies the list. */
    public Look {
        record = List.copyOf(record);
    }

    /** Returns a look at the first network, without target, noise and records, for as long as in training. */
    public static Look at(Stage stage, int sample) {
        return new Look(0, stage, sample, false, false, OptionalInt.empty(), List.of(), OptionalInt.empty());
    }

    /** Returns a copy for another network. */
    public Look of(int other) {
        return new Look(other, stage, sample, target, noise, steps, record, every);
    }

    /** Returns a copy in which the target acts. */
    public Look withTarget() {
        return new Look(replica, stage, sample, true, noise, steps, record, every);
    }

    /** Returns a copy that takes so many steps, and records each so many of them. */
    public Look recording(int number, int interval, String... names) {
        return new Look(replica, stage, sample, target, noise, OptionalInt.of(number), List.of(names), OptionalInt.of(interval));
    }
}
