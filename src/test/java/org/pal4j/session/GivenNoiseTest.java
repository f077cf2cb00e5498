package org.pal4j.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.session.Session.Options;

/** What a subject of the conformance kit gets: noise that is given, and records of every step. */
class GivenNoiseTest {
    @TempDir
    private Path temp;

    /** A run's recordings have hi as plasticity saw it; a variable is what get gives. */
    @Test
    void aVariableIsRecordedAsItIsRead() {
        Session session = Session.open(Catalog.study("yinyang", List.of()), Options.usual());
        Presented shown = session.present(new Presentations(NpyArray.ofFloats(new float[] {.1f, .2f, .3f, .4f}, 1, 4), Optional.empty(), 5,
                Set.of("backward"), true, List.of("hi1", "noise1"), 1, false, Map.of()));
        float[] records = shown.records().get("hi1").toFloats();
        int size = session.get(0, "hi1").size();
        assertArrayEquals(session.get(0, "hi1").toFloats(), Arrays.copyOfRange(records, 4 * size, 5 * size));
        assertFalse(Arrays.equals(Arrays.copyOfRange(records, 3 * size, 4 * size), Arrays.copyOfRange(records, 4 * size, 5 * size)));
        assertArrayEquals(new int[] {1, 1, 5, size}, shown.records().get("hi1").shape());
    }

    /** The noise of a rate network advances also while it does not act, so its draws are given then too. */
    @Test
    void aRateNetworkTakesDrawsAlsoWithoutNoise() throws Exception {
        Npz.write(temp.resolve("s.npz"), Map.of("x", NpyArray.ofFloats(new float[8], 4, 2), "y", NpyArray.ofFloats(new float[4], 4, 1)));
        Map<String, Object> keys = new LinkedHashMap<>(Map.of("model", "rate", "task", "data", "train", temp.resolve("s.npz").toString(),
                "validation_share", 0, "inputs", 2, "layers", List.of("dense 3 tanh", "dense 1 linear"), "batch", 2, "sigma", 0.5));
        Session session = Session.open(Catalog.study("given", keys, List.of()), Options.usual().withGivenNoise());
        NpyArray inputs = NpyArray.ofFloats(new float[4], 1, 2, 2);
        InputException missing = assertThrows(InputException.class, () -> session.present(new Presentations(inputs, Optional.empty(), 1, Set.of(),
                false, List.of(), 1, false, Map.of())));
        assertTrue(missing.getMessage().contains("ou1: is missing"), missing.getMessage());
        assertThrows(InputException.class, () -> session.step(1, Set.of(), false, false));
        Map<String, NpyArray> draws = Map.of("ou1", NpyArray.ofFloats(new float[] {1, 1, 1, 1, 1, 1}, 1, 1, 2, 3), "ou2",
                NpyArray.ofFloats(new float[2], 1, 1, 2, 1));
        session.present(new Presentations(inputs, Optional.empty(), 1, Set.of(), false, List.of(), 1, false, draws));
        assertEquals(0.5 * Math.sqrt(0.1), session.get(0, "xi1").at(0), 1e-6);
    }
}
