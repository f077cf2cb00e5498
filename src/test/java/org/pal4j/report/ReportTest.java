package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.rate.TinyImages;
import org.pal4j.run.MetricsTable;

/** What is in a page: the numbers of the files, and nothing that came along with them. */
class ReportTest {
    private static final double FIVE_DIGITS = 1e-4;

    @TempDir
    private Path folder;

    private static void assertLine(double[] epochs, double[] values, double factor, JsonNode line) {
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                assertEquals(epochs[i], line.get(at).get(0).doubleValue());
                assertEquals(factor * values[i], line.get(at).get(1).doubleValue(), FIVE_DIGITS * Math.abs(factor * values[i]));
                at++;
            }
        }
        assertEquals(at, line.size());
    }

    /** A page contains a library, whose licences ask for their texts to go with it. */
    @Test
    void aPageHasTheLicencesOfWhatItContains() {
        String licences = Folders.page(Report.write(Folders.run(folder.resolve("tiny")))).select("footer details pre").text();
        for (String text : List.of("Copyright 2017-2025 The Apache Software Foundation", "Copyright 2010-2016 Mike Bostock",
                "Copyright (c) 2017, Baidu Inc.", "Copyright (c) Microsoft Corporation", "4. Redistribution.", "END OF TERMS AND CONDITIONS")) {
            assertTrue(licences.contains(text), text);
        }
    }

    /** ECharts' series of geographic lines show names in tooltips as HTML, in versions before 6.1.0. */
    @Test
    void noChartHasASeriesThatShowsHtml() throws IOException {
        for (String script : List.of("charts.js", "sweep.js", "roofline.js")) {
            try (InputStream in = Report.class.getResourceAsStream("/org/pal4j/report/" + script)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(text.contains("type: 'line'") && !text.contains("type: 'lines'"), script);
            }
        }
    }

    @Test
    void aPageHasTheNumbersOfTheFiles() {
        Path run = Folders.run(folder.resolve("tiny"));
        Document page = Folders.page(Report.write(run));
        MetricsTable metrics = MetricsTable.read(run.resolve("metrics.csv"));
        Map<String, NpyArray> recordings = Npz.read(run.resolve("recordings.npz"));
        assertEquals(4, metrics.rows());
        assertLine(metrics.epochs(), metrics.columns().get("validation_accuracy"), 100,
                Folders.chart(page, "Validation accuracy").at("/groups/0/mean"));
        assertLine(metrics.epochs(), metrics.columns().get("train_error"), 1, Folders.chart(page, "Training error").at("/groups/0/mean"));
        assertLine(metrics.epochs(), metrics.columns().get("angle_B1"), 1, Folders.chart(page, "Angle between B and W\u1d40").at("/groups/0/mean"));

        // The angle in the scatter plot comes from the weights; that in the metrics was computed by the run.
        JsonNode scatter = Folders.chart(page, "B1 against W2\u1d40");
        assertEquals(metrics.last("angle_B1").mean(), scatter.path("angle").doubleValue(), 1e-3);
        assertEquals(15, scatter.path("points").size());

        long[] expected = recordings.get("test_class").toLongs();
        long[] predicted = recordings.get("test_prediction").toLongs();
        JsonNode counts = Folders.chart(page, "Confusion matrix").path("counts");
        for (int i = 0; i < counts.size(); i++) {
            for (int j = 0; j < counts.size(); j++) {
                int row = i;
                int column = j;
                assertEquals(IntStream.range(0, 11).filter(k -> expected[k] == row && predicted[k] == column).count(), counts.get(i).get(j).asLong());
            }
        }
        float[] w2 = recordings.get("W2").toFloats();
        JsonNode line = Folders.chart(page, "Weights W2 over time").at("/groups/1/singles/0");
        assertEquals(4, line.size());
        for (int t = 0; t < 4; t++) {
            assertEquals(w2[t * 15], line.get(t).get(1).floatValue(), FIVE_DIGITS * Math.abs(w2[t * 15]));
        }
        assertEquals(11, Folders.chart(page, "Decision regions").path("points").size());
        assertTrue(page.text().contains("4-5-3 neurons with phaseless alignment learning (PAL) on Yin-Yang classification: 3 epochs"), page.text());
        assertEquals(0, page.select(".notice:not(noscript *)").size());
    }

    @Test
    void aPageIsOneFileThatLoadsNothing() throws Exception {
        Document page = Folders.page(Report.write(Folders.run(folder.resolve("tiny"))));
        assertEquals(0, page.select("link, img, iframe, object, embed, script[src], [onclick], [onerror], [onload]").size());
        page.select("a").forEach(a -> assertTrue(page.getElementById(a.attr("href").substring(1)) != null, a.outerHtml()));
        assertTrue(Files.size(folder.resolve("tiny/report.html")) < Report.MAX_BYTES);

        // The policy lets exactly the two scripts run that are there.
        String policy = page.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
        List<Element> scripts = page.select("script:not([type])");
        assertEquals(2, scripts.size());
        for (Element script : scripts) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.data().getBytes(StandardCharsets.UTF_8));
            assertTrue(policy.contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'"), policy);
        }
        assertTrue(policy.startsWith("default-src 'none';") && !policy.contains("script-src 'unsafe"), policy);
    }

    @Test
    void headingsAreInOrderAndEveryChartSaysWhatItIs() {
        Document page = Folders.page(write(Folders.run(folder.resolve("a")), Folders.study(folder.resolve("b"), "seeds=2")));
        int level = 0;
        for (Element heading : page.select("h1, h2, h3, h4")) {
            int next = heading.tagName().charAt(1) - '0';
            assertTrue(next <= level + 1, heading.outerHtml());
            level = next;
        }
        assertEquals(1, page.select("h1").size());
        assertEquals(Folders.charts(page).size(), page.select("figure > .chart[role=img][aria-label]").size());
        page.select("figure").forEach(figure -> assertTrue(figure.selectFirst("figcaption").text().length() > 20, figure.outerHtml()));
        page.select("table").forEach(table -> assertTrue(table.select("caption").size() == 1 && table.select("th[scope=col]").size() > 0
                && table.select("tbody th[scope=row]").size() > 0, table.outerHtml()));
    }

    private Path write(Path... runs) {
        return Report.write(List.of(runs), folder.resolve("comparison.html"));
    }

    @Test
    void nothingFromOutsideBecomesMarkup() throws IOException {
        String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;\"'<!--";
        Path run = Folders.run(folder.resolve("a<img src=x onerror=alert(3)>&amp;\"'"), "title=\"" + evil.replace("\"", "\\\"") + "\"");
        Files.writeString(run.resolve("environment.json"), "{\"<b>x\": \"</table><script>alert(4)</script>\"}");
        Files.writeString(run.resolve("result.json"), "{\"ending\": \"non_finite\", \"fault\": \"<i>fault</i>\"}");
        for (Path file : List.of(Report.write(run), write(run, Folders.run(folder.resolve("b"))))) {
            Document page = Folders.page(file);
            assertEquals(3, page.select("script").size());
            assertEquals(0, page.select("img, b, i").size());
            assertTrue(page.text().contains("<img src=x onerror=alert(3)>&amp;\"'"), page.text());
            assertTrue(page.text().contains("</table><script>alert(4)</script>"));
            assertTrue(page.text().contains("<i>fault</i>"));
            assertEquals(evil, page.selectFirst(".subtitle").wholeText());
            String html = Files.readString(file);
            String data = html.substring(html.indexOf("id=\"data\">"), html.indexOf("</script>", html.indexOf("id=\"data\">")));
            assertFalse(data.contains("<"), data);
            Folders.charts(page);
        }
    }

    /** The three angles of figure 3 stand side by side. */
    @Test
    void alignmentHasThreePanels() {
        for (String name : List.of("fig3abc", "fig3def")) {
            List<String> settings = List.of("layers=[3, 4, 5, 2]", "Tpres=0.2", "train_samples=6", "settling_time=0.5", "epochs=2", "seeds=[1, 2]");
            Path study = Folders.leave(folder.resolve(name), Catalog.study(name, settings), DataFolder.of(Optional.empty()));
            MetricsTable metrics = MetricsTable.read(study.resolve("metrics.csv"));
            Document page = Folders.page(Report.write(study));
            String updates = "Angle between \u0394W and BP's \u0394W";
            List<String> titles = List.of("Angle between B and W\u1d40", "Angle between B and \u03c6\u2032 W\u1d40 \u03c6\u2032", updates);
            List<String> small = page.select("figure.small .chart").eachAttr("data-chart").stream().map(Integer::parseInt)
                    .map(k -> Folders.charts(page).get(k).path("title").asText()).toList();
            assertEquals(titles, small.stream().filter(title -> title.startsWith("Angle")).toList());
            JsonNode groups = Folders.chart(page, updates).path("groups");
            assertEquals(3, groups.size());
            for (int l = 1; l <= 3; l++) {
                JsonNode group = groups.get(l - 1);
                assertEquals("area " + l, group.path("name").asText());
                assertLine(metrics.epochs(), metrics.columns().get("angle_update" + l + "_mean"), 1, group.path("mean"));
                assertEquals(2, group.path("singles").size());
            }
            assertTrue(page.select("th").eachText().contains("angle of \u0394W3"), page.select("th").eachText().toString());
        }
    }

    @Test
    void aStudyHasMeansBandsAndSingleReplicas() {
        Path study = Folders.study(folder.resolve("study"), "seeds=[3, 1, 2]");
        Document page = Folders.page(Report.write(study));
        MetricsTable metrics = MetricsTable.read(study.resolve("metrics.csv"));
        JsonNode group = Folders.chart(page, "Angle between B and W\u1d40").at("/groups/0");
        assertLine(metrics.epochs(), metrics.columns().get("angle_B1_mean"), 1, group.path("mean"));
        double[] deviations = metrics.columns().get("angle_B1_sd");
        for (int i = 0; i < deviations.length; i++) {
            assertEquals(deviations[i], group.path("mean").get(i).get(2).doubleValue(), FIVE_DIGITS * deviations[i]);
        }
        assertEquals(3, group.path("singles").size());
        // In the order of the study.
        MetricsTable first = MetricsTable.read(study.resolve("seed-3/metrics.csv"));
        assertLine(first.epochs(), first.columns().get("angle_B1"), 1, group.path("singles").get(0));
        assertEquals(List.of("seed-3", "seed-1", "seed-2"), page.select("h2:contains(Replicas) ~ .scroll tbody th").eachText());
        int tested = 0;
        for (JsonNode row : Folders.chart(page, "Confusion matrix").path("counts")) {
            for (JsonNode count : row) {
                tested += count.intValue();
            }
        }
        assertEquals(33, tested);
        // A replica has a page too, if somebody asks for it.
        assertEquals("seed-1", Folders.page(Report.write(study.resolve("seed-1"))).selectFirst("h1").text());
    }

    @Test
    void replicasThatAreNotFiniteAreNamedAndLeftOut() {
        Path study = Folders.study(folder.resolve("study"), "seeds=null", "each={eta_fw: [0.1, 1e38, 0.2]}", "activation=linear");
        Document page = Folders.page(Report.write(study));
        assertEquals(List.of("eta_fw 0.1", "eta_fw 0.2"), Folders.chart(page, "Validation accuracy").path("groups").findValuesAsText("name"));
        assertTrue(page.select(".notice").text().contains("Replica replica-2 was not finite any more and is left out: the voltage of neuron"),
                page.text());
        assertTrue(page.select("tr:contains(replica-2)").text().contains("non finite"));
        assertTrue(page.select("tr:contains(replica-2)").text().contains("1.0E38"));

        Document alone = Folders.page(Report.write(study.resolve("replica-2")));
        assertTrue(alone.select(".notice").text().contains("ended early"), alone.text());
        assertFalse(Folders.titles(alone).contains("Decision regions"), "weights that are not finite were shown");
    }

    /** A mean over different learning rates tells nothing; one over the seeds of each does. */
    @Test
    void valuesAreNotAveraged() {
        Path study = Folders.study(folder.resolve("study"), "seeds=[3, 1, 2, 5]", "each={eta_fw: [0.1, 0.2, 0.1, 0.2]}");
        Document page = Folders.page(Report.write(study));
        JsonNode groups = Folders.chart(page, "Validation accuracy").path("groups");
        assertEquals(List.of("eta_fw 0.1", "eta_fw 0.2"), groups.findValuesAsText("name"));
        assertEquals(2, groups.at("/1/singles").size());
        List<MetricsTable> tables = Stream.of("replica-2", "replica-4").map(own -> MetricsTable.read(study.resolve(own + "/metrics.csv"))).toList();
        double[] first = tables.get(0).columns().get("validation_accuracy");
        double[] second = tables.get(1).columns().get("validation_accuracy");
        double[] mean = IntStream.range(0, first.length).mapToDouble(i -> (first[i] + second[i]) / 2).toArray();
        assertLine(tables.get(0).epochs(), mean, 100, groups.at("/1/mean"));
        assertEquals(List.of("eta_fw 0.1", "eta_fw 0.2"), page.select("h2:contains(Final numbers) ~ .scroll").first().select("tbody th").eachText());
        assertEquals(4, page.select("h2:contains(Replicas) ~ .scroll tbody th").size());
        // Beside another run, the values name their run.
        Document both = Folders.page(Report.write(List.of(study, Folders.run(folder.resolve("alone"))), folder.resolve("both.html")));
        assertEquals(List.of("study, eta_fw 0.1", "study, eta_fw 0.2", "alone"),
                Folders.chart(both, "Validation accuracy").path("groups").findValuesAsText("name"));
    }

    @Test
    void angleColumnsOfAnyNameAreShown() throws IOException {
        Path run = Folders.run(folder.resolve("tiny"));
        Files.writeString(run.resolve("metrics.csv"), "epoch,angle_B1,angle_B2,angle_phi1,angle_other2,seconds\n0,90,80,70,60,0\n1,50,40,30,20,1\n");
        Document page = Folders.page(Report.write(run));
        assertEquals(List.of("area 1", "area 2"), Folders.chart(page, "Angle between B and W\u1d40").path("groups").findValuesAsText("name"));
        assertEquals(30, Folders.chart(page, "Angle between B and \u03c6\u2032 W\u1d40 \u03c6\u2032").at("/groups/0/mean/1/1").intValue());
        assertEquals(20, Folders.chart(page, "Angle other").at("/groups/0/mean/1/1").intValue());
    }

    @Test
    void severalRunsShareTheirCharts() {
        Path pal = Folders.study(folder.resolve("pal"), "seeds=2");
        Path fa = Folders.run(folder.resolve("x/fa"), "algorithm=FA", "noise_scale=0");
        Path bp = Folders.run(folder.resolve("y/fa"), "algorithm=BP", "noise_scale=0");
        Document page = Folders.page(write(pal, fa, bp));
        // Two folders of one name are told apart by their paths.
        List<String> names = List.of("pal", fa.toString(), bp.toString());
        for (String title : List.of("Validation accuracy", "Training error", "Angle between B and W\u1d40, area 1")) {
            assertEquals(names, Folders.chart(page, title).path("groups").findValuesAsText("name"));
        }
        Element table = page.selectFirst("table");
        assertEquals(names, table.select("tbody th").eachText());
        assertEquals(List.of("PAL", "FA", "BP"), table.select("tbody td:nth-child(2)").eachText());
        assertEquals("0.0\u00b0 \u2605", table.select("tbody tr:nth-child(3) td:nth-child(7)").text());
        assertTrue(page.select("h2").eachText().containsAll(names), page.select("h2").eachText().toString());
        assertEquals(3, Folders.titles(page).stream().filter("Decision regions"::equals).count());
    }

    @Test
    void aRunKeepsItsColourWhereOthersHaveNothing() {
        Path none = Folders.run(folder.resolve("none"), "validation_samples=0");
        Path some = Folders.run(folder.resolve("some"));
        Document page = Folders.page(write(none, some));
        assertEquals(List.of("some"), Folders.chart(page, "Validation accuracy").path("groups").findValuesAsText("name"));
        assertEquals(1, Folders.chart(page, "Validation accuracy").at("/groups/0/color").intValue());
        assertEquals(1, Folders.chart(page, "Training error").at("/groups/1/color").intValue());
    }

    @Test
    void theHeadTellsLearningRatesAndEpochsToNinety() throws IOException {
        Path run = Folders.run(folder.resolve("run"), "eta_fw=[0.3, 0.1]", "eta_bw=2");
        List<String> head = Folders.page(write(run)).select("header p").eachText();
        assertTrue(head.stream().anyMatch(text -> text.startsWith("Learning rates: eta_fw [0.3, 0.1]; eta_bw 2.0; ")), head.toString());
        assertTrue(head.stream().anyMatch(text -> text.startsWith("Epochs to 90 % validation accuracy: not reached; the best was ")),
                head.toString());
        Path study = Folders.study(folder.resolve("study"), "seeds=[1, 2, 3]");
        // The second reaches it in its second epoch, the third at once, the first never.
        for (int seed = 1; seed <= 3; seed++) {
            String accuracies = List.of("0.1,0.2,0.3,0.899", "0.1,0.5,0.9,0.8", "0.95,0.96,0.2,0.1").get(seed - 1);
            StringBuilder table = new StringBuilder("epoch,steps,validation_accuracy\n");
            String[] values = accuracies.split(",");
            for (int epoch = 0; epoch < values.length; epoch++) {
                table.append(epoch).append(",1,").append(values[epoch]).append('\n');
            }
            Files.writeString(study.resolve("seed-" + seed + "/metrics.csv"), table);
        }
        List<String> mean = Folders.page(write(study)).select("header p").eachText();
        assertTrue(mean.stream().anyMatch(text -> text.matches(
                "Epochs to 90 % validation accuracy: 1\\.?0* \u00b1 1\\.4\\d*, mean over the 2 of 3 replicas that reached it\\.")), mean.toString());
        Path values = Folders.study(folder.resolve("values"), "each={eta_bw: [1, 2]}");
        List<String> each = Folders.page(write(values)).select("header p").eachText();
        assertTrue(each.stream().anyMatch(text -> text.contains("; eta_bw as in the table of replicas;")), each.toString());
        assertTrue(each.stream().anyMatch(text -> text.contains("accuracy: eta_bw 1: not reached;")), each.toString());
    }

    /** What other pages have, and this one has not, with the reason. */
    @Test
    void whatIsLeftOutHasAReason() throws IOException {
        Path run = Folders.run(folder.resolve("run"), "snapshot_every=0", "test_samples=0");
        Map<String, String> why = Folders.leftOut(Folders.page(write(run)));
        assertEquals("snapshot_every is 0, so no snapshots were kept.", why.get("Weights over time"));
        assertEquals("record is empty, so nothing was recorded between epochs.", why.get("Recordings"));
        assertTrue(why.get("Confusion matrix").startsWith("No test samples were classified"), why.toString());
        assertEquals(3, why.size(), why.toString());
        Files.delete(run.resolve("weights.safetensors"));
        Files.delete(run.resolve("environment.json"));
        why = Folders.leftOut(Folders.page(write(run)));
        assertTrue(why.get("Weights, and what depends on them").startsWith("There is no weights.safetensors"), why.toString());
        assertTrue(why.containsKey("Environment"), why.toString());
        Path bp = RateReportTest.run(folder, "bp", "autoencoder-bp", TinyImages.AUTOENCODER);
        assertTrue(Folders.leftOut(Folders.page(write(bp))).values().stream().anyMatch(reason -> reason.contains("BP has no feedback weights B")),
                Folders.leftOut(Folders.page(write(bp))).toString());
        Path both = Folders.study(folder.resolve("both"), "seeds=2", "record=[mse]");
        why = Folders.leftOut(Folders.page(write(both)));
        assertTrue(why.get("Weights of the other replica").startsWith("One network is shown. For another: ./pal4j report "), why.toString());
    }

    /** A description and captions are of what has happened, not of what was to come. */
    @Test
    void captionsTellWhatHasHappened() throws IOException {
        Path run = Folders.run(folder.resolve("run"), "new_W_after=2", "algorithm=FA", "noise_scale=0");
        Document page = Folders.page(write(run));
        assertTrue(page.text().contains(": 3 epochs of 6 training samples, each shown for 0.1 ms; W is drawn anew after epoch 2; seed"), page.text());
        assertTrue(page.text().contains(", before the first epoch and after each."), page.text());
        assertFalse(page.text().contains("where noise is on"), page.text());
        Path noisy = Folders.run(folder.resolve("noisy"));
        assertTrue(Folders.page(write(noisy)).text().contains("taken for another one in the test, where noise is on."), page.text());
        Path metrics = run.resolve("metrics.csv");
        List<String> lines = Files.readAllLines(metrics);
        Files.delete(run.resolve("result.json"));
        Files.write(metrics, lines.subList(0, 3));
        page = Folders.page(write(run));
        assertTrue(page.text().contains(": 1 epoch of 6 training samples, each shown for 0.1 ms; seed"), page.text());
        Files.write(metrics, lines.subList(0, 2));
        page = Folders.page(write(run));
        assertTrue(page.text().contains(": 0 epochs of 6 training samples, each shown for 0.1 ms; seed"), page.text());
        assertTrue(page.text().contains("classified right, before the first epoch."), page.text());
    }

    /** Where one replica is left, there are no means, bands and thin lines. */
    @Test
    void oneReplicaIsNoMean() throws IOException {
        Path study = Folders.study(folder.resolve("study"), "seeds=[1, 2]");
        assertTrue(Folders.page(write(study)).text().contains("Thick lines are means of 2 replicas"));
        Path result = study.resolve("seed-2/result.json");
        Files.writeString(result, Files.readString(result).replace("complete", "non_finite"));
        String text = Folders.page(write(study)).text();
        assertTrue(text.contains(" Of 2 replicas, one is shown.") && !text.contains("Thick lines"), text);
    }
}
