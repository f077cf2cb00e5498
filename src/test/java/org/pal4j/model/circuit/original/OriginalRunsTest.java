package org.pal4j.model.circuit.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.Tiny;

/**
 * Runs of the original NumPy program: parameter files with the weights at the end, in double precision. Each is a case in which a simpler reading of
 * the file gives other weights.
 */
class OriginalRunsTest {
    private static final double BOUND = 1e-6;

    @TempDir
    private Path folder;

    private static Path folder(String name) {
        try {
            return Path.of(OriginalRunsTest.class.getResource("/original-runs/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CircuitExperiment experiment(Path file, String task, List<String> settings) {
        Optional<String> asked = task.isEmpty() ? Optional.empty() : Optional.of(task);
        return (CircuitExperiment) Catalog.study(file.toString(), settings, asked, notes -> {}).base();
    }

    /** The largest difference from the weights of the original. */
    private static double difference(Map<String, NpyArray> expected, CircuitExperiment e) {
        Map<String, NpyArray> weights = Tiny.run(e).outcome().weights();
        assertEquals(expected.keySet(), weights.keySet());
        double worst = 0;
        for (Map.Entry<String, NpyArray> entry : expected.entrySet()) {
            double[] right = entry.getValue().toDoubles();
            double[] ours = weights.get(entry.getKey()).toDoubles();
            for (int i = 0; i < right.length; i++) {
                worst = Math.max(worst, Math.abs(right[i] - ours[i]));
            }
        }
        return worst;
    }

    /** The last column is our key for what the case is about, as it would be without the original. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "traces-while-settling, fw_bw, traces_while_settling=false",
        "low-passed-post-terms, fw_bw, traces_while_settling=false",
        "one-noise-clock, bw_only, one_noise_clock=false",
        "noise-of-scale-zero, bw_only, one_noise_clock=false",
        "no-noise-at-all, bw_only, one_noise_clock=false",
        "steps-of-a-presentation, bw_only, Tpres=0.3",
        "target-before-the-last-step, fw_bw, target_steps_early=0",
        "transport-while-settling, fw_bw, transport_while_settling=false",
        "phi-of-the-last-area, bw_only, alpha=1"})
    void weightsAreThoseOfTheOriginal(String name, String task, String without) {
        Path file = folder(name).resolve("params.json");
        Map<String, NpyArray> expected = Npz.read(folder(name).resolve("expected.npz"));
        CircuitExperiment e = experiment(file, task, List.of());
        double difference = difference(expected, e);
        assertTrue(difference <= BOUND, "off by " + difference);
        double other = difference(expected, experiment(file, task, List.of(without)));
        assertTrue(other > 2 * BOUND, "the case shows nothing: without the key it is off by " + other);
    }

    /** What 'show' prints runs the same. */
    @ParameterizedTest
    @CsvSource({
        "traces-while-settling, fw_bw", "one-noise-clock, bw_only", "steps-of-a-presentation, bw_only", "no-noise-at-all, bw_only",
        "target-before-the-last-step, fw_bw", "transport-while-settling, fw_bw", "phi-of-the-last-area, bw_only"})
    void theTranslationIsAFileOfOurs(String name, String task) {
        Path file = folder(name).resolve("params.json");
        String shown = Catalog.show(file.toString(), List.of(), Optional.of(task), notes -> {});
        Path own = Originals.write(folder, "own.yaml", shown);
        CircuitExperiment there = experiment(file, task, List.of());
        CircuitExperiment here = experiment(own, "", List.of());
        assertEquals(there, here);
        assertEquals(Tiny.bits(Tiny.run(there).circuit()), Tiny.bits(Tiny.run(here).circuit()));
    }
}
