package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.model.Study;

/** Parameter files of the original programs with rate networks. */
class OriginalRateTest {
    private static final String AUTOENCODER = """
            {"algorithm": "PAL", "epochs": 10, "batch_size": 32, "batch_learning_multiplier": 64, "lr_factors": [0.01, 0.01, 0.01, 0.001],
             "n_updates": 100, "seed": 11, "wn_sigma": [0, 0, 0, 0], "model_variant": "vanilla", "with_optimizer": "store_true",
             "bw_lr_factors": [0, 1, 1, 1], "regularizer": [0.0001, 0.0001, 0.0001, 0.0001], "tau_xi": [10, 10, 10, 10],
             "tau_HP": [10, 10, 10, 10], "tau_LO": [10000.0, 10000.0, 10000.0, 10000.0], "sigma": [0.01, 0.01, 0.01, 0], "rec_weights": true,
             "output": "./out/"}
            """;
    private static final String CIFAR = """
            {"algorithm": "FA", "epochs": 50, "batch_size": 128, "batch_learning_multiplier": 64, "lr_factors": [10.0, 0.0, 25.0, 0.0, 2.0, 0.2],
             "wn_sigma": [0,0,0,0,0,0], "n_updates": 100, "target_type": "mse", "seed": 3, "activation": "Sigmoid", "model_variant": "vanilla",
             "with_optimizer": "store_true", "rec_degs": true, "output": "runs/"}
            """;

    @TempDir
    private Path folder;
    private final List<String> notes = new ArrayList<>();

    private Study<RateExperiment> read(String text) {
        try {
            Path file = Files.writeString(folder.resolve("params.json"), text);
            return TinyImages.rate(Catalog.study(file.toString(), List.of(), Optional.empty(), notes::addAll));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String refused(String text) {
        return assertThrows(InputException.class, () -> read(text)).getMessage();
    }

    /** The published example is the experiment that has its name here. */
    @Test
    void theAutoencoder() {
        RateExperiment e = read(AUTOENCODER).base();
        RateExperiment named = TinyImages.rate(Catalog.study("autoencoder-single", List.of("name=params", "preview_epochs=0",
                "title=Parameters of the original program for the autoencoder of MNIST"))).base();
        assertEquals(named, e);
        String all = String.join("; ", notes);
        assertTrue(all.startsWith("random numbers are PAL4J's own, as those of PyTorch can't be followed; without effect: "), all);
        assertTrue(all.contains("with_optimizer (the original programs always learn without one)"), all);
        assertTrue(all.contains("output (PAL4J has its own ways: --out)"), all);
    }

    @Test
    void cifarNetworks() {
        RateExperiment e = read(CIFAR).base();
        RateExperiment named = TinyImages.rate(Catalog.study("cifar10-fa", List.of("name=params", "preview_epochs=0", "seed=3", "seeds=null",
                "title=Parameters of the original program for CIFAR-10"))).base();
        assertEquals(named, e);
        RateExperiment mlp = read(CIFAR.replace("\"target_type\"", "\"network_type\": \"MLPNet\", \"target_type\"").replace("\"Sigmoid\"",
                "\"ReLU\"")).base();
        assertEquals("3072-4000-1000-4000-10", mlp.layers());
        assertEquals("dense 4000 relu", LayerText.of(mlp.network().layer(1)));
        assertTrue(String.join("; ", notes).contains("lr_factors (entries beyond the last layer)"), notes::toString);
        assertEquals("convolution 20 5x5 tanh", LayerText.of(read(CIFAR.replace("\"activation\": \"Sigmoid\", ", "")).base().network().layer(1)));
    }

    @Test
    void whatCantBeDoneIsAnError() {
        assertTrue(refused(AUTOENCODER.replace("\"tau_xi\": [10, 10", "\"tau_xi\": [10, 20")).contains(
                "tau_xi: must be the same for all layers; PAL4J has one for the whole network"));
        assertTrue(refused(AUTOENCODER.replace("[0, 1, 1, 1]",
                "[0, 1, 1]")).contains("bw_lr_factors: has 3 entries, and must have 4: one for each layer"));
        assertTrue(refused(AUTOENCODER.replace("\"vanilla\"",
                "\"full_forward_pass\"")).contains("model_variant = \"full_forward_pass\": must be one of vanilla"));
        assertTrue(refused(CIFAR.replace("\"wn_sigma\": [0,", "\"wn_sigma\": [0.5,")).contains("wn_sigma: must be 0 without PAL"));
        assertTrue(refused(AUTOENCODER.replace("\"seed\": 11, ", "")).contains("seed: is missing; the original program needs it, too"));
        assertTrue(refused(AUTOENCODER.replace("\"n_updates\"", "\"n_update\"")).contains("key 'n_update' is not known; did you mean n_updates?"));
        assertTrue(refused(CIFAR.replace("\"rec_degs\": true", "\"rec_prosp_u\": true, \"gamma\": 0.5")).contains("has 2 faults"));
        assertTrue(refused(CIFAR.replace("\"mse\"",
                "\"mes\"")).contains("target_type = \"mes\": must be one of mse, rate, softmax; did you mean mse?"));
        InputException task = assertThrows(InputException.class,
                () -> Catalog.study(Files.writeString(folder.resolve("p.json"), CIFAR).toString(), List.of(), Optional.of("fw_bw"), n -> {}));
        assertTrue(task.getMessage().contains("--task fw_bw: goes with a parameter file of the original NumPy program"), task.getMessage());
    }
}
