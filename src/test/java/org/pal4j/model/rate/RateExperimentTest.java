package org.pal4j.model.rate;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.model.Study;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/** Configurations of rate networks. */
class RateExperimentTest {
    private static final List<String> NAMES = Catalog.NAMES.stream()
            .filter(name -> name.startsWith("autoencoder") || name.startsWith("mnist-rate") || name.startsWith("cifar10")).toList();

    @TempDir
    private Path folder;

    private static Study<RateExperiment> rate(String name, String... settings) {
        return TinyImages.rate(Catalog.study(name, List.of(settings)));
    }

    private Study<RateExperiment> file(String text) throws IOException {
        return TinyImages.rate(Catalog.study(Files.writeString(folder.resolve("e.yaml"), text).toString(), List.of()));
    }

    private static String refused(String name, String... settings) {
        return assertThrows(InputException.class, () -> Catalog.study(name, List.of(settings))).getMessage();
    }

    @Test
    void whatIsShownReadsBackAsTheSame() throws IOException {
        assertEquals(17, NAMES.size());
        for (String name : NAMES) {
            Study<RateExperiment> study = rate(name, "split_seed=7", "each={multiplier: [1, 2]}", "seeds=[4, 5]");
            assertEquals(study, file(study.show()), name);
            assertEquals(rate(name), file(rate(name).show()), name);
        }
        assertTrue(rate("cifar10").show().contains("\n  - convolution 20 5x5 logistic\n  - maxpool\n"), rate("cifar10").show());
    }

    /** Without what rounding leaves. */
    private static List<Double> eta(Study<RateExperiment> study) {
        return study.base().network().layers().stream().map(layer -> Math.round(layer.eta() * 1e12) / 1e12).toList();
    }

    @Test
    void thePublishedSettings() {
        Study<RateExperiment> autoencoder = rate("autoencoder");
        var p = autoencoder.base().network();
        assertEquals(List.of(RateAlgorithm.PAL, Target.RATE, 32, 0.1, 0.1), List.of(p.algorithm(), p.target(), p.batch(), p.dt(), p.beta()));
        assertEquals(0.8 * 0.01, p.layer(1).eta(), 1e-15);
        assertEquals(0.8 * 0.001, p.layer(4).eta(), 1e-15);
        assertEquals(List.of(0.0, 0.8, 0.8, 0.8), p.layers().stream().map(Layer::etaBackward).map(eta -> Math.round(eta * 1e12) / 1e12).toList());
        assertEquals(List.of(0.01, 0.01, 0.01, 0.0), p.layers().stream().map(Layer::sigma).toList());
        assertEquals(1, p.tauXi(), 1e-15);
        assertEquals(1, p.tauHP(), 1e-15);
        assertEquals(List.of(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L, 17L, 19L), autoencoder.seeds());
        assertEquals("784-200-2-200-784", autoencoder.base().layers());
        assertEquals(List.of(10, 100), List.of(autoencoder.epochs(), autoencoder.base().updates()));
        assertTrue(autoencoder.base().noiseInEvaluation());
        Study<RateExperiment> single = rate("autoencoder-single");
        assertEquals(List.of(11L), single.seeds());
        assertEquals(1000, single.base().network().tauLO(), 1e-9);
        assertFalse(single.hasReplicas());

        var cifar = rate("cifar10").base();
        assertEquals("3x32x32-20x28x28-20x14x14-50x10x10-50x5x5-500-10", cifar.layers());
        assertEquals(List.of(Target.MSE, 128), List.of(cifar.network().target(), cifar.network().batch()));
        assertEquals(5e-5, cifar.network().layer(6).alpha());
        assertEquals(0.05, cifar.network().layer(2).sigma());
        assertFalse(cifar.noiseInEvaluation());
        assertEquals(List.of(8.0, 0.0, 20.0, 0.0, 1.6, 0.16), eta(rate("cifar10-fa")));
        assertEquals(List.of(0.8, 0.0, 0.8, 0.0, 4.0, 0.16), eta(rate("cifar10-dfa")));
        assertEquals(List.of(RateAlgorithm.BP, 0.0), List.of(rate("cifar10-bp").base().network().algorithm(),
                rate("cifar10-bp").base().network().layer(5).sigma()));
    }

