package org.pal4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.chart.Numbers;
import org.pal4j.model.Study;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.run.Ending;
import org.pal4j.run.RunFiles;

/** Sentences about a run. */
final class Words {
    private static final int MAX_SEEDS = 12;

    private Words() {}

    static String whatRan(RunData run) {
        return run.study().map(study -> study.base().description() + "; " + seeds(study) + ".").orElse("A run of another version of PAL4J.");
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
        notices.addAll(run.notes());
        return notices;
    }

    static String lines(List<RunData> runs) {
        if (runs.stream().noneMatch(RunData::isStudy)) {
            return "";
        }
        RunData first = runs.getFirst();
        int counted = first.finite().isEmpty() ? first.replicas().size() : first.finite().size();
        String who = runs.size() == 1 ? " of " + counted + (counted == 1 ? " replica" : " replicas") : " over the replicas of a run";
        return " Thick lines are means" + who + ", bands one standard deviation to each side, thin lines single replicas.";
    }
}
