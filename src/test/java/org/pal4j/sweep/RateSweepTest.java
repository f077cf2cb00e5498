package org.pal4j.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Experiment;
import org.pal4j.model.rate.TinyImages;

/** Sweeps of rate networks: the same as of circuits, but that each run is for itself and makes updates. */
class RateSweepTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    /** Values that are lists, and a multiplier that makes rates run away. */
    private static final String AXES = "sweep={product: {lr_factors: [[0.01, 0.01, 0.01, 0.001], [1e-3, 0.001, 0.001, 0.001]], "
            + "multiplier: [3, 1e30]}}";

    @TempDir
    private Path folder;
    private DataFolder data;

    @BeforeEach
    void write() {
        data = TinyImages.write(folder);
    }

    private static Sweep sweep(String... settings) {
        List<String> all = new ArrayList<>(TinyImages.AUTOENCODER);
        all.removeIf(setting -> List.of(settings).stream().anyMatch(own -> own.startsWith("sweep=")
                && own.matches("(?s).*[{ ]" + setting.substring(0, setting.indexOf('=')) + ":.*")));
        all.addAll(List.of(settings));
        return Catalog.sweep("autoencoder", all, notes -> {});
    }

    private SweepRunner.Result run(SweepFolder own, Shard shard, int threads, TinySweep.Heard heard, BooleanSupplier stop) {
        return TinySweep.run(own, shard, threads, heard, stop, data);
    }

    private void assertAlone(SweepFolder own) throws IOException {
        TinySweep.assertAlone(own, folder.resolve("alone"), data);
    }

    @Test
    @Tag("width")
    void eachRunIsWhatItIsAlone() throws IOException {
        Sweep sweep = sweep(AXES, "seeds=[7, 2]");
        SweepFolder own = TinySweep.folder(folder.resolve("s"), sweep);
        TinySweep.Heard heard = new TinySweep.Heard();
        SweepRunner.Result result = run(own, Shard.WHOLE, Math.min(2, CORES), heard, () -> false);
        assertEquals(List.of(8, 4, 0), List.of(result.done(), result.nonFinite(), result.unkept()));
        assertEquals(8, heard.groups, "each is for itself");
        assertAlone(own);
    }

    /** Large enough that they share each update. */
    @Test
    void threadsWithoutARunOfTheirOwnShareOne() throws IOException {
        Sweep sweep = sweep("sweep={product: {beta: [0.2]}}", "epochs=1", "batch=20", "updates=2", "classifier_samples=20",
                "layers=[dense 80 tanh, dense 2 linear, dense 80 tanh, dense 784 linear]");
        assertTrue(sweep.points().getFirst().experiment().cost().sharesSteps());
        SweepFolder own = TinySweep.folder(folder.resolve("s"), sweep);
        run(own, Shard.WHOLE, Math.min(2, CORES), new TinySweep.Heard(), () -> false);
        assertAlone(own);
        assertFalse(sweep(AXES).points().getFirst().experiment().cost().sharesSteps());
    }

    @Test
    void whatIsCutGoesOnAndNothingIsComputedTwice() throws IOException {
        Sweep sweep = sweep(AXES, "seeds=2");
        SweepFolder straight = TinySweep.folder(folder.resolve("straight"), sweep);
        run(straight, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false);
        straight.gather();
        SweepFolder cut = TinySweep.folder(folder.resolve("cut"), sweep);
        List<String> finished = new ArrayList<>();
        int turns = 0;
        boolean interrupted = true;
        while (interrupted) {
            TinySweep.Heard heard = new TinySweep.Heard();
            AtomicInteger left = new AtomicInteger(50);
            interrupted = run(cut, Shard.WHOLE, 1, heard, () -> left.decrementAndGet() < 0).interrupted();
            finished.addAll(heard.finished);
            assertEquals(sweep.runs().size() - finished.size(), cut.gather().missing());
            assertTrue(++turns < 20);
        }
        assertTrue(turns > 2, turns + " turns");
        assertEquals(sweep.runs().stream().map(Run::path).sorted().toList(), finished.stream().sorted().toList());
        assertEquals(TinySweep.tables(straight), TinySweep.tables(cut));
    }

    @Test
    void shardsHaveEachRunOnce() throws IOException {
        Sweep sweep = sweep("sweep={product: {epochs: [1, 4], updates: [5, 7]}}", "seeds=[4, 2, 9]");
        List<String> all = new ArrayList<>();
        TinySweep.Heard heard = new TinySweep.Heard();
        SweepFolder own = TinySweep.folder(folder.resolve("s"), sweep);
        for (int i = 3; i >= 1; i--) {
            List<String> part = Plan.shard(sweep, new Shard(i, 3)).stream().map(Run::path).toList();
            assertTrue(part.size() >= 3 && part.size() <= 5, part::toString);
            all.addAll(part);
            run(own, new Shard(i, 3), 1, heard, () -> false);
        }
        assertEquals(sweep.runs().stream().map(Run::path).sorted().toList(), all.stream().sorted().toList());
        assertEquals(all.stream().sorted().toList(), heard.finished.stream().sorted().toList());
        assertEquals(new SweepFolder.Gathered(12, 0, 0, 0, own.gather().best()), own.gather());
    }

    @Test
    void longRunsComeFirst() {
        Sweep sweep = sweep("sweep={product: {layers: [[dense 2 tanh, dense 784 linear], [dense 300 tanh, dense 784 linear]], epochs: [1, 3]}}",
                "lr_factors=1", "bw_lr_factors=1", "regularizer=0", "sigma=0");
        assertEquals(List.of("p0004", "p0003", "p0002", "p0001"),
                Plan.groups(sweep.runs(), 4).stream().map(group -> group.point().label()).toList());
        // 50 000 images to learn from, 10 000 for validation and test each, in batches of 4, and 8 for the classifier: 5 updates of each.
        assertEquals(5L * (12_500 + 2 * (2500 + 2) + 2500), sweep.runs().getFirst().steps());
    }

    @Test
    void theTablesHaveUpdates() throws IOException {
        Sweep sweep = sweep(AXES, "seeds=[7, 2]");
        SweepFolder own = TinySweep.folder(folder.resolve("s"), sweep);
        run(own, Shard.WHOLE, 1, new TinySweep.Heard(), () -> false);
        SweepFolder.Gathered gathered = own.gather();
        List<String> results = Files.readAllLines(own.path().resolve("results.csv"));
        assertEquals("point,lr_factors,multiplier,seed,ending,warning,last_epoch,test_error,test_latent_accuracy,train_error,validation_error,"
                + "latent_accuracy,latent_accuracy_sd,angle_B2,angle_B3,angle_B4,updates,seconds", results.getFirst());
        assertTrue(results.get(1).matches("p0001,\"\\[0.01,0.01,0.01,0.001]\",3,7,complete,,2,.*,105,[0-9.E-]+"), results.get(1));
        assertTrue(results.get(3).matches("p0002,\"\\[0.01,0.01,0.01,0.001]\",1e30,7,non_finite,,0,,,,.*"), results.get(3));
        assertTrue(results.get(5).startsWith("p0003,\"[0.001,0.001,0.001,0.001]\",3,7,complete,"), results.get(5));
        String summary = Files.readAllLines(own.path().resolve("summary.csv")).getFirst();
        assertTrue(summary.contains(",latent_accuracy_mean,latent_accuracy_sd,angle_B2_mean,") && summary.endsWith(
                ",updates_mean,updates_sd,seconds_mean,seconds_sd"), summary);
        assertEquals(List.of(4, 4, 0), List.of(gathered.complete(), gathered.nonFinite(), gathered.missing()));
        assertTrue(gathered.best().orElseThrow().startsWith("test latent accuracy "), gathered.best().orElseThrow());
    }

    /** Files are read once for all tasks that have them, before anything is computed, and images go when the last run has them no more. */
    @Test
    void imagesAreSharedAndReleased() throws IOException {
        Sweep sweep = sweep("sweep={zip: {task: [autoencoder, mnist, cifar10], layers: [[dense 6 tanh, dense 784 linear], "
                + "[dense 6 tanh, dense 10 linear], [dense 6 tanh, dense 10 linear]]}, product: {train_samples: [8, 6]}}", "lr_factors=0.01",
                "bw_lr_factors=0", "regularizer=0", "sigma=0", "epochs=1");
        List<Group> groups = Plan.groups(sweep.runs(), 1);
        SharedSamples<?> samples = new SharedSamples<>(sweep.model(), data);
        samples.prepare(sweep, groups);
        assertEquals(2, samples.size());
        groups.stream().filter(group -> group.point().text("task").equals("cifar10")).forEach(samples::release);
        assertEquals(1, samples.size());
        groups.stream().filter(group -> group.point().text("task").equals("mnist")).forEach(samples::release);
        assertEquals(1, samples.size());
        groups.stream().filter(group -> group.point().text("task").equals("autoencoder")).forEach(samples::release);
        assertEquals(0, samples.size());
        SweepFolder own = TinySweep.folder(folder.resolve("s"), sweep);
        SweepRunner runner = new SweepRunner(sweep, sweep.runs(), 1, new TinySweep.Heard(), () -> false, data);
        for (String name : List.of("train-images-idx3-ubyte", "data_batch_1.bin", "t10k-labels-idx1-ubyte")) {
            Files.delete(folder.resolve(name));
        }
        assertEquals(6, runner.run(own).done());
        assertTrue(own.gather().best().orElseThrow().startsWith("test accuracy "), "an accuracy of classes is asked first");
        write();
        assertAlone(own);
    }

    /** A disk that is full: a folder in a file's place stands for it. */
    @Test
    void whatCantBeWrittenIsToldAndNoNewRunIsBegun() throws IOException {
        Sweep sweep = sweep("sweep={product: {multiplier: [1, 2, 3]}}");
        for (String name : List.of("result.json", "weights.safetensors", "configuration.yaml")) {
            SweepFolder own = TinySweep.folder(folder.resolve(name), sweep);
            Path second = Files.createDirectories(own.path().resolve("p0002/seed-1"));
            Files.createDirectories(second.resolve(name));
            TinySweep.Heard heard = new TinySweep.Heard();
            SweepRunner.Result result = run(own, Shard.WHOLE, 1, heard, () -> false);
            assertEquals(List.of("p0002/seed-1"), heard.unkept);
            assertEquals(List.of(1, 1), List.of(result.done(), result.unkept()));
            assertEquals(2, own.gather().missing(), "result.json says that all is there");
        }
    }

    @Test
    void tooFewImagesAreToldByPoint() {
        Sweep sweep = sweep("sweep={product: {train_samples: [8, 24, 3], validation_samples: [0, 3]}}");
        String fault = assertThrows(InputException.class,
                () -> new SweepRunner(sweep, sweep.runs(), 1, new TinySweep.Heard(), () -> false, data)).getMessage();
        assertTrue(fault.contains("train_samples + validation_samples = 24 + 3 = 27: must be at most 26, as ")
                && fault.contains("(point p0004: train_samples = 24, validation_samples = 3)"), fault);
        assertTrue(fault.contains("train_samples = 3: must be at least a batch, 4;")
                && fault.contains("(point p0005: train_samples = 3, validation_samples = 0, and 1 more)"), fault);
        Sweep wide = sweep("sweep={product: {layers: [[dense 784 linear], [dense 16000000 tanh, dense 784 linear]]}}", "lr_factors=1",
                "bw_lr_factors=1", "regularizer=0", "sigma=0", "snapshot_every=1");
        fault = assertThrows(InputException.class,
                () -> new SweepRunner(wide, wide.runs(), 1, new TinySweep.Heard(), () -> false, data)).getMessage();
        assertTrue(fault.startsWith("point p0002 (layers = [\"dense 16000000 tanh\",\"dense 784 linear\"]): tiny: layers = 784-16000000-784, "
                + "batch = 4: the network would take more than "), fault);
        Sweep none = sweep(AXES);
        fault = assertThrows(InputException.class, () -> new SweepRunner(none, none.runs(), 1, new TinySweep.Heard(), () -> false,
                DataFolder.of(Optional.of(folder.resolve("none"))))).getMessage();
        assertTrue(fault.contains("there is no such folder"), fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sweep={product: {lr_factors: [[0.01, 0.02, 0.01, 0.001], 0.001, 1e-6], sigma: [0, [0.01, 0.01, 0.01, 0]]}};seeds=[3, 1]
            sweep={zip: {algorithm: [PAL, BP], updates: {from: 5, to: 6, step: 1}}};seeds=2
            sweep={product: {split_seed: [seed, 4], batch: [4, 8]}}
            """)
    void whatIsShownReadsBack(String settings) throws IOException {
        Sweep sweep = sweep(settings.strip().split(";"));
        for (String text : List.of(sweep.show(), sweep.resolved())) {
            assertTrue(text.startsWith("model: \"rate\""), text);
            Path file = Files.writeString(folder.resolve("mine.yaml"), text);
            Sweep read = Catalog.sweep(file.toString(), List.of(), notes -> {});
            assertEquals(Optional.empty(), sweep.difference(read), text);
            assertEquals(sweep.points(), read.points());
            assertEquals(sweep.runs().stream().map(sweep::experiment).toList(), read.runs().stream().map(read::experiment).toList());
        }
        assertEquals(IntStream.range(0, sweep.points().size()).boxed().toList(), sweep.points().stream().map(p -> p.number() - 1).toList());
        assertEquals(Optional.of("model = circuit there and rate now"), TinySweep.of("sweep={product: {eta_bw: [1]}}").difference(sweep));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sweep={product: {eta_bw: [1, 2]}}                   | sweep.product: key 'eta_bw' is not known
            sweep={product: {lr_factor: [1, 2]}}                | sweep.product: key 'lr_factor' is not known; did you mean lr_factors?
            sweep={product: {model: [circuit, rate]}}           | sweep.product.model: can't be swept; all points are of one kind of network
            sweep={product: {multiplier: [1, -1]}}              | multiplier = -1.0: must be 0 or more (point p0002: multiplier = -1)
            sweep={product: {lr_factors: [[1, 2], 1]}}          | lr_factors = [1.0, 2.0]: must be one value, or 4, one for each layer
            sweep={product: {lr_factors: [[1, 1, 1, 1], [1, 1, 1, 1]]}} | sweep.product.lr_factors: [1,1,1,1] is there twice
            sweep=3                                             | for example sweep: {product: {multiplier: [32, 64]}, zip:
            beta=1                                              | has no key sweep, so there is nothing to vary; for example sweep: {product: {mult
            """)
    void whatMakesNoSenseIsRefused(String settings, String part) {
        InputException fault = assertThrows(InputException.class, () -> sweep(settings.strip()));
        assertTrue(fault.getMessage().contains(part.strip()), fault.getMessage());
    }

    @Test
    void anUpdateOfALargerNetworkTakesLonger() {
        double pal = microseconds("autoencoder", TinyImages.AUTOENCODER);
        assertTrue(pal < microseconds("autoencoder", TinyImages.AUTOENCODER, "batch=8"));
        assertTrue(pal > microseconds("autoencoder", TinyImages.AUTOENCODER, "algorithm=BP"));
        assertTrue(pal < microseconds("cifar10", List.of()));
        Experiment cifar = Catalog.experiment("cifar10", List.of());
        assertTrue(cifar.cost().sharesSteps());
        assertTrue(cifar.cost().bytes() > 60_000L * 3072, "images alone");
    }

    private static double microseconds(String name, List<String> first, String... settings) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(settings));
        return Catalog.experiment(name, all).cost().microseconds().applyAsDouble(1);
    }
}
