package org.pal4j.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.Detail;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Section;

/** What is on the page of runs, and in which order. */
final class Sections {
    private Sections() {}

    /** The page of one run or study. */
    static List<Section> single(ReportedRun reported, Detail detail) {
        RunData run = reported.run();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Final numbers", Tables.finals(List.of(run)), List.of()));
        sections.add(new Section("Learning curves", "", EpochCurves.learning(List.of(run), detail)));
        sections.add(new Section("Alignment of feedback weights", "", EpochCurves.angles(run, detail)));
        sections.addAll(own(reported, detail));
        return sections;
    }

    /** The page of several: what they have in common, then each. */
    static List<Section> compare(List<ReportedRun> all, Detail detail) {
        List<RunData> runs = all.stream().map(ReportedRun::run).toList();
        // The common charts are what the page is for; the others share the room that the charts of one run would have.
        Detail own = detail;
        for (int size = 1; size < all.size() && own.canShrink(); size *= 2) {
            own = own.half();
        }
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Final numbers", Tables.finals(runs), List.of()));
        sections.add(new Section("Learning curves", "", EpochCurves.learning(runs, detail)));
        sections.add(new Section("Alignment of feedback weights", "", EpochCurves.angles(runs, detail)));
        for (ReportedRun reported : all) {
            sections.add(new Section(reported.run().name(), head(reported.run()), List.of(), Section.filled(own(reported, own))));
        }
        return sections;
    }

    /** What ran, and what is wrong with it. */
    static String head(RunData run) {
        StringBuilder html = new StringBuilder();
        run.study().ifPresent(study -> html.append(Html.subtitle(study.base().title())));
        html.append(Html.paragraph(Words.whatRan(run)));
        Words.notices(run).forEach(notice -> html.append(Html.notice(notice)));
        return html.toString();
    }

    /** Without charts, words about them say nothing. */
    private static Section section(String title, String html, List<Chart> charts) {
        return new Section(title, charts.isEmpty() ? "" : html, charts);
    }

    /** What a run has for itself. */
    private static List<Section> own(ReportedRun reported, Detail detail) {
        RunData run = reported.run();
        List<Section> sections = new ArrayList<>();
        sections.add(section("Feedback and forward weights", reported.whose("Shown are the weights of the replica "), reported.feedback(detail)));
        sections.add(new Section("What the " + run.terms().network() + " has learned", "", learned(reported, detail)));
        sections.add(section("Weights over time", reported.whose("Shown is the replica "), TimeSeries.snapshots(reported, detail)));
        sections.add(Recordings.of(reported, detail));
        if (run.isStudy()) {
            sections.add(new Section("Replicas", Tables.replicas(run), List.of()));
        }
        String environment = run.environment().isEmpty() ? "" : Html.details("Environment", Tables.pairs("What it ran on", run.environment()));
        sections.add(new Section("Configuration and environment", Html.configuration(run.configuration()) + environment, List.of()));
        return sections;
    }

    /** Charts of the model and the confusion matrix, those first that stand beside each other. */
    private static List<Chart> learned(ReportedRun reported, Detail detail) {
        List<Chart> charts = new ArrayList<>(reported.learned(detail));
        ConfusionMatrix.of(reported.run()).ifPresent(charts::add);
        charts.sort(Comparator.comparing(chart -> chart.size() == Size.WIDE || chart.size() == Size.TALL));
        return charts;
    }
}
