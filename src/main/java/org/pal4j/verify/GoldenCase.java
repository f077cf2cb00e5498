package org.pal4j.verify;

import org.pal4j.verify.Verification.Result;

/** A golden trajectory, of whatever model: a start, inputs, noise draws, and the states that follow. docs/verify.md has the formats. */
public interface GoldenCase {
    /** Its name. */
    String name();

    /** Follows it with the simulator and with the double-precision reference model. */
    Result verify();
}
