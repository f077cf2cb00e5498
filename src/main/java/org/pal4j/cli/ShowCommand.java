package org.pal4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pal4j show}. */
@Command(
        name = "show",
        description = "Prints the resolved configuration of an experiment or a sweep: a file to copy, change and run.",
        footer = {"", "For example:", "  ./pal4j show yinyang --set layers='[4, 50, 3]' > mine.yaml", "  ./pal4j run mine.yaml"},
        mixinStandardHelpOptions = true)
final class ShowCommand implements Runnable {
    @Mixin
    private ExperimentOptions experiment;

    @Override
    public void run() {
        System.out.print(experiment.show());
    }
}
