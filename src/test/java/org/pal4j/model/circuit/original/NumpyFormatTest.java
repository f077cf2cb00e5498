package org.pal4j.model.circuit.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.config.Json;
import org.pal4j.config.Range;
import org.pal4j.model.RunSettings;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitExperiment.WeightGroup;
import org.pal4j.model.circuit.RandomSource;
import org.pal4j.model.circuit.Task;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.model.circuit.original.Originals.Found;
import org.pal4j.model.circuit.original.Originals.Keys;
import org.pal4j.random.NumpyRandom;

class NumpyFormatTest {
    /** Key, new value, own keys that become different, and what the first of them becomes; to a file of three areas with a teacher. */
    static final List<String> EFFECTS = List.of(
            "dt|0.005|dt, Tpres|0.005", "Tpres|2|Tpres|2", "dtxi|0.02|dtxi|0.02", "tauHP|0.2|tauHP|0.2", "tauLO|50|tauLO|50",
            "tauxi|0.3|tauxi|0.3", "taur|0.2|taur|0.2", "dataset_size|107|train_samples|107", "epochs|3|epochs|3",
            "settling_time|5|settling_time|5",
            "layers|[2, 1, 1]|layers|[2,1,1]", "activation|[tanh, relu]|activation|[\"tanh\",\"relu\"]",
            "model_type|BP|algorithm, eta_bw, noise_scale, alpha, noise_type, noise_mode, inter_low_pass, pyr_hi_pass, dWPP_low_pass, "
                    + "dWPP_r_low_pass, dWPP_post_low_pass, regularizer|\"BP\"",
            "noise_type|hold_white_noise|noise_type|\"hold_white_noise\"", "noise_scale|[0.5]|noise_scale|[0.5]",
            "noise_mode|vapi|noise_mode|\"vapi\"", "gl|0.04|gl|0.04", "gbas|0.2|gbas|0.2", "gapi|0.07|gapi|0.07", "gden|0.3|gden|0.3",
            "gnI|0.08|gnI|0.08", "gntgt|0.09|gntgt|0.09", "eta_fw|[3, 4]|eta_fw|[3,4]", "eta_bw|[5]|eta_bw|[5]", "eta_IP|[6]|eta_IP|[6]",
            "eta_PI|[7]|eta_PI|[7]", "init_WPP_range|[-2, 2]|init_W|[-2,2]", "init_WIP_range|[-3, 3]|init_WI|[-3,3]",
            "init_BPP_range|[-4, 4]|init_B|[-4,4]", "init_BPI_range|[-5, 5]|init_BI|[-5,5]",
            "init_teacher_WPP_range|[-6, 6]|init_teacher_W|[-6,6]", "init_teacher_BPP_range|[-7, 7]|init_teacher_B|[-7,7]",
            "alpha|[0.1, 9, 9]|alpha|[0.1]", "random_seed|[456, 1]|seed, seeds, teacher_seed, data_seed|456",
            "init_in_SPS|false|init_in_SPS|false",
            "inter_low_pass|true|inter_low_pass|true", "pyr_hi_pass|false|pyr_hi_pass|false", "dWPP_low_pass|false|dWPP_low_pass|false",
            "dWPP_r_low_pass|true|dWPP_r_low_pass, traces_while_settling|true",
            "dWPP_post_low_pass|true|dWPP_post_low_pass, traces_while_settling|true",
            "gate_regularizer|true|regularizer|\"gated\"", "varphi_regularizer|true|regularizer, alpha|\"phi\"",
            "dWPP_use_activation|false|dWPP_use_activation|false", "copy_teacher_weights|true|copy_teacher_weights|true",
            "copy_teacher_voltages|true|copy_teacher_voltages|true", "rec_per_steps|500|record_every|500");
    /** Those that change nothing, with what is said of them. */
    static final Map<String, String> WITHOUT_EFFECT = Map.of(
            "noise_deg", "only noise_mode uP_adaptive has it", "taueps", "only noise_mode uP_adaptive has it",
            "init_teacher_WIP_range", "a teacher is self-predicting", "init_teacher_BPI_range", "a teacher is self-predicting");
    private static final Set<String> OPTIONAL = Set.of("taur", "noise_deg", "taueps", "varphi_regularizer", "input_signal", "init_WIP_range",
            "init_BPI_range", "init_teacher_WIP_range", "init_teacher_BPI_range", "copy_teacher_weights", "copy_teacher_voltages",
            "rec_epsilon", "rec_epsilon_LO", "_comment");

