package org.pal4j.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.model.Experiment;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.Tiny;

/** Which points a configuration means, and what is said about one that makes no sense. */
class SweepTest {
    private static List<String> described(String axes) {
        return TinySweep.of("sweep=" + axes).points().stream().map(Point::describe).toList();
    }

    @Test
    void theProductTakesAllCombinationsAndTheLastKeyVariesFastest() {
        assertEquals(List.of("eta_bw = 1, taur = 0", "eta_bw = 1, taur = 1", "eta_bw = 2, taur = 0", "eta_bw = 2, taur = 1"),
                described("{product: {eta_bw: [1, 2], taur: [0, 1]}}"));
    }

    @Test
    void zippedListsVaryTogetherAndAreMultipliedWithTheOthers() {
        assertEquals(List.of("taur = 0, eta_bw = 3, alpha = 0", "taur = 0, eta_bw = 4, alpha = 0.5", "taur = 1, eta_bw = 3, alpha = 0",
                "taur = 1, eta_bw = 4, alpha = 0.5"), described("{product: {taur: [0, 1]}, zip: {eta_bw: [3, 4], alpha: [0, 0.5]}}"));
        assertEquals(List.of("taur = 0, eta_bw = 1, eta_fw = 3", "taur = 0, eta_bw = 1, eta_fw = 4"),
                described("{zip: [{taur: [0], eta_bw: [1]}, {eta_fw: {from: 3, to: 4, points: 2}}]}"));
    }

    @Test
    void valuesMayBeListsAndWords() {
        Sweep sweep = TinySweep.of("sweep={product: {layers: [[4, 3], [4, 5, 6, 3]], activation: [tanh, relu]}}", "eta_fw=1");
        assertEquals(List.of("layers = [4,3], activation = tanh", "layers = [4,3], activation = relu", "layers = [4,5,6,3], activation = tanh",
                "layers = [4,5,6,3], activation = relu"), sweep.points().stream().map(Point::describe).toList());
        assertEquals(List.of(4, 5, 6, 3), ((CircuitExperiment) sweep.points().getLast().experiment()).circuit().layers());
        assertEquals(List.of("p0001", "p0002", "p0003", "p0004"), sweep.points().stream().map(Point::label).toList());
    }

