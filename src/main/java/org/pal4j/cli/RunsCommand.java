package org.pal4j.cli;

import java.nio.file.Path;
import org.pal4j.cli.look.RunList;
import org.pal4j.cli.option.Messages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pal4j runs}. */
@Command(
        name = "runs",
        description = "Lists the runs and sweeps in a folder: how far they are, and what they reached.",
        footer = {"", "For example:", "  ./pal4j runs", "  ./pal4j runs /data/experiments"},
        mixinStandardHelpOptions = true)
final class RunsCommand implements Runnable {
    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = "",
            description = "A folder with runs, or with the folders runs and sweeps; the current one unless given.")
    private Path folder;

    @Override
    public void run() {
        RunList.of(folder).forEach(Messages::print);
    }
}
