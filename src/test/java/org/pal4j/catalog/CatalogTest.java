package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.data.DataFolder;
import org.pal4j.extending.Perceptron;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.rate.RateModel;
import org.pal4j.run.Ending;
import org.pal4j.run.Listener;
import org.pal4j.run.StudyRunner;
import org.pal4j.sweep.Point;
import org.pal4j.sweep.Sweep;

/** Names and files, and of which model and format they are. */
class CatalogTest {
    static final List<String> NAMES = Catalog.NAMES;

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static CircuitExperiment circuit(String name) {
        return (CircuitExperiment) Catalog.experiment(name, List.of());
    }

    private static String refused(String nameOrFile, Optional<String> task, String... settings) {
        return assertThrows(InputException.class, () -> Catalog.study(nameOrFile, List.of(settings), task, notes -> {})).getMessage();
    }

    private static String refused(String nameOrFile, String... settings) {
        return refused(nameOrFile, Optional.empty(), settings);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void eachNameIsAnExperimentWithThatNameAndATitle(String name) throws IOException {
        Study<?> study = Catalog.study(name, List.of());
        assertEquals(name, study.name());
        assertFalse(study.base().title().isBlank());
        String shown = Catalog.show(name, List.of(), Optional.empty(), notes -> {});
        assertEquals(study, read(shown), "what is shown reads back as the same");
    }

    private Study<?> read(String text) throws IOException {
        return Catalog.study(write("shown.yaml", text).toString(), List.of());
    }

    @Test
    void theOrderIsThatInWhichTheyAreListed() {
        assertEquals(List.of("yinyang", "yinyang-fa", "yinyang-bp", "yinyang-dfa", "yinyang-kp", "yinyang-lateral", "yinyang-control",
                "mnist", "mnist-fa", "mnist-bp", "mnist-dfa", "mnist-kp", "fig3abc"), Catalog.NAMES.subList(0, 13));
        assertEquals(Catalog.NAMES.size(), Catalog.NAMES.stream().distinct().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yinyang", "mnist"})
    void eachAlgorithmHasItsExperiment(String task) {
        CircuitExperiment pal = circuit(task);
        Map<Algorithm, String> names = Map.of(Algorithm.FA, "-fa", Algorithm.BP, "-bp", Algorithm.DFA, "-dfa");
        names.forEach((algorithm, ending) -> {
            CircuitExperiment other = circuit(task + ending);
            assertEquals(algorithm, other.circuit().algorithm());
            assertEquals(algorithm == Algorithm.DFA ? Connectivity.SKIP : Connectivity.LAYERED, other.circuit().connectivity());
            assertEquals(List.of(List.of(0.0), List.of(0.0), List.of(0.0)),
                    List.of(other.circuit().noiseScale(), other.circuit().etaBackward(), other.circuit().etaInterToPyramidal()));
            // Backpropagation has rates of its own: its errors come through W, which is not as large as B.
            List<Double> rates = pal.circuit().etaForward();
            if (algorithm == Algorithm.BP) {
                rates = task.equals("yinyang") ? List.of(50.0, 0.1) : List.of(50.0, 0.005);
            }
            assertEquals(rates, other.circuit().etaForward());
            assertEquals(List.of(pal.trainSamples(), pal.epochs(), pal.seed(), pal.start()),
                    List.of(other.trainSamples(), other.epochs(), other.seed(), other.start()));
        });
    }

    /** B and W of the output learn and decay alike, and by enough to matter within the run. */
    @ParameterizedTest
    @ValueSource(strings = {"yinyang", "mnist"})
    void kolenPollackHasTheRatesOfTheAreaAbove(String task) {
        CircuitExperiment pal = circuit(task);
        CircuitExperiment e = circuit(task + "-kp");
        CircuitParameters p = e.circuit();
        assertEquals(Algorithm.KP, p.algorithm());
        assertEquals(Connectivity.LAYERED, p.connectivity());
        assertEquals(List.of(0.0), p.noiseScale());
        assertEquals(p.etaForward().get(1), p.etaBackward().getFirst());
        double decay = p.dt() * p.etaBackward().getFirst() * p.alpha().getFirst();
        assertTrue(decay > 0.99e-7, "decays by " + decay + " in a step");
        double steps = (double) e.epochs() * e.trainSamples() * e.presentation() / p.dt();
        assertTrue(decay * steps > 5, "the start of B decays by exp(" + decay * steps + ")");
        assertEquals(List.of(pal.trainSamples(), pal.epochs(), pal.seed(), pal.start()), List.of(e.trainSamples(), e.epochs(), e.seed(), e.start()));
    }

    @Test
    void controlsDifferInWhatLearns() {
        CircuitExperiment pal = circuit("yinyang");
        CircuitExperiment lateral = circuit("yinyang-lateral");
        CircuitExperiment control = circuit("yinyang-control");
        for (CircuitExperiment e : List.of(lateral, control)) {
            assertEquals(Algorithm.PAL, e.circuit().algorithm());
            assertEquals(pal.circuit().noiseScale(), e.circuit().noiseScale());
            assertEquals(pal.circuit().etaPyramidalToInter(), e.circuit().etaPyramidalToInter());
            assertEquals(List.of(0.0), e.circuit().etaBackward());
        }
        assertEquals(pal.circuit().etaInterToPyramidal(), lateral.circuit().etaInterToPyramidal());
        assertEquals(List.of(0.0), control.circuit().etaInterToPyramidal());
        assertEquals(control, Catalog.experiment("yinyang-lateral", List.of("eta_PI=0", "name=yinyang-control", "title=" + control.title())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yinyang-bp", "yinyang-dfa", "yinyang-kp", "yinyang-lateral", "yinyang-control"})
    void theyRun(String name) {
        Study<?> study = Catalog.study(name, List.of("epochs=2", "train_samples=6", "validation_samples=3", "test_samples=3"));
        StudyRunner runner = StudyRunner.of(study, 1, new Listener() {}, () -> false, DataFolder.of(Optional.empty()));
        assertEquals(Ending.COMPLETE, runner.run().ending());
    }

    @Test
    void theKeyModelNamesTheModel() throws IOException {
        Path file = write("own.yaml", "layers: [4, 5, 3]\neta_fw: 1\n");
        assertEquals("circuit", Catalog.study(file.toString(), List.of()).model().name());
        assertEquals("circuit", Catalog.study(file.toString(), List.of("model=circuit")).model().name());
        assertEquals("rate", Catalog.study("autoencoder", List.of()).model().name());
        assertTrue(refused(file.toString(), "model=rate").contains("key 'eta_fw' is not known"));
        assertTrue(refused("autoencoder", "model=circuit").contains("key 'lr_factors' is not known"));
        assertEquals("yinyang: model = \"rates\": must be one of " + String.join(", ", Models.names()) + "; did you mean rate?",
                refused("yinyang", "model=rates"));
        assertTrue(refused("yinyang", "model=").startsWith("yinyang: model = null: must be one of circuit, rate"));
        assertTrue(refused("yinyang", "model=[rate]").startsWith("yinyang: model = [\"rate\"]: must be one of circuit, rate"));
        Sweep sweep = Catalog.sweep("autoencoder", List.of("sweep={product: {multiplier: [32, 64]}}"), notes -> {});
        assertEquals("rate", sweep.model().name());
    }

    /** META-INF/services of the tests has one line for it, and nothing else names it. */
    @Test
    void aModelOfAUserIsSeen() throws IOException {
        assertEquals(List.of("circuit", "rate"), Models.names().subList(0, 2));
        assertTrue(Models.named("perceptron").orElseThrow() instanceof Perceptron);
        Path file = write("own.yaml", "model: perceptron\neta: 0.1\nepochs: 2\nseeds: 3\n");
        assertEquals(List.of(1L, 2L, 3L), Catalog.study(file.toString(), List.of()).seeds());
        Sweep sweep = Catalog.sweep(write("swept.yaml", "model: perceptron\nsweep: {product: {eta: [1, 2]}}\n"));
        assertEquals(List.of("eta = 1", "eta = 2"), sweep.points().stream().map(Point::describe).toList());
        Path shown = write("shown.yaml", Catalog.show(file.toString(), List.of(), Optional.empty(), notes -> {}));
        assertEquals(Catalog.study(file.toString(), List.of()).replicas(), Catalog.study(shown.toString(), List.of()).replicas());
        for (String text : List.of(sweep.show(), sweep.resolved())) {
            assertEquals(sweep.points(), Catalog.sweep(write("again.yaml", text)).points());
        }
    }

    @Test
    void twoModelsOfOneNameAreRefused() {
        assertEquals(List.of(CircuitModel.INSTANCE, RateModel.INSTANCE), Models.distinct(List.of(CircuitModel.INSTANCE, RateModel.INSTANCE)));
        InputException fault = assertThrows(InputException.class,
                () -> Models.distinct(List.of(CircuitModel.INSTANCE, RateModel.INSTANCE, CircuitModel.INSTANCE)));
        assertTrue(fault.getMessage().startsWith("two model classes have the name circuit: "), fault.getMessage());
    }

    private static final String RATE = """
            {"algorithm": "FA", "epochs": 50, "batch_size": 128, "batch_learning_multiplier": 64, "lr_factors": [10.0, 0.0, 25.0, 0.0, 2.0, 0.2],
             "wn_sigma": [0, 0, 0, 0, 0, 0], "n_updates": 100, "target_type": "mse", "seed": 3, "activation": "Sigmoid", "model_variant": "vanilla",
             "with_optimizer": "store_true", "rec_degs": true, "output": "runs/"}
            """;

    private static String original(String name) throws IOException {
        try (InputStream in = CatalogTest.class.getResourceAsStream("/original/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The format with most keys of its own reads a file, whatever the file is called. */
    @ParameterizedTest
    @CsvSource({"align.json, circuit", "chain.json, circuit", "yinyang.yaml, circuit", "rate.json, rate"})
    void formatsAreToldByTheirKeys(String name, String model) throws IOException {
        List<String> notes = new ArrayList<>();
        String text = name.equals("rate.json") ? RATE : original(name);
        Path file = write(name.replaceFirst(".*\\.", "parameters."), text);
        Study<?> study = Catalog.study(file.toString(), List.of(), Optional.empty(), notes::addAll);
        assertEquals(model, study.model().name());
        assertFalse(notes.isEmpty());
        assertTrue(refused(file.toString(), "lairs=3").startsWith(file + " (in PAL4J's keys): key 'lairs' is not known; did you mean layers?"));
    }

    @Test
    void aFileWithAsManyOfOurKeysIsOurs() throws IOException {
        // Both know epochs, and nobody knows the other one.
        String message = refused(write("few.json", "{\"epochs\": 1, \"epoch\": 2}").toString());
        assertTrue(message.contains("key 'epoch' is not known; did you mean epochs?"), message);
        assertTrue(refused(write("list.yaml", "- 1\n- 2\n").toString()).contains("must hold keys and values"));
        assertTrue(refused(write("text.yaml", "words\n").toString()).contains("must hold keys and values"));
        // An unknown key among many of ours changes nothing.
        message = refused(write("ours.yaml", "based_on: yinyang\nseed: 3\nalgoritm: FA\n").toString());
        assertTrue(message.contains("key 'algoritm' is not known; did you mean algorithm?"), message);
    }

    /** The configuration of some other program: one sentence says what is read, and not a fault for each key. */
    @Test
    void aFileOfForeignKeysGetsOneSentence() throws IOException {
        String keys = "lr: 0.1\nbatch_size: 32\nhidden: [100]\noptimizer: adam\nmomentum: 0.9\nepochs: 3\nweight_decay: 0\ngpu: 0\n";
        String message = refused(write("torch.yaml", keys).toString());
        assertTrue(message.endsWith("torch.yaml: PAL4J knows only 2 of its 8 keys, so it is neither a configuration of PAL4J, which './pal4j show "
                + "yinyang' prints, nor of a program whose files PAL4J reads: the NumPy program for microcircuits (params.json), the GeNN program "
                + "for microcircuits (a YAML list of two mappings), the PyTorch programs for MNIST and CIFAR-10 (params.json)"), message);
        message = refused(write("two.yaml", "- {a: 1, b: 2, c: 3}\n- {d: 4, dims: [1], e: 5}\n").toString());
        assertTrue(message.contains("PAL4J knows only 1 of its 6 keys"), message);
        // Other programs have a key 'model' too.
        message = refused(write("small.yaml", "model: resnet18\nlr: 0.1\nworkers: 4\n").toString());
        assertTrue(message.contains("PAL4J knows only 0 of its 3 keys, so it is neither"), message);
        message = refused(write("dict.yaml", "model: {depth: 3}\nlr: 0.1\n").toString());
        assertTrue(message.contains("PAL4J knows only 0 of its 2 keys, so it is neither"), message);
        message = refused(write("slip.yaml", "model: circuits\nbased_on: yinyang\nlr: 3\n").toString());
        assertTrue(message.contains("model = \"circuits\": must be one of"), message);
        assertTrue(refused(write("alone.yaml", "model: rat\n").toString()).contains("model = \"rat\": must be one of"));
        // A few slips are faults.
        message = refused(write("slips.yaml", "based_on: yinyang\nlerning: 1\nbatch: 2\n").toString());
        assertTrue(message.contains("has 2 faults") && message.contains("key 'batch' is not known"), message);
    }

    @Test
    void listsAreCutAndNothingIsSaidPlainly() throws IOException {
        String long0 = refused("sigma=[0.1, " + "0.2, ".repeat(2000) + "1]");
        assertTrue(long0.startsWith("experiment 'sigma=[0.1, ") && long0.length() < 1200, long0);
        String message = refused("yinyang", "layers=[" + "4, ".repeat(20_000) + "x]");
        assertTrue(message.length() < 2000, message.length() + " characters");
        for (String empty : List.of("layers=null", "eta_fw=~")) {
            message = refused("yinyang", empty);
            assertTrue(message.contains("is left empty, and must be a value or a list of values, for example [1, 2]"), message);
        }
        assertTrue(refused(write("empty.yaml", "based_on: yinyang\nlayers:\n").toString()).contains("layers = null: is left empty"));
        assertTrue(refused("yinyang", "eta_bw=1e999").contains("eta_bw = Infinity: must be a finite number, at most 1.8e308"));
    }

    @Test
    void aTaskGoesWithTheFilesThatNeedOne() throws IOException {
        assertEquals(List.of("bw_only", "fw_bw"), Catalog.tasks());
        Path file = write("align.json", original("align.json"));
        for (String task : Catalog.tasks()) {
            String name = Catalog.study(file.toString(), List.of(), Optional.of(task), notes -> {}).base().name();
            assertEquals("align", name);
        }
        assertTrue(refused(file.toString(), Optional.of("fw_bv")).startsWith("--task fw_bv: must be one of bw_only, fw_bw; did you mean fw_bw?"));
        for (String other : List.of("yinyang", write("own.yaml", "based_on: yinyang\n").toString(),
                write("genn.yaml", original("yinyang.yaml")).toString())) {
            assertTrue(refused(other, Optional.of("bw_only")).startsWith(
                    "--task bw_only: goes with a parameter file of the original NumPy program, which "), other);
        }
    }

    @Test
    void settingsWinOverKeysAndLaterOnesOverEarlierOnes() {
        Study<?> study = Catalog.study("yinyang", List.of("seed=1", "each.eta_bw=[1, 2]", "seed=7", "each.alpha=[0, 0.5]"));
        assertEquals(Map.of("eta_bw", List.of(1, 2), "alpha", List.of(0, 0.5)), study.each());
        assertEquals(List.of(7L, 7L), study.seeds());
        assertEquals(List.of("replica-1", "replica-2"), study.labels());
        Study<?> other = Catalog.study("yinyang", List.of("each={eta_bw: [3]}", "each.alpha=[4]"));
        assertEquals(Map.of("eta_bw", List.of(3), "alpha", List.of(4)), other.each());
        for (String setting : List.of("", "=1", "seed")) {
            assertTrue(refused("yinyang", setting).contains("must be key=value, for example --set eta_bw=0.5"), setting);
        }
    }

    @Test
    void whatIsASweepIsShownAsOne() {
        String shown = Catalog.show("yinyang", List.of("sweep={product: {eta_bw: [1, 2]}}"), Optional.empty(), notes -> {});
        assertTrue(shown.endsWith("\nsweep: {\"product\":{\"eta_bw\":[1,2]}}\n"), shown);
        assertTrue(refused("prospectivity-sweep").contains("run it with ./pal4j sweep prospectivity-sweep"));
        Experiment plain = Catalog.experiment("yinyang", List.of());
        assertEquals(plain.show(), Catalog.show("yinyang", List.of(), Optional.empty(), notes -> {}));
    }

    @Test
    void goldenCasesAreReadByTheirModel() throws IOException {
        for (Map.Entry<String, String> entry : Map.of("{}", "layers is missing", "{\"model\": \"rate\"}", "layers", "{\"model\": \"circuit\"}",
                "layers is missing").entrySet()) {
            write("case.json", entry.getKey());
            String message = assertThrows(InputException.class, () -> Catalog.golden(folder)).getMessage();
            assertTrue(message.contains(entry.getValue()), message);
        }
        write("case.json", "{\"model\": \"rates\"}");
        String message = assertThrows(InputException.class, () -> Catalog.golden(folder)).getMessage();
        assertTrue(message.endsWith("case.json: model = \"rates\": must be one of " + String.join(", ", Models.names()) + "; did you mean rate?"),
                message);
        message = assertThrows(InputException.class, () -> Catalog.golden(folder.resolve("none"))).getMessage();
        assertTrue(message.endsWith("none: is no folder with case.json and arrays.npz"), message);
        Files.delete(folder.resolve("case.json"));
        message = assertThrows(InputException.class, () -> Catalog.golden(folder)).getMessage();
        assertTrue(message.contains("case.json: can't be read"), message);
    }
}
