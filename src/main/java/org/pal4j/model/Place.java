package org.pal4j.model;

/**
 * A position in a run.
 *
 * @param epoch         the number of completed epochs
 * @param stage         the current stage
 * @param presentation  the index of the presentation in the stage, from 0
 * @param presentations the number of presentations in the stage
 */
public record Place(int epoch, Stage stage, long presentation, long presentations) {
    /** Returns the position in words: {@code while settling}, {@code in epoch 3}, {@code in the test after epoch 80}. */
    public String words() {
        return switch (stage) {
            case SETTLING -> "while settling";
            case TRAINING -> "in epoch " + (epoch + 1);
            case VALIDATION, READOUT, TEST -> "in the " + stage.label() + " after epoch " + epoch;
        };
    }
}
