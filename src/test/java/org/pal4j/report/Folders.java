package org.pal4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.pal4j.InputException;
import org.pal4j.circuit.Replica;
import org.pal4j.run.Catalog;
import org.pal4j.run.DataFolder;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Experiment;
import org.pal4j.run.RunFolder;
import org.pal4j.run.RunListener;
import org.pal4j.run.Runner;
import org.pal4j.run.Study;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyListener;
import org.pal4j.run.StudyRunner;
import org.pal4j.run.Sweep;
import org.pal4j.run.SweepFolder;
import org.pal4j.run.SweepListener;
import org.pal4j.run.SweepRun;
import org.pal4j.run.SweepRunner;

/** Folders of runs that take a moment, and pages as a browser reads them. */
final class Folders {
    private static final JsonMapper JSON = new JsonMapper();

    private Folders() {}

    private static List<String> tiny(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.1", "train_samples=6", "validation_samples=7",
                "test_samples=11", "epochs=3", "snapshot_every=1"));
        all.addAll(List.of(settings));
        return all;
    }

    /** Runs Yin-Yang with 4-5-3 neurons. */
    static Path run(Path folder, String... settings) {
        Experiment e = Catalog.find("yinyang", tiny(settings));
        RunFolder target = RunFolder.at(folder);
        target.begin(e);
        target.finish(e, new Runner(e, e.epochs(), new Silent(), () -> false).run());
        return folder;
    }

    /** The same with several replicas. */
    static Path study(Path folder, String... settings) {
        Study<Experiment> study = Catalog.study("yinyang", tiny(settings));
        StudyFolder target = new StudyFolder(RunFolder.at(folder));
        target.begin(study, java.util.Map.of());
        target.finish(study, new StudyRunner(study, 1, new Silent(), () -> false, DataFolder.of(Optional.empty())).run());
        return folder;
    }

    /** A sweep with two seeds, of which nothing is missing. */
    static Path sweep(Path folder, String... settings) {
        List<String> all = tiny("epochs=2", "snapshot_every=0", "seeds=2");
        all.addAll(List.of(settings));
        return sweep(folder, Catalog.sweep("yinyang", all, notes -> { }), DataFolder.of(Optional.empty()));
    }

    /** Any sweep, of which nothing is missing. */
    static Path sweep(Path folder, Sweep sweep, DataFolder data) {
        SweepFolder target = SweepFolder.at(folder, sweep);
        target.begin();
        new SweepRunner(sweep, sweep.runs(), 1, new Silent(), () -> false, data).run(target);
        target.gather();
        return folder;
    }

    /** A page, in which the parser must find nothing wrong. */
    static Document page(Path file) {
        try {
            String html = Files.readString(file);
            Parser parser = Parser.htmlParser().setTrackErrors(20);
            Document page = Jsoup.parse(html, "", parser);
            if (!parser.getErrors().isEmpty()) {
                throw new AssertionError(parser.getErrors().toString());
            }
            return page;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The data of all charts. */
    static JsonNode charts(Document page) {
        try {
            return JSON.readTree(page.selectFirst("script#data").data());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The data of the one chart with a title. */
    static JsonNode chart(Document page, String title) {
        for (JsonNode chart : charts(page)) {
            if (chart.path("title").asText().equals(title)) {
                return chart;
            }
        }
        throw new AssertionError("no chart " + title + " in " + page.select("h1, h2, h3").eachText());
    }

    static List<String> titles(Document page) {
        List<String> titles = new ArrayList<>();
        charts(page).forEach(chart -> titles.add(chart.path("title").asText()));
        return titles;
    }

    /** Hears nothing. */
    private static final class Silent implements RunListener, StudyListener, SweepListener {
        @Override
        public void begin(Experiment experiment, int epochs) {}

        @Override
        public void begin(Study<Experiment> study, List<List<Integer>> groups, int threads) {}

        @Override
        public void begin(int runs, int groups, int threads, long work) {}

        @Override
        public void progress(long steps) {}

        @Override
        public void finished(SweepRun run, Optional<String> fault, int done) {}

        @Override
        public void unkept(SweepRun run, InputException fault) {
            throw fault;
        }

        @Override
        public void progress(int epoch, long steps) {}

        @Override
        public void measured(EpochMetrics metrics) {}

        @Override
        public void measured(int replica, List<EpochMetrics> metrics, Replica circuit) {}

        @Override
        public void summed(EpochSummary summary) {}

        @Override
        public void failed(int replica, String fault) {}
    }
}