    /** A name stands for the values of several keys, in tables, messages and the report. */
    @Test
    void variantsAreNamedSetsOfValues() {
        Sweep sweep = TinySweep.of("sweep={variants: {PAL: {}, 'FA, still': {algorithm: FA, noise_scale: 0}}, product: {taur: [0, 1]}}", "eta_fw=1",
                "title=Tiny");
        assertEquals(List.of("variant = PAL, taur = 0", "variant = PAL, taur = 1", "variant = FA, still, taur = 0", "variant = FA, still, taur = 1"),
                sweep.points().stream().map(Point::describe).toList());
        assertEquals(List.of("variant", "taur"), sweep.keys());
        assertEquals(List.of(List.of("variant"), List.of("taur")), sweep.directions());
        assertEquals(List.of("PAL", "PAL", "FA", "FA"), sweep.points().stream().map(point -> point.experiment().algorithm()).toList());
        assertEquals(Tiny.yinYang("activation=linear", "train_samples=6", "test_samples=3", "algorithm=FA", "noise_scale=0", "taur=1", "eta_fw=1",
                "title=Tiny"), sweep.points().getLast().experiment());
        assertTrue(Tables.points(sweep).contains("\np0003,\"FA, still\",0\n"), Tables.points(sweep));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {from: 0, to: 1, points: 5}                   | 0 0.25 0.5 0.75 1
            {from: 0, to: 1, step: 0.1}                   | 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1
            {from: 0.1, to: 0.45, step: 0.1}              | 0.1 0.2 0.3 0.4
            {from: 1, to: 0, points: 3, scale: linear}    | 1 0.5 0
            {from: 0, to: 1, points: 4}                   | 0 0.333333333333 0.666666666667 1
            {from: 0.1, to: 10, points: 5, scale: log}    | 0.1 0.316228 1 3.16228 10
            {from: 1e-6, to: 1e-4, points: 3, scale: log} | 0.000001 0.00001 0.0001
            {from: 1e-8, to: 1e-7, points: 2, scale: log} | 1e-8 1e-7
            """)
    void ranges(String range, String values) {
        assertEquals(List.of(values.split(" ")).stream().map(value -> "eta_bw = " + value).toList(), described("{product: {eta_bw: " + range + "}}"));
    }

    @Test
    void numbersInListsAreWrittenAsPeopleDo() {
        assertEquals(List.of("eta_fw = [0.0002,1e-7]", "eta_fw = [0.5,1.25e-8]", "eta_fw = [20000000,1.5e20]"),
                described("{product: {eta_fw: [[2e-4, 1e-7], [0.5, 1.25e-8], [2e7, 1.5e20]]}}"));
    }

    @Test
    void aRangeOfWholeNumbersIsOne() {
        Sweep sweep = TinySweep.of("sweep={product: {epochs: {from: 1, to: 100, points: 3, scale: log}, train_samples: {from: 2, to: 6, step: 2}}}");
        assertEquals(List.of(1, 10, 100), sweep.points().stream().map(p -> p.experiment().epochs()).distinct().toList());
        assertEquals(List.of(2, 4, 6), sweep.points().stream().map(p -> ((CircuitExperiment) p.experiment()).trainSamples()).distinct().toList());
    }

    @Test
    void eachPointIsRunWithEachSeed() {
        Sweep sweep = TinySweep.of("sweep={product: {eta_bw: [1, 2]}}", "seeds=[7, 5]", "title=Tiny");
        assertEquals(List.of("p0001/seed-7", "p0001/seed-5", "p0002/seed-7", "p0002/seed-5"), sweep.runs().stream().map(Run::path).toList());
        for (Run run : sweep.runs()) {
            Experiment expected = Tiny.yinYang("activation=linear", "train_samples=6", "test_samples=3", "seed=" + run.seed(),
                    "eta_bw=" + run.point().text("eta_bw"), "title=Tiny");
            assertEquals(expected, sweep.experiment(run));
        }
        assertEquals(List.of(123456L, 123457L), TinySweep.of("sweep={product: {eta_bw: [1, 2]}}", "seeds=2").seeds());
        assertEquals(List.of(3L), TinySweep.of("sweep={product: {eta_bw: [1, 2]}}", "seeds=2", "seed=3", "seeds=null").seeds());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sweep=3                                                     | sweep = 3: must hold what is varied, for example
            sweep={}                                                    | must hold what is varied
            sweep={prodct: {eta_bw: [1]}}                               | sweep.prodct: is not known; did you mean product?
            sweep={eta_bw: [1, 2]}                                      | sweep.eta_bw: is not known
            sweep={product: [1]}                                        | sweep.product = [1]: must hold keys with values
            sweep={zip: {}}                                             | sweep.zip = {}: must hold keys with values
            sweep={product: {eta_bv: [1]}}                              | sweep.product: key 'eta_bv' is not known; did you mean eta_bw?
            sweep={product: {eta_bw: 1}}                                | sweep.product.eta_bw = 1: must be a list of 1 to 10000 values, or a range
            sweep={product: {eta_bw: []}}                               | sweep.product.eta_bw = []: must be a list
            sweep={product: {eta_bw: [1, 2, 1]}}                        | sweep.product.eta_bw: 1 is there twice
            sweep={product: {epochs: [8, 010, 10]}}                     | sweep.product.epochs: 10 is there twice
            sweep={product: {eta_bw: [1, 0x1F]}}                        | eta_bw = "0x1F": must be a finite number; numbers are decimal, so write 31
            sweep={product: {eta_bw: [1]}};seed=9223372036854775806;seeds=3 | seeds = 3: the last of so many seeds
            sweep={product: {seed: [1, 2]}}                             | sweep.product.seed: can't be swept; give seeds
            sweep={product: {name: [a, b]}}                             | sweep.product.name: can't be swept
            sweep={product: {preview_epochs: [1, 2]}}                   | sweep epochs instead
            sweep={product: {eta_bw: [1]}, zip: {eta_bw: [2]}}          | sweep.zip.eta_bw: is swept twice
            sweep={zip: {eta_bw: [1, 2], alpha: [0]}}                   | sweep.zip.alpha: has 1 values, and eta_bw has 2
            sweep={product: {eta_bw: {from: 1, to: 2}}}                 | a range has either points or step
            sweep={product: {eta_bw: {from: 1, to: 2, points: 2, step: 1}}} | a range has either points or step
            sweep={product: {eta_bw: {from: 1, too: 2, points: 2}}}     | key 'too' of a range is not known; did you mean to?
            sweep={product: {eta_bw: {from: 1, points: 2}}}             | sweep.product.eta_bw.to = nothing: must be a finite number
            sweep={product: {eta_bw: {from: 1, to: x, points: 2}}}      | sweep.product.eta_bw.to = "x": must be a finite number
            sweep={product: {eta_bw: {from: 1, to: 2, points: 1}}}      | sweep.product.eta_bw.points = 1: must be a whole number from 2
            sweep={product: {eta_bw: {from: 1, to: 1, points: 3}}}      | from and to are both 1.0
            sweep={product: {eta_bw: {from: 2, to: 1, step: 1}}}        | step must be above 0, and from below to
            sweep={product: {eta_bw: {from: 1, to: 2, step: 0}}}        | step must be above 0
            sweep={product: {eta_bw: {from: 0, to: 1, step: 1e-9}}}     | has more than 10000 values
            sweep={product: {eta_bw: {from: 0, to: 1, points: 3, scale: log}}} | a logarithmic range has points, and from and to above 0
            sweep={product: {eta_bw: {from: 1, to: 2, step: 1, scale: log}}}   | a logarithmic range has points
            sweep={product: {eta_bw: {from: 1, to: 2, points: 3, scale: lin}}} | must be one of linear, log; did you mean linear?
            sweep={product: {eta_bw: {from: 1, to: 1.000001, points: 9, scale: log}}} | sweep.product.eta_bw: 1 is there twice
            sweep={product: {eta_bw: {from: 1, to: 2, points: 101}, alpha: {from: 1, to: 2, points: 100}}} | more than 10000 points
            sweep={product: {eta_bw: [1]}};each={alpha: [1, 2]}         | each: can't be used beside sweep
            sweep={product: {eta_bw: [1]}};eta_bw=3                     | eta_bw is swept, so a value of its own for it has no effect
            sweep={product: {eta_bw: [1]}};seeds=0                      | seeds = 0: must be a whole number from 1
            sweep={product: {eta_bw: [1]}};layer=3                      | key 'layer' is not known; did you mean layers?
            sweep={product: {eta_bw: [1, -1]}}                          | eta_bw = -1
            sweep={variants: [PAL, FA]}                                 | sweep.variants = ["PAL","FA"]: must hold names with keys and values
            sweep={variants: {}}                                        | sweep.variants = {}: must hold names with keys and values
            sweep={variants: {PAL: FA}}                                 | sweep.variants.PAL = "FA": must hold keys with one value each, or nothing
            sweep={variants: {PAL: {eta_bv: 1}}}                        | sweep.variants.PAL: key 'eta_bv' is not known; did you mean eta_bw?
            sweep={variants: {a: {seed: 1}}}                            | sweep.variants.a.seed: can't be swept; give seeds
            sweep={variants: {a: {based_on: mnist}}}                    | sweep.variants.a.based_on: can't be swept; in a file, variants take it
            sweep={variants: {' ': {}}}                                 | must have a name of 1 to 60 letters
            sweep={variants: {a: {eta_bw: 1}, b: {eta_bw: 1}}}          | sweep.variants.b: has the keys and values of a
            sweep={variants: {a: {eta_bw: 1}}, product: {eta_bw: [2]}}  | sweep.product.eta_bw: is swept twice
            sweep={product: {eta_bw: [2]}, variants: {a: {eta_bw: 1}}}  | sweep.variants.a.eta_bw: is swept twice
            sweep={variants: {a: {eta_bw: 1}, b: {eta_bw: -1}}}         | eta_bw = -1.0: must be 0 or more and finite (point p0002: variant = b)
            sweep={variants: {a: {eta_bw: 1}, b: {}}};eta_bw=3          | eta_bw is swept, so a value of its own for it has no effect
            sweep={variant: {a: {}}}                                    | sweep.variant: is not known; did you mean variants?
            sweep={product: {epochs: {from: 1, to: 2, points: 3}}}      | epochs = 1.5: must be a whole number
            """)
    void whatMakesNoSenseIsRefused(String settings, String part) {
        InputException fault = assertThrows(InputException.class, () -> TinySweep.of(settings.strip().split(";")));
        assertTrue(fault.getMessage().contains(part.strip()), fault.getMessage());
        assertTrue(fault.getMessage().startsWith("yinyang"), fault.getMessage());
    }

