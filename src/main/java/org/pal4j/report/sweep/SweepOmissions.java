package org.pal4j.report.sweep;

import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.report.page.Measure;
import org.pal4j.report.page.Omissions;
import org.pal4j.report.page.Section;
import org.pal4j.run.RunFiles;
import org.pal4j.sweep.Results.Finished;
import org.pal4j.sweep.SweepFolder;
import org.pal4j.sweep.SweepFolder.Gathered;

/** What the page of a sweep leaves out that pages of other sweeps have, and why. */
final class SweepOmissions {
    private final SweepData data;
    private final Omissions omissions = new Omissions();

    private SweepOmissions(SweepData data) {
        this.data = data;
    }

    /**
     * Returns the section.
     *
     * @param grids the charts of final measures
     * @param lines the charts of learning curves
     */
    static Section of(SweepData data, Curves curves, List<Chart> grids, List<Chart> lines, Detail detail) {
        SweepOmissions sweep = new SweepOmissions(data);
        sweep.runs();
        sweep.charts(grids, detail);
        sweep.curves(curves, lines);
        sweep.table(detail);
        sweep.networks();
        sweep.omissions.add(detail);
        sweep.omissions.addDamaged(List.copyOf(data.damaged()));
        return sweep.omissions.section();
    }

    private void runs() {
        Gathered gathered = data.results().gathered();
        if (gathered.missing() > 0) {
            omissions.add(count(gathered.missing(), "run"),
                    "Not finished. ./pal4j sweep --resume " + Omissions.word(data.folder()) + " computes what is missing.");
        }
        if (gathered.nonFinite() > 0) {
            omissions.add("Values of " + count(gathered.nonFinite(), "run"), "They were not finite any more, so they count for no mean.");
        }
    }

    private void charts(List<Chart> grids, Detail detail) {
        if (data.measures().isEmpty()) {
            omissions.add("Final measures", "No run is complete yet.");
        } else if (data.view().isEmpty()) {
            omissions.add("Charts of final measures", "No key has more than one value.");
        } else {
            untold("Charts of final measures", data.measures().stream().skip(grids.size()).toList());
            if (data.sweep().seeds().size() > 1 && !Grids.areSingle(data, detail)) {
                omissions.add("Dots of single seeds", "There are too many runs; " + SweepFolder.RESULTS + " has a line for each.");
            }
        }
        if (Neurons.isLeftOut(data)) {
            omissions.add(Neurons.TITLE, "No accuracy was measured.");
        }
        if (!data.measures().isEmpty() && data.measures().stream().noneMatch(measure -> measure.name().startsWith(Measure.TEST))) {
            omissions.add("Measures of a test", "There were no test samples.");
        }
    }

    private void curves(Curves curves, List<Chart> lines) {
        if (data.measures().isEmpty()) {
            return;
        }
        if (lines.isEmpty()) {
            omissions.add("Learning curves", "No complete run has a " + RunFiles.METRICS + " with measures.");
            return;
        }
        untold("Learning curves", curves.measures().stream().skip(lines.size()).toList());
        if (curves.without() > 0) {
            omissions.add("Learning curves of " + count(curves.without(), "point"), "A chart has at most " + Curves.MAX_LINES
                    + " lines; each run has its " + RunFiles.METRICS + ".");
        }
    }

    /** Adds measures that have no chart, as the page would be too large. */
    private void untold(String charts, List<Measure> measures) {
        if (!measures.isEmpty()) {
            omissions.add(charts + ": " + measures.stream().map(Measure::title).collect(Collectors.joining(", ")),
                    "The page would be too large; their last values are in " + SweepFolder.SUMMARY + ".");
        }
    }

    private void table(Detail detail) {
        int left = data.sweep().points().size() - Table.rows(data, detail);
        if (left > 0) {
            omissions.add("Rows of " + count(left, "point") + " in the table",
                    "The page would be too large; all are in " + SweepFolder.SUMMARY + ".");
        }
    }

    private void networks() {
        data.results().finished().stream().filter(Finished::complete).findFirst()
                .ifPresent(first -> omissions.add("Weights and recordings of single runs", "They are on the pages of runs. For one: ./pal4j report "
                        + Omissions.word(data.folder().resolve(first.run().path()))));
    }

    private static String count(long number, String what) {
        return Numbers.count(number) + " " + what + (number == 1 ? "" : "s");
    }
}