    @Test
    void allFaultsComeTogetherWithTheNearestKeys() {
        String all = refused("autoencoder", "train_sampels=3", "updates=0", "sigma=[1, 2]", "tau_xi=0.5", "lr_factors=-1", "name=a b",
                "wn_sigma=[0, 1, 0, 0]",
                "target=softmax", "dt=0");
        for (String part : List.of("autoencoder has 9 faults", "key 'train_sampels' is not known; did you mean train_samples?",
                "updates = 0: must be a whole number from 1 to 1000000",
                "sigma = [1.0, 2.0]: must be one value, or 4, one for each layer, max-pools included",
                "tau_xi = 0.5: must be at least 1, as it counts time steps dt", "lr_factors = [-1.0]: must be 0 or more, not -1.0", "name = \"a b\"",
                "wn_sigma = [0.0, 1.0, 0.0, 0.0]: must be one value", "target = softmax: is for classes, and the task autoencoder has none",
                "dt = 0.0: must be above 0")) {
            assertTrue(all.contains(part), part + " is not in: " + all);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[dens 2 tanh]           | layers[0] = \"dens 2 tanh\": begins with none of dense, convolution, maxpool, projection; did you mean dense?",
        "[dense 2]               | must be dense NEURONS ACTIVATION, for example dense 200 tanh",
        "[dense x tanh]          | the number of neurons must be from 1 to 16777216, not x",
        "[dense 0 tanh]          | the number of neurons must be from 1 to 16777216, not 0",
        "[dense 784 tanhh]       | the activation must be one of linear, relu, soft_relu, logistic, tanh, hard_sigmoid, clip01; did you mean tanh?",
        "[convolution 3 5x4 tanh]| the size of a kernel must be like 5x5, not 5x4",
        "[convolution 3 tanh]    | must be convolution FILTERS KxK ACTIVATION",
        "[maxpool 3x3]           | must be maxpool alone; it is over 2 x 2",
        "[]                      | layers = []: must be a list of 1 to 100 layers",
        "dense 2 tanh            | must be a list of 1 to 100 layers",
        "[[dense]]               | layers[0] = [\"dense\"]: must be text",
        "[dense 10 tanh]         | the last one, \"dense 10 tanh\", must have 784 neurons, as the task autoencoder has so many outputs",
        "[dense 784 tanh, maxpool] | ends"})
    void layersThatAreNone(String layers, String part) {
        String message = refused("autoencoder", "lr_factors=1", "bw_lr_factors=1", "sigma=0", "layers=" + layers);
        assertTrue(message.contains(part.equals("ends") ? "the last one is a max-pool" : part), message);
    }

    @Test
    void whatDoesNotFitIsToldByItsLayer() {
        String message = refused("cifar10", "layers=[convolution 2 5x5 tanh, dense 10 linear]", "lr_factors=1", "bw_lr_factors=1", "sigma=0",
                "regularizer=0");
        assertTrue(message.contains("layer 2 (dense): the layer below has maps of 2 x 28 x 28; use a projection, which is a dense layer on maps"),
                message);
        assertTrue(refused("cifar10", "layers=null").contains("layers = null: must be a list"), refused("cifar10", "layers=null"));
    }

    @Test
    void layersMustBeGiven() throws IOException {
        InputException e = assertThrows(InputException.class, () -> file("model: rate\n"));
        assertTrue(e.getMessage().contains("layers: must be given, for example [dense 200 tanh"), e.getMessage());
        RateExperiment mnist = file("model: rate\ntask: mnist-random-split\nlayers: [dense 10 linear]\n").base();
        assertEquals("784-10", mnist.layers());
        assertEquals(Optional.empty(), mnist.splitSeed());
    }

    /** Circuits have another task of the name mnist, so that of rate networks was renamed; files from before are read as they were meant. */
    @Test
    void theFormerNameOfATaskIsRead() throws IOException {
        RateExperiment former = file("model: rate\ntask: mnist\nlayers: [dense 10 linear]\n").base();
        assertEquals(file("model: rate\ntask: mnist-random-split\nlayers: [dense 10 linear]\n").base(), former);
        assertTrue(former.show().contains("\ntask: \"mnist-random-split\" "), former.show());
        String wrong = refused("autoencoder", "task=mnist-random");
        assertTrue(wrong.contains("must be one of autoencoder, mnist-random-split, cifar10, data; did you mean mnist-random-split?"), wrong);
        assertTrue(refused("autoencoder", "task=mnist").contains("must have 10 neurons, as the task mnist-random-split has so many outputs"));
    }