    @Test
    void allFaultsComeInOneMessageAndEachOnce() {
        InputException fault = assertThrows(InputException.class, () -> TinySweep.of("epochs=-1", "seeds=x", "each=3",
                "sweep={product: {eta_bw: [1, -1, 2], alpha: [0, 1], dt: [0.01, 5], eta_bv: [1]}}"));
        List<String> lines = fault.getMessage().lines().toList();
        assertEquals("yinyang has 7 faults:", lines.getFirst(), fault.getMessage());
        for (String part : List.of("  - each: ", "  - sweep.product: key 'eta_bv' is not known; did you mean eta_bw?", "  - epochs = -1: ",
                "  - seeds = \"x\": ")) {
            assertEquals(1, lines.stream().filter(line -> line.startsWith(part)).count(), part + " is not once in: " + fault.getMessage());
        }
        assertTrue(lines.stream().anyMatch(line -> line.contains("eta_bw = -1") && line.endsWith(
                "(point p0005: eta_bw = -1, alpha = 0, dt = 0.01, and 3 more)")), fault.getMessage());
        assertTrue(lines.stream().anyMatch(line -> line.contains("dt = 5.0: must not be above tauHP") && line.endsWith("and 5 more)")),
                fault.getMessage());
        assertTrue(lines.stream().filter(line -> line.startsWith("  - epochs")).noneMatch(line -> line.contains("point p")), fault.getMessage());
    }

