package org.pal4j.session.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;
import org.pal4j.cli.CommandLineProgram;
import org.pal4j.cli.CommandLineProgram.Result;
import org.pal4j.model.Model;
import org.pal4j.session.pipe.Client;
import org.pal4j.session.subject.CaseResult.Verdict;

/** The conformance kit, with PAL4J itself and with programs that are no subjects. src/test/python/conformance has a subject with mistakes. */
@Timeout(300)
class ConformanceTest {
    private static final List<String> PAL4J = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            "org.pal4j.cli.Main", "session");
    private static final Path CHAIN = Path.of("src/test/resources/golden/pal-chain");

    @TempDir
    private Path temp;

    private static Conformance kit(List<String> command) {
        return new Conformance(command, Duration.ofSeconds(120), Optional.empty());
    }

    @Test
    void theProgramItselfFollowsAllGoldenCasesAndRandomOnes() throws Exception {
        try (Conformance kit = kit(PAL4J)) {
            assertEquals("pal4j", kit.greeting().get("hello"));
            for (String golden : CarriedCases.NAMES) {
                assertPassed(kit.carried(golden));
            }
            for (Model<?> model : Conformance.models()) {
                for (int k = 0; k < 40; k++) {
                    assertPassed(kit.random(model, 3, k));
                }
            }
        }
    }

    @Test
    void theProgramCarriesAllGoldenCasesWhole() throws Exception {
        List<String> all = new ArrayList<>();
        for (String folder : List.of("golden", "golden-rate")) {
            try (Stream<Path> cases = Files.list(Path.of("src/test/resources", folder))) {
                cases.map(golden -> folder + "/" + golden.getFileName()).sorted().forEach(all::add);
            }
        }
        assertEquals(all, CarriedCases.NAMES);
        for (String name : all) {
            CarriedCases.unpack(name, temp.resolve(name));
            for (String file : List.of("case.json", "arrays.npz")) {
                assertEquals(-1, Files.mismatch(Path.of("src/test/resources", name, file), temp.resolve(name).resolve(file)));
            }
        }
        // They come with the program, not with its tests.
        String pom = Files.readString(Path.of("pom.xml"));
        String resources = pom.substring(pom.indexOf("<resources>"), pom.indexOf("</resources>"));
        assertTrue(resources.contains("<include>golden/**</include>") && resources.contains("<include>golden-rate/**</include>"), resources);
    }

    @Test
    void aCarriedCaseThatFailsIsKept() {
        // It greets, and refuses everything.
        String subject = """
                import json, struct, sys
                def send(head):
                    text = json.dumps(head).encode()
                    sys.stdout.buffer.write(struct.pack("<4sIQ", b"P4J1", len(text), 0) + text)
                    sys.stdout.buffer.flush()
                send({"hello": "refuser", "protocol": 1, "models": ["circuit", "rate"]})
                while preamble := sys.stdin.buffer.read(16):
                    _, head, body = struct.unpack("<4sIQ", preamble)
                    request = json.loads(sys.stdin.buffer.read(head))
                    sys.stdin.buffer.read(body)
                    send({"id": request["id"], "ok": False, "error": {"kind": "input", "message": "no"}})
                """;
        try (Conformance kit = new Conformance(List.of("python3", "-c", subject), Duration.ofSeconds(120), Optional.of(temp.resolve("kept")))) {
            CaseResult failed = kit.carried("golden/pal-chain");
            assertEquals(Verdict.FAILED, failed.verdict(), failed.toString());
            assertEquals(Optional.of(temp.resolve("kept").resolve("pal-chain")), failed.folder());
            assertTrue(Files.exists(failed.folder().orElseThrow().resolve("arrays.npz")));
        }
    }

    private static void assertPassed(CaseResult result) {
        assertEquals(Verdict.PASSED, result.verdict(), () -> result.name() + ": " + result.reason() + result.divergence());
        assertTrue(result.error() < result.bound() && result.bound() > 1e-9 && result.steps() > 0, result.toString());
    }

    /** A case whose input differs from what its states come from: the reference does not follow it either, so nobody is blamed. */
    @Test
    void aCaseThatIsWrongItselfIsRefused() throws Exception {
        Path other = Files.createDirectories(temp.resolve("other"));
        Files.copy(Path.of("src/test/resources/golden/pal-yinyang-shape/arrays.npz"), other.resolve("arrays.npz"));
        Files.writeString(other.resolve("case.json"), Files.readString(Path.of("src/test/resources/golden/pal-yinyang-shape/case.json"))
                .replaceFirst("\"gl\": *0.03", "\"gl\": 0.04"));
        try (Conformance kit = kit(PAL4J)) {
            InputException refused = assertThrows(InputException.class, () -> kit.given(other));
            assertTrue(refused.getMessage().contains("does not follow this case itself"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exit 3 | exit status 3",
        "echo words of mine >&2; exit 4 | words of mine",
        "echo this is no frame at all, not at all | a frame must begin with P4J1",
        "printf P4J1 | ends within a frame",
    })
    void aProgramThatIsNoSubjectIsToldByWhatItDid(String script, String told) {
        try (Conformance kit = kit(List.of("sh", "-c", script))) {
            InputException refused = assertThrows(InputException.class, kit::greeting);
            assertTrue(refused.getMessage().contains(told), refused.getMessage());
        }
    }

    @Test
    void aProgramThatSaysNothingIsEndedWithItsChildren() throws Exception {
        Path pid = temp.resolve("pid");
        Client.Broken late = assertThrows(Client.Broken.class,
                () -> Client.start(List.of("sh", "-c", "sleep 1000 & echo $! > " + pid + "; wait"), Duration.ofSeconds(2)));
        assertTrue(late.getMessage().contains("did not reply within 2 s"), late.getMessage());
        long child = Long.parseLong(Files.readString(pid).strip());
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            left.get().onExit().get(60, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Test
    void theCommandReportsAndHasItsStatuses() {
        Result missing = CommandLineProgram.run("verify", "--against", "/no/such/program", CHAIN);
        assertEquals(2, missing.status());
        assertTrue(missing.err().contains("can't be started"), missing.err());
        Result open = CommandLineProgram.run("verify", "--against", "python3 'subject.py", CHAIN);
        assertEquals(2, open.status());
        assertTrue(open.err().contains("is not closed"), open.err());
        // Before the program is started.
        Result nowhere = CommandLineProgram.run("verify", "--against", "/no/such/program", CHAIN, "nope", "docs");
        assertEquals(2, nowhere.status());
        assertTrue(nowhere.err().contains("nope: is no folder with case.json") && nowhere.err().contains("docs: is no folder with case.json"),
                nowhere.err());
        assertFalse(nowhere.err().contains("started"), nowhere.err());
        assertEquals(2, CommandLineProgram.run("verify").status());
        assertEquals(2, CommandLineProgram.run("verify", "--random", "3", CHAIN).status());
        assertEquals(2, CommandLineProgram.run("verify", "--against", "cat", "--random", "-1").status());

        String command = String.join(" ", PAL4J.stream().map(word -> "'" + word + "'").toList());
        Result good = CommandLineProgram.run("verify", "--against", command, CHAIN, "--random", "2");
        assertEquals(0, good.status(), good.err());
        assertTrue(good.out().startsWith("subject: pal4j ") && good.out().contains("pal-chain  steps=400 error=")
                && good.out().endsWith("3 cases: 3 passed, 0 failed, 0 not supported\n"), good.out());
        Result json = CommandLineProgram.run("verify", "--against", command, CHAIN, "--json");
        assertEquals(0, json.status(), json.err());
        Map<?, ?> document = org.pal4j.config.Documents.json(written(json.out()));
        assertEquals(true, document.get("passed"));
        assertEquals("passed", ((Map<?, ?>) ((List<?>) document.get("cases")).getFirst()).get("verdict"));
        Result plain = CommandLineProgram.run("verify", CHAIN, "--json");
        assertEquals(0, plain.status());
        assertEquals(true, ((Map<?, ?>) ((List<?>) org.pal4j.config.Documents.json(written(plain.out())).get("cases")).getFirst()).get("passed"));
    }

    private Path written(String text) {
        try {
            return Files.writeString(temp.resolve("out.json"), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The same seed gives the same cases, whatever else there is. */
    @Test
    void randomCasesDependOnSeedAndNumberAlone() {
        try (Conformance kit = kit(PAL4J)) {
            Model<?> model = Conformance.models().getFirst();
            CaseResult first = kit.random(model, 5, 7);
            CaseResult again = kit.random(model, 5, 7);
            assertEquals(first, again);
            assertFalse(first.error() == kit.random(model, 6, 7).error());
        }
    }
}
