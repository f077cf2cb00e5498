package org.pal4j.run;

import java.util.List;
import org.pal4j.format.NamedArrays;
import org.pal4j.model.Stage;

/**
 * A position in the course of a run, between two calls of its batch.
 *
 * @param part         the current part
 * @param stage        the index of the current stage in the part; the number of stages at the end of the part
 * @param begun        whether the stage has begun
 * @param presentation the index of the current or next presentation in the stage
 * @param taken        the number of completed steps of the current presentation; -1 between presentations
 * @param epoch        the number of completed epochs
 * @param countable    the number of completed steps of settling and training, which determines when records are due
 * @param unchecked    the number of steps since the last check for finite values
 * @param steps        the number of completed steps of the network
 */
public record Position(Part part, int stage, boolean begun, long presentation, int taken, int epoch, long countable, int unchecked, long steps) {
    /** A part of a course. */
    public enum Part {
        /** Settling and the first measurement. */
        START(Stage.SETTLING, Stage.VALIDATION, Stage.READOUT),
        /** Training and a measurement. */
        EPOCH(Stage.TRAINING, Stage.VALIDATION, Stage.READOUT),
        /** The test. */
        TEST(Stage.TEST);

        private final List<Stage> stages;

        Part(Stage... stages) {
            this.stages = List.of(stages);
        }

        /** Returns its stages in order. */
        public List<Stage> stages() {
            return stages;
        }
    }

    /** The beginning of every course. */
    static final Position START = new Position(Part.START, 0, false, 0, -1, 0, 0, 0, 0);

    private static final List<String> NAMES = List.of("part", "stage", "begun", "presentation", "taken", "epoch", "countable", "unchecked", "steps");
    private static final long[] LEAST = {0, 0, 0, 0, -1, 0, 0, 0, 0};
    private static final long[] MOST =
            {2, 3, 1, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE};

    /** Returns it in words: "in epoch 3, in training". */
    String words() {
        return switch (part) {
            case START -> stage == 0 ? "before the first epoch, in settling" : "before the first epoch";
            case EPOCH -> (begun || stage > 0 ? stage == 0 ? "in epoch " + (epoch + 1) + ", in training" : "after epoch " + epoch
                    : "after epoch " + epoch);
            case TEST -> "after epoch " + epoch + (isInTest() ? ", in the test" : ", before the test");
        };
    }

    /** Returns whether the test has begun. */
    boolean isInTest() {
        return part == Part.TEST && (begun || stage > 0);
    }

    /** Returns its numbers in the order of its components. */
    long[] numbers() {
        return new long[] {part.ordinal(), stage, begun ? 1 : 0, presentation, taken, epoch, countable, unchecked, steps};
    }

    /** Returns the position with these numbers. */
    static Position of(long[] n) {
        return new Position(Part.values()[(int) n[0]], (int) n[1], n[2] == 1, n[3], (int) n[4], (int) n[5], n[6], (int) n[7], n[8]);
    }

    /** Lists numbers of a position by name. */
    static void list(NamedArrays arrays, long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            int index = i;
            arrays.number(NAMES.get(i), LEAST[i], MOST[i], () -> numbers[index], saved -> numbers[index] = saved);
        }
    }
}
