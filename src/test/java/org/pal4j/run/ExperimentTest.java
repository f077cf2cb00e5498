package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;

class ExperimentTest {
    /** Named experiments of circuits. */
    static final List<String> CIRCUITS = Catalog.NAMES.stream().filter(name -> Catalog.read(name, List.of()).of(Experiment.class).isPresent()).toList();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("CIRCUITS")
    void whatIsShownReadsBackAsTheSameExperiment(String name) throws IOException {
        assertReadsBack(Catalog.find(name, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "name=a.b-c_1", "title='Angles, in degrees: 1, 2 # \"quoted\" \\ and: more'", "title=Größe 🙂", "seed=-9223372036854775808",
        "seed=9223372036854775807", "learn=[]", "learn=[backward]", "layers=[4, 3]", "layers=[4, 5, 6, 3]", "alpha=2e-6", "alpha=4.9e-324",
        "dt=0.001", "activation=[tanh, linear]", "eta_fw=[1, 2]", "init_W=[-0.5, 0.25]", "connectivity=skip", "snapshot_every=0"
    })
    void soDoesAnyOther(String setting) throws IOException {
        // Two areas only have no list for hidden areas, and one value stands for each of any number of them.
        Experiment e = Catalog.find("yinyang", List.of("eta_fw=1", setting));
        assertReadsBack(e);
        assertNotEquals(Catalog.find("yinyang", List.of("eta_fw=1")), e);
    }

    @Property(tries = 400)
    void soDoesAnyNumber(@ForAll long seed, @ForAll @DoubleRange(min = 0) double noise) {
        double settling = new Random(seed).nextDouble(1e10);
        double end = 3e38 * new Random(seed).nextDouble(-1, 1);
        Experiment e = Catalog.find("yinyang", List.of("seed=" + seed, "settling_time=" + settling, "noise_scale=" + noise,
                "init_B=[" + Math.min(end, 0.1) + ", " + Math.max(end, 0.1) + "]"));
        assertEquals(seed, e.seed());
        assertEquals(settling, e.settling());
        assertEquals(List.of(noise), e.circuit().noiseScale());
        assertEquals(e, ExperimentReader.read("shown", Documents.yaml(ExperimentKeys.show(e), "shown"), Map.of()));
    }

    private void assertReadsBack(Experiment e) throws IOException {
        Path file = Files.writeString(folder.resolve("shown.yaml"), ExperimentKeys.show(e));
        assertEquals(e, Catalog.find(file.toString(), List.of()));
    }

    /** Each key with a value that is not the named experiment's; {@link #everyKeyCanBeSet} fails for a key without one. */
    private static final Map<String, String> OTHER = new HashMap<>(Map.ofEntries(
            Map.entry("name", "other"), Map.entry("title", "Other"), Map.entry("seed", "7"), Map.entry("epochs", "8"),
            Map.entry("preview_epochs", "9"), Map.entry("Tpres", "0.5"), Map.entry("settling_time", "3"), Map.entry("learn", "[lateral]"),
            Map.entry("train_samples", "10"), Map.entry("validation_samples", "11"), Map.entry("test_samples", "12"),
            Map.entry("data_seed", "13"), Map.entry("target_high", "0.75"), Map.entry("target_low", "0.25"), Map.entry("shuffle", "false"),
            Map.entry("init_W", "[0, 1]"), Map.entry("init_B", "[0, 2]"), Map.entry("init_in_SPS", "false"),
            Map.entry("snapshot_every", "14"), Map.entry("layers", "[4, 15, 3]"), Map.entry("algorithm", "BP"),
            Map.entry("connectivity", "skip"), Map.entry("activation", "tanh"), Map.entry("dt", "0.005"), Map.entry("dtxi", "0.02"),
            Map.entry("tauHP", "0.3"), Map.entry("tauLO", "50"), Map.entry("tauxi", "0.2"), Map.entry("taur", "0.5"), Map.entry("gl", "0.04"),
            Map.entry("gbas", "0.2"), Map.entry("gapi", "0.07"), Map.entry("gden", "0.2"), Map.entry("gnI", "0.07"),
            Map.entry("gntgt", "0.07"), Map.entry("noise_type", "hold_white_noise"), Map.entry("noise_mode", "vapi"),
            Map.entry("noise_scale", "0.5"), Map.entry("eta_fw", "[1, 2]"), Map.entry("eta_bw", "3"), Map.entry("eta_IP", "4"),
            Map.entry("eta_PI", "5"), Map.entry("alpha", "6e-6"), Map.entry("regularizer", "gated"), Map.entry("inter_low_pass", "true"),
            Map.entry("pyr_hi_pass", "false"), Map.entry("dWPP_low_pass", "false"), Map.entry("dWPP_r_low_pass", "true"),
            Map.entry("dWPP_post_low_pass", "true"), Map.entry("dWPP_use_activation", "false"), Map.entry("clamped_input", "false"),
            Map.entry("random", "numpy"), Map.entry("learning_lag", "0.5"), Map.entry("init_WI", "[0, 1]"), Map.entry("init_BI", "[0, 2]"),
            Map.entry("init_u", "1.5"), Map.entry("teacher_seed", "15"), Map.entry("init_teacher_W", "[0, 1]"),
            Map.entry("init_teacher_B", "[0, 2]"), Map.entry("copy_teacher_weights", "true"), Map.entry("copy_teacher_voltages", "true"),
            Map.entry("record", "[B, angle_B]"), Map.entry("record_every", "16")));

    @Test
    void everyKeyCanBeSet() {
        for (String key : ExperimentKeys.names()) {
            // Some say something beside others only.
            String name = key.contains("teacher") ? "fig4ab" : "yinyang";
            List<String> beside = key.equals("record_every") ? List.of("record=[W]") : List.of();
            Experiment before = Catalog.find(name, beside);
            if (key.equals("task")) {
                continue; // Needs other sizes as well.
            }
            String value = OTHER.get(key);
            assertTrue(value != null, key + " needs a value in this test");
            Experiment after = Catalog.find(name, Stream.concat(beside.stream(), Stream.of(key + "=" + value)).toList());
            List<String> changed = ExperimentKeys.names().stream().filter(k -> !shown(before, k).equals(shown(after, k))).toList();
            // Noise is drawn at each step unless told otherwise.
            assertEquals(key.equals("dt") ? List.of("dt", "dtxi") : key.equals("record") ? List.of("record", "record_every") : List.of(key), changed);
        }
        Experiment uniform = Catalog.find("yinyang", List.of("task=uniform", "validation_samples=0", "test_samples=0"));
        assertEquals(TaskKind.UNIFORM, uniform.task());
        assertEquals(ExperimentKeys.names().size(), Set.copyOf(ExperimentKeys.names()).size(), "a key twice");
    }

    private static String shown(Experiment e, String key) {
        return ExperimentKeys.show(e).lines().filter(line -> line.startsWith(key + ":")).findFirst().orElse("");
    }

    @Test
    void theNamedOnesAreThoseOfThePaper() {
        Experiment pal = Catalog.find("yinyang", List.of());
        assertEquals(List.of(4, 30, 3), pal.circuit().layers());
        assertEquals(List.of(6000, 900, 900), List.of(pal.trainSamples(), pal.validationSamples(), pal.testSamples()));
        assertEquals(9876543, pal.dataSeed());
        assertEquals(List.of(50.0, 0.01), pal.circuit().etaForward());
        assertEquals(List.of(List.of(0.5), List.of(0.05), List.of(0.02)),
                List.of(pal.circuit().etaBackward(), pal.circuit().etaPyramidalToInter(), pal.circuit().etaInterToPyramidal()));
        assertEquals(new Range(-0.1, 0.1), pal.start().forward());
        assertEquals(100, pal.stepsOfPresentation());
        assertEquals(100L * (400L * 6000 + 401 * 900 + 900), pal.totalSteps(400));

        Experiment control = Catalog.find("yinyang-control", List.of());
        assertEquals(List.of(0.0), control.circuit().etaBackward());
        assertEquals(pal.circuit().noiseScale(), control.circuit().noiseScale());
        Experiment fa = Catalog.find("yinyang-fa", List.of());
        assertEquals(Algorithm.FA, fa.circuit().algorithm());
        assertEquals(List.of(0.0), fa.circuit().noiseScale());

        Experiment digits = Catalog.find("mnist", List.of());
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
        Experiment random = Catalog.find("mnist-fa", List.of());
        assertEquals(Algorithm.FA, random.circuit().algorithm());
        assertEquals(List.of(List.of(0.0), List.of(0.0), List.of(0.0)), List.of(random.circuit().etaBackward(),
                random.circuit().etaInterToPyramidal(), random.circuit().noiseScale()));

        Experiment align = Catalog.find("fig3abc", List.of());
        assertEquals(List.of(5, 20, 10, 20, 5), align.circuit().layers());
        assertEquals(Set.of(Experiment.Learns.LATERAL, Experiment.Learns.BACKWARD), align.learns());
        assertEquals(10_000, align.stepsOfSettling());
        assertEquals(List.of(50.0, 50.0, 50.0), align.circuit().etaBackward());
    }

    @Test
    void aFileTakesTheRestFromWhatItIsBasedOn() throws IOException {
        Experiment e = find("based_on: yinyang-fa\nseed: 5\neta_fw: [1, 2]\n");
        assertEquals(Algorithm.FA, e.circuit().algorithm());
        assertEquals(5, e.seed());
        assertEquals(List.of(1.0, 2.0), e.circuit().etaForward());
        assertEquals(6000, e.trainSamples());
        assertEquals("yinyang-fa", e.name());
    }

    @Test
    void theLastSettingWins() {
        assertEquals(3, Catalog.find("yinyang", List.of("seed=1", "seed=2", " seed = 3")).seed());
    }

    @Test
    void numbersMayBeWrittenInAnyUsualWay() throws IOException {
        for (String text : List.of("1e-6", "1.0e-6", "0.000001", "1E-6", ".000001", "+1e-6", "'1e-6'")) {
            assertEquals(List.of(1e-6), find("based_on: yinyang\nalpha: " + text + "\n").circuit().alpha(), text);
        }
        for (String text : List.of("1000", "1e3", "1000.0", "10.00e2")) {
            assertEquals(1000, find("based_on: yinyang\nseed: " + text + "\n").seed(), text);
        }
        for (String text : List.of("0x1p3", "1f", "1d", "NaN", "Infinity", "-Infinity", "1e999", "1e9999999999", "1 2", "''", "null", "true",
                "[]", "{}", "9".repeat(5000))) {
            assertFault("based_on: yinyang\ndt: " + text + "\n", "dt = ", "must be a finite number");
        }
        for (String text : List.of("1.5", "9223372036854775808", "-9223372036854775809", "1e999999999", "99999999999999999999",
                "NaN", "yes", "[1]")) {
            assertFault("based_on: yinyang\nseed: " + text + "\n", "seed = ", "must be a whole number from -9223372036854775808 to ");
        }
    }

    @Test
    void allFaultsComeInOneMessage() throws IOException {
        String text = assertFault("""
                based_on: yinyang
                seeed: 3
                dt: -1
                tauHP: 0
                eta_bw: much
                layers: [4, 30, 30, 3]
                eta_fw: [1, 2]
                name: a/b
                shuffle: 1
                task: yingyang
                """, "has 8 faults");
        for (String part : List.of("key 'seeed' is not known; did you mean seed?", "dt = -1.0: must be above 0",
                "eta_bw = \"much\": must be a finite number", "eta_fw = 2 values: must be 3, one for each area", "name = \"a/b\"",
                "shuffle = 1: must be true or false", "task = \"yingyang\": must be one of yinyang, mnist, uniform, teacher; did you mean yinyang?")) {
            assertTrue(text.contains("  - " + part), part + " is not in: " + text);
        }
        assertTrue(text.startsWith(folder.resolve("e.yaml").toString()), text);
    }

    /** What stands in for it must not be at fault, too. */
    @Test
    void aValueThatCantBeReadIsOneFault() {
        for (String key : List.of("dt", "tauHP", "gden", "Tpres", "settling_time", "epochs", "layers", "eta_fw", "name", "task")) {
            InputException e = assertThrows(InputException.class, () -> Catalog.find("yinyang", List.of(key + "=a b")));
            assertTrue(e.getMessage().startsWith("yinyang: " + key + " = \"a b\": must be "), e.getMessage());
        }
    }

    @Test
    void aFileOfFaultsDoesNotFloodTheTerminal() throws IOException {
        StringBuilder keys = new StringBuilder("based_on: yinyang\n");
        for (int i = 0; i < 2000; i++) {
            keys.append("key").append(i).append("x".repeat(100)).append(": 3\n");
        }
        String text = assertFault(keys.toString(), "has 2000 faults", "and 1980 more");
        assertTrue(text.length() < 5000, () -> text.length() + " characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "eta_bv, eta_bw", "seeed, seed", "SEED, seed", "tau_hp, tauHP", "noise, noise_type", "samples, test_samples", "epoch, epochs",
        "snapshot, snapshot_every", "layer, layers", "initW, init_W"
    })
    void theNearestKeyIsNamed(String pair) {
        String[] names = pair.split(", ");
        InputException e = assertThrows(InputException.class, () -> Catalog.find("yinyang", List.of(names[0] + "=1")));
        assertEquals("yinyang: key '" + names[0] + "' is not known; did you mean " + names[1] + "?", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "layers=[4, 0, 3]|layers[1] = 0: must be a whole number from 1 to 16777216",
        "layers=[4, 2147483648, 3]|layers[1] = 2147483648",
        "layers=[4, 3e9, 3]|layers[1] = ",
        "layers=[]|layers = []: needs at least two areas",
        "layers=[5, 10, 3]|the task yinyang has 4 inputs and 3 outputs",
        "task=mnist|the task mnist has 784 inputs and 10 outputs",
        "epochs=-1|epochs = -1: must be a whole number from 0 to 100000000",
        "epochs=2147483648|epochs = 2147483648",
        "train_samples=0|train_samples = 0: must be a whole number from 1 to 10000000",
        "data_seed=4294967294|data_seed = 4294967294: must be a whole number from 0 to 4294967293",
        "dt=0.5|dt = 0.5: must not be above tauHP, 0.1 ms",
        "dtxi=0.015|dtxi = 0.015: must be dt (0.01) or a whole multiple of it",
        "tauLO=-3|tauLO = -3.0: must be above 0",
        "tauxi=0|tauxi = 0.0: must be above 0",
        "Tpres=0.015|Tpres = 0.015: must be a whole multiple of dt",
        "Tpres=0.01|from 2 to 2147483647 times it",
        "Tpres=1e9|Tpres = 1.0E9",
        "settling_time=-1|settling_time = -1.0: must be 0 or more",
        "eta_fw=[1, 2, 3]|eta_fw = 3 values: must be 2, one for each area",
        "eta_fw=[]|eta_fw = 0 values: must be 2",
        "noise_scale=[1, 2]|noise_scale = 2 values: must be 1",
        "eta_bw=-1|eta_bw = -1.0: must be 0 or more",
        "eta_bw=|eta_bw = nothing: must be a finite number",
        "init_W=3|init_W = 3: must be two numbers [low, high]",
        "init_W=[3, 1]|init_W = [3,1]: must be two numbers",
        "init_W=[-1e300, 1e300]|init_W = [-1.0E300,1.0E300]",
        "target_high=1e300|target_high = 1.0E300: must be a voltage that a float can hold",
        "learn=[forwards]|learn[0] = \"forwards\": must be one of forward, lateral, backward; did you mean forward?",
        "algorithm=DFA|connectivity = layered: does not go with DFA",
        "name=..|name = \"..\"",
        "name=|name = nothing: must be text",
        "title=\"a\\nb\"|title = \"a?b\": must be one line",
        "snapshot_every=1|snapshot_every = 1: ",
        "task=uniform|validation_samples, test_samples = 900, 900: must be 0",
        "based_on=fig3abc|goes into a file",
    })
    void eachFaultNamesKeyValueAndBound(String pair) {
        String[] parts = pair.split("\\|");
        List<String> settings = List.of(parts[0].startsWith("snapshot") ? "epochs=1000000" : "shuffle=true", parts[0]);
        InputException e = assertThrows(InputException.class, () -> Catalog.find("yinyang", settings));
        assertTrue(e.getMessage().contains(parts[1]), e.getMessage());
    }

    @Test
    void unreadableTextIsRefusedWithItsPlace() throws IOException {
        assertFault("based_on: yinyang\nseed: 1\nseed: 2\n", "e.yaml, line 3, column ", "Duplicate field 'seed'");
        assertFault("based_on: yinyang\n\tseed: 1\n", "e.yaml, line 2, column 1: found character '\\t(TAB)'");
        assertFault("based_on: yinyang\n---\nseed: 1\n", "e.yaml, line 3", "a second document begins here");
        assertFault("based_on: yinyang\nseed: &s 3\ndata_seed: *s\n", "line 3: the alias *s is not taken");
        assertFault("based_on: yinyang\ndt: .nan\n", "line 2", "'.nan' is not a finite number");
        assertFault("a: [1, 2\n", "line 2");
        assertFault("a: " + "[".repeat(50_000), "nest");
        for (String text : List.of("", "# nothing\n", "- a\n- b\n", "text", "42", "~")) {
            assertFault(text, "must hold keys and values");
        }
        assertFault("x".repeat(Documents.MOST_BYTES + 1), "has more than 1048576 bytes");
        byte[] latin = {'a', ':', ' ', (byte) 0xe4, '\n'};
        Path file = Files.write(folder.resolve("latin.yaml"), latin);
        assertFault(file.toString(), List.of(), "is not text in UTF-8");
        assertFault(folder.toString(), List.of(), "is a folder");
        assertFault(folder.resolve("none.yaml").toString(), List.of(), "there is no such file");
        assertFault("params.json", List.of(), "params.json: can't be read (there is no such file");
        assertFault("a\0b", List.of(), "is neither known nor a file name");
        assertFault("", List.of(), "is not known");
    }

    /** An alias of aliases of aliases is 10^9 values in 200 bytes. */
    @Test
    void aBombOfAliasesCostsNothing() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s*a%d]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(7), i - 1));
        }
        assertFault(bomb.toString(), "line 2: the alias *a0 is not taken");
    }

    @Test
    void mnistHasOnlySoManySamples() {
        InputException e = assertThrows(InputException.class, () -> Catalog.find("mnist",
                List.of("train_samples=50001", "validation_samples=10001", "test_samples=10001")));
        for (String part : List.of("has 3 faults", "train_samples = 50001: must be at most 50000, since the task mnist has no more",
                "validation_samples = 10001: must be at most 10000", "test_samples = 10001: must be at most 10000")) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    @Test
    void anUnknownBaseIsRefused() throws IOException {
        assertFault("based_on: yingyang\n", "based_on = \"yingyang\": must be one of", "did you mean yinyang?");
        assertFault("based_on: [yinyang]\n", "based_on = [\"yinyang\"]: must be one of");
        assertFault("based_on:\n", "based_on = null: must be one of");
    }

    @Test
    void aRunThatNeedsMoreMemoryThanThereIsSaysHowMuch() {
        assertNeed(List.of("task=uniform", "validation_samples=0", "test_samples=0", "layers=[16000000, 1]", "eta_fw=1", "snapshot_every=0",
                "dWPP_low_pass=false", "train_samples=1000"), "train_samples = 1000: the samples need 6", "PAL4J_JAVA_OPTS=-Xmx");
        assertNeed(List.of("layers=[4, 16000000, 3]", "snapshot_every=0"), "layers = [4, 16000000, 3]: the network would take 4",
                "use smaller layers");
        // Not all of the bytes of a seed's data set: only what is really needed.
        assertDoesNotThrow(() -> MemoryNeed.require(Catalog.find("yinyang", List.of("train_samples=1000000"))));
    }

    private static void assertNeed(List<String> settings, String... parts) {
        Experiment e = Catalog.find("yinyang", settings);
        InputException fault = assertThrows(InputException.class, () -> MemoryNeed.require(e));
        for (String part : parts) {
            assertTrue(fault.getMessage().contains(part), fault.getMessage());
        }
    }

    private Experiment find(String text) throws IOException {
        return Catalog.find(Files.writeString(folder.resolve("e.yaml"), text).toString(), List.of());
    }

    private String assertFault(String text, String... parts) throws IOException {
        return assertFault(Files.writeString(folder.resolve("e.yaml"), text).toString(), List.of(), parts);
    }

    private static String assertFault(String name, List<String> settings, String... parts) {
        InputException e = assertThrows(InputException.class, () -> Catalog.find(name, settings));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        }
        return e.getMessage();
    }
}
