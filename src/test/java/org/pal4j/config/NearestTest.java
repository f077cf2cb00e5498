package org.pal4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("seed", "dt", "epochs", "layers", "eta_fw", "eta_bw", "train_samples", "validation_samples",
            "init_W", "gl", "run");

    @ParameterizedTest
    @CsvSource({"epoch,epochs", "Epochs,epochs", "epcohs,epochs", "lairs,layers", "train_sampels,train_samples", "eta,eta_fw", "eta_bv,eta_bw",
        "eta_backward,eta_bw", "sede,seed", "rnu,run", "samples,train_samples", "dtx,dt", "initW,init_W"})
    void whatIsNearIsMeant(String given, String meant) {
        assertEquals(Optional.of(meant), Nearest.to(given, KNOWN));
        assertEquals("; did you mean " + meant + "?", Nearest.hint(given, KNOWN));
        assertEquals("; did you mean " + meant + "?", Nearest.end(given, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"tau", "x", "ab", "learning_rate", "momentum", "name", "hidden_size", "optimizer", "gpu", "''"})
    void whatIsFarIsNot(String given) {
        assertEquals("", Nearest.hint(given, KNOWN));
        assertEquals(".", Nearest.end(given, KNOWN));
    }

    @Test
    void aKeyIsNoneOfVeryDifferentOnes() {
        assertEquals("", Nearest.hint("dt", List.of("seed", "name")));
        assertEquals("", Nearest.hint("dt", List.of()));
    }
}
