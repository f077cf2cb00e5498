package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.option.Messages;

/** What users of a shell expect of any program. */
class UnixTest {
    @TempDir
    private Path folder;

    private record Said(int status, String out, String err) {}

    private static Said say(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var saidOut = new ByteArrayOutputStream();
        var saidErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
            return new Said(Main.execute(arguments), saidOut.toString(StandardCharsets.UTF_8), saidErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @AfterEach
    void forget() {
        System.clearProperty(Messages.CALLED);
    }

    @Test
    void hintsNameTheCommandAsItWasCalled() {
        System.setProperty(Messages.CALLED, "pal4j");
        assertTrue(say("list").out.contains("Run one:  pal4j run yinyang"), say("list").out);
        assertTrue(say("run", "--help").out.contains("\n  pal4j run yinyang --seeds 10"), say("run", "--help").out);
        assertTrue(say("run").err.contains("for example pal4j run yinyang"), say("run").err);
        System.setProperty(Messages.CALLED, "/opt/$x/pal4j");
        assertTrue(say("--help").out.contains("Start with:  /opt/$x/pal4j run yinyang"));
        assertFalse(say("runs", folder.toString()).out.contains(" ./pal4j"));
        assertEquals("see ./pal4j-other and ./pal4j/file", Messages.asCalled("see ./pal4j-other and ./pal4j/file"));
    }

    @ParameterizedTest
    @CsvSource({"--help", "-h", "--version"})
    void anUnknownCommandIsOneWhateverComesAfterIt(String option) {
        Said said = say("rum", option);
        assertEquals(2, said.status);
        assertTrue(said.err.startsWith("pal4j: unknown command rum; did you mean run"), said.err);
        assertEquals("", said.out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --layers=[5,3] | --set 'layers=[5,3]'
            --eta-bw       | --set eta_bw=VALUE
            --lr_factors   | --set lr_factors=VALUE
            """)
    void aKeyThatIsTakenForAnOptionIsTold(String option, String advice) {
        Said said = say("run", "yinyang", option);
        assertEquals(2, said.status);
        assertTrue(said.err.contains("it is a key of the configuration: " + advice), said.err);
        assertFalse(say("report", option).err.contains("--set"), "this command has no --set");
    }

    /** As a shell does it, with the cursor after the last word. */
    private List<String> completed(String... words) throws IOException, InterruptedException {
        Path script = folder.resolve("completion");
        Files.writeString(script, say("completion").out);
        String line = String.join(" ", words);
        String program = "compopt() { if [ \"$1\" = +o ]; then echo \"without $2\"; fi; }; source '" + script + "'; COMP_WORDS=("
                + String.join(" ", Arrays.stream(words).map(word -> "'" + word + "'").toList()) + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length() + "; _complete_pal4j; printf '%s\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", program).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), said);
        return said.lines().filter(text -> !text.isBlank()).map(String::strip).toList();
    }

    @Test
    void shellsCompleteCommandsExperimentsAndKeys() throws Exception {
        assertEquals(List.of("show", "sweep", "session", "serve").stream().sorted().toList(),
                completed("pal4j", "s").stream().sorted().toList());
        assertEquals(Catalog.NAMES.stream().filter(name -> name.startsWith("fig")).toList(), completed("pal4j", "run", "fig"));
        assertEquals(List.of("eta_fw=", "eta_bw=", "eta_IP=", "eta_PI="), completed("pal4j", "run", "yinyang", "--set", "eta_"));
        assertTrue(completed("pal4j", "sweep", "--ga").contains("--gather"));
        assertEquals(List.of("prospectivity-sweep"), completed("pal4j", "sweep", "pro"));
        assertEquals(List.of("sweep"), completed("pal4j", "help", "sw"));
        assertEquals(List.of("sweep"), completed("pal4j", "man", "sw"));
        assertEquals(completed("pal4j", ""), completed("pal4j", "man", ""));
        assertEquals(List.of("always-on"), completed("pal4j", "golden", "alw"));
        assertEquals(List.of("new_W_after="), completed("pal4j", "golden", "yinyang", "--set", "new_"));
        assertEquals(List.of("test", "train"), completed("pal4j", "predict", "runs/yinyang-1", "t").stream().sorted().toList());
    }

    /** Small letters, as the help has them; a shell compares letter by letter. */
    @Test
    void shellsCompleteChoices() throws Exception {
        assertEquals(List.of("pdf", "png"), completed("pal4j", "report", "runs/yinyang-1", "--figures", "p"));
        assertEquals(List.of("own"), completed("pal4j", "golden", "yinyang", "--inputs", "o"));
        assertEquals(List.of("scalar"), completed("pal4j", "run", "yinyang", "--vector", "s"));
    }

    /** Nothing is offered and files are not turned off, so that bash offers files. */
    @ParameterizedTest
    @CsvSource({"run mine.y", "run yinyang --out ru", "sweep eta", "predict runs/yinyang-1 new.c", "golden yinyang --out ca"})
    void shellsCompleteFiles(String line) throws Exception {
        assertEquals(List.of(), completed(("pal4j " + line).split(" ")));
        assertTrue(say("completion").out.contains("complete -F _complete_pal4j -o default pal4j"));
    }
}
