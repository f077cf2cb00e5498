package org.pal4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.CommandLineProgram;
import org.pal4j.config.Documents;

/** The examples in README.md and docs/ work: code compiles, commands run and print what is shown, configurations have no faults. */
class DocsTest {
    private static final List<Page> PAGES = Page.all();
    /** Its code is compared with a class of the tests, by ExtendingPageTest. */
    private static final Path EXTENDING = Path.of("docs/extending.md");

    /** Commands that contain this are parsed, with their experiment and settings, but not run; the value is the reason. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "./pal4j bench", "the launcher builds and runs another program, which measures for a minute",
            "PAL4J_JAVA_OPTS=", "options of the JVM make the output",
            "--slurm", "submits to Slurm, which SlurmTest has",
            "parallel ", "GNU parallel starts it",
            "verify my-2-3-2", "a script in Python writes the case",
            "verify late-rate", "faulty variants of that script write the cases",
            "MNIST_AUTOENCODER/", "a file of a published program that is not among the resources of the tests");
    /** Blocks of YAML that contain this are no configurations; the value is the reason. */
    private static final Map<String, String> NOT_CONFIGURATIONS = Map.of("apiVersion: batch/v1", "a job of Kubernetes");

    @TempDir
    private Path folder;

    private static boolean isExcepted(String text, Map<String, String> exceptions) {
        return exceptions.keySet().stream().anyMatch(text::contains);
    }

    private static List<ShellCommand> commands(Page page) {
        return page.blocks("").stream().flatMap(block -> ShellCommand.of(block).stream()).toList();
    }

    @Test
    void everyExceptionStillOccurs() {
        Set<String> unused = new TreeSet<>(NOT_RUN.keySet());
        Set<String> configurations = new TreeSet<>(NOT_CONFIGURATIONS.keySet());
        for (Page page : PAGES) {
            commands(page).forEach(command -> unused.removeIf(command.line()::contains));
            page.blocks("yaml").forEach(block -> configurations.removeIf(block.content()::contains));
        }
        assertEquals(Set.of(), unused);
        assertEquals(Set.of(), configurations);
    }

    @Test
    void codeCompilesAndPrintsWhatIsShown() throws IOException, ReflectiveOperationException {
        int programs = 0;
        for (Page page : PAGES) {
            for (Page.Block block : page.file().equals(EXTENDING) ? List.<Page.Block>of() : page.blocks("java")) {
                Snippet snippet = Snippet.of(block);
                Path classes = folder.resolve("classes-" + programs);
                assertEquals(Optional.empty(), snippet.compile(classes));
                for (ShellCommand command : commands(page)) {
                    if (command.words().getFirst().equals("java") && command.words().getLast().equals(snippet.name() + ".java")) {
                        programs++;
                        List<String> shown = command.shown().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
                        assertEquals(String.join("\n", shown), snippet.run(classes).stripTrailing(), command.where());
                    }
                }
            }
        }
        assertTrue(programs > 0, "there is a program");
    }

    @Test
    void statementsAreCompiledInAMethod() throws IOException {
        Snippet good = Snippet.of(new Page.Block("a", "java", List.of("import java.util.List;", "Thread.sleep(List.of().size());")));
        assertEquals(Optional.empty(), good.compile(folder.resolve("good")));
        Snippet bad = Snippet.of(new Page.Block("b", "java", List.of("org.pal4j.circuit.Circuit.nothing();")));
        assertTrue(bad.compile(folder.resolve("bad")).orElseThrow().contains("nothing"));
    }

    @Test
    void everyCommandInABlockDoesWhatIsShown() throws IOException {
        List<String> faults = new ArrayList<>();
        String launcher = Files.readString(Path.of("pal4j"));
        for (Page page : PAGES) {
            PageFolder own = new PageFolder(folder.resolve(page.file().getFileName()), page);
            for (ShellCommand command : commands(page)) {
                if (!command.isOurs()) {
                    continue;
                }
                try {
                    CommandLineProgram.parse(command.arguments());
                    List<String> shown = command.shown().stream()
                            .filter(line -> !line.startsWith("pal4j: ") || !launcher.contains(line.substring("pal4j: ".length()))).toList();
                    if (isExcepted(command.line(), NOT_RUN) || isOnlyNamed(command)) {
                        resolve(own, command.arguments());
                    } else {
                        List<String> printed = own.printed(command);
                        if (!shown.isEmpty()) {
                            Printed.difference(shown, printed).ifPresent(fault -> faults.add(command.where() + ": " + command.line() + ": " + fault));
                        }
                    }
                } catch (RuntimeException | AssertionError fault) {
                    faults.add(command.where() + ": " + command.line() + ": " + fault);
                }
            }
        }
        assertEquals("", String.join("\n", faults));
    }

