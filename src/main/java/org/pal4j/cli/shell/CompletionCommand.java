package org.pal4j.cli.shell;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pal4j completion}: a script for shells. */
@Command(
        name = "completion",
        description = "Prints a script with which bash and zsh complete commands, options, experiments and keys.",
        footer = {
            "",
            "For this shell:  source <(./pal4j completion)",
            "For all: append that line to ~/.bashrc or ~/.zshrc, with pal4j on the PATH."
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Runnable {
    @SuppressWarnings("NullAway.Init") // The library sets it.
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        // Not through the texts for people: here the name is a part of a program.
        System.out.print(AutoComplete.bash("pal4j", command.root().commandLine()));
    }
}
