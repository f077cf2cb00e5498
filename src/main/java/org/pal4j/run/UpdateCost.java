package org.pal4j.run;

import org.pal4j.rate.RateNeeds;
import org.pal4j.rate.RateParameters;

/** What an update of a rate network will take, roughly, as {@link StepCost} for circuits. */
final class UpdateCost {
    /** Of the smallest network. */
    private static final double LEAST_MICROSECONDS = 2;
    /** On one core with 512-bit vectors. */
    private static final double MULTIPLICATIONS_A_MICROSECOND = 80_000;
    private static final double VALUES_A_MICROSECOND = 1000;

    private UpdateCost() {}

    /** Microseconds for an update of a whole batch. */
    static double microseconds(RateParameters p) {
        return LEAST_MICROSECONDS + RateNeeds.multiplications(p) / MULTIPLICATIONS_A_MICROSECOND + RateNeeds.values(p) / VALUES_A_MICROSECOND;
    }
}
