package org.pal4j.model;

/**
 * A place in a run.
 *
 * @param epoch         epochs completed
 * @param stage         where the run is
 * @param presentation  which presentation of the stage, from 0
 * @param presentations how many the stage has
 */
public record Place(int epoch, Stage stage, long presentation, long presentations) {
    /** {@code while settling}, {@code in epoch 3}, {@code in the test after epoch 80}. */
    public String words() {
        return switch (stage) {
            case SETTLING -> "while settling";
            case TRAINING -> "in epoch " + (epoch + 1);
            case VALIDATION, READOUT, TEST -> "in the " + stage.label() + " after epoch " + epoch;
        };
    }
}
