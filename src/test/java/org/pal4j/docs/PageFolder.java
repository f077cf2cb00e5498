package org.pal4j.docs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.CommandLineProgram;
import org.pal4j.config.Documents;
import org.pal4j.data.own.OwnFiles;
import org.pal4j.format.Npz;
import org.pal4j.model.rate.TinyImages;

/** A folder in which the commands of a page run, one after the other, in this JVM. It has the files that the pages tell their readers to make. */
final class PageFolder {
    /** Options of {@code run} and {@code sweep} that {@code show} lacks, and whether a value follows. */
    private static final Map<String, Boolean> NOT_OF_SHOW = Map.of("--out", true, "--threads", true, "--data", true, "--vector", true, "-q", false,
            "--quiet", false);
    /** Options whose value is a folder of the reader. */
    private static final Set<String> FOLDERS = Set.of("--out", "--resume", "--gather", "--data");
    private static final Pattern KEY = Pattern.compile("(?m)^(\\w+): *(\\S*)");
    private static final List<String> DENSE = List.of("batch=4", "updates=2", "classifier_samples=8", "seeds=null",
            "layers=[dense 6 tanh, dense 2 linear, dense 6 tanh, dense 784 linear]");
    private static final List<String> CONVOLUTIONS = TinyImages.CIFAR.stream().filter(setting -> setting.matches("(batch|updates|layers)=.*"))
            .toList();
    private static final Map<String, Integer> SAMPLES = Map.of("train_samples", 4, "validation_samples", 2, "test_samples", 3);
    /** Files of the original programs, and the ones with the same form among the resources of the tests. */
    private static final Map<String, String> ORIGINALS = Map.of("Fig3abc/params.json", "align.json", "Fig4ab/PAL/params.json", "chain.json",
            "sweep_yin_yang_le_backw_seed_123456.yaml", "yinyang.yaml");

    /** A setting whose value is a file. */
    private static final Pattern FILE_VALUE = Pattern.compile("(\\w+=)([\\w.-]+)");
    /** A block that is a file of the reader: its name follows. */
    private static final String CSV = "csv ";

    /** What pages call the folder of a reader's data sets. */
    static final String DATA = "DIR";

    private final Path root;

