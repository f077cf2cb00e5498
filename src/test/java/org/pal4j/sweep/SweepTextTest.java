package org.pal4j.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.catalog.Catalog;
import org.pal4j.model.Study;

/** A sweep as a file with all its keys, and the sweeps that have a name. */
class SweepTextTest {
    @TempDir
    private Path folder;

    private Sweep readBack(String text) throws IOException {
        return Catalog.sweep(Files.writeString(folder.resolve("shown.yaml"), text).toString(), List.of(), notes -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "product: {eta_bw: [0.1, 1], tauxi: {from: 0.1, to: 10, points: 3, scale: log}}",
        "product: {layers: [[4, 10, 3], [4, 20, 10, 3]], algorithm: [PAL, FA]}",
        "zip: {task: [yinyang, uniform], validation_samples: [9, 0], test_samples: [9, 0]}",
        "product: {record: [[], [uP, mse]]}",
        "zip: {task: [uniform, teacher], validation_samples: [0, 0], test_samples: [0, 0]}"
    })
    void whatIsShownReadsBackAsTheSameSweep(String axes) throws IOException {
        for (List<String> more : List.of(List.of("seeds=null"), List.of("seeds=3", "seed=5"), List.of("seeds=[7, 1]"))) {
            List<String> settings = new ArrayList<>(List.of("sweep={" + axes + "}", "eta_fw=0.5"));
            settings.addAll(more);
            Sweep sweep = Catalog.sweep("yinyang", settings, notes -> {});
            String text = Catalog.show("yinyang", settings, Optional.empty(), notes -> {});
            assertEquals(sweep.resolved(), text);
            assertEquals(Optional.empty(), sweep.difference(readBack(text)), text);
            assertTrue(text.contains("\ndtxi: ") && text.contains("\nsweep: {"), text);
            assertFalse(text.contains("\n" + sweep.keys().getFirst() + ": "), "what is swept has no value of its own: " + text);
        }
    }

    /** One value for two areas is another list than for three; and only some points may have students. */
    @Test
    void whatHoldsForAllPointsIsShown() {
        String text = Catalog.show("yinyang", List.of("eta_fw=0.5", "sweep={zip: {layers: [[4, 10, 3], [4, 20, 10, 3]], task: [uniform, teacher]}}",
                "validation_samples=0", "test_samples=0"), Optional.empty(), notes -> {});
        assertTrue(text.matches("(?s).*\neta_fw: 0.5 +# .*"), text);
        assertTrue(text.contains("\n# copy_teacher_weights: differs from point to point\n"), text);
    }

    @Test
    void theProspectivitySweepIsTheSixExperiments() {
        Sweep sweep = Catalog.sweep("prospectivity-sweep", List.of(), notes -> {});
        List<String> names = List.of("prospectivity", "prospectivity-10", "prospectivity-100", "prospectivity-none", "prospectivity-none-10",
                "prospectivity-none-100");
        assertEquals(names.size(), sweep.points().size());
        for (int i = 0; i < names.size(); i++) {
            Study<?> study = Catalog.study(names.get(i), List.of("name=x", "title=x", "preview_epochs=0"));
            Sweep same = Catalog.sweep("prospectivity-sweep", List.of("name=x", "title=x", "preview_epochs=0"), notes -> {});
            assertEquals(study.seeds(), same.seeds());
            assertEquals(study.replicas().getFirst(), same.points().get(i).experiment(), names.get(i));
        }
        assertEquals(List.of(List.of("taur"), List.of("Tpres", "tauHP", "tauLO", "tauxi", "eta_bw", "eta_PI")), sweep.directions());
    }

    @ParameterizedTest
    @ValueSource(strings = "prospectivity-sweep")
    void namedSweepsHaveTheirNamesAndTitles(String name) {
        assertEquals(List.of(name), Catalog.SWEEPS);
        Sweep sweep = Catalog.sweep(name, List.of(), notes -> {});
        assertEquals(name, sweep.name());
        assertFalse(sweep.title().isBlank());
    }
}
