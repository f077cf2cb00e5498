package org.pal4j.model;

/**
 * A position in a run.
 *
 * @param epoch         the number of completed epochs
 * @param stage         the current stage
 * @param presentation  the index of the presentation in the stage, from 0
 * @param presentations the number of presentations in the stage; -1 outside the stages, where somebody drives the network
 */
public record Place(int epoch, Stage stage, long presentation, long presentations) {
    /** Where somebody drives the network, and nothing is known of presentations. */
    public static final Place BY_HAND = driven(-1);

    /** Returns a position outside the stages of a run. */
    public static Place driven(long presentation) {
        return new Place(0, Stage.TRAINING, presentation, -1);
    }

    /** Returns the position in words: {@code while settling}, {@code in epoch 3}, {@code in the test after epoch 80}. */
    public String words() {
        if (presentations < 0) {
            return presentation < 0 ? "driven by hand" : "in presentation " + presentation + " (from 0)";
        }
        return switch (stage) {
            case SETTLING -> "while settling";
            case TRAINING -> "in epoch " + (epoch + 1);
            case VALIDATION, READOUT, TEST -> "in the " + stage.label() + " after epoch " + epoch;
        };
    }
}
