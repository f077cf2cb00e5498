package org.pal4j.model.circuit.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Json;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.RunSettings;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.circuit.RandomSource;
import org.pal4j.model.circuit.Task;
import org.pal4j.model.circuit.original.Originals.Found;
import org.pal4j.model.circuit.original.Originals.Keys;

class GennFormatTest {
    /** Key, new value, own keys that become different, and what the first of them becomes; to a file for Yin-Yang. */
    static final List<String> EFFECTS = List.of(
            "name|other|name|\"other\"", "numpy_seed|5|seed|5", "sim_config.data_seed|6|data_seed|6", "sim_config.n_epochs|7|epochs|7",
            "sim_config.n_test|8|test_samples|24", "sim_config.n_train|9|train_samples, record_every|27",
            "sim_config.n_valid|10|validation_samples|30",
            "sim_config.shuffle_samples|false|shuffle|false", "sim_config.uhigh|0.9|target_high|0.9", "sim_config.ulow|0.2|target_low|0.2",
            "record.recordings|{1: {fb: [g]}}|record|[\"B\"]", "activation_template|soft_relu|activation|\"soft_relu\"", "alpha|0.5|alpha|0.5",
            "eta.up|[1, 2]|eta_fw|[1,2]", "eta.down|[9, 3]|eta_bw|[3]", "eta.ip|[4, 0]|eta_IP|[4]", "eta.pi|[5]|eta_PI|[5]", "ga|0.07|gapi|0.07",
            "gb|0.2|gbas|0.2", "gd|0.3|gden|0.3", "gl|0.04|gl|0.04", "gsom|0.08|gnI|0.08", "gtar|0.09|gntgt|0.09", "highpass_tau|0.5|tauHP|0.5",
            "init_weights.up|0.5|init_W|[-0.5,0.5]", "init_weights.down|[0, 2]|init_B|[0,2]", "init_weights.ip|3|init_WI|[-3.0,3.0]",
            "init_weights.pi|[-4, 5]|init_BI|[-4,5]", "le_active|0|taur|0", "learning_lag|0.2|learning_lag|0.2", "noise_sig|0.3|noise_scale|0.3",
            "noise_tau|0.4|tauxi|0.4", "set_wBackw_to_wTransp|true|algorithm|\"BP\"", "start_in_self_predict|false|init_in_SPS|false",
            "tau_w_ff|50|tauLO|50.0");
    /** Those that say what others say already, ask for what can't be had, or change nothing: each has a test below. */
    static final List<String> OTHERS = List.of("backend", "dataset_key", "dt", "print_every_n_recs", "record", "sim_config", "input_rates",
            "output_rates",
            "sim_config.data_noise", "sim_config.n_class", "sim_config.pat_t", "sim_config.recs_per_sample", "sim_config.sim_time",
            "sim_config.idx_epoch", "sim_config.idx_rec", "sim_config.idx_sample", "sim_config.idx_test", "sim_config.idx_train",
            "sim_config.idx_valid", "record.filename", "record.update_indices", "bias", "debug_mode", "dims", "eta", "init_weights", "noise",
            "out_lag", "reinforce_self_predict", "reset_deltas", "t_pattern", "tau_0", "tau_w_ip", "tau_w_pi", "bias.on", "bias.val");
    private static final Set<String> OPTIONAL = Set.of("backend", "name", "print_every_n_recs", "record", "input_rates", "output_rates",
            "sim_config.data_noise", "record.filename", "record.recordings", "record.update_indices", "activation_template", "bias", "bias.on",
            "bias.val", "debug_mode", "init_weights.ip", "init_weights.pi", "noise", "reset_deltas", "start_in_self_predict", "t_pattern");

    static final List<String> KEYS = Stream.of(
            GennTranslation.EXPERIMENT_KEYS.stream(),
            GennTranslation.SIMULATION_KEYS.stream().map(key -> "sim_config." + key),
            GennRecording.KEYS.stream().map(key -> "record." + key),
            GennNetwork.KEYS.stream(),
            GennNetwork.GROUPS.stream().flatMap(key -> Stream.of("eta." + key, "init_weights." + key)),
            GennNetwork.BIAS_KEYS.stream().map(key -> "bias." + key)).flatMap(keys -> keys).toList();

    @TempDir
    private Path folder;

    private Object yinYang() {
        return Originals.document(folder, "yinyang.yaml");
    }

