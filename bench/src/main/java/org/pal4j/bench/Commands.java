package org.pal4j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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

    /**
     * The regular expressions of {@code --only}, without regard to case.
     *
     * @throws InputException if one of them is none
     */
    static List<Pattern> patterns(List<String> only) {
        return only.stream().map(Commands::pattern).toList();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new InputException("--only " + text + ": is no regular expression (" + e.getDescription() + ")", e);
        }
    }

    /** Returns whether a row is wanted: one of the expressions is in its name, as it stands or as an expression, or there are none. */
    static boolean matches(List<Pattern> patterns, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return patterns.isEmpty()
                || patterns.stream().anyMatch(one -> lower.contains(one.pattern().toLowerCase(Locale.ROOT)) || one.matcher(name).find());
    }

    /**
     * Says so before a minute is spent on numbers that can't be kept.
     *
     * @throws InputException if a file can't be written
     */
    static void requireWritable(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InputException(option + " " + file + ": can't be written; give a file in a folder that is there and can be written");
        }
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
