package org.pal4j.cli.option;

import java.util.Optional;
import org.pal4j.VectorWidth;
import picocli.CommandLine.Option;

/** The option {@code --vector} of all commands that compute. */
public final class VectorOption {
    /** What is to be said where there is no fma. */
    public static final String NO_FMA = "the processor, or the JVM with its options, has no fused multiply-add (fma): PAL4J computes it in double "
            + "precision and without vectors, with the same results, some tens of times slower; use a processor from 2013 or "
            + "later, without -XX:UseAVX=0";

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

    /** {@link #set}, and says so where the processor makes that slow. */
    public void apply() {
        set();
        if (!VectorWidth.hasFma()) {
            Messages.say(NO_FMA);
        }
    }

    /**
     * Sets the vector width. Must be called before the kernels are loaded.
     *
     * @throws org.pal4j.InputException if the width is unknown, or the processor does not support it
     */
    public void set() {
        width.ifPresent(value -> System.setProperty(VectorWidth.PROPERTY, value));
        VectorWidth.current();
    }
}
