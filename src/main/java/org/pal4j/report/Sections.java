package org.pal4j.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.Detail;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Section;
import org.pal4j.run.Environment;

/** Sections of the page of runs, in order. */
final class Sections {
    static final String ALIGNMENT = "Alignment of feedback weights";
    static final String FEEDBACK = "Feedback and forward weights";
    static final String SNAPSHOTS = "Weights over time";

    private Sections() {}

    static List<Section> single(ReportedRun reported, Detail detail) {
        RunData run = reported.run();
        List<RunData> parts = shown(List.of(run));
        List<Section> sections = common(parts, parts.size() == 1 ? EpochCurves.angles(run, detail) : EpochCurves.angles(parts, detail), detail);
        sections.addAll(own(reported, detail));
        return RunOmissions.withOmissions(reported, sections, detail);
    }

    /** Returns the runs as curves show them together: a study whose replicas differ in more than seeds as one run for each value. */
    static List<RunData> shown(List<RunData> runs) {
        if (runs.size() == 1) {
            return runs.getFirst().byValue();
        }
        return runs.stream().flatMap(run -> {
            List<RunData> parts = run.byValue();
            return parts.size() == 1 ? Stream.of(run) : parts.stream().map(part -> part.withName(run.name() + ", " + part.name()));
        }).toList();
    }

    private static List<Section> common(List<RunData> runs, List<Chart> angles, Detail detail) {
        return new ArrayList<>(List.of(
                new Section("Final numbers", Tables.finals(runs), List.of()),
                new Section("Learning curves", "", EpochCurves.learning(runs, detail)),
                new Section(ALIGNMENT, "", angles)));
    }

    /** Returns the sections of several runs: the common charts first, then each run. */
    static List<Section> compare(List<ReportedRun> all, Detail detail) {
        List<RunData> runs = shown(all.stream().map(ReportedRun::run).toList());
        // Priority is on the common charts; the charts of all runs share the space that the charts of a single run would have.
        Detail own = detail;
        for (int size = 1; size < all.size() && own.canShrink(); size *= 2) {
            own = own.half();
        }
        List<Section> sections = common(runs, EpochCurves.angles(runs, detail), detail);
        sections.add(1, new Section("What differs", Tables.differences(all.stream().map(ReportedRun::run).toList()), List.of()));
        for (ReportedRun reported : all) {
            // The head comes last, as it has notes of what can't be read.
            List<Section> parts = own(reported, own);
            List<Section> shown = Stream.concat(common(reported.run().byValue(), EpochCurves.angles(List.of(reported.run()), own), own).stream(),
                    parts.stream()).toList();
            parts = Section.filled(Stream.concat(parts.stream(), Stream.of(RunOmissions.of(reported, shown, own))).toList());
            sections.add(new Section(reported.run().name(), head(reported.run()), List.of(), parts));
        }
        return sections;
    }

    /** Returns the description of a run, and notices of problems. */
    static String head(RunData run) {
        StringBuilder html = new StringBuilder();
        run.study().ifPresent(study -> html.append(Html.subtitle(study.base().title())));
        html.append(Html.paragraph(Words.whatRan(run)));
        Words.learningRates(run).ifPresent(rates -> html.append(Html.paragraph(rates)));
        Words.toNinety(run).ifPresent(epochs -> html.append(Html.paragraph(epochs)));
        Optional.ofNullable(run.environment().get(Environment.NOTE)).ifPresent(note -> html.append(Html.paragraph("Note: " + note)));
        Words.notices(run).forEach(notice -> html.append(Html.notice(notice)));
        return html.toString();
    }

    /** Returns a section, without text if there are no charts. */
    private static Section section(String title, String html, List<Chart> charts) {
        return new Section(title, charts.isEmpty() ? "" : html, charts);
    }

    private static List<Section> own(ReportedRun reported, Detail detail) {
        RunData run = reported.run();
        List<Section> sections = new ArrayList<>();
        sections.add(section(FEEDBACK, reported.whose("Shown are the weights of the replica "),
                FeedbackCharts.of(reported.matrices(), run.terms(), detail)));
        sections.add(new Section("What the " + run.terms().network() + " has learned", "", learned(reported, detail)));
        sections.add(section(SNAPSHOTS, reported.whose("Shown is the replica "), TimeSeries.snapshots(reported, detail)));
        sections.add(Recordings.of(reported, detail));
        if (run.isStudy()) {
            sections.add(new Section("Replicas", Tables.replicas(run), List.of()));
        }
        String environment = run.environment().isEmpty() ? "" : Html.details("Environment", Tables.pairs("What it ran on", run.environment()));
        sections.add(new Section("Configuration and environment", Html.configuration(run.configuration()) + environment, List.of()));
        return sections;
    }

    /** Returns the charts of the model and the confusion matrix, with half-width charts first. */
    private static List<Chart> learned(ReportedRun reported, Detail detail) {
        List<Chart> charts = new ArrayList<>(reported.charts().apply(detail));
        ConfusionMatrix.of(reported.run()).ifPresent(charts::add);
        charts.sort(Comparator.comparing(chart -> chart.size() == Size.WIDE || chart.size() == Size.TALL));
        return charts;
    }
}
