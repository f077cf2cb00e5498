package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made-up scores that must be marked, and others that must not. */
final class ValidityTest {
    private static final double SOME = 0.5;

    private static List<Reason.Kind> kinds(Fork fork) {
        return Validity.of(fork).stream().map(Reason::kind).toList();
    }

    @Test
    void aSteadyForkIsValid() {
        assertEquals(List.of(), Validity.of(List.of(Scores.steady(0.25), Scores.steady(0.26)), SOME));
    }

    @Test
    void whatAllocatesBoxes() {
        Site site = new Site("Neurons.respondLogistic", "AbstractVector.convert0", 1440);
        Fork fork = Scores.fork(Scores.even(0.25, 1440, false, 1), List.of(site));
        assertFalse(fork.steady());
        assertEquals(List.of(Reason.Kind.BOXES), kinds(fork));
        assertTrue(Validity.of(fork).getFirst().text().contains("boxes, 1,440 B each: Neurons.respondLogistic, by AbstractVector.convert0, 1,440 B"),
                Validity.of(fork).toString());
    }

    @Test
    void lessThanAByteIsNoAllocation() {
        assertTrue(Window.of(Scores.even(0.25, 0.99, false, 1)).isSteady());
        assertFalse(Window.of(Scores.even(0.25, 1, false, 1)).isSteady());
    }

    @Test
    void oneSampleMayBeDisturbedByAnAllocationOfTheJvm() {
        List<Sample> samples = new java.util.ArrayList<>(Scores.even(0.25, 0, false, 1));
        samples.set(3, new Sample(1000, 0.25, 500, false, 1));
        assertTrue(Window.of(samples).isSteady());
    }

    @Test
    void theFaultOfJdk27IsNamedThereOnly() {
        Site site = new Site("Neurons.respondLogistic", "AbstractVector.convert0", 1440);
        assertTrue(Validity.describe(site, "27.0.1+9").contains("JDK-8392004"));
        assertTrue(Validity.describe(site, "27-ea+3").contains("JDK-8392004"));
        assertFalse(Validity.describe(site, "25.0.3+9").contains("JDK-"));
        assertFalse(Validity.describe(site, "270.1").contains("JDK-"));
        assertFalse(Validity.describe(new Site("Noise.words", "IntVector.add", 64), "27.0.1+9").contains("JDK-"));
    }

    @Test
    void timesThatSpreadAreNotSteady() {
        Fork fork = Scores.fork(Scores.samples(1, 1.3, 1, 1.3, 1.15, 1, 1.3, 1, 1.3, 1.15), List.of());
        assertEquals(List.of(Reason.Kind.UNSTEADY), kinds(fork));
        assertTrue(Validity.of(fork).getFirst().text().startsWith("not steady after 3 s: times spread by 26 % and drift by 0 %"),
                Validity.of(fork).toString());
    }

    @Test
    void timesThatDriftAreNotSteady() {
        Fork fork = Scores.fork(Scores.samples(1, 1, 1, 1, 1, 0.95, 0.95, 0.95, 0.95, 0.95), List.of());
        assertEquals(List.of(Reason.Kind.UNSTEADY), kinds(fork));
        assertTrue(Scores.fork(Scores.samples(1, 1, 1, 1, 1, 0.98, 0.98, 0.98, 0.98, 0.98), List.of()).steady());
    }

    @Test
    void oneWildSampleIsNoSpread() {
        assertTrue(Window.of(Scores.samples(1, 1, 1, 1, 9, 1, 1, 1, 1, 1)).isSteady());
    }

    @Test
    void fewSamplesAreNotSteady() {
        Fork fork = Scores.fork(Scores.samples(1, 1, 1, 1, 1, 1, 1, 1, 1), List.of());
        assertEquals("only 9 of 10 samples within 3 s", Validity.of(fork).getFirst().text());
    }

    @Test
    void onlyTheLastSamplesCount() {
        assertTrue(Window.of(java.util.stream.Stream.concat(Scores.samples(138, 90, 20).stream(), Scores.even(0.7, 0, false, 1).stream()).toList())
                .isSteady());
    }