    static final List<String> KEYS = NumpyTranslation.KEYS.stream().filter(key -> !key.equals("_comment")).toList();

    @TempDir
    private Path folder;

    private static Map<String, Object> translate(Keys given) {
        return new NumpyFormat().translate("params.json", "params", given, Optional.of("fw_bw")).keys();
    }

    private static Set<String> differences(Map<String, Object> one, Map<String, Object> other) {
        Set<String> names = new HashSet<>(one.keySet());
        names.addAll(other.keySet());
        names.removeIf(name -> Objects.equals(one.get(name), other.get(name)));
        return names;
    }

    @ParameterizedTest
    @FieldSource("EFFECTS")
    void aKeyReachesOurs(String effect) {
        String[] parts = effect.split("\\|");
        Keys file = Originals.chain(folder);
        Map<String, Object> before = translate(file);
        file.set(parts[0], Originals.value(parts[1]));
        Map<String, Object> after = translate(file);
        List<String> own = List.of(parts[2].split(", "));
        assertEquals(parts[3], Json.text(after.get(own.getFirst())));
        Set<String> wrong = differences(before, after);
        wrong.removeAll(own);
        assertEquals(Set.of(), wrong, "these should not have changed");
        // What is put there can be read, too.
        String[] settings = parts[0].equals("dt") ? new String[] {"Tpres=1"} : new String[0];
        Originals.find(folder, file, NumpyTask.FW_BW, settings);
    }

    @Test
    void everyKeyIsTested() {
        Set<String> tested = new TreeSet<>(WITHOUT_EFFECT.keySet());
        EFFECTS.forEach(effect -> tested.add(effect.substring(0, effect.indexOf('|'))));
        tested.addAll(NumpyRecording.SWITCHES.keySet());
        // Each has a test below.
        tested.addAll(List.of("_comment", "input_signal", "rec_epsilon", "rec_epsilon_LO"));
        assertEquals(new TreeSet<>(NumpyTranslation.KEYS), tested);
    }

    @Test
    void eachSwitchRecords() {
        Map<String, String> expected = new HashMap<>(Map.of("rec_MSE", "mse", "rec_error", "error", "rec_input", "input", "rec_target", "target",
                "rec_WPP", "W", "rec_WIP", "WI", "rec_BPP", "B", "rec_BPI", "BI"));
        expected.putAll(Map.of("rec_dWPP", "dW", "rec_dWIP", "dWI", "rec_dBPP", "dB", "rec_dBPI", "dBI", "rec_uP", "uP", "rec_uP_breve", "bP",
                "rec_rP_breve", "rP", "rec_rP_breve_HI", "hi"));
        expected.putAll(Map.of("rec_uI", "uI", "rec_uI_breve", "bI", "rec_rI_breve", "rI", "rec_vbas", "vbas", "rec_vapi", "vapi",
                "rec_vapi_noise", "vapi_noise", "rec_noise", "noise", "rec_lat_mismatch", "lateral_mismatch"));
        assertEquals(NumpyRecording.SWITCHES, expected);
        Keys file = Originals.chain(folder);
        NumpyRecording.SWITCHES.keySet().forEach(key -> file.set(key, false));
        expected.forEach((key, name) -> {
            Keys one = file.copy().set(key, true);
            assertEquals("[\"" + name + "\"]", Json.text(translate(one).get("record")), key);
            RunSettings settings = Originals.find(folder, one, NumpyTask.FW_BW).base().settings();
            assertEquals(List.of(name), settings.record());
            assertEquals(1000, settings.recordEvery());
        });
        Found none = Originals.find(folder, file, NumpyTask.FW_BW);
        assertTrue(none.base().settings().record().isEmpty());
        assertTrue(none.note().contains("rec_per_steps (nothing is recorded)"), none.note());
    }

