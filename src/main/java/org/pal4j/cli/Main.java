package org.pal4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.Cancellation.Cancelled;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Models;
import org.pal4j.cli.check.GoldenCommand;
import org.pal4j.cli.check.VerifyCommand;
import org.pal4j.cli.option.Messages;
import org.pal4j.cli.shell.BenchCommand;
import org.pal4j.cli.shell.CompletionCommand;
import org.pal4j.cli.shell.DistCommand;
import org.pal4j.cli.shell.ManCommand;
import org.pal4j.cli.slurm.SlurmScripts;
import org.pal4j.config.Nearest;
import org.pal4j.run.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
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
            ShowCommand.class, VerifyCommand.class, GoldenCommand.class, SessionCommand.class, ServeCommand.class, DoctorCommand.class,
            BenchCommand.class, DistCommand.class, CompletionCommand.class, ManCommand.class, HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    /** Exit status after a failure. */
    static final int FAILED = Messages.FAILED;
    /** Exit status for invalid input. */
    static final int UNUSABLE = Messages.UNUSABLE;
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

    /** Version shown by {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Map<String, String> environment = Environment.describe();
            return new String[] {"pal4j " + environment.get("pal4j") + ", commit " + environment.get("commit")};
        }
    }

    private Main() {
        line.getSubcommands().values().forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    }

    /** Runs a command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        StandardStreams.restore();
        IntUnaryOperator complete = StandardStreams.watchOutput();
        System.exit(complete.applyAsInt(execute(arguments)));
    }

    /** Runs a command and returns its exit status. */
    static int execute(String... arguments) {
        Main main = new Main();
        StringWriter help = new StringWriter();
        main.line.setOut(new PrintWriter(help, true));
        try {
            return main.run(arguments);
        } finally {
            System.out.print(Messages.asCalled(help.toString()));
            System.out.flush();
        }
    }

    private int run(String... arguments) {
        System.setProperty(Environment.COMMAND_PROPERTY,
                Stream.concat(Stream.of("pal4j"), Arrays.stream(arguments).map(SlurmScripts::quoted)).collect(Collectors.joining(" ")));
        try {
            // The library would rather print its general help than say that there is no such command.
            if (arguments.length > 0 && !arguments[0].startsWith("-") && !line.getSubcommands().containsKey(arguments[0])) {
                say(unmatched(line.getCommandSpec(), List.of(arguments[0])) + " (see ./pal4j --help)");
                return UNUSABLE;
            }
            return line.execute(arguments);
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
        line.usage(line.getOut());
    }

    private static String message(ParameterException fault) {
        return Objects.requireNonNull(fault.getMessage());
    }

    /** Returns the message with the value that was given as far as anybody reads it. */
    private static String shortened(ParameterException fault) {
        String value = fault.getValue();
        return value == null || value.isEmpty() ? message(fault) : message(fault).replace(value, Fault.shown(value));
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
            default -> shortened(fault);
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
            String key = first.replaceFirst("^-+", "").replaceFirst("=.*", "").replace('-', '_');
            if (names.contains("--set") && Models.all().stream().anyMatch(model -> model.keys().names().contains(key))) {
                String value = first.contains("=") ? first.substring(first.indexOf('=') + 1) : "VALUE";
                return "unknown option " + Fault.shown(first) + "; it is a key of the configuration: --set "
                        + Fault.shown(SlurmScripts.quoted(key + "=" + value));
            }
            return "unknown option " + Fault.shown(first) + Nearest.hint(first.replaceFirst("=.*", ""), names);
        }
        if (command.positionalParameters().isEmpty() && !command.subcommands().isEmpty()) {
            return "unknown command " + Fault.shown(first) + Nearest.hint(first, command.subcommands().keySet());
        }
        return "argument " + Fault.shown(first) + " is one too many";
    }

    private static int report(Exception fault) {
        if (fault instanceof InputException input) {
            say(input.getMessage());
            return UNUSABLE;
        }
        if (fault instanceof Cancelled) {
            return INTERRUPTED;
        }
        return fault(fault);
    }

    private static int fault(Throwable fault) {
        say("a fault of the program, please report it with the following lines:");
        fault.printStackTrace();
        return FAILED;
    }

    /** Prints a message to standard error. Control characters and foreign line ends, which may come from input, are replaced by question marks. */
    static void say(String text) {
        Messages.say(text);
    }
}
