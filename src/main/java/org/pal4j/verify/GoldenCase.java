package org.pal4j.verify;

import java.util.Optional;
import org.pal4j.verify.Verification.Result;

/** A golden trajectory of any model: initial state, inputs, noise draws and the expected states. docs/verify.md describes the formats. */
public interface GoldenCase {
    /** Returns the name of the case. */
    String name();

    /** Compares the simulator and the double-precision reference model with the trajectory. */
    Result verify();

    /** Returns the case as somebody else has to follow it; nothing if the model does not offer that. */
    default Optional<Trajectory> trajectory() {
        return Optional.empty();
    }
}
