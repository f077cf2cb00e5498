package org.pal4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.LeftRuns;
import org.pal4j.cli.look.FileInfo;
import org.pal4j.data.CifarFiles;
import org.pal4j.data.DataFolder;
import org.pal4j.data.MnistFiles;
import org.pal4j.data.own.OwnFiles;
import org.pal4j.format.IdxFiles;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Study;
import org.pal4j.model.rate.TinyImages;
import org.pal4j.run.Listener;
import org.pal4j.run.StudyRunner;

/** Files with arrays, samples and weights. */
final class Data {
    private static final String CIRCUIT = """
            name: own
            task: data
            train: %s
            test_share: 0.25
            layers: [4, 5, 3]
            Tpres: 0.1
            epochs: 2
            eta_fw: [50, 0.01]
            eta_bw: 0.5
            noise_scale: 0.01
            """;
    private static final String RATE = """
            model: rate
            name: own
            task: data
            train: %s
            test_share: 0.25
            inputs: 4
            layers: [dense 5 tanh, dense 3 linear]
            batch: 4
            updates: 3
            epochs: 2
            lr_factors: 1
            sigma: 0.1
            """;
    private static final String WEIGHTS = """
            based_on: yinyang
            name: w
            layers: [4, 5, 3]
            train_samples: 4
            validation_samples: 4
            test_samples: 4
            weights: %s
            """;

    private Data() {}

    static DataFolder in(Path folder) {
        return DataFolder.of(Optional.of(folder), Map.of(), folder);
    }

    private static Map<String, NpyArray> some() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("mask", NpyArray.ofBooleans(new boolean[] {true, false, true}, 3));
        arrays.put("weights", NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        arrays.put("numbers", NpyArray.ofLongs(new long[] {7, 8}, 2));
        return arrays;
    }

    static List<Sample> arrays(Path folder) throws IOException {
        Path npy = folder.resolve("a.npy");
        Path npz = folder.resolve("a.npz");
        Path tensors = folder.resolve("a.safetensors");
        Npy.write(npy, NpyArray.ofDoubles(new double[] {1, 2, Double.NaN, 4, 5, 6}, 2, 3));
        Npz.write(npz, some());
        Safetensors.write(tensors, some(), Map.of("step", "3"));
        TinyImages.write(folder);
        List<Sample> samples = new ArrayList<>();
        for (String file : List.of("a.npy", "a.npz", "a.safetensors", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "test_batch.bin")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(file));
            samples.add(Sample.file(file, bytes));
            if (file.contains("idx") || file.endsWith(".bin")) {
                samples.add(Sample.file(file + ".gz", IdxFiles.packed(bytes)));
            }
        }
        return samples;
    }

    static void info(Path file) {
        FileInfo.of(file);
    }

    private static List<Sample> images(Path folder, String files) throws IOException {
        TinyImages.write(folder);
        Sample plain = Sample.folder(folder).without(files);
        Sample packed = new Sample("", new java.util.TreeMap<>());
        for (String file : plain.files()) {
            packed = packed.with(file + ".gz", new Node.Content(IdxFiles.packed(plain.bytes(file))));
        }
        return List.of(plain, packed);
    }

    static List<Sample> mnist(Path folder) throws IOException {
        return images(folder, ".*\\.bin");
    }

    static List<Sample> cifar(Path folder) throws IOException {
        return images(folder, ".*idx.*");
    }

    static void readMnist(Path folder) {
        MnistFiles files = MnistFiles.find(in(folder));
        files.images();
        files.read("fuzz", new MnistFiles.Counts(5, 2, 2), 1, 0.1);
    }

    static void readCifar(Path folder) {
        CifarFiles.find(in(folder)).images();
    }

    private static Sample own(String configuration, Path file, String key) throws IOException {
        String name = file.getFileName().toString();
        return Sample.file(name, Files.readAllBytes(file)).with("own.yaml", new Node.Content(configuration.formatted(key).getBytes()))
                .entered("own.yaml");
    }

    static List<Sample> ownCsv(Path folder) throws IOException {
        double[][] x = OwnFiles.rows(new SplittableRandom(1), 24, 4);
        Path classes = OwnFiles.classes(folder.resolve("own.csv"), x, IntStream.range(0, 24).map(k -> k % 3).toArray());
        Path targets = Files.writeString(folder.resolve("t.csv"), "y1,y2,y3,a,b,c,d\n" + "0.1,-2,3e-1,1,2,3,\"4\"\n1,2,3,.5,5.,+6,7\n".repeat(8));
        List<Sample> samples = new ArrayList<>();
        for (String configuration : List.of(CIRCUIT, RATE)) {
            samples.add(own(configuration, classes, "own.csv"));
            samples.add(own(configuration, targets, "t.csv"));
        }
        return samples;
    }

    static List<Sample> ownNpz(Path folder) throws IOException {
        NpyArray x = OwnFiles.array(OwnFiles.rows(new SplittableRandom(1), 24, 4));
        int[] k = IntStream.range(0, 24).map(i -> i % 3).toArray();
        Path classes = OwnFiles.npz(folder.resolve("c.npz"), x, NpyArray.ofInts(k, 24));
        Path targets = OwnFiles.npz(folder.resolve("t.npz"), x, OwnFiles.array(OwnFiles.rows(new SplittableRandom(2), 24, 3)));
        Map<String, NpyArray> timed = new LinkedHashMap<>(Npz.read(classes));
        timed.put("t", NpyArray.ofDoubles(IntStream.range(0, 24).mapToDouble(i -> 0.1 + 0.01 * (i % 3)).toArray(), 24));
        List<Sample> samples = new ArrayList<>();
        for (String configuration : List.of(CIRCUIT, RATE)) {
            samples.add(own(configuration, classes, "c.npz"));
            samples.add(own(configuration, targets, "t.npz"));
        }
        return samples;
    }

    static List<Sample> weights(Path folder) throws IOException {
        Study<?> study =
                Catalog.study("yinyang", List.of("layers=[4, 5, 3]", "train_samples=4", "validation_samples=4", "test_samples=4", "epochs=0"));
        Path run = folder.resolve("run");
        LeftRuns.run(study, in(folder), run, LeftRuns.NEVER);
        Path tensors = run.resolve("weights.safetensors");
        Path archive = folder.resolve("w.npz");
        Npz.write(archive, Safetensors.read(tensors).tensors());
        return List.of(own(WEIGHTS, tensors, "weights.safetensors"), own(WEIGHTS, archive, "w.npz"), own(WEIGHTS, tensors, "."));
    }

    /** Reads what an experiment needs, and begins it. */
    static void start(Path file) {
        StudyRunner.of(Catalog.study(file.toString(), List.of()), 1, new Listener() {}, LeftRuns.NEVER, in(file.getParent()));
    }
}