    PageFolder(Path root, List<Page> pages) throws IOException {
        this.root = Files.createDirectories(root);
        for (String digits : List.of("digits", DATA)) {
            TinyImages.write(Files.createDirectories(root.resolve(digits)));
        }
        for (Map.Entry<String, String> original : ORIGINALS.entrySet()) {
            Path file = root.resolve(original.getKey());
            Files.createDirectories(file.getParent());
            Files.copy(Path.of("src/test/resources/original", original.getValue()), file);
        }
        for (Page.Block block : pages.stream().flatMap(page -> page.blocks().stream()).toList()) {
            if (block.kind().startsWith(CSV)) {
                Files.writeString(root.resolve(block.kind().substring(CSV.length())), block.content());
            }
        }
        Path iris = root.resolve("iris.csv");
        if (Files.exists(iris)) {
            Files.writeString(root.resolve("flawed.csv"), Files.readString(iris).replace("5.5,2.3", "5.5,2,3").replace("6.9,3.1,4.9", "6.9,,4.9"));
        }
        // As programs on the pages make them, which need Python.
        OwnFiles.npz(root.resolve("waves.npz"), OwnFiles.array(OwnFiles.rows(new SplittableRandom(1), 40, 2)),
                OwnFiles.array(OwnFiles.rows(new SplittableRandom(2), 40, 1)));
        Files.writeString(root.resolve("rings.csv"), rings());
        Npz.write(root.resolve("start.npz"), Map.of("W2", OwnFiles.array(OwnFiles.rows(new SplittableRandom(3), 3, 30))));
        for (Page.Block block : pages.stream().flatMap(page -> page.blocks("yaml").stream()).toList()) {
            Path file = Files.writeString(root.resolve("block.yaml"), block.content());
            if (Documents.read(file) instanceof Map<?, ?> keys && keys.get("name") instanceof String name) {
                Files.move(file, root.resolve(name + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String rings() {
        StringBuilder lines = new StringBuilder("east,north,west,south,class\n");
        SplittableRandom random = new SplittableRandom(4);
        for (int k = 0; k < 40; k++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            lines.append("%.4f,%.4f,%.4f,%.4f,%s\n".formatted(x, y, 1 - x, 1 - y, k % 2 == 0 ? "inner" : "outer"));
        }
        return lines.toString();
    }

    /** The first lines of a file, as {@code head -N FILE} shows them. */
    List<String> head(ShellCommand command) throws IOException {
        int count = -Integer.parseInt(command.words().get(1));
        return Files.readAllLines(root.resolve(command.words().getLast())).subList(0, count);
    }

    /** Runs a command as it stands. */
    CommandLineProgram.Result run(List<String> arguments) throws IOException {
        return CommandLineProgram.run(resolved(arguments).toArray());
    }

    /** Runs a command that the page takes as done, or removes a file. */
    void given(ShellCommand command) throws IOException {
        if (command.isOurs()) {
            printed(command);
        } else {
            Files.delete(root.resolve(command.words().getLast()));
        }
    }

    /** Runs a command, with few and small samples if it simulates anything, and keeps its output where the page does. */
    List<String> printed(ShellCommand command) throws IOException {
        List<String> arguments = command.arguments();
        boolean refuses =
                !command.shown().isEmpty() && command.shown().getFirst().startsWith("pal4j: ") && command.shown().getFirst().contains("fault");
        CommandLineProgram.Result result = run(refuses ? arguments : shortened(arguments));
        if (result.status() != (refuses ? 2 : 0)) {
            throw new AssertionError("exit status " + result.status() + ": " + result.err());
        }
        if (command.redirect().isPresent()) {
            Files.writeString(root.resolve(command.redirect().get()), result.out());
            return Printed.lines(result.err());
        }
        return Printed.lines((result.err() + result.out()).replace(root + "/", ""));
    }

    /** The keys and values that a command would run with; an exit status other than 0 is an error. */
    String shown(List<String> arguments) throws IOException {
        List<String> show = new ArrayList<>(List.of("show"));
        for (int k = 1; k < arguments.size(); k++) {
            Optional<Boolean> value = Optional.ofNullable(NOT_OF_SHOW.get(arguments.get(k)));
            if (value.isEmpty()) {
                show.add(arguments.get(k));
            } else if (value.get()) {
                k++;
            }
        }
        CommandLineProgram.Result result = run(show);
        if (result.status() != 0) {
            throw new AssertionError("exit status " + result.status() + ": " + result.err());
        }
        return result.out();
    }

    /** Whether an argument names something that is there to be run: in the catalog or in this folder. */
    boolean has(String experiment) {
        return Catalog.NAMES.contains(experiment) || Catalog.SWEEPS.contains(experiment) || Files.exists(root.resolve(experiment));
    }

    private List<String> resolved(List<String> arguments) throws IOException {
        List<String> resolved = new ArrayList<>();
        for (int k = 0; k < arguments.size(); k++) {
            String word = arguments.get(k);
            Matcher file = FILE_VALUE.matcher(word);
            boolean folder = k > 0 && FOLDERS.contains(arguments.get(k - 1));
            if (file.matches() && Files.exists(root.resolve(file.group(2)))) {
                resolved.add(file.group(1) + root.resolve(file.group(2)));
            } else if (word.endsWith("/*")) {
                resolved.addAll(inside(Path.of(word.substring(0, word.length() - 2))));
            } else {
                resolved.add(k > 0 && (folder || !word.startsWith("-") && Files.exists(root.resolve(word))) ? root.resolve(word).toString() : word);
            }
        }
        return resolved;
    }

    private static List<String> inside(Path folder) throws IOException {
        PathMatcher shown = FileSystems.getDefault().getPathMatcher("glob:[!.]*");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> shown.matches(file.getFileName())).sorted().map(Path::toString).toList();
        }
    }

    /** The same command with few samples, small layers and two epochs, and with its results in this folder. */
    private List<String> shortened(List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        String command = arguments.getFirst();
        boolean isRun = command.equals("run");
        if (command.equals("report") && arguments.size() > 2 && !arguments.contains("--figures")) {
            all.addAll(List.of("--out", "comparison.html"));
        }
        if (!isRun && !command.equals("sweep") || arguments.contains("--dry-run") || arguments.contains("--resume")
                || arguments.contains("--gather")) {
            return all;
        }
        List<String> experiment = new ArrayList<>(arguments);
        // What says how a sweep is done, not what it is.
        int shard = experiment.indexOf("--shard");
        if (shard >= 0) {
            experiment.subList(shard, shard + 2).clear();
        }
        Map<String, String> keys = keys(shown(experiment));
        SAMPLES.forEach((key, few) -> {
            if (keys.containsKey(key) && !keys.get(key).equals("0")) {
                all.addAll(List.of("--set", key + "=" + few));
            }
        });
        boolean own = "data".equals(keys.get("task"));
        List<String> rate = own ? List.of("updates=2") : keys.get("task").startsWith("cifar") ? CONVOLUTIONS : DENSE;
        boolean canBeShort = keys.getOrDefault("learning_lag", "").matches("0(\\.0)?") && !keys.containsKey("sweep");
        List<String> small = keys.get("model").equals("rate") ? rate : canBeShort ? List.of("Tpres=0.02") : List.of();
        small.forEach(setting -> all.addAll(List.of("--set", setting)));
        if (!keys.getOrDefault("new_W_after", "0").equals("0")) {
            all.addAll(List.of("--set", "new_W_after=1"));
        }
        int epochs = all.indexOf("--epochs");
        int preview = Integer.parseInt(keys.get("preview_epochs"));
        if (epochs >= 0) {
            all.set(epochs + 1, "2");
        } else {
            boolean isPreview = isRun && preview > 0 && preview < Integer.parseInt(keys.get("epochs"));
            all.addAll(List.of("--set", isPreview ? "preview_epochs=2" : "epochs=2"));
        }
        if (!all.contains("--out")) {
            all.addAll(List.of("--out", numbered(command + "s", keys.get("name"))));
        }
        return all;
    }

    private static Map<String, String> keys(String shown) {
        Map<String, String> keys = new LinkedHashMap<>(Map.of("model", "circuit", "preview_epochs", "0"));
        Matcher key = KEY.matcher(shown);
        while (key.find()) {
            keys.put(key.group(1), key.group(2).replace("\"", ""));
        }
        return keys;
    }

    private String numbered(String folder, String name) {
        int k = 1;
        while (Files.exists(root.resolve(folder + "/" + name + "-" + k))) {
            k++;
        }
        return folder + "/" + name + "-" + k;
    }
}
