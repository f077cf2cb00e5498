package org.pal4j.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.CommandLineProgram;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;

/** Configurations: those of PAL4J, of the original programs, and on the command line. */
final class Configurations {
    private static final String SHORT = """
            # A few keys.
            based_on: yinyang
            name: short
            epochs: 3
            eta_bw: [0.5]   # one for each
            record: [B, angle_B]
            """;
    private static final String REPLICAS = """
            based_on: fig3abc
            name: several
            seeds: [1, 2, 3]
            each: {eta_bw: [0.1, 0.5, 2]}
            """;
    private static final String SWEEP = """
            based_on: yinyang
            name: etas
            epochs: 20
            sweep:
              product:
                eta_bw: {from: 0.05, to: 5, points: 5, scale: log}
                tauxi: [0.1, 1]
              zip:
                Tpres: [1, 2]
                dt: [0.01, 0.02]
            seeds: 3
            """;
    private static final String RATE_SWEEP = """
            based_on: autoencoder
            name: lr
            seeds: [1, 2]
            sweep: {product: {sigma: {from: 0, to: 1, step: 0.5}}, zip: [{beta: [0.1, 0.2], dt: [0.1, 0.2]}]}
            """;
    private static final String VARIANTS = """
            name: v
            epochs: 2
            sweep: {product: {layers: [[4, 3, 3], [4, 5, 3]]}, variants: {PAL: {based_on: yinyang}, "FA, 2": {based_on: yinyang-fa, taur: 0.5}}}
            """;
    /** Commands; a bar stands between two arguments. */
    private static final List<String> ARGUMENTS = List.of(
            "show|yinyang|--set|epochs=3|--set|layers=[4,5,3]|--seed|7",
            "show|autoencoder|--set|sigma=[0.1,0.1,0,0]|--set|layers=[dense 20 tanh, dense 2 linear, dense 20 tanh, dense 784 linear]|--seed|9",
            "show|fig3abc|--seeds|3|--epochs|2|--each|eta_bw=0.1,0.5,2",
            "show|fig4ab|--seeds|1,2,5|--set|each.eta_bw=[0.1,0.5,2]|--set|task=uniform|--set|random=numpy",
            "show|prospectivity-sweep|--set|seeds=[1,2]|--set|measure=[angle_update]",
            "sweep|prospectivity-sweep|--dry-run|--shard|2/3|--threads|1|--epochs|1|--seeds|2",
            "show|yinyang|--weights|w.npz|--set|record=[B,vbas]|--set|noise_mode=uP");

    private Configurations() {}

    private static Sample yaml(String text) {
        return Sample.file("c.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same as JSON. */
    private static Sample json(String text) {
        return Sample.file("c.json", Json.indented(Documents.yaml(text, "sample")).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Sample> both(String... texts) {
        return Stream.of(texts).flatMap(text -> Stream.of(yaml(text), json(text))).toList();
    }

    private static String shown(String name, String... settings) {
        return Catalog.show(name, List.of(settings), Optional.empty(), notes -> {});
    }

    static List<Sample> circuits(Path folder) {
        return both(shown("yinyang"), shown("fig3abc"), shown("mnist"), shown("fig4ab", "seeds=[1, 5]", "each.eta_bw=[0.1, 2]"), SHORT, REPLICAS);
    }

    static List<Sample> rates(Path folder) {
        return both(shown("autoencoder"), shown("cifar10"), shown("autoencoder-single", "seeds=null", "tau_LO=2"),
                "based_on: cifar10-bp\nname: x\nlr_factors: 2\nsigma: 0.5\nrecord: [W, r]\n");
    }

    static List<Sample> sweeps(Path folder) {
        return both(SWEEP, RATE_SWEEP, VARIANTS, shown("prospectivity-sweep"));
    }

    static List<Sample> originals(Path folder) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("src", "test", "resources", "original"))) {
            for (Path file : all.sorted().toList()) {
                samples.add(Sample.file(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        }
        return samples;
    }

    /** Shows it. What is shown must be read again, and give the same. */
    static void show(Path file) throws IOException {
        again(file, Catalog.show(file.toString(), List.of(), Optional.empty(), notes -> {}));
    }

    /** Shows it for each task of the original programs. */
    static void original(Path file) throws IOException {
        show(file);
        for (String task : Catalog.tasks()) {
            try {
                Catalog.study(file.toString(), List.of(), Optional.of(task), notes -> {});
            } catch (InputException e) {
                // Not each file goes with each task.
            }
        }
    }

    private static void again(Path file, String shown) throws IOException {
        Path copy = Files.writeString(file.resolveSibling("shown.yaml"), shown);
        String again;
        try {
            again = Catalog.show(copy.toString(), List.of(), Optional.empty(), notes -> {});
        } catch (InputException e) {
            throw new IllegalStateException("what was shown is refused: " + e.getMessage(), e);
        }
        if (!again.equals(shown)) {
            throw new IllegalStateException("shown, read and shown again, it is another one:\n" + shown + "\n" + again);
        }
    }

    static List<Sample> arguments(Path folder) {
        return ARGUMENTS.stream().map(line -> Sample.file("arguments.txt", line.replace('|', '\n').getBytes(StandardCharsets.UTF_8))).toList();
    }

    /** Commands that compute nothing. */
    static void commandLine(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException("no arguments");
        }
        List<String> arguments;
        try {
            arguments = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new InputException("no arguments", e);
        }
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        if (!command.equals("show") && !(command.equals("sweep") && arguments.contains("--dry-run"))) {
            throw new InputException("no command that only looks");
        }
        CommandLineProgram.Result result = CommandLineProgram.run(arguments.toArray());
        if (result.err().contains("a fault of the program") || result.status() != 0 && result.status() != 2) {
            throw new IllegalStateException("status " + result.status() + ": " + result.err());
        }
        if (result.status() == 2) {
            throw new InputException(result.err());
        }
    }
}