    @Test
    void keysSayWhatTheyStandForIfNobodyGivesThem() {
        var keys = RateModel.INSTANCE.keys();
        assertEquals(Optional.of(1L), keys.defaultOf("seed"));
        assertEquals(Optional.of(0.0), keys.defaultOf("sigma"));
        assertEquals(Optional.of(List.of()), keys.defaultOf("record"));
        assertEquals(Optional.empty(), keys.defaultOf("layers"), "they must be given");
    }

    @Test
    void whatRunsIsASentence() {
        assertEquals("A rate network of 784-200-2-200-784 neurons with phaseless alignment learning (PAL) that reconstructs the digits of MNIST: "
                + "10 epochs in batches of 32, each shown for 100 updates", rate("autoencoder").base().description());
        assertEquals("A rate network of 3x32x32-20x28x28-20x14x14-50x10x10-50x5x5-500-10 neurons with random feedback (FA) on CIFAR-10 "
                + "classification: 1 epoch in batches of 128, each shown for 1,000 updates",
                rate("cifar10-fa", "epochs=1",
                        "updates=1000").base().description());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), rate("autoencoder").base().classNames());
    }

    @Test
    void whatIsRecordedIsChecked() {
        assertTrue(refused("autoencoder", "record=[r, angle]").contains("did you mean angle_B?"), refused("autoencoder", "record=[r, angle]"));
        assertTrue(refused("autoencoder", "record_every=3").contains("record_every = 3: nothing is recorded"));
        assertEquals(Optional.empty(), rate("autoencoder", "record=[W, h, xi, angle_B]").base().warning());
        assertEquals(Optional.of("record: nothing is recorded of h, xi, angle_B, as no layer of this network keeps it"),
                rate("autoencoder-bp", "record=[W, h, xi, angle_B]").base().warning());
        String many = refused("autoencoder", "snapshot_every=1", "epochs=1000");
        assertTrue(many.contains("snapshot_every = 1: 472944000 weights would be kept in memory, at most 67108864 may be; use a larger number, 0 for "
                + "none, or smaller layers"),
                many);
    }

    @Test
    void theModelSaysWhoseKeysTheyAre() throws IOException {
        assertEquals(Catalog.study("yinyang", List.of()), Catalog.study("yinyang", List.of("model=circuit")));
        String unknown = refused("yinyang", "model=rates");
        assertTrue(unknown.contains("model = \"rates\": must be one of circuit, rate") && unknown.contains("; did you mean rate?"), unknown);
        String circuit = refused("yinyang", "model=rate");
        assertTrue(circuit.contains("key 'Tpres' is not known"), circuit);
        assertTrue(refused("autoencoder", "model=circuit").contains("is not known"));
        assertEquals("rate", Catalog.sweep("cifar10", List.of("sweep={product: {multiplier: [1, 2]}}"), n -> {}).model().name());
        assertEquals("circuit", Catalog.sweep("yinyang", List.of("sweep={product: {eta_bw: [1, 2]}}"), n -> {}).model().name());
        Study<RateExperiment> based = file("based_on: autoencoder\nname: mine\nupdates: 50\nseeds: 2\n");
        assertEquals(List.of(1L, 2L), based.seeds());
        assertEquals(0.016, based.base().network().layer(1).eta(), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multiplier", "lr_factors", "bw_lr_factors", "regularizer", "sigma"})
    void replicasMayDiffer(String key) {
        Study<RateExperiment> study = rate("autoencoder", "seeds=null", "each." + key + "=[0.5, 0.25]");
        assertEquals(List.of("replica-1", "replica-2"), study.labels());
        List<RateExperiment> replicas = new ArrayList<>(study.replicas());
        assertEquals(rate("autoencoder", "seeds=null", key + "=0.25").base(), replicas.get(1));
        assertTrue(refused("autoencoder", "each.batch=[1, 2]").contains("each.batch: replicas can't differ in this, only in seeds and multiplier"));
    }
}
