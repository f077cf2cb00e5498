package org.pal4j.cli;

import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.run.CheckpointWriter;
import picocli.CommandLine.Option;

/** The option {@code --checkpoint} of commands that run experiments. */
final class CheckpointOption {
    @Option(
            names = "--checkpoint",
            paramLabel = "SECONDS",
            description = "Time between two checkpoints, from which a killed run goes on; 30 unless given. They take at most 1 %% of the time.")
    private Optional<Double> seconds = Optional.empty();

    /**
     * Returns the time between two checkpoints in seconds.
     *
     * @throws InputException if it is negative or not finite
     */
    double seconds() {
        double given = seconds.orElse(CheckpointWriter.SECONDS);
        if (!(given >= 0) || given > 1e9) {
            throw new InputException("--checkpoint " + given + ": must be a number of seconds from 0 to 1e9");
        }
        return given;
    }

    /** Returns the time as given, if it is. */
    Optional<Double> asked() {
        return seconds;
    }
}
