package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.run.Catalog;
import org.pal4j.run.DataFolder;
import org.pal4j.run.RateExperiment;
import org.pal4j.run.RateFolder;
import org.pal4j.run.RateListener;
import org.pal4j.run.RateMetrics;
import org.pal4j.run.RateRunner;
import org.pal4j.run.RateSummary;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Study;
import org.pal4j.run.TinyImages;

/** Pages of rate networks. */
class RateReportTest {
    @TempDir
    private Path folder;

    /** A listener that does not listen. */
    private static final class Deaf implements RateListener {
        @Override
        public void begin(Study<RateExperiment> study, long updates) {}

        @Override
        public void progress(Where where, long updates) {}

        @Override
        public void measured(int replica, List<RateMetrics> metrics, Supplier<Map<String, NpyArray>> weights) {}

        @Override
        public void summed(RateSummary summary) {}

        @Override
        public void failed(int replica, String fault) {}
    }

    private Path run(String name, String experiment, List<String> tiny, String... more) {
        return run(folder, name, experiment, tiny, more);
    }

    /** A run of a rate network, in a folder in which there are images, too. */
    static Path run(Path folder, String name, String experiment, List<String> tiny, String... more) {
        List<String> settings = new ArrayList<>(tiny);
        settings.addAll(List.of(more));
        Study<RateExperiment> study = Catalog.read(experiment, settings).of(RateExperiment.class).orElseThrow();
        DataFolder data = TinyImages.write(folder);
        RateRunner runner = new RateRunner(study, 1, new Deaf(), () -> false, data);
        RateFolder own = new RateFolder(RunFolder.at(folder.resolve(name)));
        own.begin(study, runner.dataFiles());
        own.finish(study, runner.run());
        return folder.resolve(name);
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
        Path sweep = Folders.sweep(folder.resolve("sweep"), Catalog.sweep("autoencoder", settings, notes -> { }), TinyImages.write(folder));
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
