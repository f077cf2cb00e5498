package org.pal4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Runs a command in this JVM and keeps what it prints. */
public final class CommandLineProgram {
    private CommandLineProgram() {}

    /**
     * What a command did.
     *
     * @param status exit status
     * @param out    standard output
     * @param err    standard error
     */
    public record Result(int status, String out, String err) {}

    /** Runs a command; arguments that are no texts are turned into some. */
    public static Result run(Object... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int status = Main.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
            return new Result(status, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Parses a command as {@link Main} does, without doing it; picocli's exception says what is wrong. */
    public static void parse(List<String> arguments) {
        new CommandLine(Main.class).setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
    }
}