    @Test
    void aCompilationInTheLastSamplesIsMarked() {
        assertEquals(List.of(Reason.Kind.COMPILING), kinds(Scores.fork(Scores.even(1, 0, true, 1), List.of())));
    }

    @Test
    void whatIsStillCompiledIsNotSaidToBox() {
        assertEquals(List.of(Reason.Kind.COMPILING), kinds(Scores.fork(Scores.even(1, 500, true, 1), List.of())));
    }

    @Test
    void aLoadedMachineIsMarked() {
        Fork fork = Scores.fork(Scores.even(1, 0, false, 0.5), List.of());
        assertEquals("the machine is loaded: the benchmark had 50 % of a processor", Validity.of(fork).getFirst().text());
        assertTrue(Window.of(Scores.even(1, 0, false, 0.95)).isSteady());
        assertTrue(Window.of(Scores.even(1, 0, false, Double.NaN)).isSteady());
    }

    @Test
    void whatIsStillInterpretedIsMarked() {
        Window window = Window.of(Scores.even(138, 40_000, false, 1));
        Fork fork = new Fork(window, false, 20, 10_000, false, "C2", List.of(), List.of(), "512", "25.0.3+9", "");
        assertEquals(List.of(Reason.Kind.INTERPRETED), kinds(fork));
        assertEquals("still interpreted: C2 had compiled no kernel after 20 s", Validity.of(fork).getFirst().text());
        Fork only = new Fork(window, false, 1, 10_000, false, "none", List.of(), List.of(), "512", "25.0.3+9", "");
        assertEquals("interpreted: this JVM compiles nothing", Validity.of(only).getFirst().text());
    }

    @Test
    void c1IsNamed() {
        Fork fork = new Fork(Window.of(Scores.even(9, 4000, false, 1)), false, 5, 10_000, true, "C1", List.of(), List.of(), "512", "25.0.3+9", "");
        assertTrue(Validity.of(fork).getFirst().text().contains("C1 compiles vectors to calls"));
    }

    @Test
    void aForkWithoutANumberSaysWhy() {
        assertEquals(List.of(new Reason(Reason.Kind.FAILED, "no number: killed")),
                Validity.of(List.of(Fork.failed("no number: killed")), Double.NaN));
    }

    @Test
    void whatIsAboveItsRoofIsMarked() {
        List<Fork> forks = List.of(Scores.steady(1));
        assertEquals(List.of(), Validity.of(forks, 1.05));
        assertEquals(List.of(new Reason(Reason.Kind.ABOVE_ROOF, "137 % of its roof, which was measured wrongly")), Validity.of(forks, 1.37));
        assertEquals(List.of(), Validity.of(forks, Double.NaN));
    }

    @Test
    void eachRuleIsNamedOnceForAllForks() {
        Fork loaded = Scores.fork(Scores.even(1, 0, false, 0.5), List.of());
        assertEquals(1, Validity.of(Collections.nCopies(3, loaded), SOME).size());
    }

    @Test
    void oneBadForkOfThreeIsEnough() {
        Fork loaded = Scores.fork(Scores.even(1, 0, false, 0.5), List.of());
        assertEquals(1, Validity.of(List.of(Scores.steady(1), Scores.steady(1), loaded), SOME).size());
    }

    @Test
    void onlyOtherWorkIsReasonToMeasureAgain() {
        assertTrue(Validity.isDisturbed(Scores.fork(Scores.samples(1, 1.3, 1, 1.3, 1.15, 1, 1.3, 1, 1.3, 1.15), List.of())));
        assertTrue(Validity.isDisturbed(Scores.fork(Scores.even(0.25, 0, false, 0.5), List.of())));
        assertFalse(Validity.isDisturbed(Scores.steady(0.25)));
        assertFalse(Validity.isDisturbed(Scores.fork(Scores.even(0.25, 1440, false, 0.5), List.of())));
        assertFalse(Validity.isDisturbed(Scores.fork(Scores.even(0.25, 0, true, 0.5), List.of())));
        assertFalse(Validity.isDisturbed(Fork.failed("no number: killed")));
    }
}
