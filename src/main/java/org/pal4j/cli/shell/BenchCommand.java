package org.pal4j.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code pal4j bench}. The launcher of a checkout handles this command, since the benchmarks are a separate program. */
@Command(
        name = "bench",
        description = "Measures this machine, and JDKs side by side, in a few minutes, and prints a table; with other arguments, runs JMH.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public void run() {
        throw new InputException("the benchmarks are a program of their own, which only a checkout of PAL4J has: start it there, ./pal4j bench "
                + String.join(" ", arguments));
    }
}
