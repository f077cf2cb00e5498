package org.pal4j.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.pal4j.InputException;
import org.pal4j.config.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code pal4j}. */
@Command(
        name = "pal4j",
        description = "Simulates phaseless alignment learning (PAL) in dendritic cortical microcircuits.",
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Start with:  ./pal4j run yinyang"},
        subcommands = {
            RunCommand.class, SweepCommand.class, ReportCommand.class, PredictCommand.class, RunsCommand.class, InfoCommand.class, ListCommand.class,
            ShowCommand.class, VerifyCommand.class, DoctorCommand.class,
            BenchCommand.class, HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Runnable {
    /** Exit status after a failure. */
    static final int FAILED = 1;
    /** Exit status for invalid input. */
    static final int UNUSABLE = 2;
    /** Exit status after a signal, as in shells. */
    static final int INTERRUPTED = 130;

    private final CommandLine line = new CommandLine(this)
            .setParameterExceptionHandler((fault, arguments) -> explain(fault))
            .setExecutionExceptionHandler((fault, command, parsed) -> report(fault))
            .registerConverter(Path.class, Main::path)
            // Arguments are taken literally; by default, picocli replaces @file by the contents of the file.
            .setExpandAtFiles(false)
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true);

    private Main() {
        line.getSubcommands().values().forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    }

    /** Runs a command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        StandardError.restore();
        System.exit(execute(arguments));
    }

    /** Runs a command and returns its exit status. */
    static int execute(String... arguments) {
        try {
            return new Main().line.execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("pal4j: the memory of this JVM, " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, does not suffice ("
                    + e.getMessage() + "); use fewer samples or smaller layers, or give it more, for example PAL4J_JAVA_OPTS=-Xmx8g");
            return FAILED;
        } catch (Error e) {
            return fault(e);
        }
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + name + "' can't be a file name here (" + e.getReason() + ")");
        }
    }

    /** Prints the commands, if none is given. */
    @Override
    public void run() {
        line.usage(System.out);
    }

    private static String message(ParameterException fault) {
        return Objects.requireNonNull(fault.getMessage());
    }

    private static int explain(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        String text = switch (fault) {
            case UnmatchedArgumentException unmatched -> unmatched(command.getCommandSpec(), unmatched.getUnmatched());
            case MissingParameterException missing when missing.getMissing().stream().anyMatch(ArgSpec::isPositional) ->
                    command.getCommandName() + " needs " + missing.getMissing().getFirst().paramLabel() + example(command);
            // An unknown command after help.
            case ParameterException other when message(other).startsWith("Unknown subcommand") ->
                    unmatched(command.getCommandSpec().root(), List.of(other.getValue()));
            default -> message(fault);
        };
        say(text + " (see ./" + command.getCommandSpec().qualifiedName() + " --help)");
        return UNUSABLE;
    }

    private static String example(CommandLine command) {
        return switch (command.getCommandName()) {
            case "report", "info" -> ", for example ./" + command.getCommandSpec().qualifiedName() + " runs/yinyang-1";
            case "predict" -> ", for example ./" + command.getCommandSpec().qualifiedName() + " runs/yinyang-1 test";
            case "run", "show" -> ", for example ./" + command.getCommandSpec().qualifiedName() + " yinyang; ./pal4j list tells which there are";
            default -> "";
        };
    }

    /** Returns an error message with the closest option or command. */
    private static String unmatched(CommandSpec command, List<String> arguments) {
        String first = arguments.stream().filter(argument -> argument.startsWith("-")).findFirst().orElse(arguments.getFirst());
        if (first.startsWith("-")) {
            List<String> names = new ArrayList<>(command.optionsMap().keySet());
            names.removeIf(name -> !name.startsWith("--"));
            return "unknown option " + first + Nearest.hint(first.replaceFirst("=.*", ""), names);
        }
        if (command.positionalParameters().isEmpty() && !command.subcommands().isEmpty()) {
            return "unknown command " + first + Nearest.hint(first, command.subcommands().keySet());
        }
        return "argument " + first + " is one too many";
    }

    private static int report(Exception fault) {
        if (fault instanceof InputException input) {
            say(input.getMessage());
            return UNUSABLE;
        }
        return fault(fault);
    }

    private static int fault(Throwable fault) {
        say("a fault of the program, please report it with the following lines:");
        fault.printStackTrace();
        return FAILED;
    }

    /** Prints a message to standard error. Control characters, which may come from input, are replaced by question marks. */
    static void say(String text) {
        System.err.println("pal4j: " + text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n]]", "?"));
    }
}
