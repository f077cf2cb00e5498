package org.pal4j.cli;

import java.util.List;
import org.pal4j.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code pal4j}. */
@Command(
        name = "pal4j",
        description = "Simulates phaseless alignment learning (PAL) in dendritic cortical microcircuits.",
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Start with:  ./pal4j run yinyang"},
        subcommands = {
            RunCommand.class, ListCommand.class, ShowCommand.class, VerifyCommand.class, DoctorCommand.class, BenchCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Runnable {
    /** Something failed. */
    static final int FAILED = 1;
    /** What was given can't be used. */
    static final int UNUSABLE = 2;
    /** Stopped by a signal, as shells count it. */
    static final int INTERRUPTED = 130;

    private final CommandLine line = new CommandLine(this)
            .setParameterExceptionHandler(Main::explain)
            .setExecutionExceptionHandler((fault, command, parsed) -> report(fault))
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true);

    private Main() {}

    /** Runs a command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        StandardError.restore();
        System.exit(execute(arguments));
    }

    /** Runs a command. */
    static int execute(String... arguments) {
        return new Main().line.execute(arguments);
    }

    /** Without a command: what there is. */
    @Override
    public void run() {
        line.usage(System.out);
    }

    private static int explain(ParameterException fault, String[] arguments) {
        StringBuilder text = new StringBuilder("pal4j: ").append(fault.getMessage());
        if (fault instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                text.append("; did you mean ").append(near.getFirst()).append('?');
            }
        }
        CommandLine command = fault.getCommandLine();
        text.append(" (see ").append(command.getCommandSpec().qualifiedName()).append(" --help)");
        System.err.println(text);
        return UNUSABLE;
    }

    private static int report(Exception fault) {
        if (fault instanceof InputException input) {
            System.err.println("pal4j: " + input.getMessage());
            return UNUSABLE;
        }
        System.err.println("pal4j: a fault of the program, please report it with the following lines:");
        fault.printStackTrace();
        return FAILED;
    }
}