    @Test
    void aKeyWithoutEffectIsTold() {
        WITHOUT_EFFECT.forEach((key, reason) -> {
            Keys file = Originals.chain(folder);
            file.remove(key);
            Found without = Originals.find(folder, file, NumpyTask.FW_BW);
            assertFalse(without.note().contains(key), without.note());
            Found with = Originals.find(folder, file.set(key, Originals.value(key.endsWith("range") ? "[0, 1]" : "3")), NumpyTask.FW_BW);
            assertEquals(without.study(), with.study());
            String group = with.note().replaceAll(".*without effect: ", "");
            assertTrue(group.matches(".*" + key + "[^(]*\\(" + reason + ".*"), key + " is not in: " + group);
        });
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void aValueOfTheWrongTypeIsAFault(String key) {
        Keys file = Originals.chain(folder);
        file.set(key, Originals.value("{a: 1}"));
        String text = refused(file, key + " = {\"a\":1}: must be ");
        assertTrue(text.startsWith("params.json: "), text);
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void aKeyWithoutWhichTheOriginalDoesNotRunIsNeeded(String key) {
        Keys file = Originals.chain(folder);
        file.remove(key);
        if (OPTIONAL.contains(key) || NumpyRecording.SWITCHES.containsKey(key)) {
            Originals.find(folder, file, NumpyTask.FW_BW);
        } else {
            assertEquals("params.json: " + key + ": is missing; the original program needs it, too", refused(file, ""));
        }
    }

    @Test
    void rangesOfLateralWeightsAreNeededIfTheyAreUsed() {
        Keys file = Originals.chain(folder).set("init_in_SPS", false);
        Found found = Originals.find(folder, file, NumpyTask.FW_BW);
        assertFalse(found.note().contains("init_WIP_range"), found.note());
        assertEquals(new Range(-1, 1), found.base().start().fromInter());
        file.without(List.of("init_WIP_range", "init_BPI_range"));
        refused(file, "init_WIP_range: is missing", "init_BPI_range: is missing");
    }

    @Test
    void unknownKeysAreFaultsThatNameTheNearest() {
        Keys file = Originals.chain(folder).set("eta_backward", 1).set("rec_wpp", true).set("tau_HP", 1);
        refused(file, "3 faults", "key 'eta_backward' is not known; did you mean eta_bw?", "key 'rec_wpp' is not known; did you mean rec_WPP?",
                "key 'tau_HP' is not known; did you mean tauHP?");
    }

    @Test
    void commentsMayRepeatAndNothingElse() {
        Path file = Originals.write(folder, "a.json", Originals.text("align.json"));
        Found found = Originals.find(file, Optional.of(NumpyTask.BW_ONLY));
        assertFalse(found.note().contains("_comment"), found.note());
        String twice = Originals.text("align.json").replace("\"rec_per_steps\": 1000,", "\"rec_per_steps\": 1000,\n\"gl\": 0.03,");
        InputException e = assertThrows(InputException.class,
                () -> Originals.find(Originals.write(folder, "b.json", twice), Optional.of(NumpyTask.BW_ONLY)));
        assertTrue(e.getMessage().matches("(?s).*b\\.json, line 2\\d, column \\d+: the key 'gl' is there twice; leave one out"), e.getMessage());
        // Of a key inside of a comment nobody knows anything.
        String inside = "{\"_comment\": {\"x\": 1, \"x\": 2, \"_comment\": [[{}]]}, \"_comment\": null, \"based_on\": \"yinyang\", \"_comment\": 3}";
        assertEquals("yinyang", Originals.find(Originals.write(folder, "c.json", inside), Optional.empty()).base().name());
    }

    @Test
    void listsAreMeasuredByTheAreas() {
        Keys file = Originals.align(folder);
        file.set("eta_bw", Originals.value("[1, 2]"));
        file.set("eta_fw", Originals.value("[1, 2]"));
        file.set("activation", Originals.value("[tanh]"));
        refused(file, "3 faults", "eta_bw: has 2 entries, and must have 3: one for each hidden area", "eta_fw: has 2 entries, and must have 4",
                "activation: has 1 entries, and must have 4: one for each area");
        file.set("eta_bw", Originals.value("[1, 2, 3, 4, 5]"));
        file.set("eta_fw", Originals.value("[1, 2, 3, 4, 5]"));
        file.set("activation", Originals.value("[tanh, relu, tanh, linear, linear]"));
        Found found = Originals.find(folder, file, NumpyTask.BW_ONLY);
        assertEquals(List.of(1.0, 2.0, 3.0), found.base().circuit().etaBackward());
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), found.base().circuit().etaForward());
        assertTrue(found.note().contains("activation, eta_fw (entries beyond the last area)"), found.note());
        assertTrue(found.note().contains("eta_bw (entries beyond the last hidden area)"), found.note());
        // A number stands for all areas, as everywhere.
        assertEquals(List.of(2.0, 2.0, 2.0), Originals.find(folder, file.set("eta_bw", 2), NumpyTask.BW_ONLY).base().circuit().etaBackward());
    }

