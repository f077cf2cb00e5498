package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells runs on one page from each other. */
class ComparisonTest {
    @TempDir
    private Path folder;

    private Document page(Path... runs) {
        return Folders.page(Report.write(List.of(runs), folder.resolve("both.html")));
    }

    @Test
    void keysThatDifferStandSideBySide() throws IOException {
        Path first = Folders.run(folder.resolve("first"));
        Path second = Folders.run(folder.resolve("second"), "eta_bw=3", "seed=9");
        Path environment = second.resolve("environment.json");
        Files.writeString(environment, Files.readString(environment).replaceFirst("\"os\" : \"[^\"]*\"", "\"os\" : \"<b>other</b>\""));
        Document page = page(first, second);
        Element table = page.select("h2:contains(What differs) ~ .scroll").first();
        List<String> keys = table.select("tbody th").eachText();
        assertTrue(keys.containsAll(List.of("eta_bw", "seed", "os")), keys.toString());
        assertFalse(keys.contains("layers") || keys.contains("command") || keys.contains("name"), keys.toString());
        assertEquals(List.of("key", "first", "second"), table.select("thead th").eachText());
        assertTrue(table.select("tr:contains(eta_bw) td").eachText().get(1).startsWith("3"), table.text());
        assertTrue(table.select("tr:contains(os) td").eachText().contains("<b>other</b>"), "text became part of the page");
    }

    @Test
    void theBestOfAColumnIsMarkedAndAllSort() throws IOException {
        Path first = Folders.run(folder.resolve("first"));
        Path second = Folders.run(folder.resolve("second"));
        for (Path run : List.of(first, second)) {
            String values = run.equals(first) ? "0.75,20" : "0.5,10";
            Files.writeString(run.resolve("metrics.csv"), "epoch,validation_accuracy,angle_B1\n0,0.1,90\n1," + values + "\n");
            String result = Files.readString(run.resolve("result.json"));
            Files.writeString(run.resolve("result.json"), result.replaceAll("\"test_[a-z_]+\" : [0-9.E-]+,?", "").replaceAll(",\\s*}", "}"));
            Files.deleteIfExists(run.resolve("recordings.npz"));
        }
        Element table = page(first, second).select("h2:contains(Final numbers) ~ .scroll table").first();
        assertTrue(table.hasClass("sortable"));
        assertEquals(List.of("75.00 % \u2605", "10.0\u00b0 \u2605"), table.select("td.best").eachText());
        assertEquals("0.75", table.selectFirst("td.best").attr("data-v"));
        // A single run has nothing to compare.
        assertTrue(Folders.page(Report.write(first)).select("td.best, h2:contains(What differs)").isEmpty());
    }
}
