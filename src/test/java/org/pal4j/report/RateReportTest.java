package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.rate.TinyImages;

/** Pages of rate networks. */
class RateReportTest {
    @TempDir
    private Path folder;

    private Path run(String name, String experiment, List<String> tiny, String... more) {
        return run(folder, name, experiment, tiny, more);
    }

    /** A run of a rate network, in a folder in which there are images, too. */
    static Path run(Path folder, String name, String experiment, List<String> tiny, String... more) {
        List<String> settings = new ArrayList<>(tiny);
        settings.addAll(List.of(more));
        return Folders.leave(folder.resolve(name), Catalog.study(experiment, settings), TinyImages.write(folder));
    }

    @Test
    void anAutoencoderShowsWhatItKnows() {
        Path run = run("ae", "autoencoder", TinyImages.AUTOENCODER);
        Document page = Folders.page(Report.write(run));
        Map<String, NpyArray> recordings = Npz.read(run.resolve("recordings.npz"));
        JsonNode latents = Folders.chart(page, "Latent rates");
        assertEquals(7, latents.path("points").size());
        assertEquals(7, latents.path("names").size());
        assertEquals(recordings.get("test_latent").toFloats()[3], latents.at("/points/1/1").floatValue(), 1e-4);
        assertEquals(4, latents.at("/points/4/2").intValue());
        JsonNode pairs = Folders.chart(page, "Test images and their reconstructions");
        assertEquals(7, pairs.path("count").intValue());
        byte[] above = Base64.getDecoder().decode(pairs.path("above").textValue());
        assertEquals(7 * 784, above.length);
        assertEquals(Math.round(255 * recordings.get("example_image").toFloats()[5]), above[5] & 0xFF);
        assertEquals("layer 2", Folders.chart(page, "Angle between B and W\u1d40").at("/groups/0/name").textValue());
        assertEquals(3, Folders.chart(page, "Validation error").at("/groups/0/mean").size());
        // A deviation over classifiers beside each mean.
        assertEquals(3, Folders.chart(page, "Accuracy from latent rates").at("/groups/0/mean/0").size());
        String text = page.text();
        assertTrue(text.contains("A rate network of 784-6-2-6-784 neurons with phaseless alignment learning (PAL) that reconstructs the digits of "
                + "MNIST: 2 epochs in batches of 4, each shown for 5 updates; seed 1."), text);
        assertTrue(text.contains("updates") && text.contains("test accuracy of latents") && !text.contains("circuit"), text);
        assertEquals(0, page.select(".notice:not(noscript *)").size());
    }

    /** Everything that circuits have, too. */
    @Test
    void weightsAndRecordingsAreShown() {
        Path run = run("ae", "autoencoder", TinyImages.AUTOENCODER, "snapshot_every=1", "record=[W, r, angle_B, mse]", "record_every=3");
        Document page = Folders.page(Report.write(run));
        Map<String, NpyArray> recordings = Npz.read(run.resolve("recordings.npz"));
        assertTrue(page.select("h2").eachText().containsAll(List.of("Feedback and forward weights", "Weights over time", "Recordings")),
                page.select("h2").eachText()::toString);

        // The angle in the scatter plot comes from the weights; that in the metrics was computed by the run.
        for (int l = 2; l <= 4; l++) {
            JsonNode maps = Folders.chart(page, "B" + l + " and W" + l + "\u1d40");
            assertEquals("neuron of layer " + l, maps.path("x").textValue());
            assertEquals("neuron of layer " + (l - 1), maps.path("y").textValue());
            double[] measured = recordings.get("angle_B" + l).toDoubles();
            assertEquals(measured[measured.length - 1], Folders.chart(page, "B" + l + " against W" + l + "\u1d40").path("angle").doubleValue(), 1e-3);
        }

        float[] w2 = recordings.get("W2").toFloats();
        JsonNode line = Folders.chart(page, "Weights W2 over time").at("/groups/1/singles/0");
        assertEquals(3, line.size());
        for (int t = 0; t < 3; t++) {
            assertEquals(w2[t * 12], line.get(t).get(1).floatValue(), 1e-4 * Math.abs(w2[t * 12]));
        }

        NpyArray angles = Npy.read(run.resolve("recordings/angle_B.npy"));
        long[] steps = Npy.read(run.resolve("recordings/step.npy")).toLongs();
        JsonNode recorded = Folders.chart(page, "Angle between B and W\u1d40, as recorded");
        assertEquals("update", recorded.at("/x/name").textValue());
        assertEquals(List.of("layer 2", "layer 3", "layer 4"), recorded.path("groups").findValuesAsText("name"));
        assertEquals(steps[1], recorded.at("/groups/2/mean/1/0").longValue());
        assertEquals(angles.toDoubles()[5], recorded.at("/groups/2/mean/1/1").doubleValue(), 1e-2);
        assertTrue(Folders.titles(page).containsAll(List.of("Squared error, as recorded", "W3 over updates", "r2 over updates")),
                Folders.titles(page)::toString);
        page.select("details").remove();
        assertFalse(page.text().contains("voltage") || page.text().contains("circuit"), page.text());
    }

