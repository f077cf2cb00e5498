package org.pal4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Study;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyRunner;
import org.pal4j.sweep.Run;
import org.pal4j.sweep.Sweep;
import org.pal4j.sweep.SweepFolder;
import org.pal4j.sweep.SweepListener;
import org.pal4j.sweep.SweepRunner;

/** Folders of runs that take a moment, and pages as a browser reads them. */
public final class Folders {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DataFolder NO_DATA = DataFolder.of(Optional.empty());

    private Folders() {}

    private static List<String> tiny(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.1", "train_samples=6", "validation_samples=7",
                "test_samples=11", "epochs=3", "snapshot_every=1"));
        all.addAll(List.of(settings));
        return all;
    }

    /** Runs Yin-Yang with 4-5-3 neurons. */
    public static Path run(Path folder, String... settings) {
        return leave(folder, Study.of(Catalog.experiment("yinyang", tiny(settings))), NO_DATA);
    }

    /** The same with several replicas. */
    static Path study(Path folder, String... settings) {
        return leave(folder, Catalog.study("yinyang", tiny(settings)), NO_DATA);
    }

    /** Runs any study, and leaves its files. */
    public static Path leave(Path folder, Study<?> study, DataFolder data) {
        StudyRunner runner = StudyRunner.of(study, 1, new Listener() {}, () -> false, data);
        StudyFolder target = StudyFolder.begin(RunFolder.at(folder), study, runner.inputs());
        runner.recordInto(target);
        target.finish(runner.run());
        return folder;
    }

    /** A sweep with two seeds, of which nothing is missing. */
    public static Path sweep(Path folder, String... settings) {
        List<String> all = tiny("epochs=2", "snapshot_every=0", "seeds=2");
        all.addAll(List.of(settings));
        return sweep(folder, Catalog.sweep("yinyang", all, notes -> {}), NO_DATA);
    }

    /** Any sweep, of which nothing is missing. */
    public static Path sweep(Path folder, Sweep sweep, DataFolder data) {
        SweepFolder target = SweepFolder.at(folder, sweep, Catalog::sweep);
        target.begin();
        new SweepRunner(sweep, sweep.runs(), 1, new Silent(), () -> false, data).run(target);
        target.gather();
        return folder;
    }

    /** What a page says that it leaves out, with the reasons. */
    public static Map<String, String> leftOut(Document page) {
        Map<String, String> why = new LinkedHashMap<>();
        page.select("h2:contains(Not on this page) ~ .scroll tbody tr").forEach(row -> why.put(row.selectFirst("th").text(),
                row.selectFirst("td").text()));
        return why;
    }

    /** A page, in which the parser must find nothing wrong. */
    public static Document page(Path file) {
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
    public static JsonNode charts(Document page) {
        try {
            return JSON.readTree(page.selectFirst("script#data").data());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The data of the one chart with a title. */
    public static JsonNode chart(Document page, String title) {
        for (JsonNode chart : charts(page)) {
            if (chart.path("title").asText().equals(title)) {
                return chart;
            }
        }
        throw new AssertionError("no chart " + title + " in " + page.select("h1, h2, h3").eachText());
    }

    public static List<String> titles(Document page) {
        List<String> titles = new ArrayList<>();
        charts(page).forEach(chart -> titles.add(chart.path("title").asText()));
        return titles;
    }

    /** Hears nothing, and lets nothing be lost. */
    private static final class Silent implements SweepListener {
        @Override
        public void begin(int runs, int groups, int threads, long steps, double work) {}

        @Override
        public void progress(long steps, double work) {}

        @Override
        public void finished(Run run, Optional<String> fault, int done) {}

        @Override
        public void unkept(Run run, InputException fault) {
            throw fault;
        }
    }
}
