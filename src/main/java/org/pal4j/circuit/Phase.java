package org.pal4j.circuit;

/**
 * What is switched on during a step.
 *
 * @param forward  learning of W; when off, the low-passed updates are frozen too
 * @param lateral  learning of WI and BI
 * @param backward learning of B
 * @param noise    noise in the apical compartments; when off, the noise is frozen at its last value and no soma sees it
 * @param target   nudging of the output area by its target
 */
public record Phase(boolean forward, boolean lateral, boolean backward, boolean noise, boolean target) {
    /** Everything off: the circuit settles. */
    public static final Phase SETTLE = new Phase(false, false, false, false, false);
    /** Validation and test: no learning, no target, noise as in training. */
    public static final Phase EVALUATE = new Phase(false, false, false, true, false);
    /** All learning, with a target. */
    public static final Phase LEARN = new Phase(true, true, true, true, true);
    /** Feedback and lateral weights only, no target: the alignment experiments. */
    public static final Phase ALIGN = new Phase(false, true, true, true, false);
}
