package org.pal4j.cli;

import org.pal4j.run.ExperimentKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pal4j show}. */
@Command(
        name = "show",
        description = "Prints the resolved configuration of an experiment: a file to copy, change and run.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Runnable {
    @Mixin
    private ExperimentOptions experiment;

    @Override
    public void run() {
        System.out.print(ExperimentKeys.show(experiment.resolve()));
    }
}
