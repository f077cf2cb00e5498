package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manual pages say what the help says, in roff without a fault. */
class ManTest {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

    @TempDir
    private Path folder;

    private static String say(int status, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var said = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            assertEquals(status, Main.execute(arguments), () -> said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static TreeSet<String> options(String text) {
        var found = new TreeSet<String>();
        Matcher matcher = OPTION.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private List<Path> pages() throws IOException {
        Path pages = folder.resolve("man pages/man1");
        assertTrue(say(0, "man", "--out", pages.toString()).contains(" pages in " + pages));
        try (Stream<Path> files = Files.list(pages)) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyCommandHasAPageWithAllThatItsHelpHas() throws Exception {
        Matcher command = Pattern.compile("(?m)^  ([a-z]+) {2,}").matcher(say(0, "--help"));
        List<String> names = new ArrayList<>(List.of("pal4j.1"));
        while (command.find()) {
            String name = command.group(1);
            names.add("pal4j-" + name + ".1");
            String page = say(0, "man", name);
            assertEquals(options(say(0, name, "--help")), options(page.replace("\\-", "-").replace("\\fR", "")), name);
            assertTrue(page.contains("\n.SH NAME\npal4j\\-" + name + " \\- "), page);
            assertFalse(page.contains("./pal4j"), page);
        }
        assertTrue(names.size() > 15, names.toString());
        assertEquals(names.stream().sorted().toList(), pages().stream().map(page -> page.getFileName().toString()).sorted().toList());
    }

    @Test
    void whatIsSpecialToRoffIsPrintedAsItIs() {
        String page = say(0, "man", "run");
        assertTrue(page.contains("\npal4j run fig3abc \\-\\-set eta_bw=20 \\-\\-set layers=\\(aq[5, 50, 5]\\(aq\n"), page);
        assertTrue(page.contains("They take at most 1 % of the time."), page);
        assertTrue(page.lines().skip(1).allMatch(line -> line.matches("\\.(TH|SH|PP|TP|nh|ad|nf|fi|br)( .*)?|[^.'].*|")), page);
    }

    @Test
    void groffFindsNoFault() throws Exception {
        assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "groff"))), "there is no groff on PATH");
        List<String> words = new ArrayList<>(List.of("groff", "-man", "-Tutf8", "-ww", "-P-c", "-rLL=78n"));
        pages().forEach(page -> words.add(page.toString()));
        Path faults = folder.resolve("faults");
        Process groff = new ProcessBuilder(words).redirectError(faults.toFile()).start();
        String shown = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace('\u2010', '-');
        assertEquals(0, groff.waitFor());
        assertEquals("", Files.readString(faults));
        assertTrue(shown.contains("pal4j run --resume runs/yinyang-1 --epochs 80"), shown);
        assertTrue(shown.contains("layers='[5, 50, 5]'"), shown);
    }

    @Test
    void onlyItsOwnPagesAreWrittenAnew() throws Exception {
        List<Path> first = pages();
        Files.writeString(first.getLast(), Files.readString(first.getLast()) + "an older version");
        List<Path> second = pages();
        assertFalse(Files.readString(second.getLast()).contains("an older version"));
        Files.writeString(first.getLast(), "mine");
        String said = say(2, "man", "--out", first.getLast().getParent().toString());
        assertTrue(said.contains(first.getLast() + " is there already, and is no page that PAL4J has written"), said);
        assertEquals("mine", Files.readString(first.getLast()));
    }

    @Test
    void unusableArgumentsAreTold() {
        assertTrue(say(2, "man", "rum").contains("unknown command rum; did you mean run?"));
        assertTrue(say(2, "man", "run", "--out", folder.toString()).contains("leave run out"));
        assertTrue(say(2, "dist").contains("from a checkout of PAL4J: there, ./pal4j dist"));
        assertTrue(say(2, "bench", "StepBenchmark").contains("there, ./pal4j bench StepBenchmark"));
    }
}
