package org.pal4j.cli.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
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
        CommandSpec root = command.root();
        CommandSpec man = Objects.requireNonNull(root.subcommands().get("man")).getCommandSpec();
        // An annotation can't tell the names of all commands, which are known above.
        PositionalParamSpec about = man.positionalParameters().getFirst();
        man.remove(about).addPositional(about.toBuilder().completionCandidates(root.subcommands().keySet()).build());
        root.subcommands().values().forEach(one -> choices(one.getCommandSpec()));
        // Not through the texts for people: here the name is a part of a program. The library's script turns files off after any option with a
        // value, and so for arguments that are a name or a file.
        System.out.print(AutoComplete.bash("pal4j", root.commandLine()).replaceAll("(?m)^.*compopt \\+o default\n", ""));
    }

    /** Sets the choices of options to the small letters in which the help and the pages name them. */
    private static void choices(CommandSpec one) {
        for (OptionSpec option : List.copyOf(one.options())) {
            Class<?>[] types = option.auxiliaryTypes();
            if (types[types.length - 1].getEnumConstants() instanceof Enum<?>[] constants) {
                List<String> names = Arrays.stream(constants).map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
                one.remove(option).addOption(option.toBuilder().completionCandidates(names).build());
            }
        }
    }
}
