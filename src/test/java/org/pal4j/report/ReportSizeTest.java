package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;

/** Pages stay small, whatever was run. */
class ReportSizeTest {
    private static final int EPOCHS = 5000;

    @TempDir
    private Path folder;

    /** A study with 16 seeds and three hidden areas, as far as curves go. */
    private Path study(String name) throws IOException {
        Path study = Files.createDirectory(folder.resolve(name));
        List<String> settings = List.of("layers=[4, 30, 30, 30, 3]", "eta_fw=1", "epochs=" + EPOCHS);
        List<String> replicas = new ArrayList<>(settings);
        replicas.add("seeds=16");
        Files.writeString(study.resolve("configuration.yaml"), Catalog.study("yinyang", replicas).show());
        Random random = new Random(1);
        Files.writeString(study.resolve("metrics.csv"), metrics(random, List.of("train_error_mean", "train_error_sd", "validation_accuracy_mean",
                "validation_accuracy_sd", "angle_B1_mean", "angle_B1_sd", "angle_B2_mean", "angle_B2_sd", "angle_B3_mean", "angle_B3_sd")));
        for (String label : Catalog.study("yinyang", replicas).labels()) {
            Path own = Files.createDirectory(study.resolve(label));
            Files.writeString(own.resolve("configuration.yaml"), Catalog.study("yinyang", settings).show());
            Files.writeString(own.resolve("metrics.csv"), metrics(random, List.of("train_error", "validation_accuracy", "angle_B1", "angle_B2",
                    "angle_B3")));
        }
        return study;
    }

    private static String metrics(Random random, List<String> columns) {
        StringBuilder text = new StringBuilder("epoch,").append(String.join(",", columns)).append('\n');
        for (int epoch = 0; epoch <= EPOCHS; epoch++) {
            text.append(epoch);
            for (int i = 0; i < columns.size(); i++) {
                text.append(',').append(random.nextDouble());
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Test
    void sixteenSeedsOfFiveThousandEpochsFit() throws IOException {
        Path study = study("study");
        Path page = Report.write(study);
        assertTrue(Files.size(page) < 3_000_000, Files.size(page) + " bytes");
        // And there is still something to see.
        Document parsed = Folders.page(page);
        assertTrue(Folders.chart(parsed, "Training error").at("/groups/0/mean").size() >= 1000);
        assertTrue(Folders.chart(parsed, "Training error").at("/groups/0/singles").size() == 16);
        assertTrue(Folders.chart(parsed, "Training error").at("/groups/0/singles/15").size() >= 100);
    }

    @Test
    void whatDoesNotFitIsShownWithLessDetail() {
        Path run = Folders.run(folder.resolve("run"), "layers=[4, 200, 200, 3]", "eta_fw=1", "epochs=1", "train_samples=1", "test_samples=300");
        List<ReportedRun> runs = List.of(ReportedRun.of(RunReader.read(run)));
        int full = bytes(Report.page(runs, Report.MAX_BYTES));
        int page = bytes(Report.page(runs, full - 1));
        assertTrue(page < full - 10_000, page + " of " + full);
        String message = assertThrows(InputException.class, () -> Report.page(runs, 1_000_000)).getMessage();
        assertTrue(message.contains("1000000 is the limit; compare fewer runs"), message);
    }

    @Test
    void manyRunsShareTheRoom() {
        Path run = Folders.run(folder.resolve("run"), "layers=[4, 200, 200, 3]", "eta_fw=1", "epochs=1", "train_samples=1");
        ReportedRun reported = ReportedRun.of(RunReader.read(run));
        int one = bytes(Report.page(List.of(reported), Report.MAX_BYTES));
        int many = bytes(Report.page(java.util.Collections.nCopies(24, reported), Report.MAX_BYTES));
        assertTrue(many < 1_100_000 + 8 * (one - 1_000_000), many + ", one alone " + one);
    }

    private static int bytes(String page) {
        return page.getBytes(StandardCharsets.UTF_8).length;
    }
}
