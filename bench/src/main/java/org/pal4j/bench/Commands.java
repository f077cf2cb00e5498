package org.pal4j.bench;

import java.util.List;
import org.pal4j.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How the commands of the benchmarks run, and what they say of input that they can't take: one line each. */
final class Commands {
    private static final int UNUSABLE = 2;

    private Commands() {}

    /** Runs a command. Returns its exit status: 2 for input that it can't take. */
    static int execute(Object command, String... arguments) {
        return new CommandLine(command).setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((fault, typed) -> refuse(fault))
                .setExecutionExceptionHandler((fault, line, parsed) -> explain(fault))
                .execute(arguments);
    }

    private static int refuse(ParameterException fault) {
        List<String> near = fault instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        say(String.valueOf(fault.getMessage()).lines().findFirst().orElse("unusable arguments")
                + (near.isEmpty() ? "" : "; near it is " + near.getFirst())
                + " (see ./" + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
        return UNUSABLE;
    }

    private static int explain(Exception fault) {
        if (fault instanceof InputException) {
            say(String.valueOf(fault.getMessage()));
            return UNUSABLE;
        }
        fault.printStackTrace();
        return 1;
    }

    private static void say(String text) {
        System.err.println("pal4j: " + text);
    }
}
