package org.pal4j.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.cli.option.Messages;
import org.pal4j.config.Nearest;
import org.pal4j.format.Reason;
import org.pal4j.format.WholeFile;
import org.pal4j.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pal4j man}: manual pages. */
@Command(
        name = "man",
        description = "Prints a manual page, of the program or of one of its commands, for man to show; or writes all pages into a folder.",
        footer = {
            "",
            "For example:",
            "  ./pal4j man run | man -l -",
            "  ./pal4j man --out ~/.local/share/man/man1     then  man pal4j-run"
        },
        mixinStandardHelpOptions = true)
public final class ManCommand implements Runnable {
    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command that the page is about; the program unless given.")
    private Optional<String> about = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Writes the pages of the program and of all commands into this folder.")
    private Optional<Path> out = Optional.empty();

    @SuppressWarnings("NullAway.Init") // The library sets it.
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Map<String, CommandSpec> commands = new LinkedHashMap<>();
        command.root().subcommands().forEach((name, line) -> commands.put(name, line.getCommandSpec()));
        String version = String.valueOf(Environment.describe().get("pal4j"));
        if (out.isPresent()) {
            if (about.isPresent()) {
                throw new InputException("--out writes the pages of all commands; leave " + Fault.shown(about.get()) + " out");
            }
            write(out.get(), commands, version);
            return;
        }
        CommandSpec chosen = about.isEmpty() ? command.root() : commands.get(about.get());
        if (chosen == null) {
            throw new InputException("unknown command " + Fault.shown(about.orElseThrow()) + Nearest.hint(about.orElseThrow(), commands.keySet()));
        }
        // Not through the texts for people: in a page the command has its own name.
        System.out.print(ManPage.of(chosen, version));
    }

    private static void write(Path folder, Map<String, CommandSpec> commands, String version) {
        Map<Path, String> pages = new LinkedHashMap<>();
        pages.put(folder.resolve("pal4j.1"), ManPage.of(commands.values().iterator().next().root(), version));
        commands.forEach((name, spec) -> pages.put(folder.resolve("pal4j-" + name + ".1"), ManPage.of(spec, version)));
        try {
            Files.createDirectories(folder);
            for (Path file : pages.keySet()) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !ManPage.wrote(file)) {
                    throw new InputException(file + " is there already, and is no page that PAL4J has written; choose another folder");
                }
            }
            for (Map.Entry<Path, String> page : pages.entrySet()) {
                WholeFile.write(page.getKey(), body -> body.write(page.getValue().getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new InputException(folder + ": the pages can't be written (" + Reason.of(e) + ")", e);
        }
        Messages.print(pages.size() + " pages in " + folder);
    }
}