    /** Ten thousand points with a fault of their own each, of which nobody reads more than the first. */
    @Test
    void theFaultsOfManyPointsAreKeptInPart() {
        InputException fault = assertThrows(InputException.class, () -> TinySweep.of(
                "sweep={zip: {eta_bw: {from: -2, to: -1, points: 5000}, alpha: {from: -2, to: -1, points: 5000}}}"));
        assertTrue(fault.getMessage().startsWith("yinyang has 1000 faults:"), fault.getMessage());
    }

    @Test
    void aFileWithoutASweepIsNone() {
        InputException fault = assertThrows(InputException.class, () -> TinySweep.of());
        assertTrue(fault.getMessage().contains("yinyang: has no key sweep"), fault.getMessage());
        fault = assertThrows(InputException.class, () -> Catalog.experiment("yinyang", List.of("sweep={product: {eta_bw: [1]}}")));
        assertTrue(fault.getMessage().contains("is a sweep, as it has the key sweep; run it with ./pal4j sweep"), fault.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sweep={product: {eta_bw: [1e-6, 0.5, 1], taur: {from: 0, to: 1, points: 3}}};seeds=[3, 1]
            sweep={product: {noise_scale: {from: 1e-7, to: 1e-3, points: 4, scale: log}}};seeds=2
            sweep={zip: [{layers: [[4, 3], [4, 6, 3]], eta_fw: [1, [1, 2]]}, {activation: [tanh, "relu"]}]}
            sweep={variants: {PAL: {}, "FA, 2: \\"x\\"": {algorithm: FA, eta_fw: [1, 2]}}, product: {taur: [0, 1]}};seeds=2
            """)
    void whatIsShownReadsBack(String settings, @TempDir Path folder) throws Exception {
        Sweep sweep = TinySweep.of(settings.strip().split(";"));
        Path file = Files.writeString(folder.resolve("mine.yaml"), sweep.show());
        Sweep read = Catalog.sweep(file.toString(), List.of(), notes -> {});
        assertEquals(Optional.empty(), sweep.difference(read));
        assertEquals(sweep.points(), read.points());
        assertEquals(sweep.runs().stream().map(sweep::experiment).toList(), read.runs().stream().map(read::experiment).toList());
        assertEquals(Tables.points(sweep), Tables.points(read));
        assertEquals(sweep.show(), read.show());
    }

    @Test
    void theFirstDifferenceIsTold() {
        Sweep sweep = TinySweep.of("sweep={product: {eta_bw: [1, 2]}}");
        assertEquals("epochs = 2 there and 3 now",
                sweep.difference(TinySweep.of("sweep={product: {eta_bw: [1, 2]}}", "epochs=3")).orElseThrow());
        assertTrue(sweep.difference(TinySweep.of("sweep={product: {eta_bw: [1, 3]}}")).orElseThrow().contains("[1,3]"));
        assertEquals("seeds = nothing there and 2 now", sweep.difference(TinySweep.of("sweep={product: {eta_bw: [1, 2]}}", "seeds=2")).orElseThrow());
        assertFalse(sweep.difference(TinySweep.of("sweep={product: {eta_bw: [1, 2]}}", "seeds=1")).isPresent(), "the same, said otherwise");
    }
}
