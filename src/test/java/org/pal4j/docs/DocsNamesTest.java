package org.pal4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;
import org.pal4j.data.own.OwnDataKeys;
import org.pal4j.sweep.Run;
import org.pal4j.sweep.Sweep;

/** What README.md and docs/ name exists: classes, files, headings, keys. */
class DocsNamesTest {
    private static final List<Page> PAGES = Page.all();
    /** A class, or a member of one. Words of capitals only are other things. */
    private static final Pattern CLASS = Pattern.compile("[A-Z]\\w*[a-z]\\w*(\\.\\w+)*(\\(.*\\))?");
    private static final List<String> CIRCUITS = List.of("yinyang", "fig4ab", "always-on");
    /** Keys for habits of the original NumPy program, and for neurons that differ, which are shown only if they are on. */
    private static final List<String> HABITS = List.of("traces_while_settling=true", "transport_while_settling=true", "one_noise_clock=true",
            "target_steps_early=1", "spread_tau=0.1", "spread_gain=0.1");
    private static final List<String> RATE_NETWORKS = List.of("autoencoder", "cifar10");
    private static final Pattern FILE = Pattern.compile("(?:src|docs|bench|\\.ci)/[\\w./-]+");
    /** Names that are not of this project. Those of java.lang need not be here. */
    private static final Map<String, String> FOREIGN = foreign();

    private static Map<String, String> foreign() {
        Map<String, String> foreign = new HashMap<>();
        for (String name : List.of("RandomState", "RandomState(seed).randint(100000, 999999)")) {
            foreign.put(name, "NumPy's");
        }
        for (String name : List.of("FreqInlineSize", "CompileThresholdScaling", "NodeCountInliningCutoff", "ObjectAllocationSample",
                "Float512Vector")) {
            foreign.put(name, "of HotSpot and its modules");
        }
        for (String name : List.of("TanH", "Sigmoid", "HardSigmoid", "ReLU", "LeNet5", "MLPNet")) {
            foreign.put(name, "values in files of the original programs");
        }
        for (String name : List.of("ValueError", "ArithmeticError", "MemoryError", "KeyboardInterrupt", "ProcessPoolExecutor()")) {
            foreign.put(name, "Python's");
        }
        foreign.put("ReadWriteMany", "of Kubernetes");
        return Map.copyOf(foreign);
    }

    private static boolean isOfJdk(String name) {
        try {
            Class.forName("java.lang." + name.replaceFirst("\\..*", ""));
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Returns the classes of the Python package. */
    private static Set<String> pythonClasses() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/python/pal4j"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".py")).toList()) {
                Pattern.compile("^class (\\w+)", Pattern.MULTILINE).matcher(Files.readString(file)).results()
                        .forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }

    @Test
    void everyClassExists() throws IOException {
        Names names = new Names();
        Set<String> python = pythonClasses();
        List<String> missing = new ArrayList<>();
        Set<String> unused = new TreeSet<>(FOREIGN.keySet());
        Set<String> keys = keys(CIRCUITS);
        for (Page page : PAGES) {
            for (String code : page.code()) {
                unused.remove(code);
                boolean other = code.endsWith(".java") || keys.contains(code) || FOREIGN.containsKey(code) || python.contains(code);
                if (CLASS.matcher(code).matches() && !other && !isOfJdk(code) && !names.has(code)) {
                    missing.add(page.file() + ": " + code);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertEquals(Set.of(), unused, "no page has these any more");
    }

    @Test
    void everyFileExists() {
        List<String> missing = new ArrayList<>();
        for (Page page : PAGES) {
            for (String code : page.code()) {
                if (FILE.matcher(code).matches() && !Files.exists(Path.of(code))) {
                    missing.add(page.file() + ": " + code);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Page page : PAGES) {
            for (String link : page.links()) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
                if (!Files.exists(target) || parts.length == 2 && !Page.read(target).anchors().contains(parts[1])) {
                    broken.add(page.file() + ": " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void tablesHaveAllKeysOfExperiments() {
        Set<String> circuits = keys(CIRCUITS);
        circuits.addAll(keys(List.of("fig4ab"), HABITS));
        assertEquals(circuits, table("docs/configuration.md", "## Keys", "## Teachers"));
        assertEquals(keys(RATE_NETWORKS), table("docs/rate-experiments.md", "## Keys"));
    }

    /** The page on own data has the keys that only they have. */
    @Test
    void tablesHaveAllKeysOfOwnData() {
        Set<String> keys = new TreeSet<>(Set.of("task", "inputs", "train_samples", "validation_samples", "test_samples", "split_seed"));
        OwnDataKeys.all().forEach(key -> keys.add(key.name()));
        assertEquals(keys, table("docs/own-data.md", "## Keys").stream().filter(key -> !List.of("none", "unit", "standard").contains(key))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The page on sweeps has each named sweep, with as many runs and steps as it has. */
    @Test
    void theTableOfNamedSweepsIsRight() {
        Set<String> named = new TreeSet<>();
        boolean inside = false;
        for (String line : Page.read(Path.of("docs/sweeps.md")).text()) {
            inside = line.equals("### Named sweeps") || inside && !line.startsWith("##");
            if (inside && line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                for (MatchResult name : Pattern.compile("`([\\w-]+)`").matcher(cells[1]).results().toList()) {
                    Sweep sweep = Catalog.sweep(name.group(1), List.of(), notes -> {});
                    named.add(sweep.name());
                    assertEquals(cells[3].replace("each", "").strip(), Integer.toString(sweep.runs().size()), line);
                    String[] steps = cells[4].strip().split(" ");
                    double shown = Double.parseDouble(steps[0]) * (steps[1].equals("G") ? 1e9 : 1e6);
                    double computed = sweep.runs().stream().mapToDouble(Run::steps).sum();
                    assertEquals(1, computed / shown, 0.03, line + " has " + computed);
                }
            }
        }
        assertEquals(new TreeSet<>(Catalog.SWEEPS), named);
    }

    @Test
    void tablesHaveAllQuantitiesThatCanBeRecorded() {
        assertEquals(quantities("circuit"), table("docs/configuration.md", "## Recordings"));
        assertEquals(quantities("rate"), table("docs/rate-experiments.md", "## Recordings"));
    }

    private static Set<String> quantities(String model) {
        return new TreeSet<>(Models.named(model).orElseThrow().quantities());
    }

    /** The keys of some experiments, as {@code show} prints them, except those of replicas. */
    private static Set<String> keys(List<String> experiments) {
        return keys(experiments, List.of("record=[mse]", "weights=first"));
    }

    private static Set<String> keys(List<String> experiments, List<String> settings) {
        Set<String> keys = new TreeSet<>();
        for (String experiment : experiments) {
            String shown = Catalog.show(experiment, settings, Optional.empty(), notes -> {});
            Pattern.compile("(?m)^(\\w+):").matcher(shown).results().forEach(match -> keys.add(match.group(1)));
        }
        keys.removeAll(List.of("seeds", "each"));
        return keys;
    }

    /** The words of code in the first column of the tables below headings, each down to the next one of its level. */
    private static Set<String> table(String file, String... headings) {
        Set<String> words = new TreeSet<>();
        boolean inside = false;
        for (String line : Page.read(Path.of(file)).text()) {
            inside = List.of(headings).contains(line) || inside && !line.startsWith("## ");
            if (inside && line.startsWith("| `")) {
                Pattern.compile("`(\\w+)`").matcher(line.substring(1, line.indexOf('|', 1))).results().forEach(match -> words.add(match.group(1)));
            }
        }
        return words;
    }
}
