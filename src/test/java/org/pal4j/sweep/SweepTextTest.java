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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Json;
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
        "zip: {task: [uniform, teacher], validation_samples: [0, 0], test_samples: [0, 0]}",
        "variants: {PAL: {}, DFA: {algorithm: DFA, connectivity: skip, eta_bw: 0}, odd: {taur: 0.5}}, product: {layers: [[4, 10, 3], [4, 20, 3]]}"
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

    static List<String> names() {
        return Catalog.SWEEPS;
    }

    @ParameterizedTest
    @MethodSource("names")
    void namedSweepsHaveTheirNamesAndTitlesAndReadBack(String name) throws IOException {
        Sweep sweep = Catalog.sweep(name, List.of(), notes -> {});
        assertEquals(name, sweep.name());
        assertFalse(sweep.title().isBlank());
        assertTrue(sweep.seeds().size() > 1 || name.equals("autoencoder-rates"), "seeds: " + sweep.seeds());
        assertEquals(Optional.empty(), sweep.difference(readBack(sweep.resolved())));
        // Recordings of hundreds of runs take room that nobody looks at.
        assertTrue(name.equals("prospectivity-sweep") || sweep.points().stream().allMatch(p -> p.experiment().settings().snapshotEvery() == 0
                || p.experiment().model().name().equals("rate")), name);
        // A shorter trial is possible for all points.
        assertEquals(1, Catalog.sweep(name, List.of("epochs=1"), notes -> {}).points().getLast().experiment().epochs());
    }

    /** What learns in two hidden areas is asked of the very circuit that is compared with others. */
    @Test
    void theDeepCircuitIsOne() {
        List<String> named = List.of("name=x", "title=x");
        Point whole = Catalog.sweep("what-learns-deep", named, notes -> {}).points().stream()
                .filter(point -> point.text("layers").equals("[4,20,20,3]") && point.text(Sweep.VARIANT).equals("all (PAL)")).findFirst()
                .orElseThrow();
        Point compared = Catalog.sweep("fewer-neurons-deep", named, notes -> {}).points().stream()
                .filter(point -> point.text("layers").equals("[4,20,20,3]") && point.text(Sweep.VARIANT).equals("PAL")).findFirst().orElseThrow();
        assertEquals(compared.experiment(), whole.experiment());
    }

    /** Each algorithm has the keys of its own experiment. */
    @ParameterizedTest
    @CsvSource({
        "fewer-neurons, yinyang, 'PAL:,FA:-fa,DFA:-dfa,BP:-bp,KP:-kp'", "fewer-neurons-mnist, mnist, 'PAL:,FA:-fa,DFA:-dfa,BP:-bp'",
        "mnist-rules, mnist, 'PAL:,FA:-fa,DFA:-dfa,BP:-bp,KP:-kp'",
        "lateral-random, yinyang, 'PAL:,FA:-fa'", "autoencoder-latent, autoencoder, 'PAL:,FA:-fa,BP:-bp'",
        "autoencoder-rates, autoencoder, 'PAL:,FA:-fa,BP:-bp'", "look-ahead, prospectivity, 'noise of fig3abc:,10 times slower:-10'"
    })
    void variantsAreNamedExperiments(String name, String base, String variants) {
        Sweep sweep = Catalog.sweep(name, List.of("epochs=3", "snapshot_every=0", "seeds=2", "title=x"), notes -> {});
        int found = 0;
        for (String variant : variants.split(",")) {
            String[] parts = variant.split(":", 2);
            for (Point point : sweep.points()) {
                if (parts[0].equals(point.values().get(Sweep.VARIANT))) {
                    List<String> settings = new ArrayList<>(List.of("epochs=3", "snapshot_every=0", "name=" + name, "title=x", "preview_epochs="
                            + point.experiment().settings().previewEpochs(), "seed=" + point.experiment().seed()));
                    point.values().forEach((key, value) -> settings.add(key + "=" + Json.text(value)));
                    settings.remove(Sweep.VARIANT + "=" + Json.text(parts[0]));
                    if (name.equals("lateral-random")) {
                        settings.addAll(List.of("init_WI=[-0.1, 0.1]", "init_BI=[-1, 1]"));
                    }
                    assertEquals(Catalog.experiment(base + parts[1], settings), point.experiment(), point.describe());
                    found++;
                }
            }
        }
        assertEquals(sweep.points().size(), found);
    }
}