    @Test
    void whatItAsksForAndCantHaveIsAFault() {
        Keys file = Originals.chain(folder);
        refused(file.copy().set("noise_mode", "uP_adaptive"), "noise_mode: the original program does not finish the mode uP_adaptive");
        refused(file.copy().set("input_signal", "sine"), "input_signal = \"sine\": must be one of step");
        refused(file.copy().set("rec_epsilon", true), "rec_epsilon: must be false; it is part of noise_mode uP_adaptive");
        refused(file.copy().set("rec_epsilon_LO", true), "rec_epsilon_LO: must be false");
        refused(file.copy().set("model_type", "DFA"), "model_type = \"DFA\": must be one of PAL, FA, BP");
        refused(file.copy().set("random_seed", Originals.value("[]")), "random_seed: must hold at least one seed");
        refused(file.copy().set("random_seed", Originals.value("[-1]")), "random_seed[0] = -1: must be a whole number from 0");
    }

    @Test
    void nothingInAListIsAFaultOfTheList() {
        for (String key : List.of("activation", "eta_fw", "noise_scale")) {
            refused(Originals.chain(folder).set(key, Originals.value("[null, null, null]")), "null");
        }
    }

    /** Bounds are those of our own keys, and the message says that it speaks of these. */
    @Test
    void boundsHoldAsForAnyFile() {
        InputException e = assertThrows(InputException.class,
                () -> Originals.find(folder, Originals.chain(folder).set("gbas", -1).set("Tpres", 0.015), NumpyTask.FW_BW));
        assertTrue(e.getMessage().contains("params.json (in PAL4J's keys) has 2 faults"), e.getMessage());
        assertTrue(e.getMessage().contains("gbas = -1.0: must be 0 or more"), e.getMessage());
    }

    @Test
    void backwardLearningAloneIsTheNamedExperiment() {
        Found found = Originals.find(folder, Originals.align(folder), NumpyTask.BW_ONLY);
        Study<CircuitExperiment> named = Tiny.study("fig3abc", List.of("eta_fw=1"));
        assertSame(named, found.study());
        assertEquals(Task.UNIFORM, found.base().task());
        assertEquals(Set.of(WeightGroup.LATERAL, WeightGroup.BACKWARD), found.base().learns());
        assertEquals(List.of("input", "W", "WI", "B", "BI", "dW", "vbas"),
                found.base().settings().record());
        assertTrue(found.note().contains("rec_MSE, rec_error (bw_only has no target)"), found.note());
        assertEquals(named.base().teacher(), found.base().teacher());
        assertTrue(found.note().contains("init_teacher_WIP_range, init_teacher_BPI_range (a teacher is self-predicting)"), found.note());
        assertTrue(found.note().contains("init_WIP_range, init_BPI_range (init_in_SPS)"), found.note());
        assertEquals("params", found.base().name());
    }