    @Test
    void kernelsOfConvolutionsAreShown() {
        Path run = run("conv", "cifar10", TinyImages.CIFAR, "snapshot_every=1", "record=[B]");
        Document page = Folders.page(Report.write(run));
        assertEquals("filter of layer 3", Folders.chart(page, "B3 and W3").path("x").textValue());
        String caption = page.select("figure:has([aria-label^=Weights W1 over time]) figcaption").text();
        assertTrue(caption.startsWith("3 \u00d7 75, recorded 2 times."), caption);
        assertEquals(2, Folders.chart(page, "B3 over updates").at("/groups/0/mean").size());
    }

    @Test
    void classificationHasAConfusionMatrix() {
        Path one = run("one", "cifar10", TinyImages.CIFAR);
        Document page = Folders.page(Report.write(one));
        int counted = 0;
        for (JsonNode row : Folders.chart(page, "Confusion matrix").path("counts")) {
            for (JsonNode cell : row) {
                counted += cell.intValue();
            }
        }
        assertEquals(7, counted);
        assertEquals(10.0, Folders.chart(page, "Validation accuracy").at("/guide/y").doubleValue());
        assertTrue(page.text().contains("on CIFAR-10 classification: 1 epoch in batches of 4"), page.text());
    }

    /** The task had another name, and nothing could be recorded. */
    @Test
    void foldersOfEarlierVersionsAreStillRead() throws IOException {
        Path run = run("old", "autoencoder", TinyImages.AUTOENCODER, "task=mnist-random-split", "layers=[dense 6 tanh, dense 10 linear]",
                "lr_factors=0.01", "bw_lr_factors=[0, 1]", "sigma=0.01");
        Path configuration = run.resolve("configuration.yaml");
        List<String> lines = Files.readAllLines(configuration).stream().filter(line -> !line.matches("(snapshot_every|record).*"))
                .map(line -> line.replace("task: \"mnist-random-split\"", "task: \"mnist\"")).toList();
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("task: \"mnist\"")), lines::toString);
        Files.write(configuration, lines);
        Document page = Folders.page(Report.write(run));
        assertTrue(page.text().contains("on MNIST classification: 2 epochs in batches of 4"), page.text());
        assertEquals(0, page.select(".notice:not(noscript *)").size());
        assertTrue(Folders.titles(page).contains("B2 and W2\u1d40"), Folders.titles(page)::toString);
    }

    @Test
    void studiesAndComparisons() {
        Path two = run("two", "autoencoder", TinyImages.AUTOENCODER, "seeds=[3, 8]", "epochs=1");
        Path fa = run("fa", "autoencoder-fa", TinyImages.AUTOENCODER, "epochs=1");
        Document page = Folders.page(Report.write(two));
        assertTrue(page.text().contains("2 replicas, seeds 3, 8"), page.text());
        Set<String> seeds = new HashSet<>(page.select("td").eachText());
        assertTrue(seeds.containsAll(Set.of("3", "8")), seeds::toString);
        Document both = Folders.page(Report.write(List.of(two, fa), folder.resolve("both.html")));
        assertTrue(both.text().contains("random feedback (FA)"), both.text());
        assertEquals(2, Folders.chart(both, "Validation error").path("groups").size());
    }

    @Test
    void aSweepHasAPage() {
        List<String> settings = new ArrayList<>(TinyImages.AUTOENCODER);
        settings.removeIf(setting -> setting.startsWith("multiplier"));
        settings.addAll(List.of("seeds=[3, 8]", "sweep={product: {multiplier: [2, 4, 1e30], lr_factors: [[0.01, 0.01, 0.01, 0.001], 0.001]}}"));
        Path sweep = Folders.sweep(folder.resolve("sweep"), Catalog.sweep("autoencoder", settings, notes -> {}), TinyImages.write(folder));
        Document page = Folders.page(Report.write(sweep));
        JsonNode chart = Folders.chart(page, "Test accuracy from latent rates");
        assertEquals(6, chart.path("points").size());
        assertEquals(10.0, chart.at("/guide/y").doubleValue());
        assertEquals(3, Folders.chart(page, "Validation error over epochs").at("/groups/0/mean").size());
        assertTrue(Folders.titles(page).containsAll(List.of("Test error", "Accuracy from latent rates", "Angle between B and W\u1d40, layer 2")),
                Folders.titles(page)::toString);
        assertTrue(Folders.titles(page).stream().noneMatch(title -> title.contains("sd")), "the deviation over classifiers is no measure");
        String text = page.text();
        assertTrue(text.contains("lr_factors ([0.01,0.01,0.01,0.001], 0.001)") && text.contains("Best test latent accuracy"), text);
        assertTrue(text.contains("Runs of 2 points ended early, as their rates were not finite any more"), text);
        assertTrue(page.select("details pre").text().startsWith("model: \"rate\""), "the configuration");
        page.select("details").remove();
        String own = page.text();
        assertFalse(own.contains("circuit") || own.contains("voltage") || own.contains("steps"), own);
    }
}
