package org.pal4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.run.Experiment;
import org.pal4j.run.RateExperiment;
import org.pal4j.run.Study;

/** Sentences about a run. */
final class Words {
    private static final int MOST_SEEDS = 12;

    private Words() {}

    /** One sentence of what ran. */
    static String whatRan(RunData run) {
        if (run.rates().isPresent()) {
            return whatRan(run, run.rates().get());
        }
        if (run.experiment().isEmpty()) {
            return "A run of another version of PAL4J.";
        }
        Experiment e = run.experiment().get();
        String layers = e.circuit().layers().stream().map(Object::toString).collect(Collectors.joining("-"));
        String task = switch (e.task()) {
            case YINYANG -> "on Yin-Yang classification";
            case MNIST -> "on MNIST classification";
            case UNIFORM -> "on random inputs without targets";
            case TEACHER -> "on what a teacher network makes of random inputs";
        };
        return "A microcircuit of " + layers + " neurons with " + algorithm(run) + " " + task + ": " + Numbers.count(e.epochs())
                + (e.epochs() == 1 ? " epoch of " : " epochs of ") + Numbers.count(e.trainSamples()) + " training samples, each shown for "
                + Numbers.significant(e.presentation()) + " ms; " + seeds(run) + ".";
    }

    private static String whatRan(RunData run, Study<RateExperiment> study) {
        RateExperiment e = study.base();
        String task = switch (e.task()) {
            case AUTOENCODER -> "that reconstructs the digits of MNIST";
            case MNIST -> "on MNIST classification";
            case CIFAR10 -> "on CIFAR-10 classification";
        };
        return "A rate network of " + e.layers() + " neurons with " + algorithm(run) + " " + task + ": " + Numbers.count(e.epochs())
                + (e.epochs() == 1 ? " epoch" : " epochs") + " in batches of " + e.network().batch() + ", each shown for "
                + Numbers.count(e.updates()) + " updates; " + seeds(run) + ".";
    }

    private static String algorithm(RunData run) {
        return switch (run.algorithm().orElse("")) {
            case "PAL" -> "phaseless alignment learning (PAL)";
            case "FA" -> "random feedback (FA)";
            case "BP" -> "backpropagation (BP)";
            case "DFA" -> "direct random feedback (DFA)";
            default -> "an unknown algorithm";
        };
    }

    private static String seeds(RunData run) {
        Study<?> study = run.study().orElseThrow();
        if (!study.hasReplicas()) {
            return "seed " + study.seeds().getFirst();
        }
        List<Long> seeds = study.seeds().stream().distinct().toList();
        String listed = seeds.stream().limit(MOST_SEEDS).map(Object::toString).collect(Collectors.joining(", "))
                + (seeds.size() > MOST_SEEDS ? " \u2026" : "");
        return study.labels().size() + " replicas, " + (seeds.size() == 1 ? "seed " : "seeds ") + listed;
    }

    /** How the run ended if it did not come to its end, which replicas are left out, and whatever else one must know. */
    static List<String> notices(RunData run) {
        List<String> notices = new ArrayList<>();
        String until = run.metrics().map(table -> table.rows() == 0 ? "before anything was measured" : "after epoch " + table.lastEpoch())
                .orElse("before anything was measured");
        String of = run.study().map(study -> " of " + Numbers.count(study.epochs())).filter(text -> until.startsWith("after")).orElse("");
        if (run.result().isEmpty()) {
            notices.add("This run is not finished: it has no result.json. It goes on, or was ended from outside. Shown is what it had left "
                    + until + of + ".");
        } else if (run.result().get().path("ending").asText().equals("interrupted")) {
            notices.add("This run was interrupted " + until + of + ".");
        }
        for (ReplicaData replica : run.replicas()) {
            if (!replica.finite()) {
                String fault = replica.result().map(node -> node.path("fault").asText()).orElse("");
                notices.add((run.isStudy() ? "Replica " + replica.label() + " was not finite any more and is left out"
                        : "This run ended early, as its " + (run.rates().isPresent() ? "rates" : "voltages") + " were not finite any more")
                        + (fault.isEmpty() ? "." : ": " + fault));
            }
        }
        notices.addAll(run.notes());
        return notices;
    }

    /** What the lines of a chart are. */
    static String lines(List<RunData> runs) {
        boolean studies = runs.stream().anyMatch(RunData::isStudy);
        if (!studies) {
            return "";
        }
        RunData first = runs.getFirst();
        int counted = first.finite().isEmpty() ? first.replicas().size() : first.finite().size();
        String who = runs.size() == 1 ? " of " + counted + (counted == 1 ? " replica" : " replicas") : " over the replicas of a run";
        return " Thick lines are means" + who + ", bands one standard deviation to each side, thin lines single replicas.";
    }

    /** How long it took. */
    static String time(RunData run) {
        return run.seconds().map(Numbers::duration).orElse("\u2013");
    }
}
