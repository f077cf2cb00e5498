package org.pal4j.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Experiment;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.model.Study;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.page.AltText;
import org.pal4j.run.Ending;
import org.pal4j.run.EpochRow;
import org.pal4j.run.MetricsTable;
import org.pal4j.run.RunFiles;
import org.pal4j.sweep.SweepFolder;

/**
 * Charts of networks that still learn: those that a report would have now. Each chart is plain Java for JSON, with {@code section}, {@code title},
 * {@code caption}, {@code size}, {@code label} (what it shows in words) and {@code data}.
 */
public final class LiveCharts {
    private static final String CURVES = "curves";
    private static final String ALIGNMENT = "alignment";
    private static final String FEEDBACK = "feedback";

    private LiveCharts() {}

    /** A run or a session, with its measures so far. */
    public static final class Run {
        private final RunData data;

        private Run(RunData data) {
            this.data = data;
        }

        /**
         * Reads the folder of a run or a study, finished or not.
         *
         * @param name its name in the charts
         * @throws InputException if it is none
         */
        public static Run read(Path folder, String name) {
            if (SweepFolder.isOne(folder)) {
                throw new InputException(folder + ": is the folder of a sweep, which has a page of its own");
            }
            return new Run(RunReader.read(folder).withName(name));
        }

        /**
         * Takes what networks have measured.
         *
         * @param name    their name in the charts
         * @param rows    the measures of each replica
         * @param ended   why replicas are no longer finite, by number
         * @param classes names of classes that only the data has; empty if there are none
         */
        public static Run of(String name, Study<?> study, List<List<EpochRow>> rows, Map<Integer, String> ended, List<String> classes) {
            Path folder = Path.of(name.replaceAll("\\W", "_"));
            List<ReplicaData> replicas = new ArrayList<>();
            for (int k = 0; k < rows.size(); k++) {
                replicas.add(new ReplicaData(study.hasReplicas() ? folder.resolve(study.labels().get(k)) : folder, study.labels().get(k), k,
                        Optional.of(study.seeds().get(k)), MetricsTable.of(rows.get(k), study.model().terms()),
                        ended.containsKey(k) ? Optional.of(Map.of(RunFiles.ENDING, Ending.NON_FINITE.label())) : Optional.empty(),
                        Optional.empty()));
            }
            List<MetricsTable> finite = replicas.stream().filter(ReplicaData::finite).flatMap(replica -> replica.metrics().stream()).toList();
            // A single run that is no longer finite is shown up to then, as from its folder.
            Optional<MetricsTable> mean = study.hasReplicas() ? MetricsTable.mean(finite) : replicas.getFirst().metrics();
            return new Run(new RunData(folder, name, "", Optional.of(study), Map.of(), mean, Optional.empty(), replicas, classes, new Notes()));
        }
    }

    /** Returns the curves of measures and of angles over epochs, of one as on its page, of several as on that of a comparison. */
    public static List<Map<String, Object>> learning(List<Run> runs) {
        List<RunData> shown = Sections.shown(runs.stream().map(run -> run.data).toList());
        List<Map<String, Object>> all = described(CURVES, EpochCurves.learning(shown, Detail.FULL));
        all.addAll(described(ALIGNMENT, shown.size() == 1 ? EpochCurves.angles(shown.getFirst(), Detail.FULL)
                : EpochCurves.angles(shown, Detail.FULL)));
        return all;
    }

    /**
     * Returns the charts of feedback weights and their ideal values.
     *
     * @param replica the number of the replica
     * @param weights its weights, as {@link org.pal4j.model.Batch#weights} gives them; there are no charts if one is not finite
     */
    public static List<Map<String, Object>> feedback(Study<?> study, int replica, Map<String, NpyArray> weights) {
        boolean finite = weights.values().stream().allMatch(array -> IntStream.range(0, array.size()).allMatch(i -> Double.isFinite(array.at(i))));
        return finite ? described(FEEDBACK, FeedbackCharts.ofNow(pairs(study, replica, weights), study.model().terms(), Detail.FULL)) : List.of();
    }

    private static <E extends Experiment> List<FeedbackWeights> pairs(Study<E> study, int replica, Map<String, NpyArray> weights) {
        return study.model().feedback(study.replicas().get(replica), weights);
    }

    private static List<Map<String, Object>> described(String section, List<Chart> charts) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Chart chart : charts) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("section", section);
            one.put("title", chart.title());
            one.put("caption", chart.caption());
            one.put("size", chart.size().name().toLowerCase(Locale.ROOT));
            one.put("label", AltText.of(chart));
            one.put("data", chart.data().values());
            all.add(one);
        }
        return all;
    }
}
