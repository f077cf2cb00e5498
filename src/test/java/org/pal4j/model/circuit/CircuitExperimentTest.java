package org.pal4j.model.circuit;

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
import java.util.stream.Collectors;
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
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.config.Key;
import org.pal4j.data.own.OwnDataKeys;
import org.pal4j.model.StudyReader;

class CircuitExperimentTest {
    /** Named experiments of circuits. */
    static final List<String> CIRCUITS = Catalog.NAMES.stream()
            .filter(name -> Catalog.experiment(name, List.of()) instanceof CircuitExperiment).toList();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("CIRCUITS")
    void whatIsShownReadsBackAsTheSameExperiment(String name) throws IOException {
        assertReadsBack(Tiny.experiment(name, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "name=a.b-c_1", "title='Angles, in degrees: 1, 2 # \"quoted\" \\ and: more'", "title=Größe 🙂", "seed=-9223372036854775808",
        "seed=9223372036854775807", "learn=[]", "learn=[backward]", "layers=[4, 3]", "layers=[4, 5, 6, 3]", "alpha=2e-6", "alpha=4.9e-324",
        "dt=0.001", "activation=[tanh, linear]", "eta_fw=[1, 2]", "init_W=[-0.5, 0.25]", "connectivity=skip", "snapshot_every=0"
    })
    void soDoesAnyOther(String setting) throws IOException {
        // Two areas only have no list for hidden areas, and one value stands for each of any number of them.
        CircuitExperiment e = Tiny.experiment("yinyang", List.of("eta_fw=1", setting));
        assertReadsBack(e);
        assertNotEquals(Tiny.experiment("yinyang", List.of("eta_fw=1")), e);
    }

    @Property(tries = 400)
    void soDoesAnyNumber(@ForAll long seed, @ForAll @DoubleRange(min = 0) double noise) {
        double settling = new Random(seed).nextDouble(1e10);
        double end = 3e38 * new Random(seed).nextDouble(-1, 1);
        CircuitExperiment e = Tiny.experiment("yinyang", List.of("seed=" + seed, "settling_time=" + settling, "noise_scale=" + noise,
                "init_B=[" + Math.min(end, 0.1) + ", " + Math.max(end, 0.1) + "]"));
        assertEquals(seed, e.seed());
        assertEquals(settling, e.settling());
        assertEquals(List.of(noise), e.circuit().noiseScale());
        assertEquals(e, StudyReader.experiment("shown", Documents.yaml(e.show(), "shown"), CircuitModel.INSTANCE));
    }

    private void assertReadsBack(CircuitExperiment e) throws IOException {
        Path file = Files.writeString(folder.resolve("shown.yaml"), e.show());
        assertEquals(e, Tiny.experiment(file.toString(), List.of()));
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
            Map.entry("traces_while_settling", "true"),
            Map.entry("transport_while_settling", "true"), Map.entry("one_noise_clock", "true"), Map.entry("target_steps_early", "1"),
            Map.entry("spread_tau", "0.1"), Map.entry("spread_gain", "0.2"),
            Map.entry("target_share", "0.5"), Map.entry("new_W_after", "5"), Map.entry("measure", "[angle_update]"),
            Map.entry("record", "[B, angle_B]"), Map.entry("record_every", "16"), Map.entry("weights", "/w.npz")));

    private static final Set<String> OWN_DATA = Stream.concat(OwnDataKeys.all().stream(), Stream.of(OwnDataKeys.splitSeed())).map(Key::name)
            .collect(Collectors.toSet());

    @Test
    void everyKeyCanBeSet() {
        for (String key : ExperimentKeys.KEYS.names()) {
            // Some say something beside others only.
            String name = key.contains("teacher") || key.equals("target_steps_early") ? "fig4ab" : "yinyang";
            List<String> beside = key.equals("record_every") ? List.of("record=[W]") : List.of();
            CircuitExperiment before = Tiny.experiment(name, beside);
            if (key.equals("task") || OWN_DATA.contains(key)) {
                continue; // Needs other sizes as well; or OwnDataTest has it.
            }
            String value = OTHER.get(key);
            assertTrue(value != null, key + " needs a value in this test");
            CircuitExperiment after = Tiny.experiment(name, Stream.concat(beside.stream(), Stream.of(key + "=" + value)).toList());
            List<String> changed = ExperimentKeys.KEYS.names().stream().filter(k -> !shown(before, k).equals(shown(after, k)))
                    // A title follows what it tells.
                    .filter(k -> k.equals(key) || !k.equals("title")).toList();
            // Noise is drawn at each step unless told otherwise.
            assertEquals(key.equals("dt") ? List.of("dt", "dtxi") : key.equals("record") ? List.of("record", "record_every") : List.of(key), changed);
        }
        CircuitExperiment uniform = Tiny.experiment("yinyang", List.of("task=uniform", "validation_samples=0", "test_samples=0"));
        assertEquals(Task.UNIFORM, uniform.task());
        assertEquals(ExperimentKeys.KEYS.names().size(), Set.copyOf(ExperimentKeys.KEYS.names()).size(), "a key twice");
    }