    @Test
    void soAreItsVariants() {
        Keys strong = Originals.align(folder);
        for (String key : List.of("init_WPP_range", "init_BPP_range")) {
            strong.set(key, Originals.value("[-5, 5]"));
        }
        strong.set("eta_bw", Originals.value("[20, 20, 20]"));
        strong.set("eta_PI", Originals.value("[0.5, 0.5, 0.5]"));
        strong.set("random_seed", Originals.value("[123, 456, 789, 111, 999, 1, 3, 5, 7, 9]"));
        strong.set("epochs", 500);
        assertSame(Catalog.study("fig3def", List.of("eta_fw=1")), Originals.find(folder, strong, NumpyTask.BW_ONLY).study());

        Keys slow = Originals.align(folder).set("Tpres", 10).set("tauHP", 1).set("tauLO", 1e3).set("tauxi", 1).set("taur", 0.0);
        slow.set("eta_fw", Originals.value("[0.1, 0.1, 0.1, 0.1]"));
        slow.set("eta_bw", Originals.value("[5, 5, 5]"));
        slow.set("eta_PI", Originals.value("[0.5, 0.5, 0.5]"));
        assertSame(Catalog.study("prospectivity-none-10", List.of("eta_fw=0.1")), Originals.find(folder, slow, NumpyTask.BW_ONLY).study());
        assertSame(Catalog.study("prospectivity-10", List.of("eta_fw=0.1")),
                Originals.find(folder, slow.set("taur", 1), NumpyTask.BW_ONLY).study());
        assertSame(Catalog.study("fig3abc", List.of("eta_fw=1", "taur=0.2")),
                Originals.find(folder, Originals.align(folder).set("taur", 0.2), NumpyTask.BW_ONLY).study());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAL|fig4ab", "FA|fig4ab-fa", "BP|fig4ab-bp"})
    void learningFromATeacherIsTheNamedExperiment(String pair) {
        String[] parts = pair.split("\\|");
        Keys file = Originals.chain(folder).set("model_type", parts[0]);
        file.set("random_seed", Originals.value("[123, 456, 789, 111, 222, 1, 3, 5, 7, 9]"));
        if (!parts[0].equals("PAL")) {
            file.set("eta_bw", Originals.value("[0]"));
            file.set("eta_PI", Originals.value("[0]"));
        }
        Found found = Originals.find(folder, file, NumpyTask.FW_BW);
        // What does not matter there has its default.
        String[] settings = parts[0].equals("PAL") ? new String[0] : new String[] {"alpha=0"};
        assertSame(Catalog.study(parts[1], List.of(settings)), found.study());
        // But for when its output is read, where a settled one does not move any more.
        assertEquals(((CircuitExperiment) Catalog.experiment(parts[1], List.of("target_steps_early=1"))).teacher(), found.base().teacher());
        assertEquals(!parts[0].equals("PAL"), found.note().contains("does without what is for PAL alone"), found.note());
    }

    /** All that decides what is computed, but for the names and what is written. */
    private static void assertSame(Study<?> named, Study<?> found) {
        CircuitExperiment a = (CircuitExperiment) named.base();
        CircuitExperiment b = (CircuitExperiment) found.base();
        assertEquals(a.circuit(), b.circuit());
        assertEquals(a.task(), b.task());
        assertEquals(a.learns(), b.learns());
        assertEquals(a.start().forward(), b.start().forward());
        assertEquals(a.start().feedback(), b.start().feedback());
        assertEquals(a.start().selfPredicting(), b.start().selfPredicting());
        assertEquals(List.of(a.seed(), a.dataSeed(), (long) a.epochs(), (long) a.trainSamples()),
                List.of(b.seed(), b.dataSeed(), (long) b.epochs(), (long) b.trainSamples()));
        assertEquals(List.of(a.presentation(), a.settling(), a.lag()), List.of(b.presentation(), b.settling(), b.lag()));
        assertEquals(named.seeds(), found.seeds());
        assertEquals(RandomSource.NUMPY, b.random());
        assertEquals(1, b.start().voltages());
        assertTrue(b.shuffle());
    }

    @Test
    void onlyPalHasNoiseAndFilters() {
        Keys file = Originals.chain(folder).set("model_type", "FA").set("dWPP_r_low_pass", true).set("dWPP_post_low_pass", true)
                .set("inter_low_pass", true).set("gate_regularizer", true).set("rec_noise", true).set("rec_vapi_noise", true)
                .set("rec_rP_breve_HI", true).set("rec_epsilon", true);
        Found found = Originals.find(folder, file, NumpyTask.FW_BW);
        CircuitParameters p = found.base().circuit();
        assertFalse(p.noisy() || p.updateLowPass() || p.traceLowPass() || p.postLowPass() || p.interneuronLowPass());
        assertEquals(List.of(0.0), p.etaBackward());
        assertTrue(found.note().contains("rec_rP_breve_HI, rec_vapi_noise, rec_noise, rec_epsilon (only PAL has it)"), found.note());
        // The original does not even look at them.
        file.without(List.of("dtxi", "tauHP", "tauLO", "tauxi", "noise_scale", "noise_mode", "noise_type", "alpha", "eta_bw", "inter_low_pass",
                "pyr_hi_pass", "dWPP_low_pass", "dWPP_r_low_pass", "dWPP_post_low_pass", "gate_regularizer"));
        assertEquals(found.study(), Originals.find(folder, file, NumpyTask.FW_BW).study());
        Originals.find(folder, file.set("noise_mode", "uP_adaptive"), NumpyTask.FW_BW);
    }

    @Test
    void whereTwoSwitchesExcludeEachOtherTheOriginalsFirstGoesFirst() {
        Keys file = Originals.chain(folder).set("gate_regularizer", true).set("varphi_regularizer", true).set("dWPP_r_low_pass", true)
                .set("dWPP_post_low_pass", true);
        Found found = Originals.find(folder, file, NumpyTask.FW_BW);
        assertEquals("gated", found.base().circuit().regularizer().label());
        assertTrue(found.base().circuit().traceLowPass() && !found.base().circuit().postLowPass());
        assertTrue(found.note().contains("varphi_regularizer (gate_regularizer goes first)"), found.note());
        assertTrue(found.note().contains("dWPP_post_low_pass (dWPP_r_low_pass goes first)"), found.note());
        Found phi = Originals.find(folder, file.set("gate_regularizer", false), NumpyTask.FW_BW);
        assertEquals("phi", phi.base().circuit().regularizer().label());
        assertTrue(phi.note().contains("alpha of the last hidden area is 0, as the original leaves varphi_regularizer out there"), phi.note());
        assertEquals(List.of(0.0), phi.base().circuit().alpha());
    }

    @Test
    void timesAreCutToStepsAsTheOriginalCountsThem() {
        Keys file = Originals.align(folder).set("dt", 0.1).set("dtxi", 0.1).set("tauHP", 0.1).set("tauxi", 0.1).set("settling_time", 0.7);
        file.set("Tpres", 0.3);
        Found cut = Originals.find(folder, file, NumpyTask.BW_ONLY);
        assertEquals(2, cut.base().stepsOfPresentation());
        assertEquals(6, cut.base().stepsOfSettling());
        assertTrue(cut.note().contains("Tpres 0.3 is 2 steps of dt, as the original cuts int(Tpres/dt), so it is 0.2 ms"), cut.note());
        assertTrue(cut.note().contains("settling_time 0.7 is 6 steps of dt"), cut.note());
        // A quotient that is whole, or above it by a rounding error, needs no word.
        Found whole = Originals.find(folder, file.set("Tpres", 0.4).set("settling_time", 0.8), NumpyTask.BW_ONLY);
        assertEquals(List.of(4, 8), List.of(whole.base().stepsOfPresentation(), (int) whole.base().stepsOfSettling()));
        assertFalse(whole.note().contains("as the original cuts"), whole.note());
        // What is no whole multiple at all has the steps of the original as well.
        Found part = Originals.find(folder, file.set("Tpres", 0.25), NumpyTask.BW_ONLY);
        assertEquals(2, part.base().stepsOfPresentation());
    }

    @Test
    void whereTheOriginalStopsWithAnErrorThereIsOne() {
        Keys file = Originals.align(folder).set("settling_time", 100.01);
        InputException e = assertThrows(InputException.class, () -> Originals.find(folder, file, NumpyTask.BW_ONLY));
        assertTrue(e.getMessage().contains("settling_time: takes 10001 steps of dt, and the samples last for 10000"), e.getMessage());
        Originals.find(folder, file.copy().set("dataset_size", 101), NumpyTask.BW_ONLY);
        refused(Originals.chain(folder).set("dWPP_post_low_pass", true).set("dWPP_use_activation", false),
                "dWPP_post_low_pass: must be false if dWPP_use_activation is false; the original program stops there with an error");
        Originals.find(folder, Originals.chain(folder).set("dWPP_r_low_pass", true).set("dWPP_post_low_pass", true)
                .set("dWPP_use_activation", false), NumpyTask.FW_BW);
    }

    /** Habits of the original are set where they make a difference, so that the named experiments are the published files. */
    @Test
    void habitsOfTheOriginalAreKeysOfOurs() {
        Keys file = Originals.align(folder);
        assertFalse(Originals.find(folder, file, NumpyTask.BW_ONLY).base().circuit().oneNoiseClock());
        assertTrue(Originals.find(folder, file.copy().set("dtxi", 0.02), NumpyTask.BW_ONLY).base().circuit().oneNoiseClock());
        assertTrue(Originals.find(folder, file.copy().set("noise_scale", Originals.value("[0, 0, 0]")), NumpyTask.BW_ONLY).base().circuit()
                .oneNoiseClock());
        assertFalse(Originals.find(folder, Originals.chain(folder).set("dtxi", 0.02), NumpyTask.FW_BW).base().circuit().oneNoiseClock());
        Keys backpropagation = Originals.chain(folder).set("model_type", "BP");
        assertFalse(Originals.find(folder, backpropagation, NumpyTask.FW_BW).base().circuit().transportWhileSettling());
        assertTrue(Originals.find(folder, backpropagation.set("init_in_SPS", false), NumpyTask.FW_BW).base().circuit().transportWhileSettling());
        Keys copies = Originals.chain(folder).set("copy_teacher_voltages", true);
        String note = Originals.find(folder, copies, NumpyTask.FW_BW).note();
        assertTrue(note.contains("copy_teacher_voltages gives students the teacher's rates, too"), note);
    }

    @Test
    void seedsAreReplicasAndTheTeacherHasItsOwn() {
        Keys file = Originals.chain(folder);
        file.set("random_seed", Originals.value("[456, 7]"));
        Found two = Originals.find(folder, file, NumpyTask.FW_BW);
        assertEquals(List.of(456L, 7L), two.study().seeds());
        // NumPy's RandomState(456).randint(100000, 999999).
        assertEquals(166149, two.base().teacher().seed());
        assertEquals(166149, two.base().dataSeed());
        CircuitExperiment alone = Originals.find(folder, file, NumpyTask.BW_ONLY).base();
        assertEquals(456, alone.dataSeed());
        assertEquals(166149, alone.teacher().seed());
        Found one = Originals.find(folder, file.set("random_seed", 456), NumpyTask.FW_BW);
        assertFalse(one.study().hasReplicas());
        assertEquals(two.base().seed(), one.base().seed());
        refused(file.set("random_seed", NumpyRandom.MAX_SEED + 1), "random_seed = 4294967296: must be a whole number from 0 to 4294967295");
        assertFalse(Originals.find(folder, Originals.chain(folder), NumpyTask.FW_BW, "seed=5", "seeds=null").study().hasReplicas());
    }

    @Test
    void withoutStudentsNobodyCopies() {
        Keys file = Originals.align(folder).set("copy_teacher_weights", true).set("copy_teacher_voltages", true);
        Found found = Originals.find(folder, file, NumpyTask.BW_ONLY);
        assertFalse(found.base().teacher().copyWeights());
        assertTrue(found.note().contains("copy_teacher_weights, copy_teacher_voltages (bw_only has no students)"), found.note());
    }

    @Test
    void theTaskIsThatOfTheOriginalUnlessGiven() {
        Path file = Originals.write(folder, "a b.json", Originals.text("chain.json"));
        Found unsaid = Originals.find(file, Optional.empty());
        assertEquals(Originals.find(file, Optional.of(NumpyTask.FW_BW)).study(), unsaid.study());
        assertTrue(unsaid.note().startsWith("task fw_bw, the original's default; --task bw_only is for"), unsaid.note());
        assertEquals("a_b", unsaid.base().name());
        assertNotEquals(unsaid.study(), Originals.find(file, Optional.of(NumpyTask.BW_ONLY)).study());
        for (String other : List.of("yinyang", Originals.write(folder, "own.yaml", "based_on: yinyang\n").toString(),
                Originals.write(folder, "genn.yaml", Originals.text("yinyang.yaml")).toString())) {
            InputException e = assertThrows(InputException.class,
                    () -> Catalog.study(other, List.of(), Optional.of("bw_only"), notes -> {}));
            assertTrue(e.getMessage().startsWith("--task bw_only: goes with a parameter file of the original NumPy program"), e.getMessage());
            assertTrue(e.getMessage().contains("leave it out"), e.getMessage());
        }
    }

    @Test
    void formatsAreToldApartByTheirKeys() {
        String json = Originals.text("chain.json");
        Study<?> expected = Originals.find(Originals.write(folder, "x.json", json), Optional.empty()).study();
        for (String name : List.of("x", "x.txt", "x.conf")) {
            assertEquals(expected, Originals.find(Originals.write(folder, name, "\n " + json), Optional.empty(), "name=x").study());
        }
        // The same keys, written as YAML.
        List<String> lines = new ArrayList<>();
        Originals.chain(folder).forEach((key, value) -> lines.add(key + ": " + Json.text(value)));
        assertEquals(expected, Originals.find(Originals.write(folder, "x.yaml", String.join("\n", lines)), Optional.empty()).study());
        // Our own keys, written as JSON; and a foreign key among them, which makes them nobody else's.
        assertEquals(Catalog.experiment("yinyang", List.of("epochs=3")),
                Originals.find(Originals.write(folder, "own.json", "{\"based_on\": \"yinyang\",\n\t\"epochs\": 3}"), Optional.empty()).base());
        InputException e = assertThrows(InputException.class, () -> Originals.find(
                Originals.write(folder, "own.yaml", "based_on: yinyang\ntrain_samples: 5\nrandom_seed: 3\n"), Optional.empty()));
        assertTrue(e.getMessage().contains("key 'random_seed' is not known"), e.getMessage());
        for (String nothing : List.of("{}", "[]", "3", "[{}, 1]", "")) {
            Path file = Originals.write(folder, "n.json", nothing);
            assertThrows(InputException.class, () -> Originals.find(file, Optional.empty()), nothing);
        }
    }

    private String refused(Keys file, String... parts) {
        InputException e = assertThrows(InputException.class, () -> translate(file));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        }
        return e.getMessage();
    }
}
