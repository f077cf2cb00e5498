package org.pal4j.bench.score;

/**
 * Why a row is not valid.
 *
 * @param kind the rule that was broken
 * @param text for readers, with numbers
 */
public record Reason(Kind kind, String text) {
    /** The rules. */
    public enum Kind {
        /** There is no number. */
        FAILED,
        /** The best compiler compiled nothing. */
        INTERPRETED,
        /** The operation allocates. */
        BOXES,
        /** Kernels were still being compiled at the limit. */
        COMPILING,
        /** Others compute on the same processors. */
        LOADED,
        /** The times did not settle. */
        UNSTEADY,
        /** Less time than the machine can need. */
        ABOVE_ROOF
    }
}
