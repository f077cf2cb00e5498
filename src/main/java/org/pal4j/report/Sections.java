package org.pal4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.report.Chart.Size;
import org.pal4j.report.Curves.Axis;
import org.pal4j.report.Curves.Guide;
import org.pal4j.report.Curves.Source;

/** What is shown, and in which order. A section appears only where there is something to show. */
final class Sections {
    private static final Axis ACCURACY = new Axis("validation accuracy", "%", 100, Double.NaN);
    private static final Axis ERROR = new Axis("training error", "", 1, 0);

    private Sections() {}

    /** The page of one run or study. */
    static List<Section> single(Shown shown, Detail detail) {
        RunData run = shown.run();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Final numbers", Tables.finals(List.of(run)), List.of()));
        sections.add(new Section("Learning curves", "", learning(List.of(run), detail)));
        sections.add(new Section("Alignment of feedback weights", "", alignment(shown, Angles.of(run, detail), detail)));
        sections.addAll(own(shown, detail));
        return filled(sections);
    }

    /** The page of several: what they have in common, then each. */
    static List<Section> compare(List<Shown> all, Detail detail) {
        List<RunData> runs = all.stream().map(Shown::run).toList();
        // The common charts are what the page is for; the others share what one run would have.
        Detail own = detail;
        for (int size = 1; size < all.size() && own.canShrink(); size *= 2) {
            own = own.half();
        }
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Final numbers", Tables.finals(runs), List.of()));
        sections.add(new Section("Learning curves", "", learning(runs, detail)));
        sections.add(new Section("Alignment of feedback weights", "", Angles.compare(runs, detail)));
        for (Shown shown : all) {
            List<Section> parts = new ArrayList<>();
            parts.add(new Section("Feedback and forward weights", "", alignment(shown, List.of(), own)));
            parts.addAll(own(shown, own));
            sections.add(new Section(shown.run().name(), head(shown.run()), List.of(), filled(parts)));
        }
        return filled(sections);
    }

    /** What ran, and what is wrong with it. */
    static String head(RunData run) {
        StringBuilder html = new StringBuilder();
        run.experiment().filter(e -> !e.title().isBlank()).ifPresent(e -> html.append("<p class=\"subtitle\">").append(Html.text(e.title()))
                .append("</p>\n"));
        html.append(Html.paragraph(Words.whatRan(run)));
        Words.notices(run).forEach(notice -> html.append(Html.notice(notice)));
        return html.toString();
    }

    private static List<Chart> learning(List<RunData> runs, Detail detail) {
        String lines = Words.lines(runs);
        Optional<Guide> chance = runs.stream().flatMap(run -> run.experiment().stream()).findFirst()
                .map(e -> e.circuit().size(e.circuit().areas())).filter(classes -> classes > 1).map(classes -> new Guide(100.0 / classes, "chance"));
        return present(
                Curves.of("Validation accuracy", "The share of validation samples classified right, before the first epoch and after each." + lines,
                        Size.HALF, ACCURACY, sources(runs, "validation_accuracy"), chance, detail),
                Curves.of("Training error", "The mean squared error of the output voltages at the end of each presentation, averaged over each epoch."
                        + lines, Size.HALF, ERROR, sources(runs, "train_error"), Optional.empty(), detail));
    }

    private static List<Source> sources(List<RunData> runs, String measure) {
        return runs.stream().map(run -> new Source(run.name(), run, measure)).toList();
    }

    private static List<Chart> alignment(Shown shown, List<Chart> angles, Detail detail) {
        List<Chart> charts = new ArrayList<>(angles);
        shown.weights().ifPresent(weights -> charts.addAll(Transport.of(weights, detail)));
        return charts;
    }

    /** What a run has for itself. Whoever adds a kind of recording (series in a folder recordings/, say) adds its charts here. */
    private static List<Section> own(Shown shown, Detail detail) {
        RunData run = shown.run();
        List<Chart> learned = present(
                shown.regions().map(regions -> regions.chart(run, shown.example().orElseThrow(), shown.example().get().experiment().orElseThrow())),
                Confusion.of(run),
                shown.weights().flatMap(weights -> Features.of(weights, detail)));
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("What the circuit has learned", "", learned));
        sections.add(new Section("Weights over time", "", WeightHistory.of(shown.recordings(), detail)));
        if (run.isStudy()) {
            sections.add(new Section("Replicas", Tables.replicas(run), List.of()));
        }
        String environment = run.environment().isEmpty() ? "" : Html.details("Environment", Tables.pairs("What it ran on", run.environment()));
        sections.add(new Section("Configuration and environment",
                Html.details("Configuration", "<pre tabindex=\"0\">" + Html.text(run.configuration()) + "</pre>\n") + environment, List.of()));
        return sections;
    }

    @SafeVarargs
    private static List<Chart> present(Optional<Chart>... charts) {
        return Stream.of(charts).flatMap(Optional::stream).toList();
    }

    private static List<Section> filled(List<Section> sections) {
        return sections.stream().filter(section -> !section.isEmpty()).toList();
    }
}
