package org.pal4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.report.Chart.Size;
import org.pal4j.report.Curves.Axis;
import org.pal4j.report.Curves.Guide;
import org.pal4j.report.Curves.Source;
import org.pal4j.run.Study;

/** What is shown, and in which order. A section appears only where there is something to show. */
final class Sections {
    private static final Axis ACCURACY = new Axis("validation accuracy", "%", 100, Double.NaN, 100);
    private static final Axis LATENT = new Axis("accuracy from latent rates", "%", 100, Double.NaN, 100);
    private static final Axis ERROR = Axis.fromZero("training error");
    private static final Axis VALIDATION = Axis.fromZero("validation error");

    private Sections() {}

    /** The page of one run or study. */
    static List<Section> single(Shown shown, Detail detail) {
        RunData run = shown.run();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Final numbers", Tables.finals(List.of(run)), List.of()));
        sections.add(new Section("Learning curves", "", learning(List.of(run), detail)));
        sections.add(new Section("Alignment of feedback weights", "", Angles.of(run, detail)));
        sections.add(weights(shown, detail));
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
            parts.add(weights(shown, own));
            parts.addAll(own(shown, own));
            sections.add(new Section(shown.run().name(), head(shown.run()), List.of(), filled(parts)));
        }
        return filled(sections);
    }

    /** What ran, and what is wrong with it. */
    static String head(RunData run) {
        StringBuilder html = new StringBuilder();
        run.study().map(Study::title).filter(title -> !title.isBlank()).ifPresent(title -> html.append("<p class=\"subtitle\">").append(Html.text(title))
                .append("</p>\n"));
        html.append(Html.paragraph(Words.whatRan(run)));
        Words.notices(run).forEach(notice -> html.append(Html.notice(notice)));
        return html.toString();
    }

    private static List<Chart> learning(List<RunData> runs, Detail detail) {
        String lines = Words.lines(runs);
        Set<Integer> classes = runs.stream().flatMap(run -> outputs(run).stream()).collect(Collectors.toSet());
        boolean rates = runs.stream().allMatch(run -> run.rates().isPresent());
        String errors = rates ? "The mean squared error of the outputs at the last update of each batch, averaged over each epoch."
                : "The mean squared error of the output voltages at the end of each presentation, averaged over each epoch.";
        Optional<Guide> chance = classes.stream().filter(n -> n > 1 && classes.size() == 1).map(n -> new Guide(100.0 / n, "chance")).findFirst();
        return present(
                Curves.of("Validation accuracy", "The share of validation samples classified right, before the first epoch and after each." + lines,
                        Size.HALF, ACCURACY, sources(runs, "validation_accuracy"), chance, detail),
                Curves.of("Accuracy from latent rates", "The share of validation samples that a linear classifier of the latent rates gets right, "
                        + "which has learned from training samples; the mean over several orders of these." + (rates && lines.isEmpty()
                                ? " The band is a standard deviation over them." : "") + lines,
                        Size.HALF, LATENT, sources(runs, "latent_accuracy"), chance.or(() -> Optional.of(new Guide(10, "chance"))), detail),
                Curves.of("Validation error", "The mean squared error of the outputs for validation samples, before the first epoch and after each."
                        + lines, Size.HALF, VALIDATION, sources(runs, "validation_error"), Optional.empty(), detail),
                Curves.of("Training error", errors + lines, Size.HALF, ERROR, sources(runs, "train_error"), Optional.empty(), detail));
    }

    /** Outputs of a network whose outputs are classes, or may be. */
    private static Optional<Integer> outputs(RunData run) {
        return run.experiment().map(e -> e.circuit().size(e.circuit().areas())).or(() -> run.rates().map(Study::base)
                .filter(e -> e.task().hasClasses()).map(e -> e.network().shape(e.network().depth()).size()));
    }

    private static List<Source> sources(List<RunData> runs, String measure) {
        return runs.stream().map(run -> new Source(run.name(), run, measure)).toList();
    }

    private static Section weights(Shown shown, Detail detail) {
        List<Chart> charts = shown.weights().map(weights -> Transport.of(weights, detail)).orElse(List.of());
        return section("Feedback and forward weights", shown.whose("Shown are the weights of the replica "), charts);
    }

    /** Without charts, words about them say nothing. */
    private static Section section(String title, String html, List<Chart> charts) {
        return new Section(title, charts.isEmpty() ? "" : html, charts);
    }

    /** What a run has for itself. */
    private static List<Section> own(Shown shown, Detail detail) {
        RunData run = shown.run();
        List<Chart> learned = present(
                Latents.of(shown.recordings(), shown.inBrackets(), detail),
                Reconstructions.of(shown.recordings(), shown.inBrackets(), detail),
                shown.regions().map(regions -> regions.chart(shown)),
                Confusion.of(run),
                shown.weights().flatMap(weights -> Features.of(weights, shown.inBrackets(), detail)));
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(run.rates().isPresent() ? "What the network has learned" : "What the circuit has learned", "", learned));
        sections.add(section("Weights over time", shown.whose("Shown is the replica "), WeightHistory.of(shown.recordings(), detail)));
        shown.example().ifPresent(replica -> sections.add(Streams.of(replica.folder(), shown.whose("Shown is the replica "), detail)));
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
