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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pal4j report}, and the page that a run leaves. */
class ReportCommandTest {
    private static final List<String> TINY = List.of("-q", "--epochs", "1", "--set", "layers=[4, 5, 3]", "--set", "Tpres=0.1", "--set",
            "train_samples=4", "--set", "validation_samples=3", "--set", "test_samples=2");

    @TempDir
    private Path folder;

    private record Said(int status, String out, String err) {}

    private static Said say(Runnable action) {
        return say(() -> {
            action.run();
            return 0;
        });
    }

    private static Said say(String... arguments) {
        return say(() -> Main.execute(arguments));
    }

    private static Said say(java.util.function.IntSupplier action) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var saidOut = new ByteArrayOutputStream();
        var saidErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(saidOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(saidErr, true, StandardCharsets.UTF_8));
            int status = action.getAsInt();
            return new Said(status, saidOut.toString(StandardCharsets.UTF_8), saidErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Path run(String name, String... more) {
        Path path = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("run", "yinyang", "--out", path.toString()));
        arguments.addAll(TINY);
        arguments.addAll(List.of(more));
        Said said = say(arguments.toArray(String[]::new));
        assertEquals(0, said.status, said.err);
        assertTrue(said.out.contains("results in " + path + "\nreport in " + path.resolve("report.html") + "\n"), said.out);
        assertTrue(Files.exists(path.resolve("report.html")));
        return path;
    }

    @Test
    void aRunLeavesAPageAndItCanBeMadeAgain() throws IOException {
        Path run = run("run");
        String first = Files.readString(run.resolve("report.html"));
        Files.delete(run.resolve("report.html"));
        assertEquals(new Said(0, "report in " + run.resolve("report.html") + "\n", ""), say("report", run.toString()));
        assertEquals(first, Files.readString(run.resolve("report.html")));
    }

    @Test
    void onlyTheRootOfAStudyGetsAPageByItself() {
        Path study = run("study", "--seeds", "2");
        assertFalse(Files.exists(study.resolve("seed-123456/report.html")));
        assertEquals(0, say("report", study.resolve("seed-123456").toString()).status);
        assertTrue(Files.exists(study.resolve("seed-123456/report.html")));
    }

    @Test
    void severalRunsGoIntoOnePage() throws IOException {
        Path a = run("a");
        Path b = run("b", "--seeds", "2");
        Path page = folder.resolve("page.html");
        assertEquals(new Said(0, "report in " + page + "\n", ""), say("report", a.toString(), b.toString(), "--out", page.toString()));
        assertTrue(Files.readString(page).contains("<h1>Comparison of 2 runs</h1>"));
        Files.writeString(page, "mine");
        Said refused = say("report", a.toString(), b.toString(), "--out", page.toString());
        assertEquals(Main.UNUSABLE, refused.status);
        assertEquals("", refused.out);
        assertTrue(refused.err.contains("page.html: exists already and is no report, so it is not overwritten"), refused.err);
        assertEquals("mine", Files.readString(page));
    }

    @Test
    void whatCannotBeUsedIsRefused() {
        Said nothing = say("report");
        assertEquals(Main.UNUSABLE, nothing.status);
        assertTrue(nothing.err.contains("report needs RUN, for example ./pal4j report runs/yinyang-1"), nothing.err);
        Said gone = say("report", folder.resolve("gone").toString());
        assertEquals(Main.UNUSABLE, gone.status);
        assertEquals("", gone.out);
        assertTrue(gone.err.startsWith("pal4j: ") && gone.err.contains("gone: there is no such folder"), gone.err);
        Said several = say("report", folder.toString(), folder.resolve("gone").toString());
        assertEquals(Main.UNUSABLE, several.status);
        assertTrue(several.err.contains("2 faults") && several.err.contains("configuration.yaml"), several.err);
    }

    @Test
    void figuresGoIntoAFolder() throws IOException {
        Path run = run("run");
        Said said = say("report", run.toString(), "--figures", "svg", "--width", "120");
        Path figures = run.resolve("figures");
        assertEquals(0, said.status, said.err);
        try (Stream<Path> files = Files.list(figures)) {
            List<Path> all = files.toList();
            assertEquals(new Said(0, all.size() + " figures in " + figures + "\n", ""), said);
            assertTrue(all.contains(figures.resolve("validation-accuracy.svg")) && all.contains(figures.resolve("confusion-matrix.svg")),
                    all.toString());
            for (Path file : all) {
                assertTrue(Files.readString(file).contains(" width=\"120mm\""), file.toString());
            }
        }
        Files.writeString(figures.resolve("validation-accuracy.svg"), "mine");
        Said refused = say("report", run.toString(), "--figures", "svg");
        assertEquals(Main.UNUSABLE, refused.status);
        assertTrue(refused.err.contains("validation-accuracy.svg: exists already and is no figure of PAL4J"), refused.err);
        // Neither the page nor what else the folder has is touched.
        assertTrue(Files.exists(run.resolve("report.html")));
        assertEquals(0, say("report", run.toString()).status);
    }

    @Test
    void figuresThatCannotBeAreRefused() {
        Path run = run("run");
        for (String width : List.of("39", "421", "NaN", "-85")) {
            Said said = say("report", run.toString(), "--figures", "pdf", "--width=" + width);
            assertEquals(Main.UNUSABLE, said.status);
            assertTrue(said.err.contains("must be from 40 to 420 millimetres"), said.err);
        }
        Said alone = say("report", run.toString(), "--width", "85");
        assertEquals(Main.UNUSABLE, alone.status);
        assertTrue(alone.err.contains("--width is for figures; say which with --figures svg, pdf or png"), alone.err);
        Said format = say("report", run.toString(), "--figures", "eps");
        assertEquals(Main.UNUSABLE, format.status);
        assertTrue(format.err.contains("expected one of [SVG, PDF, PNG] (case-insensitive) but was 'eps'"), format.err);
        assertFalse(Files.exists(run.resolve("figures")));
    }

    /** Neither a page that can't be written nor a replica that ran away changes what a run says of itself. */
    @Test
    void aPageThatCannotBeWrittenIsOnlyAWarning() throws IOException {
        Path run = run("run");
        Files.writeString(run.resolve("report.html"), "mine");
        Said said = say(() -> ReportCommand.write(run));
        assertEquals("", said.out);
        assertTrue(said.err.startsWith("pal4j: warning: there is no report: ") && said.err.contains("not overwritten"), said.err);
    }

    @Test
    void aRunThatWasNotFiniteLeavesAPageAndItsStatus() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "yinyang", "--out", folder.resolve("bad").toString()));
        arguments.addAll(TINY);
        arguments.addAll(List.of("--set", "eta_fw=1e38", "--set", "activation=linear"));
        Said said = say(arguments.toArray(String[]::new));
        assertEquals(Main.FAILED, said.status);
        assertTrue(Files.readString(folder.resolve("bad/report.html")).contains("not finite any more"));
    }
}
