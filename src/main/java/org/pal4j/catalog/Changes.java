package org.pal4j.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pal4j.Fault;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;

/**
 * What an experiment changes of the named one whose name and title it still has.
 *
 * @param base    the named experiment
 * @param own     the experiment
 * @param changed values by key, as they stand in a file
 */
record Changes(Experiment base, Experiment own, SequencedMap<String, String> changed) {
    private static final String ALGORITHM = "algorithm";
    private static final String RATES = "(eta_.*|.*lr_factors|multiplier)";
    private static final String FORWARD_RATES = "(eta_fw|lr_factors|multiplier)";
    /** Keys that say how long or with what samples a network learns, and what is kept of it. */
    private static final Set<String> OF_RUNS = Set.of("name", "title", "seed", "epochs", "preview_epochs", "snapshot_every", "record", "record_every",
            "measure", "weights");
    /** Keys whose values the title of an experiment tells. */
    private static final Set<String> OF_TITLES = Set.of(ALGORITHM, "task", "layers", "activation", "connectivity");
    private static final int MAX_VALUE = 40;

    /** Returns the changes since the named experiment that has this name, or else this title; nothing if there is none, or if this is it. */
    static Optional<Changes> of(Experiment e) {
        return Optional.ofNullable(Catalog.NAMES.contains(e.name()) ? e.name() : Titles.NAMES.get(e.title()))
                .map(name -> Catalog.experiment(name, List.of()))
                .filter(base -> base.title().equals(e.title()) && base.model().name().equals(e.model().name()))
                .flatMap(base -> of(base, e));
    }

    /** Reads all named experiments when it is first needed. */
    private static final class Titles {
        /** Names by title. */
        static final Map<String, String> NAMES = Catalog.NAMES.stream()
                .collect(Collectors.toMap(name -> Catalog.experiment(name, List.of()).title(), name -> name));

        private Titles() {}
    }

    private static Optional<Changes> of(Experiment base, Experiment e) {
        SequencedMap<String, String> before = base.values();
        SequencedMap<String, String> changed = e.values();
        changed.entrySet().removeIf(entry -> isOfRuns(entry.getKey()) || entry.getValue().equals(before.get(entry.getKey())));
        return changed.isEmpty() ? Optional.empty() : Optional.of(new Changes(base, e, changed));
    }

    private static boolean isOfRuns(String key) {
        return OF_RUNS.contains(key) || key.endsWith("_samples") || key.endsWith("_seed");
    }

    /**
     * Returns a study whose title tells the changes, since that of the named experiment may no longer be true:
     * {@code algorithm BP; otherwise as yinyang}.
     */
    static <E extends Experiment> Study<E> entitled(Study<E> study) {
        return entitled(study, of(study.base()));
    }

    /** Returns a study whose title tells its changes, if there are any. */
    static <E extends Experiment> Study<E> entitled(Study<E> study, Optional<Changes> found) {
        return found.filter(changes -> changes.changed.keySet().stream().anyMatch(OF_TITLES::contains))
                .map(changes -> study.withTitle(changes.title())).orElse(study);
    }

    private String title() {
        return changed.entrySet().stream().filter(entry -> OF_TITLES.contains(entry.getKey()))
                .map(entry -> entry.getKey() + " " + Fault.shown(cut(entry.getValue().replace("\"", "")))).collect(Collectors.joining(", "))
                + "; otherwise as " + base.name();
    }

    private static String cut(String value) {
        return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "...";
    }

    /** Returns a note if only the algorithm is another, but not the learning rates that were chosen for the first one. */
    Optional<String> note() {
        String algorithm = own.algorithm();
        if (!changed.containsKey(ALGORITHM) || changed.keySet().stream().anyMatch(key -> key.matches(RATES))) {
            return Optional.empty();
        }
        String sibling = base.name() + "-" + algorithm.toLowerCase(Locale.ROOT);
        String said = "algorithm=" + algorithm + " with the learning rates of " + base.name() + ", which were chosen for " + base.algorithm()
                + ": this does not compare the algorithms";
        boolean tuned = Catalog.NAMES.contains(sibling) && !rates(Catalog.experiment(sibling, List.of())).equals(rates(base));
        return Optional.of(tuned ? said + "; " + sibling + " has rates of its own" : said);
    }

    /** Returns the rates of weights that both algorithms learn. */
    private static TreeMap<String, String> rates(Experiment e) {
        TreeMap<String, String> rates = new TreeMap<>(e.values());
        rates.keySet().removeIf(key -> !key.matches(FORWARD_RATES));
        return rates;
    }
}
