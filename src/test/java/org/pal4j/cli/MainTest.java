package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.IdxFiles;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;

class MainTest {
    private static final Path GOLDEN = Path.of(System.getProperty("basedir", ""), "src/test/resources/golden").toAbsolutePath();
    private static final List<String> TINY = List.of("--set", "layers=[4, 5, 3]", "--set", "Tpres=0.1", "--set", "train_samples=4", "--set",
            "validation_samples=3", "--set", "test_samples=2");

    @TempDir
    private Path folder;

    private record Said(int status, String out, String err) {
        /** One paragraph, with that status, and nothing else. */
        void assertRefused(String... parts) {
            assertEquals(Main.UNUSABLE, status, err);
            assertEquals("", out);
            assertTrue(err.startsWith("pal4j: ") && err.endsWith("\n") && !err.contains("\n\n"), err);
            assertFalse(err.contains("\tat ") || err.contains("Exception"), err);
            assertTrue(err.length() < 2500, err);
            for (String part : parts) {
                assertTrue(err.contains(part), part + " is not in: " + err);
            }
        }
    }

    private static Said say(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var saidOut = new ByteArrayOutputStream();
        var saidErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
            int status = Main.execute(arguments);
            return new Said(status, saidOut.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"),
                    saidErr.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Said run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "yinyang", "--out", folder.resolve("out").toString()));
        all.addAll(TINY);
        all.addAll(List.of(arguments));
        return say(all.toArray(String[]::new));
    }

    /** Epochs in the configuration that a run has left. */
    private static int epochs(Path run) {
        return Catalog.study(run.resolve("configuration.yaml").toString(), List.of(), Optional.empty(), notes -> {}).epochs();
    }

    /** That nothing was written, not even an empty folder. */
    private void assertNothingWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void withoutACommandItTellsWhatThereIs() {
        for (String[] arguments : new String[][] {{}, {"--help"}, {"help"}}) {
            Said said = say(arguments);
            assertEquals(0, said.status);
            for (String part : List.of("Usage: pal4j", "run ", "sweep ",
                    "list ", "show ", "report ", "predict ", "runs ", "info ", "verify ", "doctor ", "bench ", "help ", "./pal4j run yinyang")) {
                assertTrue(said.out.contains(part), part + " is not in: " + said.out);
            }
            assertEquals("", said.err);
        }
        assertTrue(say("--version").out.startsWith("pal4j "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "sweep", "show", "list", "report", "predict", "runs", "info", "verify", "doctor", "bench"})
    void everyCommandHasHelp(String command) {
        Said asked = say(command, "--help");
        assertEquals(0, asked.status);
        assertTrue(asked.out.startsWith("Usage: pal4j " + command), asked.out);
        assertEquals(asked, say("help", command));
        assertEquals(say("--version"), say(command, "--version"));
    }

    @Test
    void whatIsUnknownIsAnsweredWithTheNearestThatIsKnown() {
        say("rnu", "yinyang").assertRefused("unknown command rnu; did you mean run?");
        say("frobnicate").assertRefused("unknown command frobnicate (see ./pal4j --help)");
        say("help", "rnu").assertRefused("unknown command rnu; did you mean run?");
        say("lists").assertRefused("unknown command lists; did you mean list?");
        say("run", "yinyang", "--sede", "3").assertRefused("unknown option --sede; did you mean --seed? (see ./pal4j run --help)");
        say("run", "yinyang", "--epoch=3").assertRefused("unknown option --epoch=3; did you mean --epochs?");
        say("run", "yinyang", "-x").assertRefused("unknown option -x");
        say("verify", "--vectro", "128", "x").assertRefused("unknown option --vectro; did you mean --vector?");
        say("run", "yingyang").assertRefused("experiment 'yingyang' is not known; did you mean yinyang? Known are yinyang, ");
        say("show", "fig3").assertRefused("did you mean fig3abc?");
        say("run", "yinyang", "--set", "eta_bv=3").assertRefused("yinyang: key 'eta_bv' is not known; did you mean eta_bw?");
        say("run", "yinyang", "fig3abc").assertRefused("argument fig3abc is one too many");
        say("run", "yinyang", "x".repeat(5000)).assertRefused("argument " + "x".repeat(57) + "... is one too many");
        say("run", "yinyang", "--threads", "x".repeat(5000)).assertRefused("option '--threads': '" + "x".repeat(57) + "...'");
        say("show", "a\u2028b.yaml").assertRefused("pal4j: a?b.yaml: can't be read");
        say("run", "yinyang", "--" + "x".repeat(5000)).assertRefused("unknown option --" + "x".repeat(55) + "...");
    }

    @Test
    void whatIsMissingIsAskedFor() {
        say("run").assertRefused("run needs EXPERIMENT, for example ./pal4j run yinyang; ./pal4j list tells which there are");
        say("show").assertRefused("for example ./pal4j show yinyang");
        say("verify").assertRefused("verify needs DIR");
        say("run", "yinyang", "--seed").assertRefused("--seed");
        say("run", "yinyang", "--out").assertRefused("--out");
        say("run", "yinyang", "--set").assertRefused("--set");
        say("run", "yinyang", "--seed", "1", "--seed", "2").assertRefused("only once");
        say("run", "yinyang", "--out", "a\0b").assertRefused("--out", "can't be a file name here");
        say("run", "").assertRefused("experiment '' is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--seed|9223372036854775808|seed = 9223372036854775808: must be a whole number",
        "--seed|1.5|seed = 1.5: must be a whole number",
        "--epochs|-1|epochs = -1: must be a whole number from 0",
        "--epochs|many|epochs = \"many\"",
        "--set|eta_bw|--set eta_bw: must be key=value",
        "--set|=3|--set =3: must be key=value",
        "--set|dt=.nan|--set dt=.nan: '.nan' is not a finite number",
        "--set|dt=[|--set dt=[: ",
        "--set|seed=&s 3|",
        "--set|seed=*s|the alias *s stands for no list and no mapping",
        "--set|dt=0.5|dt = 0.5: must not be above tauHP",
        "--set|layers=[4, 2147483648, 3]|layers[1] = 2147483648",
        "--set|train_samples=2000000000|train_samples = 2000000000: must be a whole number from 0 to 10000000",
        "--set|layers=[4, 16000000, 3]|the network would take",
        "--set|name=a/b|name = \"a/b\"",
        "--vector|1024|vector width '1024' is not known; it is one of preferred, 512, 256, 128, scalar",
        "--vector||vector width '' is not known",
        "--out||--out is empty",
        "--seeds|1,,2|--seeds 1,,2: must be a number of replicas",
        "--seeds|1,2,1|seeds: 1 is given twice",
        "--seeds|0|seeds = 0: must be a whole number from 1 to 1000",
        "--seeds|many|seeds = ",
        "--seeds|0x3|numbers are decimal, so write 3",
        "--seed|1_000|numbers are decimal, so write 1000",
        "--each|eta_bw=1,1:30|numbers are decimal, so write 90",
        "--each|eta_bw|--each eta_bw: must be KEY=LIST",
        "--each|dt=0.1,0.2|each.dt: replicas can't differ in this",
        "--threads|100000|--threads 100000",
        "--threads|two|--threads",
    })
    void badValuesAreRefusedBeforeAnythingIsWritten(String line) throws IOException {
        String[] parts = line.split("\\|", -1);
        boolean isOut = parts[0].equals("--out");
        String vector = System.getProperty("pal4j.vector");
        Said said = isOut ? say("run", "yinyang", "--out", parts[1]) : run(parts[0], parts[1], "--set", "snapshot_every=0");
        if (vector == null) {
            System.clearProperty("pal4j.vector");
        } else {
            System.setProperty("pal4j.vector", vector); // The option has changed it before it was found to be wrong.
        }
        if (parts[1].equals("seed=&s 3")) {
            assertEquals(0, said.status, "an anchor alone does no harm");
            return;
        }
        said.assertRefused(parts[2]);
        assertNothingWritten();
    }

    @Test
    void badFilesAreRefused() throws IOException {
        Path file = folder.resolve("e.yaml");
        for (String text : List.of("", "- a\n", "a: {b: {c: 1}}\n", "based_on: yinyang\n\tseed: 1\n", "\0\0", "x".repeat(2_000_000))) {
            Files.writeString(file, text);
            say("run", file.toString(), "--out", folder.resolve("out").toString()).assertRefused(file.toString());
            say("show", file.toString()).assertRefused(file.toString());
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0});
        say("run", file.toString()).assertRefused("is text in UTF-16 or UTF-32, or no text; save it as UTF-8");
        say("run", folder.toString()).assertRefused("is a folder");
        say("run", folder.resolve("none.yaml").toString()).assertRefused("there is no such file");
        say("run", "params.json").assertRefused("params.json: can't be read (there is no such file");
        assertFalse(Files.exists(folder.resolve("out")));
    }

    /** What a file holds must not command the terminal. */
    @Test
    void controlCharactersAreNotPrinted() throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), "based_on: yinyang\n\"\\e[31mred\\a\": 1\n");
        Said said = say("run", file.toString());
        said.assertRefused("key '?[31mred?' is not known");
        assertTrue(said.err.chars().allMatch(c -> c >= ' ' || c == '\n'), said.err);
        say("run", "\u001b[31m").assertRefused("'?[31m'");
        say("run", "\u001b[31m.yaml").assertRefused("?[31m.yaml: can't be read");
    }

    @Test
    void aRunSaysWhatCameOutAndWhereItIs() throws IOException {
        Said said = run("--epochs", "2", "--seed", "3");
        assertEquals(0, said.status, said.err);
        assertTrue(said.out.matches("(?s)test accuracy \\d+\\.\\d\\d % \\(2 samples\\)\nafter epoch 2: validation \\S+ %, angle B1 \\S+ deg\n"
                + "190 steps in \\S+ s: \\S+ us a step, everything included\nresults in .*out\nreport in .*out.report.html\n"), said.out);
        String[] lines = said.err.split("\n");
        assertEquals("yinyang: 4-5-3, 2 epochs, seed 3", lines[0]);
        assertTrue(lines[1].matches("epoch 0/2: validation \\S+ %, angle B1 \\S+ deg, \\S+ ([Mk] )?steps/s"), lines[1]);
        assertTrue(lines[3].startsWith("epoch 2/2: "), said.err);
        Path out = folder.resolve("out");
        assertEquals(2, epochs(out));
        assertEquals(3, Npz.read(out.resolve("recordings.npz")).get("epoch").size());
        assertEquals("190", Safetensors.read(out.resolve("weights.safetensors")).metadata().get("steps"));
    }

    @Test
    void replicasAreRunTogether() throws IOException {
        Said said = run("--seeds", "3,1", "--epochs", "1", "--threads", "1");
        assertEquals(0, said.status, said.err);
        assertTrue(said.err.contains("2 replicas") && said.err.contains("+-"), said.err);
        assertTrue(said.out.contains("(mean and standard deviation of 2 replicas)"), said.out);
        for (String file : List.of("configuration.yaml", "metrics.csv", "result.json", "seed-3/metrics.csv", "seed-1/weights.safetensors")) {
            assertTrue(Files.exists(folder.resolve("out").resolve(file)), file);
        }
        Said alone = say("run", "yinyang", "--out", folder.resolve("alone").toString(), "--each", "eta_bw=0.1,0.2", "--seed", "4", "--epochs", "1",
                "--set", "train_samples=2", "--set", "validation_samples=1", "--set", "test_samples=1", "-q");
        assertEquals(0, alone.status, alone.err);
        assertTrue(Files.exists(folder.resolve("alone/replica-2/metrics.csv")));
        assertTrue(alone.out.contains("eta_bw 0.1: test accuracy ") && alone.out.contains("eta_bw 0.2: test accuracy "), alone.out);
        assertFalse(alone.out.contains("+-"), alone.out);
        JsonNode result = new JsonMapper().readTree(folder.resolve("alone/result.json").toFile());
        assertEquals(List.of("eta_bw 0.1", "eta_bw 0.2"), result.path("by_value").findValuesAsText("value"));
        assertFalse(result.has("test_accuracy_mean"), result.toString());
        run("--seed", "1", "--seeds", "1,2").assertRefused("--seed 1 and --seeds 1,2");
        if (Runtime.getRuntime().availableProcessors() > 1) {
            run("--threads", "2").assertRefused("one network of this size computes on one thread");
        }
    }

    @Test
    void aRunSaysWhenWhereAndHowItBegan() throws IOException {
        Path out = folder.resolve("noted");
        Said said = say("run", "yinyang", "--out", out.toString(), "--note", "does 'x' matter?", "--epochs", "1", "--set", "train_samples=2", "--set",
                "validation_samples=1", "--set", "test_samples=1", "-q");
        assertEquals(0, said.status, said.err);
        JsonNode environment = new JsonMapper().readTree(out.resolve("environment.json").toFile());
        assertEquals("does 'x' matter?", environment.path("note").asText());
        assertTrue(environment.path("command").asText().startsWith("pal4j run yinyang --out "), environment.toString());
        assertTrue(environment.path("command").asText().contains("--note 'does '\\''x'\\'' matter?' --epochs 1"), environment.toString());
        OffsetDateTime started = OffsetDateTime.parse(environment.path("started").asText());
        assertTrue(Duration.between(started, OffsetDateTime.now()).abs().toHours() < 1, started.toString());
        assertFalse(environment.path("host").asText().isEmpty(), environment.toString());
        assertTrue(Files.readString(out.resolve("report.html")).contains("Note: does &apos;x&apos; matter?"));
        run("--note", "two\nlines").assertRefused("--note: must be one line of text");
        // The next run of this process has no note.
        Path plain = folder.resolve("plain");
        say("run", "yinyang", "--out", plain.toString(), "--epochs", "1", "--set", "train_samples=2", "--set", "validation_samples=1", "--set",
                "test_samples=1", "-q");
        assertFalse(new JsonMapper().readTree(plain.resolve("environment.json").toFile()).has("note"));
    }

    @Test
    void aComparisonGetsANameThatIsFree() throws IOException {
        assertEquals(folder.resolve("comparison.html"), ReportCommand.comparison(folder));
        Files.createFile(folder.resolve("comparison.html"));
        Files.createSymbolicLink(folder.resolve("comparison-2.html"), folder.resolve("nowhere"));
        assertEquals(folder.resolve("comparison-3.html"), ReportCommand.comparison(folder));
    }

    @Test
    void aReplicaThatRunsAwayIsReported() {
        Said said = run("--each", "eta_fw=0.1,1e38", "--set", "activation=linear", "--epochs", "1");
        assertEquals(1, said.status);
        assertTrue(said.err.contains("replica-2 stopped: ") && said.err.contains("the others go on"), said.err);
        assertTrue(said.out.startsWith("eta_fw 0.1: test accuracy "), said.out);
        assertTrue(said.out.contains("eta_fw 1.0E38: no longer finite"), said.out);
    }

    /** Somebody who reads only the terminal, only result.json or only the page learns of it. */
    @Test
    void aNetworkThatNoLongerAnswersIsTold() throws IOException {
        Said said = say("run", "yinyang", "--epochs", "2", "--set", "eta_fw=5000", "--set", "layers=[4,5,3]", "--set", "train_samples=60", "--set",
                "validation_samples=20", "--set", "test_samples=20", "--out", folder.resolve("dead").toString(), "-q");
        assertEquals(0, said.status, said.err);
        String sentence = "the network takes all 20 test samples for one class, and ";
        assertTrue(said.err.startsWith("pal4j: warning: " + sentence), said.err);
        assertTrue(said.err.contains("(eta_fw = 5000.0); try a tenth of this learning rate."), said.err);
        assertTrue(Files.readString(folder.resolve("dead/result.json")).contains("\"warning\" : \"" + sentence));
        assertTrue(Files.readString(folder.resolve("dead/report.html")).contains("Warning: " + sentence));
        Said several =
                say("run", "yinyang", "--epochs", "2", "--each", "eta_fw=1,5000", "--set", "layers=[4,5,3]", "--set", "train_samples=60", "--set",
                        "validation_samples=20", "--set", "test_samples=20", "--out", folder.resolve("two").toString(), "-q");
        assertEquals(0, several.status, several.err);
        assertTrue(several.err.startsWith("pal4j: warning: 1 of 2 replicas (see each result.json), the first: " + sentence), several.err);
        assertTrue(Files.readString(folder.resolve("two/result.json")).contains("\"warnings\" : 1"));
        assertTrue(Files.readString(folder.resolve("two/report.html")).contains("Warning about replica replica-2: " + sentence));
        assertFalse(Files.readString(folder.resolve("two/replica-1/result.json")).contains("warning"));
    }

    @Test
    void anOptionWithoutEffectIsSaid() {
        assertTrue(run("--set", "dWPP_r_low_pass=true", "--epochs", "1").err.contains("clamped_input has no effect"));
        assertFalse(run("--set", "clamped_input=false", "--epochs", "1").err.contains("no effect"));
    }

    @Test
    void aQuietRunSaysTheResultOnly() {
        Said said = run("--epochs", "1", "--quiet");
        assertEquals(0, said.status);
        assertEquals("", said.err);
        assertTrue(said.out.contains("after epoch 1: "));
    }

    /** A plain run takes few epochs, and says so. */
    @Test
    void aPlainRunIsAPreview() throws IOException {
        Said said = run("-q", "--set", "preview_epochs=1");
        assertTrue(said.out.contains("after epoch 1: "), said.out);
        assertTrue(said.out.contains("These were 1 of 400 epochs; for all of them (about "), said.out);
        assertEquals(1, epochs(folder.resolve("out")));
        assertTrue(say("show", "yinyang").out.contains("\nepochs: 400 "), "a preview is for run only");
    }

    @Test
    void epochsThatAreAskedForAreRun() {
        assertTrue(run("-q", "--set", "epochs=3", "--set", "preview_epochs=1").out.contains("after epoch 3: "));
    }

    @Test
    void anExistingFolderIsRefusedAndUnchanged() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("mine"), "mine");
        run("-q").assertRefused("exists already; nothing was changed. Give another folder with --out");
        assertEquals("mine", Files.readString(out.resolve("mine")));
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aRunThatRunsAwayKeepsWhatItHad() throws IOException {
        Said said = run("-q", "--epochs", "2", "--set", "eta_fw=1e38", "--set", "activation=linear");
        assertEquals(Main.FAILED, said.status);
        assertTrue(said.err.matches("pal4j: stopped: the voltage of neuron \\d+ in [PI]\\d is not finite after step \\d+, in epoch 1\\. "
                + "The likely cause: the weights W .* eta_fw = 1.0E38 is too large .* What was computed is kept\\.\n"), said.err);
        assertTrue(Files.readString(folder.resolve("out/result.json")).contains("non_finite"));
        assertEquals(1, Npz.read(folder.resolve("out/recordings.npz")).get("epoch").size());
    }

    /** A disk that fills up while a run goes on: a folder in a file's place stands for it. */
    @Test
    void aRunThatCantBeSavedSaysSoAtTheEnd() throws IOException {
        Path out = folder.resolve("out");
        Thread obstacle = new Thread(() -> {
            while (!Files.exists(out.resolve("environment.json"))) {
                Thread.onSpinWait();
            }
            try {
                Files.createDirectory(out.resolve("result.json"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        obstacle.start();
        Said said = run("-q", "--epochs", "1000");
        assertEquals(Main.FAILED, said.status);
        assertTrue(said.err.matches("pal4j: .*result.json: can't be written .*\n"), said.err);
        assertTrue(said.out.contains("after epoch 1000: "), said.out);
        assertEquals(1001, Npz.read(out.resolve("recordings.npz")).get("epoch").size());
    }

    @Test
    void whatIsListedCanBeShown() {
        Said list = say("list");
        assertEquals(0, list.status);
        for (String name : Catalog.NAMES) {
            assertTrue(list.out.contains(name + " "), list.out);
            assertEquals(0, say("show", name).status);
        }
        assertTrue(say("show", "yinyang", "--seed", "5", "--set", "dt=0.005").out.contains("seed: 5 "));
    }

    @Test
    void goldenTrajectoriesAreFollowed() throws IOException {
        Path half = Files.createDirectory(folder.resolve("half"));
        Files.copy(GOLDEN.resolve("pal-chain/case.json"), half.resolve("case.json"));
        Said said = say("verify", GOLDEN.resolve("pal-chain").toString());
        assertEquals(0, said.status, said.err);
        assertTrue(said.out.matches("pal-chain  simd=\\S+ reference=\\S+  PASS\n"), said.out);

        say("verify", folder.resolve("none").toString()).assertRefused("is no folder with case.json and arrays.npz");
        say("verify", folder.toString()).assertRefused("case.json: can't be read (there is no such file or folder)");
        say("verify", half.toString()).assertRefused("arrays.npz");
        // One case that can't be read does not hide the others.
        Said two = say("verify", half.toString(), GOLDEN.resolve("pal-chain").toString());
        assertEquals(Main.UNUSABLE, two.status);
        assertTrue(two.out.contains("PASS") && two.err.contains("arrays.npz"));
    }

    /** Sizes that only case.json claims are compared with the arrays before anything is allocated by them. */
    @Test
    void craftedCasesAreRefused() throws IOException {
        assertCase("\"steps\": 400", "\"steps\": 2147483647", "input must have the shape [2147483647, 1], has [400, 1]");
        assertCase("\"steps\": 400", "\"steps\": 0", "steps = 0: must be a whole number from 1");
        assertCase("\"layers\": [", "\"layers\": [30000, 30000, 3], \"x\": [", "must have the shape [400, 30000]");
        assertCase("\"layers\": [", "\"layers\": [3000000000, 1, 1], \"x\": [", "layers[0] = 3000000000: must be a whole number");
        assertCase("\"layers\": [", "\"layers\": [1], \"x\": [", "must list at least two areas");
        assertCase("\"layers\": [", "\"layers\": \"many\", \"x\": [", "layers = \"many\"");
        assertCase("\"dt\": ", "\"dt\": -1, \"dtx\": ", "parameters.dtx is not known; did you mean dt");
        assertCase("{", "[", "line ");
        assertCase("{", "{{", "line ");
        assertCase("{", "{\"steps\": 3, ", "the key 'steps' is there twice");
    }

    private void assertCase(String was, String is, String part) throws IOException {
        Path made = Files.createTempDirectory(folder, "case");
        String json = Files.readString(GOLDEN.resolve("pal-chain/case.json"));
        assertTrue(json.contains(was), json);
        Files.writeString(made.resolve("case.json"), json.substring(0, json.indexOf(was)) + is + json.substring(json.indexOf(was) + was.length()));
        Files.copy(GOLDEN.resolve("pal-chain/arrays.npz"), made.resolve("arrays.npz"));
        say("verify", made.toString()).assertRefused(part);
    }

    @Test
    void aTaskWhoseFilesAreMissingIsRefusedBeforeAnythingIsWritten() throws IOException {
        for (String name : List.of("mnist", "mnist-fa")) {
            say("run", name, "--data", folder.toString(), "--out", folder.resolve("out").toString()).assertRefused(
                    "--data " + folder + ": the files of MNIST are neither there nor in its subfolder mnist.", "Nothing is ever downloaded",
                    "train-images-idx3-ubyte", "--data DIR", "dataset-fashion-mnist");
        }
        say("run", "mnist", "--data", folder.resolve("none").toString()).assertRefused("none: there is no such folder.");
        say("run", "mnist", "--data").assertRefused("--data");
        say("run", "mnist", "--dta", "x").assertRefused("unknown option --dta; did you mean --data?");
        assertNothingWritten();
    }

    @Test
    void dataAreTakenFromTheFolderThatIsGiven() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), IdxFiles.images(12, 28, 28, new byte[12 * 784]));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxFiles.labels(new int[12]));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), IdxFiles.images(2, 28, 28, new byte[2 * 784]));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(0, 0));
        Path out = folder.resolve("out");
        Said said = say("run", "mnist", "--data", folder.toString(), "--out", out.toString(), "-q", "--epochs", "1", "--set", "Tpres=0.1", "--set",
                "train_samples=10", "--set", "validation_samples=2", "--set", "test_samples=2");
        assertEquals(0, said.status, said.err);
        assertTrue(said.out.contains("(2 samples)"), said.out);
        assertTrue(Files.readString(out.resolve("environment.json")).contains("t10k-labels-idx1-ubyte"));
    }

    @Test
    void benchIsTheLaunchersAffair() {
        say("bench", "-f", "1").assertRefused("only a checkout of PAL4J has: start it there, ./pal4j bench -f 1");
    }

    private Path original(String name, String... replacements) throws IOException {
        String text = new String(getClass().getResourceAsStream("/original/" + name).readAllBytes(), StandardCharsets.UTF_8);
        for (int i = 0; i < replacements.length; i += 2) {
            assertTrue(text.contains(replacements[i]), replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** Notes are one line, and come before all else; what was recorded is there. */
    @Test
    void parametersOfTheNumpyProgramRun() throws IOException {
        String file = original("align.json", "\"epochs\": 100", "\"epochs\": 2", "\"dataset_size\": 100", "\"dataset_size\": 4",
                "[123, 456, 789, 111, 222, 1, 3, 5, 7, 9]", "[123, 456]", "\"settling_time\": 100", "\"settling_time\": 1",
                "\"rec_per_steps\": 1000", "\"rec_per_steps\": 100").toString();
        Path out = folder.resolve("aligned");
        Said said = say("run", file, "--task", "bw_only", "--out", out.toString(), "-q");
        assertEquals(0, said.status, said.err);
        assertEquals(1, said.err.lines().count(), said.err);
        assertTrue(said.err.startsWith("pal4j: " + file + ": without effect: init_WIP_range, "), said.err);
        assertTrue(said.out.contains("2 replicas"), said.out);
        Path vbas = out.resolve("seed-456/recordings/vbas1.npy");
        assertTrue(Files.size(vbas) > 8 * 20 * 4, "8 records of area 1 and a header");
        assertFalse(Files.exists(out.resolve("seed-456/recordings/error.npy")));
        // What the run folder says of it is in our own keys, and reads back without a note.
        Said again = say("show", out.resolve("configuration.yaml").toString());
        assertEquals("", again.err);
        assertEquals(say("show", file, "--task", "bw_only").out, again.out);
    }

    @Test
    void aTeacherIsTheTaskUnlessThereIsAnother() throws IOException {
        String file = original("chain.json", "\"epochs\": 5000", "\"epochs\": 1", "\"dataset_size\": 100", "\"dataset_size\": 4",
                "[123, 456, 789, 111, 222]", "[123]", "\"settling_time\": 100", "\"settling_time\": 1", "\"rec_per_steps\": 1000",
                "\"rec_per_steps\": 50").toString();
        Path out = folder.resolve("taught");
        Said said = say("run", file, "--out", out.toString());
        assertEquals(0, said.status, said.err);
        assertTrue(said.err.startsWith("pal4j: " + file + ": task fw_bw, the original's default; --task bw_only is for "), said.err);
        for (String name : List.of("mse", "error", "target", "rP1", "W2")) {
            assertTrue(Files.exists(out.resolve("recordings/" + name + ".npy")), name);
        }
        Said shown = say("show", file, "--task", "fw_bw", "--epochs", "7", "--seed", "5", "--set", "eta_bw=3");
        assertFalse(shown.err.contains("default"), shown.err);
        for (String part : List.of("task: \"teacher\"", "epochs: 7 ", "seed: 5 ", "eta_bw: 3.0 ", "teacher_seed: 873630 ", "random: \"numpy\"")) {
            assertTrue(shown.out.contains(part), part);
        }
        say("run", file, "--set", "model_type=FA").assertRefused("key 'model_type' is not known");
        assertTrue(say("run", file, "--task", "both").err.contains("must be bw_only or fw_bw, not 'both' (see ./pal4j run --help)"));
        say("show", "yinyang", "--task", "bw_only").assertRefused("--task bw_only: goes with a parameter file of the original NumPy program");
    }

    @Test
    void aConfigurationOfTheGennProgramRuns() throws IOException {
        String file = original("yinyang.yaml", "n_train: 2000", "n_train: 2", "n_valid: 300", "n_valid: 1", "n_test: 300", "n_test: 1",
                "n_epochs: 400", "n_epochs: 2").toString();
        Path out = folder.resolve("classified");
        Said said = say("run", file, "--out", out.toString(), "-q");
        assertEquals(0, said.status, said.err);
        assertTrue(said.err.startsWith("pal4j: " + file + ": random numbers are PAL4J's own"), said.err);
        assertTrue(said.out.contains("test accuracy"), said.out);
        assertTrue(Files.exists(out.resolve("recordings/bP2.npy")));
        say("run", original("yinyang.yaml", "ga: 0.06", "ga: -0.01").toString()).assertRefused("(in PAL4J's keys): gapi = -0.01: must be 0 or more");
    }
}
