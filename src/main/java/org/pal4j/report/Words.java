package org.pal4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pal4j.chart.Numbers;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;
import org.pal4j.model.Study;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.run.Ending;
import org.pal4j.run.MetricsTable;
import org.pal4j.run.RunFiles;

/** Sentences about a run. */
final class Words {
    private static final int MAX_SEEDS = 12;
    private static final double NINETY = 0.9;
    private static final String RATES = "Learning rates: ";
    private static final String NO_RATES = RATES + ".";
    /** The keys of learning rates, and of their factors. */
    private static final Pattern RATE = Pattern.compile("eta_\\w+|multiplier|(bw_)?lr_factors");

    private Words() {}

    static String whatRan(RunData run) {
        return run.study().map(study -> run(study, run) + "; " + seeds(study) + ".").orElse("A run of another version of PAL4J.");
    }

    /** Returns what ran, as far as it came; that it should have gone on is a notice. */
    private static String run(Study<?> study, RunData run) {
        int done = run.metrics().map(MetricsTable::lastEpoch).orElse(study.epochs());
        return (done < study.epochs() ? study.withEpochs(done) : study).base().description();
    }

    private static String seeds(Study<?> study) {
        if (!study.hasReplicas()) {
            return "seed " + study.seeds().getFirst();
        }
        List<Long> seeds = study.seeds().stream().distinct().toList();
        String listed = seeds.stream().limit(MAX_SEEDS).map(Object::toString).collect(Collectors.joining(", "))
                + (seeds.size() > MAX_SEEDS ? " \u2026" : "");
        return study.labels().size() + " replicas, " + (seeds.size() == 1 ? "seed " : "seeds ") + listed;
    }

    /** Returns notices: an early end of the run, replicas that are left out, and the run's notes. */
    static List<String> notices(RunData run) {
        List<String> notices = new ArrayList<>();
        String until = run.metrics().filter(table -> table.rows() > 0).map(table -> "after epoch " + table.lastEpoch())
                .orElse("before anything was measured");
        String of = run.study().map(study -> " of " + Numbers.count(study.epochs())).filter(text -> until.startsWith("after")).orElse("");
        if (run.result().isEmpty()) {
            notices.add("This run is not finished: it has no " + RunFiles.RESULT + ". It goes on, or was ended from outside. Shown is what it had "
                    + "left " + until + of + ".");
        } else if (RunData.ending(run.result()).equals(Ending.INTERRUPTED.label())) {
            notices.add("This run was interrupted " + until + of + ".");
        }
        for (ReplicaData replica : run.replicas()) {
            if (!replica.finite()) {
                String fault = RunData.text(replica.result(), RunFiles.FAULT);
                notices.add((run.isStudy() ? "Replica " + replica.label() + " was not finite any more and is left out"
                        : "This run ended early, as its " + run.terms().quantities() + " were not finite any more")
                        + (fault.isEmpty() ? "." : ": " + fault));
            }
        }
        for (ReplicaData replica : run.replicas()) {
            String warning = RunData.text(replica.result(), RunFiles.WARNING);
            if (!warning.isEmpty()) {
                notices.add("Warning" + (run.isStudy() ? " about replica " + replica.label() : "") + ": " + warning);
            }
        }
        notices.addAll(run.notes().sentences());
        return notices;
    }

    static String lines(List<RunData> runs) {
        if (runs.stream().noneMatch(RunData::isStudy)) {
            return "";
        }
        RunData first = runs.getFirst();
        int counted = first.finite().isEmpty() ? first.replicas().size() : first.finite().size();
        if (runs.size() == 1 && counted == 1) {
            return first.replicas().size() == 1 ? "" : " Of " + first.replicas().size() + " replicas, one is shown.";
        }
        String who = runs.size() == 1 ? " of " + counted + (counted == 1 ? " replica" : " replicas") : " over the replicas of a run";
        return " Thick lines are means" + who + ", bands one standard deviation to each side, thin lines single replicas.";
    }

    /** Returns the learning rates in a sentence; empty if the configuration can't be read. */
    static Optional<String> learningRates(RunData run) {
        return run.study().map(study -> {
            Set<String> varied = study.each().keySet();
            return study.base().values().entrySet().stream().filter(entry -> RATE.matcher(entry.getKey()).matches())
                    .map(entry -> entry.getKey() + " " + (varied.contains(entry.getKey()) ? "as in the table of replicas" : entry.getValue()))
                    .collect(Collectors.joining("; ", RATES, "."));
        }).filter(text -> !text.equals(NO_RATES));
    }

    /** Returns after how many epochs the validation accuracy reached 90 % for the first time; empty if there is no such measure. */
    static Optional<String> toNinety(RunData run) {
        List<RunData> parts = run.byValue();
        if (parts.stream().noneMatch(part -> part.replicas().stream().anyMatch(replica -> !accuracies(replica).isEmpty()))) {
            return Optional.empty();
        }
        return Optional.of(parts.stream().limit(MAX_SEEDS).map(part -> (parts.size() > 1 ? part.name() + ": " : "") + ninety(part))
                .collect(Collectors.joining("; ", "Epochs to 90 % validation accuracy: ", parts.size() > MAX_SEEDS ? " \u2026" : ".")));
    }

    private static String ninety(RunData run) {
        List<ReplicaData> measured = run.finite().stream().filter(replica -> !accuracies(replica).isEmpty()).toList();
        List<Double> reached = measured.stream().map(replica -> accuracies(replica).entrySet().stream().filter(entry -> entry.getValue() >= NINETY)
                .map(Map.Entry::getKey).findFirst()).flatMap(Optional::stream).toList();
        if (reached.isEmpty()) {
            double best =
                    measured.stream().flatMap(replica -> accuracies(replica).values().stream()).mapToDouble(Double::doubleValue).max().orElse(0);
            return "not reached; the best was " + Numbers.fixed(100 * best, 1) + " %";
        }
        String of = measured.size() == 1 ? "" : reached.size() == measured.size() ? ", mean over replicas"
                : ", mean over the " + reached.size() + " of " + measured.size() + " replicas that reached it";
        return Numbers.significant(Statistic.of(reached)) + of;
    }

    /** Returns the finite validation accuracies by epoch, in ascending order. */
    private static SortedMap<Double, Double> accuracies(ReplicaData replica) {
        SortedMap<Double, Double> all = new TreeMap<>();
        replica.metrics().ifPresent(table -> table.column(Measures.VALIDATION_ACCURACY).ifPresent(values -> {
            double[] epochs = table.epochs();
            for (int i = 0; i < values.length; i++) {
                if (Double.isFinite(values[i])) {
                    all.put(epochs[i], values[i]);
                }
            }
        }));
        return all;
    }
}
