package org.pal4j.session.subject;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What came out of a case.
 *
 * @param name       the name of the case
 * @param model      the name of its model
 * @param verdict    what it means
 * @param steps      the number of steps that were compared
 * @param error      the largest error, by the measure of docs/verify.md
 * @param bound      the largest error that passes: that of double precision or that of float, as the subject answers
 * @param reason     why the case was not followed, or not to the end; empty if it was
 * @param divergence where the subject first differs
 * @param left       variables that the subject does not have, with its reasons
 * @param folder     the folder of the case; empty if it was not kept
 */
public record CaseResult(
        String name, String model, Verdict verdict, int steps, double error, double bound, String reason, Optional<Divergence> divergence,
        Map<String, String> left, Optional<Path> folder) {
    /** What a result means. */
    public enum Verdict {
        /** The subject followed the case within the bound. */
        PASSED,
        /** The subject differs, or failed. */
        FAILED,
        /** The subject says, with a reason, that it can't do this. */
        UNSUPPORTED
    }

    /**
     * The first value that differs: of the first step, the variable that is computed first.
     *
     * @param step     the number of completed steps; 0 after variables were set
     * @param variable the name of the variable, as in sessions
     * @param index    the index of the value within it
     * @param got      the subject's value
     * @param expected the reference's
     * @param cause    a guess at the mistake
     * @param agree    variables of this step that agree
     * @param differ   variables of this step that differ
     * @param before   the subject's variables one step before, all within the bound
     */
    public record Divergence(
            int step, String variable, List<Integer> index, double got, double expected, String cause, List<String> agree, List<String> differ,
            SequencedMap<String, Values> before) {}

    /**
     * The values of a variable.
     *
     * @param shape  its shape
     * @param values in C order
     */
    public record Values(int[] shape, double[] values) {}

    /** Returns a copy with another name and folder. */
    CaseResult of(String other, Optional<Path> kept) {
        return new CaseResult(other, model, verdict, steps, error, bound, reason, divergence, left, kept);
    }
}
