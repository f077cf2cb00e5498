package org.pal4j.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.page.Omissions;
import org.pal4j.report.page.Section;
import org.pal4j.run.RunFiles;

/** What the page of a run leaves out that pages of other runs have, and why. */
final class RunOmissions {
    private final ReportedRun reported;
    private final RunData run;
    private final Omissions omissions = new Omissions();

    private RunOmissions(ReportedRun reported) {
        this.reported = reported;
        run = reported.run();
    }

    /**
     * Returns the section; empty if the page shows all that there is.
     *
     * @param sections the sections of the run, also the empty ones
     */
    static Section of(ReportedRun reported, List<Section> sections, Detail detail) {
        RunOmissions run = new RunOmissions(reported);
        run.measures(sections);
        run.weights(sections);
        run.recordings(sections);
        run.omissions.add(detail);
        run.omissions.addDamaged(run.run.notes().sentences());
        return run.omissions.section();
    }

    private void add(String what, String why) {
        omissions.add(what, why);
    }

    private static boolean lacks(List<Section> sections, String title) {
        return sections.stream().filter(section -> section.title().startsWith(title)).allMatch(section -> section.charts().isEmpty());
    }

    private void measures(List<Section> sections) {
        boolean measured = run.metrics().filter(table -> table.rows() > 0).isPresent();
        if (!measured) {
            add("Learning curves and angles", RunFiles.METRICS + " has no measures yet.");
            return;
        }
        if (lacks(sections, Sections.ALIGNMENT)) {
            add("Alignment of feedback weights", RunFiles.METRICS + " has no angles" + withoutFeedback() + ".");
        }
        boolean confusion = sections.stream().flatMap(section -> section.charts().stream()).map(Chart::title).anyMatch(ConfusionMatrix.TITLE::equals);
        if (!confusion && !run.classNames().isEmpty()) {
            boolean tested = run.finite().stream().anyMatch(replica -> replica.test().isPresent());
            add(ConfusionMatrix.TITLE, tested ? "The test has fewer than 2 classes, or more than " + ConfusionMatrix.MAX_CLASSES + "."
                    : "No test samples were classified; that is done after the last epoch, if there are any.");
        }
        if (run.isStudy() && run.finite().size() > EpochCurves.MAX_SINGLES) {
            add("Thin lines of " + Numbers.count(run.finite().size() - EpochCurves.MAX_SINGLES) + " replicas", "A chart has at most "
                    + EpochCurves.MAX_SINGLES + "; means and bands are of all.");
        }
    }

    private String withoutFeedback() {
        return run.algorithm().filter(List.of("BP", "DFA")::contains)
                .map(name -> ", as " + name + " has no feedback weights B that could align with W transposed").orElse("");
    }

    private void weights(List<Section> sections) {
        if (reported.weights().isEmpty()) {
            add("Weights, and what depends on them", "There is no " + RunFiles.WEIGHTS + " with finite weights, which a run leaves at its end.");
        } else if (lacks(sections, Sections.FEEDBACK)) {
            add("Feedback and forward weights", "The network has no matrix B beside a W of its size" + withoutFeedback() + ".");
        }
        List<String> others = run.finite().stream().map(ReplicaData::label).skip(1).toList();
        if (run.isStudy() && !others.isEmpty()) {
            add("Weights of the other " + (others.size() == 1 ? "replica" : others.size() + " replicas"),
                    "One network is shown. For another: ./pal4j report " + Omissions.word(run.folder().resolve(others.getFirst())));
        }
    }

    private void recordings(List<Section> sections) {
        if (lacks(sections, Sections.SNAPSHOTS)) {
            add("Weights over time", value("snapshot_every").filter("0"::equals)
                    .map(zero -> "snapshot_every is 0, so no snapshots were kept.")
                    .orElse(RunFiles.RECORDINGS + " has fewer than two snapshots."));
        }
        boolean recorded = sections.stream().anyMatch(section -> section.title().equals(Recordings.TITLE) && !section.isEmpty());
        if (!recorded) {
            add(Recordings.TITLE, value("record").filter("[]"::equals).map(none -> "record is empty, so nothing was recorded between epochs.")
                    .orElse("The folder " + RunFiles.SERIES + " has no series with more than one row."));
        }
        if (run.environment().isEmpty()) {
            add("Environment", "There is no " + RunFiles.ENVIRONMENT + " that can be read.");
        }
    }

    private Optional<String> value(String key) {
        return run.study().map(study -> study.base().values().get(key));
    }

    /** Returns the sections and, at the end, what they leave out. */
    static List<Section> withOmissions(ReportedRun reported, List<Section> sections, Detail detail) {
        return Stream.concat(sections.stream(), Stream.of(of(reported, sections, detail))).toList();
    }
}
