package org.pal4j.cli.option;

import java.util.Optional;
import org.pal4j.VectorWidth;
import picocli.CommandLine.Option;

/** The option {@code --vector} of all commands that compute. */
public final class VectorOption {
    @Option(
            names = "--vector",
            paramLabel = "WIDTH",
            completionCandidates = Candidates.Widths.class,
            description = "Width of the vectors: preferred (default), 512, 256, 128 or scalar. Results have the same bits at each.")
    private Optional<String> width = Optional.empty();

    /** Returns the width that is asked for. */
    public Optional<String> asked() {
        return width;
    }

    /**
     * Sets the vector width. Must be called before the kernels are loaded.
     *
     * @throws org.pal4j.InputException if the width is unknown, or the processor does not support it
     */
    public void apply() {
        width.ifPresent(value -> System.setProperty(VectorWidth.PROPERTY, value));
        VectorWidth.current();
    }
}
