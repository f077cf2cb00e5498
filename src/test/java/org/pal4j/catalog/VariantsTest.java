package org.pal4j.catalog;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;
import org.pal4j.model.Experiment;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.sweep.Point;
import org.pal4j.sweep.Sweep;

/** Variants of a sweep that are named experiments. */
class VariantsTest {
    @TempDir
    private Path folder;

    private Sweep sweep(String text, String... settings) throws IOException {
        return Catalog.sweep(file(text), List.of(settings), notes -> {});
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("own.yaml"), text).toString();
    }

    private static Experiment named(String name, String... settings) {
        return Catalog.experiment(name, List.of(settings));
    }

    @Test
    void eachVariantHasTheKeysOfItsExperiment() throws IOException {
        Sweep sweep = sweep("""
                name: own
                title: Own
                sweep:
                  variants:
                    PAL: {based_on: yinyang}
                    DFA: {based_on: yinyang-dfa}
                    BP: {based_on: yinyang-bp, taur: 0.5}
                """);
        String[] same = {"name=own", "title=Own"};
        assertEquals(List.of("variant = PAL", "variant = DFA", "variant = BP"), sweep.points().stream().map(Point::describe).toList());
        // That of DFA is not left over for the others.
        assertEquals(named("yinyang", same), sweep.points().get(0).experiment());
        assertEquals(named("yinyang-dfa", same), sweep.points().get(1).experiment());
        assertEquals(named("yinyang-bp", "taur=0.5", same[0], same[1]), sweep.points().get(2).experiment());
    }

    /** The keys of the file win over those of a named experiment, and those of a variant over both. */
    @Test
    void theNearestKeyWins() throws IOException {
        Sweep sweep = sweep("""
                based_on: mnist
                name: own
                title: Own
                epochs: 7
                eta_fw: 3
                sweep:
                  product: {eta_bw: [0, 1]}
                  variants:
                    MNIST: {}
                    BP: {based_on: yinyang-bp, task: yinyang}
                    slow: {based_on: yinyang, eta_fw: 1}
                """);
        String[] all = {"name=own", "title=Own", "epochs=7", "preview_epochs=4"};
        for (int k = 0; k < 2; k++) {
            List<Point> points = sweep.points().subList(3 * k, 3 * k + 3);
            assertEquals(List.of("\"mnist\"", "\"yinyang\"", "\"yinyang\""), points.stream().map(p -> p.experiment().values().get("task")).toList());
            assertEquals(List.of("PAL", "BP", "PAL"), points.stream().map(p -> p.experiment().algorithm()).toList());
            assertEquals(List.of(List.of(3.0, 3.0), List.of(3.0, 3.0), List.of(1.0, 1.0)),
                    points.stream().map(p -> ((CircuitExperiment) p.experiment()).circuit().etaForward()).toList());
            int bw = k;
            points.forEach(p -> assertEquals(List.of((double) bw), ((CircuitExperiment) p.experiment()).circuit().etaBackward(), p.describe()));
        }
        List<String> settings = new ArrayList<>(List.of(all));
        settings.addAll(List.of("eta_fw=1", "eta_bw=1"));
        assertEquals(Catalog.experiment("yinyang", settings), sweep.points().getLast().experiment());
    }

    /** What the experiments have in common can be changed for all of them; what they differ in can't. */
    @Test
    void whatIsCommonCanBeOverridden() throws IOException {
        String text = "name: own\nsweep: {variants: {PAL: {based_on: yinyang}, BP: {based_on: yinyang-bp}}}\n";
        assertTrue(sweep(text, "epochs=1", "alpha=0").points().stream().allMatch(point -> point.experiment().epochs() == 1));
        InputException refused = assertThrows(InputException.class, () -> sweep(text, "noise_scale=1"));
        assertTrue(refused.getMessage().contains("noise_scale is swept, so a value of its own for it has no effect"), refused.getMessage());
    }

    @Test
    void whatIsShownIsTheSameSweep() throws IOException {
        String text = "name: own\nseeds: 2\nsweep:\n  product: {layers: [[4, 9, 3], [4, 7, 3]]}\n  variants: {PAL: {based_on: yinyang}, DFA: "
                + "{based_on: yinyang-dfa}}\n";
        Sweep sweep = sweep(text);
        String shown = Catalog.show(file(text), List.of(), Optional.empty(), notes -> {});
        assertTrue(!shown.contains("based_on") && shown.contains("\"DFA\":{"), shown);
        Sweep read = sweep(shown);
        assertEquals(sweep.points(), read.points());
        assertEquals(sweep.seeds(), read.seeds());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: {based_on: yinyan}}                              | sweep.variants.a.based_on = "yinyan": must be one of yinyang,
            {a: {based_on: 3}}                                   | sweep.variants.a.based_on = 3: must be one of
            {a: {based_on: yinyang}, b: {based_on: autoencoder}} | a and b are based on experiments with different models
            {a: {based_on: yinyang}, b: 3}                       | sweep.variants.b = 3: must hold keys with one value each
            {a: {based_on: yinyang}, b: {based_on: yinyang}}     | sweep.variants.b: has the keys and values of a
            {a: {based_on: yinyang, name: x}}                    | sweep.variants.a.name: can't be swept; it is that of the whole sweep
            """)
    void whatMakesNoSenseIsRefused(String variants, String part) throws IOException {
        InputException refused = assertThrows(InputException.class, () -> sweep("name: own\nsweep: {variants: " + variants + "}\n"));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }
}