    /** The same file with other values. */
    private Object with(String... settings) {
        Object file = yinYang();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            holder(file, setting.substring(0, equals)).set(last(setting.substring(0, equals)), Originals.value(setting.substring(equals + 1)));
        }
        return file;
    }

    /** The mapping in which a key is, which may be in one of the two. */
    private static Keys holder(Object file, String key) {
        String[] path = key.split("\\.");
        Keys at = (Keys) ((List<?>) file).get(GennNetwork.KEYS.contains(path[0]) ? 1 : 0);
        for (int i = 0; i + 1 < path.length; i++) {
            at = (Keys) at.get(path[i]);
        }
        return at;
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static Map<String, Object> translate(Object file) {
        return format().translate("c.yaml", "c", file, Optional.empty()).keys();
    }

    private static OriginalFormat format() {
        return CircuitModel.INSTANCE.originalFormats().stream().filter(GennFormat.class::isInstance).findFirst().orElseThrow();
    }

    private Found find(Object file, String... settings) {
        // JSON is YAML.
        return Originals.find(Originals.write(folder, "c.yaml", Json.text(file)), Optional.empty(), settings);
    }

    private static CircuitExperiment named(String name, String... settings) {
        return (CircuitExperiment) Catalog.experiment(name, List.of(settings));
    }

    @ParameterizedTest
    @FieldSource("EFFECTS")
    void aKeyReachesOurs(String effect) {
        String[] parts = effect.split("\\|");
        boolean transported = parts[0].equals("set_wBackw_to_wTransp");
        String[] unchanged = transported ? new String[] {"eta.down=[0, 0]", "start_in_self_predict=false"} : new String[0];
        List<String> settings = new ArrayList<>(List.of(unchanged));
        settings.add(parts[0] + "=" + parts[1]);
        Object file = with(settings.toArray(String[]::new));
        Map<String, Object> before = translate(with(unchanged));
        Map<String, Object> after = translate(file);
        List<String> own = List.of(parts[2].split(", "));
        assertEquals(parts[3], Json.text(after.get(own.getFirst())));
        Set<String> wrong = new HashSet<>(before.keySet());
        wrong.addAll(after.keySet());
        wrong.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        wrong.removeAll(own);
        wrong.remove("record_every");
        assertEquals(Set.of(), wrong, "these should not have changed");
        find(file);
    }

    @Test
    void everyKeyIsTested() {
        Set<String> tested = new TreeSet<>(OTHERS);
        EFFECTS.forEach(effect -> tested.add(effect.substring(0, effect.indexOf('|'))));
        assertEquals(new TreeSet<>(KEYS), tested);
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void aValueOfTheWrongTypeIsAFault(String key) {
        InputException e = assertThrows(InputException.class, () -> translate(with(key + "={x_y: {a: 1}}")));
        String text = e.getMessage();
        boolean section = List.of("sim_config", "record", "eta", "init_weights", "bias", "record.update_indices").contains(key);
        assertTrue(text.contains(section ? "key '" + key + ".x_y' is not known" : key), text);
        if (section) {
            InputException number = assertThrows(InputException.class, () -> translate(with(key + "=3")));
            assertTrue(number.getMessage().contains(key + ": must hold keys and values: "), number.getMessage());
        }
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void aKeyWithoutWhichTheOriginalDoesNotRunIsNeeded(String key) {
        Object file = yinYang();
        holder(file, key).remove(last(key));
        if (OPTIONAL.contains(key) || key.startsWith("sim_config.idx_") || key.equals("sim_config.sim_time")) {
            find(file);
        } else {
            InputException e = assertThrows(InputException.class, () -> translate(file));
            assertTrue(e.getMessage().matches("c\\.yaml: " + key + ": is missing(; the original program needs it, too)?"), e.getMessage());
        }
    }

    @Test
    void unknownKeysAreFaultsThatNameTheNearest() {
        refused("4 faults", with("numpy_sed=1", "sim_config.n_trian=1", "eta.left=1", "tau_w_fff=1"));
        refused("key 'sim_config.n_trian' is not known; did you mean n_train?", with("sim_config.n_trian=1"));
        // Keys of the network are not those of the experiment.
        Object file = yinYang();
        holder(file, "numpy_seed").put("gl", 1);
        refused("key 'gl' is not known", file);
    }

    @Test
    void yinYangIsTheNamedExperiment() {
        Found found = find(yinYang());
        assertSame(named("yinyang"), found.base());
        assertEquals("yin-yang_123456", found.base().name());
        assertEquals(RandomSource.COUNTER, found.base().random());
        assertTrue(found.note().startsWith("random numbers are PAL4J's own"), found.note());
        assertTrue(found.note().contains("backend, print_every_n_recs (PAL4J has its own ways)"), found.note());
        assertTrue(found.note().contains("eta.ip, eta.pi (entries beyond the last hidden area)"), found.note());
        assertTrue(found.note().contains("init_weights.ip, init_weights.pi (start_in_self_predict)"), found.note());
    }

    @Test
    void withoutNoiseAndLearningOfBItIsRandomFeedback() {
        Object file = with("eta.down=[0, 0]", "eta.pi=[0, 0]", "noise_sig=0");
        assertSame(named("yinyang-fa"), find(file).base());
    }

    /** The original lets BI rest, too, if B does. */
    @Test
    void withNoiseAndWithoutLearningOfBItIsTheControl() {
        Found found = find(with("eta.down=[0, 0]"));
        assertSame(named("yinyang-control", "eta_PI=0"), found.base());
        assertTrue(found.note().contains("eta.pi (BI rests in a start_in_self_predict whose B does not learn)"), found.note());
        Found free = find(with("eta.down=[0, 0]", "start_in_self_predict=false"));
        assertEquals(List.of(0.02), free.base().circuit().etaInterToPyramidal());
        assertFalse(find(with("eta.down=[0, 0]", "eta.pi=[0, 0]")).note().contains("BI rests"));
    }

    @Test
    void mnistIsTheNamedExperiment() {
        Object file = with("dataset_key=mnist", "dims=[784, 100, 10]", "sim_config.n_class=10", "sim_config.n_train=5000",
                "sim_config.n_valid=1000",
                "sim_config.n_test=1000", "sim_config.n_epochs=100", "eta.up=[1.0, 0.005]", "eta.down=[0.0, 0.2]", "eta.ip=[0.02, 0]");
        Found found = find(file);
        assertSame(named("mnist"), found.base());
        assertTrue(found.note().contains("sim_config.data_seed (nothing of mnist is drawn)"), found.note());
        assertFalse(found.note().contains("images"), found.note());
        holder(file, "sim_config.n_train").put("n_train", 10);
        assertTrue(find(file).note().contains("the first 100 images are shown in each epoch"));
    }

    private static void assertSame(CircuitExperiment a, CircuitExperiment b) {
        assertEquals(a.circuit(), b.circuit());
        assertEquals(a.task(), b.task());
        assertEquals(a.learns(), b.learns());
        assertEquals(a.start().forward(), b.start().forward());
        assertEquals(a.start().feedback(), b.start().feedback());
        assertEquals(a.start().voltages(), b.start().voltages());
        assertEquals(a.start().selfPredicting(), b.start().selfPredicting());
        assertEquals(List.of(a.seed(), a.epochs(), a.trainSamples(), a.validationSamples(), a.testSamples()),
                List.of(b.seed(), b.epochs(), b.trainSamples(), b.validationSamples(), b.testSamples()));
        if (a.task() == Task.YINYANG) {
            assertEquals(a.dataSeed(), b.dataSeed());
        }
        assertEquals(List.of(a.presentation(), a.settling(), a.lag(), a.targetHigh(), a.targetLow()),
                List.of(b.presentation(), b.settling(), b.lag(), b.targetHigh(), b.targetLow()));
        assertEquals(a.shuffle(), b.shuffle());
    }

    @Test
    void timesThatAreSaidTwiceMustAgree() {
        CircuitExperiment e = find(with("dt=0.005", "tau_0=0.005", "tau_w_ip=0.005", "tau_w_pi=0.005", "sim_config.pat_t=2", "t_pattern=2.0")).base();
        assertEquals(400, e.stepsOfPresentation());
        refused("t_pattern: must be sim_config.pat_t, 1.0 ms", with("t_pattern=2"));
        // Without a low-pass, its time constant is dt.
        assertFalse(find(with("tau_w_ff=0.01")).base().circuit().updateLowPass());
        assertTrue(find(yinYang()).base().circuit().updateLowPass());
        for (String key : List.of("tau_w_ip", "tau_w_pi", "tau_0")) {
            refused(key + ": must be dt, 0.01 ms, which means no low-pass", with(key + "=1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "dataset_key=bars|dataset_key: \"bars\" is a data set that PAL4J does not have; it has yinyang and mnist",
        "dataset_key=mimic|is a data set that PAL4J does not have", "dataset_key=cifar|dataset_key: \"cifar\" is not known",
        "dataset_key=3|dataset_key: \"3\" is not known", "sim_config.n_class=4|sim_config.n_class: must be 3, as yinyang has so many classes",
        "sim_config.data_noise=0.1|sim_config.data_noise: must be 0",
        "sim_config.recs_per_sample=0|sim_config.recs_per_sample = 0: must be a whole number",
        "input_rates=[[1]]|input_rates: must be null, as the program fills it in from dataset_key", "output_rates=ideal|output_rates: must be null",
        "out_lag=0.1|out_lag: must be 0", "reinforce_self_predict=true|reinforce_self_predict: must be false; WI can't be set anew",
        "bias.on=true|bias.on: must be false; biases can't be had", "set_wBackw_to_wTransp=true|eta.down: must be 0 with set_wBackw_to_wTransp",
        "eta.down=[1]|eta.down: has 1 entries, and must have 2: one for each hidden area, after one that is not used",
        "eta.up=[1]|eta.up: has 1 entries, and must have 2: one for each area", "init_weights.up=-1|init_weights.up: must be half a range",
        "le_active=2|le_active = 2: must be a whole number from 0 to 1",
        "activation_template=tanh|activation_template = \"tanh\": must be one of sigmoid",
        "numpy_seed=-1|numpy_seed = -1: must be a whole number from 0"
    })
    void whatItAsksForAndCantHaveIsAFault(String pair) {
        String[] parts = pair.split("\\|");
        refused(parts[1], with(parts[0]));
    }

    @Test
    void keysOfNoEffectAreToldIfTheyAskForSomething() {
        Map<String, String> told = Map.of("noise=1", "noise (noise_sig is the noise)",
                "reset_deltas=true", "reset_deltas (the original does not read it)",
                "debug_mode=true", "debug_mode (weights can't change in validation)", "bias.val=0.5", "bias.val (bias.on is false)",
                "record.filename=a.h5", "record.filename (a run folder has names of its own)");
        Found plain = find(yinYang());
        told.forEach((setting, note) -> {
            Found found = find(with(setting));
            assertEquals(plain.study(), found.study());
            assertTrue(found.note().contains(note), note + " is not in: " + found.note());
            assertFalse(plain.note().contains(note), plain.note());
        });
    }

    @Test
    void whatDiffersIsTold() {
        assertTrue(find(with("dims=[4, 5, 6, 3]", "eta.up=[1, 1, 1]", "eta.down=[0, 1, 1]")).note().contains("the original copies W"));
        Found transported = find(with("set_wBackw_to_wTransp=true", "eta.down=[0, 0]"));
        assertTrue(transported.note().contains("B is transported at each step, in the original at the start of each epoch"), transported.note());
        Object file = yinYang();
        holder(file, "activation_template").remove("activation_template");
        assertTrue(find(file).note().contains("activation soft_relu, the original's default"));
        assertEquals("soft_relu", find(file).base().circuit().activation(1).label());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sim_config.idx_sample=100", "sim_config.idx_rec=20", "sim_config.idx_epoch=690000", "sim_config.idx_train=600000",
        "sim_config.idx_valid=90000", "sim_config.idx_test=90000", "sim_config.sim_time=2760000.0", "record.update_indices.rates=20",
        "record.update_indices.weights=20", "record.update_indices.sample=100", "record.update_indices.train=600000",
        "record.update_indices.valid=90000", "record.update_indices.test=90000", "record.update_indices.write=1380000"
    })
    void numbersThatFollowFromOthersMustBeRight(String setting) {
        assertEquals(find(yinYang()).study(), find(with(setting)).study());
        String key = setting.substring(0, setting.indexOf('='));
        String value = setting.substring(setting.indexOf('=') + 1).replace(".0", "");
        refused(key + ": must be " + value + ", which follows from other keys; leave it null", with(key + "=7"));
    }

    /** PyYAML writes an alias for a list that is in two places. */
    @Test
    void sharedListsAreTaken() {
        Map<String, Object> shared = translate(Originals.document(folder, "aliases.yaml"));
        assertEquals(List.of(0.02), shared.get("eta_PI"));
        assertEquals(List.of(0.02), shared.get("eta_IP"));
    }

    /** The program saves its configuration beside a run, with everything filled in: numbers, and the samples as arrays of NumPy. */
    @Test
    void whatTheProgramSavesIsRead() {
        Path saved = Originals.write(folder, "config.yaml", Originals.text("saved.yaml"));
        Found found = Originals.find(saved, Optional.empty());
        assertTrue(found.note().contains("input_rates, output_rates (they follow from dataset_key)"), found.note());
        Path given = Originals.write(folder, "given.yaml", Originals.text("aliases.yaml"));
        assertEquals(Originals.find(given, Optional.empty()).study(), found.study());
        // Anything else that only Python can read is refused by its key.
        Path other = Originals.write(folder, "other.yaml", Originals.text("saved.yaml").replace("  dt: 0.01\n",
                "  dt:\n    ? !!python/object/apply:builtins.complex\n    - 1\n    : 2\n"));
        InputException e = assertThrows(InputException.class, () -> Originals.find(other, Optional.empty()));
        assertTrue(e.getMessage().contains("dt = \"(Python objects)\": must be a finite number"), e.getMessage());
        Path large = Originals.write(folder, "large.yaml", Originals.text("saved.yaml").replace("        Yg==\n", "        Yg==\n".repeat(100_000)));
        e = assertThrows(InputException.class, () -> Originals.find(large, Optional.empty()));
        assertTrue(
                e.getMessage().endsWith("the key input_rates holds Python objects: take it out, or give the file that the program was started with"),
                e.getMessage());
    }

    @Test
    void thePlanOfRecordingsIsFollowed() {
        String all = "record.recordings={0: {input: [rate]}, 1: {ff: [g, delta], fb: [g], p2i: [g, delta], i2p: [g, delta], "
                + "pyramidal: [rate, V, v_brev, v_basal, v_apical, noise, rate_highpass], inter: [rate, V, v_brev, v_dendrite]}, "
                + "2: {output: [v_brev, v_target]}, 3: {supervisor: [rate]}}";
        RunSettings plan = find(with(all, "sim_config.n_train=2", "sim_config.n_epochs=3", "sim_config.recs_per_sample=4")).base().settings();
        assertEquals(List.of("input", "W", "lo", "B", "WI", "dWI", "BI", "dBI", "rP", "uP", "bP", "vbas", "vapi", "noise", "hi", "rI", "uI", "bI",
                "vden", "target"), plan.record());
        assertEquals(25, plan.recordEvery());
        assertTrue(Json.text(translate(with(all, "tau_w_ff=0.01")).get("record")).contains("\"dW\""));
        // More records than steps in a presentation there can't be.
        Found each = find(with("sim_config.n_train=1", "sim_config.n_epochs=1", "sim_config.recs_per_sample=1000"));
        assertEquals(1, each.base().settings().recordEvery());
        refused("recordings.1.pyramidal: \"v_dot\" can't be recorded; possible are V, noise, rate, rate_highpass, v_apical, v_basal, v_brev",
                with("record.recordings={1: {pyramidal: [v_dot]}}"));
        refused("recordings.1.pyramid: the population is not known; did you mean pyramidal?", with("record.recordings={1: {pyramid: [rate]}}"));
        refused("record.recordings: must hold layers", with("record.recordings=[1]"));
        Object none = yinYang();
        holder(none, "record").remove("record");
        assertTrue(find(none).base().settings().record().isEmpty());
    }

    @Test
    void aPlanThatWouldFillADiskIsThinned() {
        Found found = find(yinYang());
        assertEquals(0, found.base().settings().recordEvery());
        // 4 bytes for 556 numbers and more, 5 times in each of 2.4 million presentations.
        assertTrue(found.note().contains("one record an epoch, as one every 20 steps would take 27 GB; --set record_every=20 for those"),
                found.note());
        assertEquals(20, find(yinYang(), "record_every=20").base().settings().recordEvery());
    }

    private static void refused(String part, Object file) {
        InputException e = assertThrows(InputException.class, () -> translate(file));
        assertTrue(e.getMessage().startsWith("c.yaml") && e.getMessage().contains(part), part + " is not in: " + e.getMessage());
    }
}
