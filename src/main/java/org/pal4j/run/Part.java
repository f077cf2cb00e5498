package org.pal4j.run;

import java.util.List;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Simulator;

/**
 * Replicas of a {@link Group} that one simulator carries on side by side, or one alone.
 *
 * @param tracks those of its replicas, in their order
 */
record Part(Simulator simulator, List<Track> tracks) {
    /** The first step of an evaluation's presentation, which its means leave out. */
    void begin() {
        simulator.advance(Phase.EVALUATE, 1);
        tracks.forEach(t -> t.mean.clear());
    }

    /** Each of the others. */
    void evaluate() {
        simulator.advance(Phase.EVALUATE, 1);
        for (Track t : tracks) {
            t.mean.add(t.circuit.prospective(t.e.circuit().areas()));
        }
    }
}
