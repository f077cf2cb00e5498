package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.config.Range;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitExperiment.WeightGroup;

/** The named experiments have the values of the paper, and files may be based on them. */
class NamedExperimentsTest {
    @TempDir
    private Path folder;

    private static CircuitExperiment named(String name, String... settings) {
        return (CircuitExperiment) Catalog.experiment(name, List.of(settings));
    }

    @Test
    void theNamedOnesAreThoseOfThePaper() {
        CircuitExperiment pal = named("yinyang");
        assertEquals(List.of(4, 30, 3), pal.circuit().layers());
        assertEquals(List.of(6000, 900, 900), List.of(pal.trainSamples(), pal.validationSamples(), pal.testSamples()));
        assertEquals(9876543, pal.dataSeed());
        assertEquals(List.of(50.0, 0.01), pal.circuit().etaForward());
        assertEquals(List.of(List.of(0.5), List.of(0.05), List.of(0.02)),
                List.of(pal.circuit().etaBackward(), pal.circuit().etaPyramidalToInter(), pal.circuit().etaInterToPyramidal()));
        assertEquals(new Range(-0.1, 0.1), pal.start().forward());
        assertEquals(100, pal.stepsOfPresentation());
        assertEquals(100L * (400L * 6000 + 401 * 900 + 900), pal.with(pal.settings().withEpochs(400)).totalSteps());

        CircuitExperiment control = named("yinyang-control");
        assertEquals(List.of(0.0), control.circuit().etaBackward());
        assertEquals(pal.circuit().noiseScale(), control.circuit().noiseScale());
        CircuitExperiment fa = named("yinyang-fa");
        assertEquals(Algorithm.FA, fa.circuit().algorithm());
        assertEquals(List.of(0.0), fa.circuit().noiseScale());

        CircuitExperiment digits = named("mnist");
        assertEquals(List.of(784, 100, 10), digits.circuit().layers());
        assertEquals(List.of(50_000, 10_000, 10_000), List.of(digits.trainSamples(), digits.validationSamples(), digits.testSamples()));
        assertEquals(List.of(1.0, 0.005), digits.circuit().etaForward());
        assertEquals(List.of(List.of(0.2), List.of(0.02), List.of(0.02)), List.of(digits.circuit().etaBackward(),
                digits.circuit().etaPyramidalToInter(), digits.circuit().etaInterToPyramidal()));
        // The rest is as in yinyang.
        assertEquals(pal.circuit().noiseScale(), digits.circuit().noiseScale());
        assertEquals(pal.circuit().alpha(), digits.circuit().alpha());
        assertEquals(List.of(pal.start().forward(), pal.start().feedback(), pal.targetHigh(), pal.targetLow(), pal.seed()), List.of(
                digits.start().forward(), digits.start().feedback(), digits.targetHigh(), digits.targetLow(), digits.seed()));
        CircuitExperiment random = named("mnist-fa");
        assertEquals(Algorithm.FA, random.circuit().algorithm());
        assertEquals(List.of(List.of(0.0), List.of(0.0), List.of(0.0)), List.of(random.circuit().etaBackward(),
                random.circuit().etaInterToPyramidal(), random.circuit().noiseScale()));

        CircuitExperiment align = named("fig3abc");
        assertEquals(List.of(5, 20, 10, 20, 5), align.circuit().layers());
        assertEquals(Set.of(WeightGroup.LATERAL, WeightGroup.BACKWARD), align.learns());
        assertEquals(10_000, align.stepsOfSettling());
        assertEquals(List.of(50.0, 50.0, 50.0), align.circuit().etaBackward());
    }

    @Test
    void aFileTakesTheRestFromWhatItIsBasedOn() throws IOException {
        CircuitExperiment e = named(write("based_on: yinyang-fa\nseed: 5\neta_fw: [1, 2]\n"));
        assertEquals(Algorithm.FA, e.circuit().algorithm());
        assertEquals(5, e.seed());
        assertEquals(List.of(1.0, 2.0), e.circuit().etaForward());
        assertEquals(6000, e.trainSamples());
        assertEquals("yinyang-fa", e.name());
    }

    @Test
    void theLastSettingWins() {
        assertEquals(3, named("yinyang", "seed=1", "seed=2", " seed = 3").seed());
    }

    @Test
    void anUnknownBaseIsRefused() throws IOException {
        assertFault(write("based_on: yingyang\n"), "based_on = \"yingyang\": must be one of", "did you mean yinyang?");
        assertFault(write("based_on: [yinyang]\n"), "based_on = [\"yinyang\"]: must be one of");
        assertFault(write("based_on:\n"), "based_on = null: must be one of");
    }

    @Test
    void whatIsNeitherKnownNorAFileIsRefused() {
        assertFault(folder.toString(), "is a folder");
        assertFault(folder.resolve("none.yaml").toString(), "there is no such file");
        assertFault("params.json", "params.json: can't be read (there is no such file");
        assertFault("a\0b", "is neither known nor a file name");
        assertFault("", "is not known");
    }

    private String write(String text) throws IOException {
        return Files.writeString(folder.resolve("e.yaml"), text).toString();
    }

    private static void assertFault(String name, String... parts) {
        InputException e = assertThrows(InputException.class, () -> Catalog.experiment(name, List.of()));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        }
    }
}
