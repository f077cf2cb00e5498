package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code pal4j bench}. The launcher handles this command, since the benchmarks are a separate program. */
@Command(
        name = "bench",
        description = "Measures this machine and prints a table in under a minute; with other arguments, runs JMH.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public void run() {
        throw new InputException("bench is started by the launcher: ./pal4j bench " + String.join(" ", arguments));
    }
}
