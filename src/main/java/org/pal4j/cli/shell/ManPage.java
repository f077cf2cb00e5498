package org.pal4j.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One manual page in roff, with the macros of {@code man(7)}: a command's help in the order that pages have. The library's own pages are in
 * AsciiDoc, and need a converter.
 */
final class ManPage {
    private static final String FIRST_LINE = ".\\\" Made by pal4j man from its help.\n";
    private static final Map<String, String> STATUSES = orderedMap(
            "0", "Success.",
            "1", "A failure: a golden case, a simulation that diverged, standard output that can't be written, a fault of the program.",
            "2", "Unusable input.",
            "129, 130, 143", "Ended by SIGHUP, SIGINT or SIGTERM. What was computed is kept.");
    private static final Map<String, String> VARIABLES = orderedMap(
            "PAL4J_DATA", "The folder with the files of MNIST or CIFAR-10.",
            "PAL4J_JAVA_HOME", "The JDK to use, overriding all others.",
            "PAL4J_JAVA_OPTS", "More options for the JVM.",
            "PAL4J_MODELS", "Jars with models of your own, separated by colons.",
            "PAL4J_DEBUG", "If 1, the command is printed before it runs.");

    private final StringBuilder text = new StringBuilder(FIRST_LINE);

    private ManPage() {}

    /** Returns the page about a command. */
    static String of(CommandSpec command, String version) {
        ManPage page = new ManPage();
        page.write(command, version);
        return page.text.toString();
    }

    /** Returns whether a file is such a page. */
    static boolean wrote(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(FIRST_LINE.length()), StandardCharsets.UTF_8).equals(FIRST_LINE);
        }
    }

    private void write(CommandSpec command, String version) {
        boolean program = command.parent() == null;
        String name = command.qualifiedName("-");
        // Neither hyphenated nor stretched: names and values stay whole.
        line(".TH " + escaped(name.toUpperCase(Locale.ROOT)) + " 1 \"\" \"PAL4J " + escaped(version) + "\"").line(".nh").line(".ad l");
        List<String> description = Arrays.stream(command.usageMessage().description()).map(ManPage::plain).toList();
        section("NAME").line(escaped(name) + " \\- " + escaped(summary(command).replaceFirst("[.:;]$", "")));
        section("SYNOPSIS").line("\\fB" + escaped(command.qualifiedName()) + "\\fR " + escaped(synopsis(command)));
        section("DESCRIPTION");
        description.forEach(this::paragraph);
        List<PositionalParamSpec> positional = command.positionalParameters().stream().filter(argument -> !argument.hidden()).toList();
        if (!positional.isEmpty()) {
            section("ARGUMENTS");
            positional.forEach(argument -> item("\\fI" + escaped(argument.paramLabel()) + "\\fR", described(argument)));
        }
        section("OPTIONS");
        command.options().stream().filter(option -> !option.hidden()).sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> item(names(option), described(option)));
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            command.subcommands().forEach((sub, line) -> item("\\fB" + escaped(sub) + "\\fR", described(line.getCommandSpec())));
        }
        footer(Arrays.stream(command.usageMessage().footer()).map(ManPage::plain).toList());
        if (program) {
            section("EXIT STATUS");
            STATUSES.forEach((status, meaning) -> item("\\fB" + escaped(status) + "\\fR", meaning));
            section("ENVIRONMENT");
            VARIABLES.forEach((variable, meaning) -> item("\\fB" + escaped(variable) + "\\fR", meaning));
        }
        section("SEE ALSO");
        List<String> others = program ? command.subcommands().keySet().stream().map(sub -> name + "-" + sub).toList()
                : List.of(command.root().name());
        line(others.stream().map(other -> "\\fB" + escaped(other) + "\\fR(1)").collect(Collectors.joining(", ")));
    }

    /** Returns what is said of a command where there is one line for it. */
    private static String described(CommandSpec command) {
        String[] header = command.usageMessage().header();
        return plain(header.length > 0 ? header[0] : command.usageMessage().description()[0]);
    }

    /** Returns the first sentence of that. */
    private static String summary(CommandSpec command) {
        return described(command).split("(?<=[.:;])\\s", 2)[0];
    }

    /** Returns the library's synopsis in one line, without the name of the command. */
    private static String synopsis(CommandSpec command) {
        String line = command.commandLine().getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
        return line.substring(command.qualifiedName().length()).strip();
    }

    private static String names(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
        return Arrays.stream(option.names()).map(name -> "\\fB" + escaped(name) + "\\fR").collect(Collectors.joining(", ")) + value;
    }

    private static String described(ArgSpec argument) {
        return Arrays.stream(argument.description()).map(ManPage::plain).collect(Collectors.joining(" "));
    }

    /** Examples and remarks keep their lines. */
    private void footer(List<String> lines) {
        List<String> rest = new ArrayList<>(lines.stream().dropWhile(String::isBlank).toList());
        if (rest.isEmpty()) {
            return;
        }
        boolean examples = rest.getFirst().strip().equals("For example:");
        section(examples ? "EXAMPLES" : "NOTES");
        if (examples) {
            rest.removeFirst();
        }
        line(".nf");
        rest.forEach(shown -> line(escaped(shown.strip())));
        line(".fi");
    }

    private ManPage section(String title) {
        return line(".SH " + title);
    }

    private void paragraph(String words) {
        line(".PP").line(escaped(words));
    }

    private void item(String head, String words) {
        line(".TP").line(head).line(escaped(words));
    }

    private ManPage line(String words) {
        text.append(words).append('\n');
        return this;
    }

    /** Returns what the library's format strings, which have no arguments, stand for. The page names the command as it is found on the PATH. */
    private static String plain(String format) {
        return format.replace("%n", "\n").replace("%%", "%").strip().replace("./pal4j", "pal4j");
    }

    /** Returns text as roff takes it literally, at the start of a line too. */
    private static String escaped(String words) {
        StringBuilder escaped = new StringBuilder();
        words.chars().forEach(character -> escaped.append(switch (character) {
            case '\\' -> "\\(rs";
            case '-' -> "\\-";
            case '\'' -> "\\(aq";
            case '"' -> "\\(dq";
            case '`' -> "\\(ga";
            case '^' -> "\\(ha";
            case '~' -> "\\(ti";
            case '\n' -> "\n.br\n";
            default -> Character.toString(character);
        }));
        return words.startsWith(".") ? "\\&" + escaped : escaped.toString();
    }

    private static Map<String, String> orderedMap(String... namesAndMeanings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int k = 0; k < namesAndMeanings.length; k += 2) {
            map.put(namesAndMeanings[k], namesAndMeanings[k + 1]);
        }
        return map;
    }
}