    private static String shown(CircuitExperiment e, String key) {
        return e.show().lines().filter(line -> line.startsWith(key + ":")).findFirst().orElse("");
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
                "shuffle = 1: must be true or false",
                "task = \"yingyang\": must be one of yinyang, mnist, uniform, teacher, data; did you mean yinyang?")) {
            assertTrue(text.contains("  - " + part), part + " is not in: " + text);
        }
        assertTrue(text.startsWith(folder.resolve("e.yaml").toString()), text);
    }

    /** What stands in for it must not be at fault, too. */
    @Test
    void aValueThatCantBeReadIsOneFault() {
        for (String key : List.of("dt", "tauHP", "gden", "Tpres", "settling_time", "epochs", "layers", "eta_fw", "name", "task")) {
            InputException e = assertThrows(InputException.class, () -> Tiny.experiment("yinyang", List.of(key + "=a b")));
            assertTrue(e.getMessage().startsWith("yinyang: " + key + " = \"a b\": must be "), e.getMessage());
        }
    }

    @Test
    void aFileOfFaultsDoesNotFloodTheTerminal() throws IOException {
        StringBuilder keys = new StringBuilder(Catalog.experiment("yinyang", List.of()).show());
        for (int i = 0; i < 30; i++) {
            keys.append("key").append(i).append("x".repeat(100)).append(": 3\n");
        }
        String text = assertFault(keys.toString(), "has 30 faults", "and 10 more");
        assertTrue(text.length() < 5000, () -> text.length() + " characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "eta_bv, eta_bw", "seeed, seed", "SEED, seed", "tau_hp, tauHP", "noise, noise_type", "samples, test_samples", "epoch, epochs",
        "snapshot, snapshot_every", "layer, layers", "initW, init_W"
    })
    void theNearestKeyIsNamed(String pair) {
        String[] names = pair.split(", ");
        InputException e = assertThrows(InputException.class, () -> Tiny.experiment("yinyang", List.of(names[0] + "=1")));
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
        InputException e = assertThrows(InputException.class, () -> Tiny.experiment("yinyang", settings));
        assertTrue(e.getMessage().contains(parts[1]), e.getMessage());
    }

    @Test
    void mnistHasOnlySoManySamples() {
        InputException e = assertThrows(InputException.class, () -> Tiny.experiment("mnist",
                List.of("train_samples=50001", "validation_samples=10001", "test_samples=10001")));
        for (String part : List.of("has 3 faults", "train_samples = 50001: must be at most 50000, since the task mnist has no more",
                "validation_samples = 10001: must be at most 10000", "test_samples = 10001: must be at most 10000")) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    @Test
    void aRunThatNeedsMoreMemoryThanThereIsSaysHowMuch() {
        assertNeed(List.of("task=uniform", "validation_samples=0", "test_samples=0", "layers=[16000000, 1]", "eta_fw=1", "snapshot_every=0",
                "dWPP_low_pass=false", "train_samples=1000"), "train_samples = 1000: the samples need 6", "PAL4J_JAVA_OPTS=-Xmx");
        // The snapshots would be too many as well, but fewer of them would not help.
        assertNeed(List.of("layers=[4, 16000000, 3]"), "layers = [4, 16000000, 3]: the network would take 4",
                "use smaller layers");
        // Not all of the bytes of a seed's data set: only what is really needed.
        assertDoesNotThrow(() -> Tiny.experiment("yinyang", List.of("train_samples=1000000")).requireMemory());
    }

    private static void assertNeed(List<String> settings, String... parts) {
        CircuitExperiment e = Tiny.experiment("yinyang", settings);
        InputException fault = assertThrows(InputException.class, e::requireMemory);
        for (String part : parts) {
            assertTrue(fault.getMessage().contains(part), fault.getMessage());
        }
    }

    private CircuitExperiment find(String text) throws IOException {
        return Tiny.experiment(Files.writeString(folder.resolve("e.yaml"), text).toString(), List.of());
    }

    private String assertFault(String text, String... parts) throws IOException {
        return assertFault(Files.writeString(folder.resolve("e.yaml"), text).toString(), List.of(), parts);
    }

    private static String assertFault(String name, List<String> settings, String... parts) {
        InputException e = assertThrows(InputException.class, () -> Tiny.experiment(name, settings));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        }
        return e.getMessage();
    }
}