    /** A command that prints nothing on the page and leaves nothing that a later one needs. */
    private static boolean isOnlyNamed(ShellCommand command) {
        boolean leaves = command.arguments().getFirst().equals("sweep") || command.arguments().contains("--out") || command.redirect().isPresent();
        return command.shown().isEmpty() && !leaves;
    }

    /** Reads the experiment with its settings, if it is there. */
    private static void resolve(PageFolder own, List<String> arguments) throws IOException {
        if (arguments.getFirst().equals("run") && own.has(arguments.get(1))) {
            own.shown(arguments);
        }
    }

    /** Also those within text, where words in capitals stand for names, and that of the job of Kubernetes. */
    @Test
    void everyCommandInTextIsUnderstood() throws IOException {
        List<String> faults = new ArrayList<>();
        int count = 0;
        for (Page page : PAGES) {
            PageFolder own = new PageFolder(folder.resolve(page.file().getFileName()), page);
            List<String> lines = new ArrayList<>(page.code());
            page.blocks("yaml")
                    .forEach(block -> block.lines().forEach(line -> lines.add(line.replaceAll(".*/opt/pal4j/pal4j (.*)'].*", "./pal4j $1"))));
            for (String line : lines) {
                if (line.startsWith(ShellCommand.LAUNCHER + " ")) {
                    List<String> arguments = ShellCommand.read(page.file().toString(), line, List.of()).arguments();
                    count++;
                    try {
                        if (arguments.size() > 1) {
                            CommandLineProgram.parse(arguments);
                            resolve(own, arguments);
                        } else {
                            assertEquals(0, CommandLineProgram.run("help", arguments.getFirst()).status(), line);
                        }
                    } catch (RuntimeException | AssertionError fault) {
                        faults.add(page.file() + ": " + line + ": " + fault);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", faults));
        assertTrue(count > 30, "the pages have commands within text");
    }

    @Test
    void everyConfigurationIsWithoutFault() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Page page : PAGES) {
            for (Page.Block block : page.blocks("yaml")) {
                String text = block.content();
                if (isExcepted(text, NOT_CONFIGURATIONS)) {
                    continue;
                }
                boolean alone = text.contains("based_on:") || text.contains("model:");
                Path file = Files.writeString(folder.resolve("block.yaml"), alone ? text : "based_on: yinyang\n" + text);
                try {
                    if (Documents.read(file) instanceof Map<?, ?> keys && keys.containsKey("sweep")) {
                        Catalog.sweep(file);
                    } else {
                        Catalog.study(file.toString(), List.of());
                    }
                } catch (InputException fault) {
                    faults.add(block.where() + ": " + fault.getMessage());
                }
            }
        }
        assertEquals("", String.join("\n", faults));
    }

    /** What is compared in form finds words, and no numbers. */
    @Test
    void formsDifferByWords() {
        List<String> shown = List.of("run: 4-30-3, 80 epochs", "epoch 1/80: 34.6 %, ...", "...", "9.5 M steps in 3 min");
        assertEquals(Optional.empty(),
                Printed.difference(shown, List.of("run: 784-10-1, 1 epoch", "epoch 0/1: 1e-5 %, deg", "epoch 1/1: 2 %, x", "7 steps in 1 s")));
        assertFalse(Printed.difference(shown, List.of("run: 784-10-1, 1 epoch", "period 0/1: 1e-5 %, deg", "7 steps in 1 s")).isEmpty());
        assertFalse(Printed.difference(shown, List.of("run: 784-10-1, 1 epoch", "epoch 0/1: 1 %, deg", "7 steps in 1 s", "more")).isEmpty());
        assertFalse(Printed.difference(List.of("a"), List.of()).isEmpty());
    }

    /** Tests and executions that commands of Maven name are there. */
    @Test
    void commandsOfMavenNameWhatExists() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Set<String> tests = new Names().types();
        for (Page page : PAGES) {
            List<String> lines = new ArrayList<>(page.code());
            commands(page).forEach(command -> lines.add(command.line()));
            for (String line : lines) {
                Matcher test = Pattern.compile("-Dtest=(\\w+)").matcher(line);
                assertTrue(!test.find() || tests.contains(test.group(1)), line);
                Matcher execution = Pattern.compile("surefire:test@([\\w-]+)").matcher(line);
                assertTrue(!execution.find() || pom.contains("<id>" + execution.group(1) + "</id>") || execution.group(1).equals("default-test"),
                        line);
            }
        }
    }
}
