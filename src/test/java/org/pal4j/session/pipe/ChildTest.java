package org.pal4j.session.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.session.request.Message;
import org.pal4j.session.request.Operations;

/** {@code pal4j session} as a child of another program. */
@Timeout(180)
class ChildTest {
    private static final List<String> COMMAND = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            "org.pal4j.cli.Main", "session");

    @TempDir
    private Path temporary;

    private static Map<String, Object> greeting(Process child) throws IOException {
        return ((Message) new Frames(child.getInputStream(), child.getOutputStream()).read().orElseThrow()).head();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(COMMAND).redirectError(temporary.resolve("errors").toFile()).start();
    }

    private String errors() throws IOException {
        return Files.readString(temporary.resolve("errors")).replaceAll("(?m)^WARNING: Using incubator.*\\R", "");
    }

    @Test
    void theClientInNodeSpeaksTheProtocol() throws Exception {
        boolean node = new ProcessBuilder("sh", "-c", "command -v node").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        assumeTrue(node, "there is no node on PATH");
        List<String> command = new ArrayList<>(List.of("node", "src/test/session/session.mjs"));
        command.addAll(COMMAND);
        Process client = new ProcessBuilder(command).redirectError(temporary.resolve("errors").toFile()).start();
        client.getOutputStream().close();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, client.waitFor(), () -> said);
        assertTrue(said.matches("(?s)version .*\n4-30-3 answers ([-\\d.]+ ?){6}\nafter an epoch [\\d.]+ %\nrefused: variable 'B7'.*\n"), said);
    }

    /** One sentence, and no trace of a stack. */
    @ParameterizedTest
    @CsvSource({"'',give the command that starts a session: node session.mjs ./pal4j session",
        "/no/such/program,/no/such/program can't be started (ENOENT)",
        "false,false has ended"})
    void theClientInNodeSaysWhatItLacks(String program, String sentence) throws Exception {
        boolean node = new ProcessBuilder("sh", "-c", "command -v node").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        assumeTrue(node, "there is no node on PATH");
        List<String> command = new ArrayList<>(List.of("node", "src/test/session/session.mjs"));
        if (!program.isEmpty()) {
            command.add(program);
        }
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        client.getOutputStream().close();
        assertEquals("session.mjs: " + sentence + "\n", new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(2, client.waitFor());
    }

    /** The parent goes away while the child computes: the end of its standard input ends it. */
    @Test
    void aChildWithoutAParentEnds() throws Exception {
        Process child = start();
        greeting(child);
        Frames frames = new Frames(child.getInputStream(), child.getOutputStream());
        frames.write(Map.of("id", 1, "do", "open", "experiment", "yinyang"), new LinkedHashMap<>());
        frames.read();
        frames.write(Map.of("id", 2, "do", "epoch", "session", 1), new LinkedHashMap<>());
        child.getOutputStream().close();
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, child.exitValue());
        assertEquals("", errors());
    }

    @Test
    void bytesThatAreNoFrameAreSaidToPeople() throws Exception {
        Process child = start();
        greeting(child);
        child.getOutputStream().write("hello, is this a shell?".getBytes(StandardCharsets.US_ASCII));
        child.getOutputStream().flush();
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        assertEquals(2, child.exitValue());
        assertTrue(errors().contains("pal4j: session: a frame must begin with P4J1, and here is 'hell'"), errors());
    }

    /** What a model or a library prints goes to standard error, not between the frames. */
    @Test
    void theGreetingSaysWhatThisChildCanDo() throws Exception {
        Process child = start();
        Map<String, Object> greeting = greeting(child);
        assertTrue(((List<?>) greeting.get("operations")).containsAll(Operations.OF_SESSION));
        assertTrue(((List<?>) greeting.get("models")).containsAll(List.of("circuit", "rate")));
        child.getOutputStream().close();
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    }
}
