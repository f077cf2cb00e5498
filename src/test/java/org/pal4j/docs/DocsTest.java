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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private static final Map<String, String> NOT_RUN = Map.ofEntries(
            Map.entry("./pal4j bench", "the launcher builds and runs another program, which measures for a minute"),
            Map.entry("./pal4j dist", "the launcher makes the archive, as dist-test.sh does"),
            Map.entry("PAL4J_JAVA_OPTS=", "options of the JVM make the output"),
            Map.entry("PAL4J_JAVA_HOME=", "another JDK runs it, as jdks-test.sh does"),
            Map.entry("PAL4J_MODELS=", "the launcher adds a jar to the path, as ExtendingPageTest does"),
            Map.entry("./pal4j serve", "serves until a signal comes, as ServiceTest has it"),
            Map.entry("--slurm", "submits to Slurm, which SlurmTest has"),
            Map.entry("--against", "starts other programs for half a minute, as the tests of the conformance kit do"),
            Map.entry("JOB_COMPLETION_INDEX", "Kubernetes sets it"),
            Map.entry("parallel ", "GNU parallel starts it"),
            Map.entry("session.mjs", "Node runs it, as ChildTest does"),
            Map.entry("verify my-2-3-2", "a script in Python writes the case; test_docs.py runs both"),
            Map.entry("verify late-rate", "faulty variants of that script write the cases"),
            Map.entry("MNIST_AUTOENCODER/", "a file of a published program that is not among the resources of the tests"));
    /** Programs that are not PAL4J, and why they are not run here. */
    private static final Map<String, String> OTHER_PROGRAMS = Map.of(
            "mvn", "builds or asks repositories; what it names is looked up by commandsOfMavenNameWhatExists",
            "java", "its program is compiled and run by codeCompilesAndPrintsWhatIsShown",
            "python3", "needs NumPy or measures; test_docs.py runs scripts of the pages",
            "ls", "data sets that the reader brings",
            "tar", "a data set that the reader brings",
            "git", "clones",
            "bash", "scripts that run alone, for minutes",
            "run", "the script that runs all tests",
            "build-wheels.sh", "builds for minutes",
            "jfr", "reads what another command recorded");
    /** Commands of which nothing but the name is needed. */
    private static final List<String> ALONE = List.of("list", "runs");
    /** What the readers of a page have done before: commands of other pages. A run without its result is one that was killed. */
    private static final Map<String, List<String>> GIVEN = Map.of(
            "docs/checkpoints.md", List.of("./pal4j run yinyang", "rm runs/yinyang-1/result.json"),
            "docs/report.md", List.of("./pal4j sweep etas.yaml"),
            "README.md", List.of("./pal4j run yinyang-fa"),
            "docs/README.md", List.of("./pal4j run yinyang", "./pal4j run yinyang-fa"));
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
        Set<String> programs = new TreeSet<>(OTHER_PROGRAMS.keySet());
        Set<String> configurations = new TreeSet<>(NOT_CONFIGURATIONS.keySet());
        for (Page page : PAGES) {
            Stream.concat(commands(page).stream(), textCommands(page).stream()).forEach(command -> unused.removeIf(command.line()::contains));
            commands(page).forEach(command -> programs.remove(command.program()));
            page.blocks("yaml").forEach(block -> configurations.removeIf(block.content()::contains));
        }
        assertEquals(Set.of(), unused);
        assertEquals(Set.of(), programs);
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

    /** All that a reader can copy: what runs here prints what is shown, in form, and what does not run is listed above with its reason. */
    @Test
    void everyCommandDoesWhatIsShown() throws IOException {
        List<String> faults = new ArrayList<>();
        Set<Path> before = here();
        int inText = 0;
        for (Page page : PAGES) {
            PageFolder own = new PageFolder(folder.resolve(page.file()), PAGES);
            for (String given : GIVEN.getOrDefault(page.file().toString(), List.of())) {
                own.given(ShellCommand.read("given", given, List.of()));
            }
            for (ShellCommand command : commands(page)) {
                faults.addAll(faults(command, () -> block(own, command)));
            }
            for (ShellCommand command : textCommands(page)) {
                faults.addAll(faults(command, () -> text(own, command)));
                inText++;
            }
        }
        assertEquals("", String.join("\n", faults));
        assertTrue(Files.exists(folder.resolve("docs/tutorial.md/sweeps/lateral-1/figures/test-accuracy.png")), "the tutorial's figure");
        assertEquals(before, here(), "commands write into their own folder");
        assertTrue(inText > 30, "the pages have commands within text");
    }

    private static Set<Path> here() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.collect(Collectors.toSet());
        }
    }

    /** What a command does; the returned text says what is wrong with it. */
    private interface Walk {
        Optional<String> fault() throws IOException;
    }

    private static List<String> faults(ShellCommand command, Walk walk) throws IOException {
        try {
            return walk.fault().map(fault -> command.where() + ": " + command.line() + ": " + fault).stream().toList();
        } catch (RuntimeException | AssertionError fault) {
            return List.of(command.where() + ": " + command.line() + ": " + fault);
        }
    }

    private static Optional<String> block(PageFolder own, ShellCommand command) throws IOException {
        if (command.program().equals("head")) {
            return Printed.difference(command.shown(), own.head(command));
        }
        if (!command.isOurs()) {
            return OTHER_PROGRAMS.containsKey(command.program()) ? Optional.empty() : Optional.of("is neither run nor listed as another program");
        }
        CommandLineProgram.parse(command.arguments());
        if (isExcepted(command.line(), NOT_RUN)) {
            resolve(own, command.arguments());
            return Optional.empty();
        }
        String launcher = Files.readString(Path.of("pal4j"));
        List<String> shown = command.shown().stream()
                .filter(line -> !line.startsWith("pal4j: ") || !launcher.contains(line.substring("pal4j: ".length()))).toList();
        List<String> printed = own.printed(command);
        return shown.isEmpty() ? Optional.empty() : Printed.difference(shown, printed);
    }

    /** A command within text runs like any other. It may also be the name of one alone, or have words in capitals that stand for names. */
    private static Optional<String> text(PageFolder own, ShellCommand command) throws IOException {
        List<String> arguments = command.arguments();
        if (arguments.size() == 1 && !ALONE.contains(arguments.getFirst())) {
            assertEquals(0, CommandLineProgram.run("help", arguments.getFirst()).status(), command.line());
            return Optional.empty();
        }
        CommandLineProgram.parse(arguments);
        if (hasPlaceholder(arguments) || isExcepted(command.line(), NOT_RUN)) {
            resolve(own, arguments);
        } else {
            own.printed(command);
        }
        return Optional.empty();
    }

    /** The folder of data sets is one that is there. */
    private static boolean hasPlaceholder(List<String> arguments) {
        return IntStream.range(0, arguments.size())
                .anyMatch(k -> arguments.get(k).matches("[A-Z]{2,}(/.*|\\.\\.\\.)?") && !arguments.get(k - 1).equals("--data"));
    }

    /** Commands within text, and that of the job of Kubernetes. */
    private static List<ShellCommand> textCommands(Page page) {
        List<String> lines = new ArrayList<>(page.code());
        page.blocks("yaml")
                .forEach(block -> block.lines().forEach(line -> lines.add(line.replaceAll(".*/opt/pal4j/pal4j (.*)'].*", "./pal4j $1"))));
        return lines.stream().filter(line -> line.startsWith(ShellCommand.LAUNCHER + " "))
                .map(line -> ShellCommand.read(page.file().toString(), line, List.of())).toList();
    }

    /** Reads the experiment with its settings, if it is there. */
    private static void resolve(PageFolder own, List<String> arguments) throws IOException {
        if (arguments.getFirst().equals("run") && own.has(arguments.get(1))) {
            own.shown(arguments);
        }
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

    /** zsh takes brackets for names of files, where bash leaves them alone, and a comment for words. */
    @Test
    void everyCommandCanBePastedIntoZsh() {
        List<String> faults = new ArrayList<>();
        for (Page page : PAGES) {
            Stream<String> options = page.code().stream().filter(code -> code.matches("--\\w.*"));
            Stream.concat(commands(page).stream().map(ShellCommand::line),
                    Stream.concat(textCommands(page).stream().map(ShellCommand::line), options))
                    .filter(DocsTest::isOnlyOfBash).forEach(line -> faults.add(page.file() + ": " + line));
        }
        assertEquals(List.of(), faults);
        assertTrue(isOnlyOfBash("./pal4j run a --set layers=[4,3]"));
        assertTrue(isOnlyOfBash("./pal4j run a # first"));
        assertFalse(isOnlyOfBash("./pal4j run a --set 'layers=[4,3]' \"(b)\""));
    }

    /** A star at the end of a path is meant for the shell. */
    private static boolean isOnlyOfBash(String line) {
        return Pattern.compile("[\\[\\]()?#^~]|\\*(?!$)| =").matcher(line.replaceAll("'[^']*'|\"[^\"]*\"", "quoted")).find();
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
