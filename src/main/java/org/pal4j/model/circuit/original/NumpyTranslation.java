package org.pal4j.model.circuit.original;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.Activation;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.config.Value;
import org.pal4j.model.OriginalKeys;
import org.pal4j.model.Translation;
import org.pal4j.model.TranslationNotes;
import org.pal4j.random.NumpyRandom;

/**
 * Format 1: parameters of the original NumPy program. The task is an option of its command line. docs/original-files.md has the table of keys.
 */
final class NumpyTranslation {
    private static final String COMMENT = "_comment";
    static final long MAX_NEURONS = 1 << 24;

    private static final List<String> TEACHER_RANGES = List.of("init_teacher_WPP_range", "init_teacher_WIP_range", "init_teacher_BPP_range",
            "init_teacher_BPI_range");
    /** Keys of the unfinished noise mode. */
    private static final List<String> ADAPTIVE = List.of("noise_deg", "taueps");
    static final String UNFINISHED = "uP_adaptive";

    /** All keys, in their usual order. */
    static final List<String> KEYS = Stream.of(
            Stream.of(COMMENT, "dt", "Tpres", "dtxi", "tauHP", "tauLO", "tauxi", "taur", "dataset_size", "epochs", "settling_time", "layers",
                    "activation", "model_type", "noise_type", "noise_scale", "noise_mode"),
            ADAPTIVE.stream(),
            Stream.of("gl", "gbas", "gapi", "gden", "gnI", "gntgt", "eta_fw", "eta_bw", "eta_IP", "eta_PI", "init_WPP_range", "init_WIP_range",
                    "init_BPP_range", "init_BPI_range"),
            TEACHER_RANGES.stream(),
            Stream.of("alpha", "random_seed", "init_in_SPS", "inter_low_pass", "pyr_hi_pass", "dWPP_low_pass", "dWPP_r_low_pass",
                    "dWPP_post_low_pass", "gate_regularizer", "varphi_regularizer", "dWPP_use_activation", "input_signal",
                    "copy_teacher_weights", "copy_teacher_voltages"),
            NumpyRecording.KEYS.stream()).flatMap(keys -> keys).toList();

    private final List<Fault> faults = new ArrayList<>();
    private final TranslationNotes notes = new TranslationNotes();
    private final Map<String, Object> own = new LinkedHashMap<>();
    private final OriginalKeys keys;
    private final NumpyTask task;
    private final String model;
    /** The number of hidden areas; 0 if it is not known, or does not matter. */
    private int hidden;

    private NumpyTranslation(Map<String, ?> given, NumpyTask task) {
        keys = new OriginalKeys(given, "", KEYS, faults, notes, own);
        this.task = task;
        model = keys.needed("model_type").choice(new String[] {"PAL", "FA", "BP"}, name -> name);
    }

    /**
     * Translates the file into PAL4J's keys.
     *
     * @param source name of the file, for messages
     * @param name   name of the experiment, which the file does not contain
     * @param task   task given on the command line, if any
     * @throws InputException with all keys that are unknown, missing, of the wrong type, or not supported
     */
    static Translation translate(String source, String name, Map<String, ?> given, Optional<NumpyTask> task) {
        NumpyTranslation json = new NumpyTranslation(given, task.orElse(NumpyTask.FW_BW));
        if (task.isEmpty()) {
            json.notes.say("task " + json.task.label() + ", the original's default; --task " + NumpyTask.BW_ONLY.label()
                    + " is for backward learning alone");
        }
        json.own.put("name", name);
        json.own.put("title", "Parameters of the original NumPy program, task " + json.task.label());
        json.experiment();
        json.circuit();
        json.learning();
        json.start();
        json.noise();
        json.filters();
        NumpyRecording.read(json.keys, json.own, json.pal(), json.task);
        InputException.throwIfAny(source, json.faults);
        return Translation.of(source, json.own, json.notes);
    }

    private boolean pal() {
        return model.equals("PAL");
    }

    private void experiment() {
        own.put("task", task == NumpyTask.BW_ONLY ? "uniform" : "teacher");
        own.put("random", "numpy");
        times();
        keys.integer("epochs", "epochs", 0, 100_000_000);
        keys.optional("input_signal").ifPresent(value -> value.choice(new String[] {"step"}, name -> name));
        own.put("learn", task == NumpyTask.FW_BW ? List.of("forward", "lateral", "backward") : List.of("lateral", "backward"));
        seeds();
    }

    /**
     * Sets the times that the original counts in steps, {@code int(time / dt)}. That cuts: 0.3 / 0.1 is 2 steps, as the quotient of the two doubles
     * is below 3. Ours are rounded, so a time is put into steps here if the two differ.
     */
    private void times() {
        int before = faults.size();
        double dt = keys.number("dt", "dt");
        double shown = keys.number("Tpres", "Tpres");
        double settling = keys.number("settling_time", "settling_time");
        long samples = keys.integer("dataset_size", "train_samples", 1, 10_000_000);
        if (faults.size() > before || !(dt > 0) || !(shown >= 2 * dt) || !(settling >= 0)) {
            // There is no stream of samples. Our own keys say what is wrong.
            return;
        }
        cut("Tpres", shown, dt);
        cut("settling_time", settling, dt);
        double steps = Math.floor(settling / dt);
        double data = samples * Math.floor(shown / dt);
        if (steps > data) {
            keys.fault("settling_time", String.format(Locale.ROOT, "takes %.0f steps of dt, and the samples last for %.0f (dataset_size times "
                    + "Tpres); the original program stops there with an error (use a shorter settling_time or a larger dataset_size)", steps, data));
        }
    }

    /** Replaces a time by that of its whole steps, unless rounding gives the same. */
    private void cut(String key, double time, double dt) {
        double steps = Math.floor(time / dt);
        double exact = time / dt;
        boolean whole = Math.abs(exact - Math.rint(exact)) <= 1e-6 * exact;
        if (steps > 1e15 || whole && Math.rint(exact) == steps) {
            return;
        }
        BigDecimal cut = BigDecimal.valueOf(dt).multiply(BigDecimal.valueOf((long) steps));
        own.put(key, cut.doubleValue());
        notes.say(String.format(Locale.ROOT, "%s %s is %.0f steps of dt, as the original cuts int(%s/dt), so it is %s ms", key, time, steps, key,
                cut.stripTrailingZeros().toPlainString()));
    }

    /**
     * Sets the seeds. The inputs have the seed of the first student, or of the teacher, whose seed is drawn with that of the first student. With
     * bw_only the original has a teacher when it compares updates (option --compare BP, here angle_update); the inputs are then still the student's.
     */
    private void seeds() {
        List<Long> seeds = keys.needed("random_seed").integers(0, NumpyRandom.MAX_SEED);
        if (seeds.isEmpty()) {
            keys.fault("random_seed", "must hold at least one seed");
            return;
        }
        long first = seeds.getFirst();
        own.put("seed", first);
        if (seeds.size() > 1) {
            own.put("seeds", seeds);
        }
        long teacher = new NumpyRandom(first).randint(100_000, 999_999);
        own.put("teacher_seed", teacher);
        own.put("data_seed", task == NumpyTask.BW_ONLY ? first : teacher);
    }

    private void circuit() {
        own.put("algorithm", model);
        for (String key : List.of("gl", "gbas", "gapi", "gden", "gnI", "gntgt")) {
            keys.number(key, key);
        }
        keys.optional("taur").ifPresent(value -> keys.number(value, "taur"));
    }

    private void learning() {
        int before = faults.size();
        Value layers = keys.needed("layers");
        int areas = layers.integers(1, MAX_NEURONS).size() - 1;
        if (faults.size() > before || areas < 1) {
            // The sizes of the layers have a fault, which is reported here or by PAL4J's keys; lengths of lists cannot be checked.
            areas = -1;
        }
        own.put("layers", layers.given());
        int hidden = areas - 1;
        Value activation = keys.needed("activation");
        activation.choices(Activation.values(), Activation::label);
        keys.areas(activation, "activation", 0, areas, "area");
        keys.numbers("eta_fw", "eta_fw", 0, areas, "area");
        keys.numbers("eta_IP", "eta_IP", 0, hidden, "hidden area");
        keys.numbers("eta_PI", "eta_PI", 0, hidden, "hidden area");
        if (pal()) {
            keys.numbers("eta_bw", "eta_bw", 0, hidden, "hidden area");
            keys.numbers("alpha", "alpha", 0, hidden, "hidden area");
            keys.numbers("noise_scale", "noise_scale", 0, hidden, "hidden area");
            this.hidden = hidden;
        } else {
            for (String key : List.of("eta_bw", "alpha", "noise_scale")) {
                keys.optional(key).ifPresent(Value::numbers);
            }
            own.put("eta_bw", 0);
            own.put("noise_scale", 0);
            notes.say("model_type " + model + " does without what is for PAL alone: noise, low-passes, eta_bw, alpha");
        }
    }

    private void start() {
        own.put("init_u", 1);
        keys.range("init_WPP_range", "init_W");
        keys.range("init_BPP_range", "init_B");
        boolean selfPredicting = keys.truth("init_in_SPS", "init_in_SPS");
        if (model.equals("BP") && !selfPredicting) {
            own.put("transport_while_settling", true);
        }
        if (task == NumpyTask.FW_BW) {
            own.put("target_steps_early", 1);
        }
        lateral("init_WIP_range", "init_WI", selfPredicting);
        lateral("init_BPI_range", "init_BI", selfPredicting);
        teacher("init_teacher_WPP_range", "init_teacher_W");
        teacher("init_teacher_BPP_range", "init_teacher_B");
        for (String key : List.of("init_teacher_WIP_range", "init_teacher_BPI_range")) {
            GennTranslation.idle(keys, key, Value::range, "a teacher is self-predicting");
        }
        for (String key : List.of("copy_teacher_weights", "copy_teacher_voltages")) {
            if (!keys.isTrue(key)) {
                continue;
            }
            if (task == NumpyTask.BW_ONLY) {
                keys.idle(key, "bw_only has no students");
            } else {
                own.put(key, true);
                if (key.equals("copy_teacher_voltages")) {
                    notes.say("copy_teacher_voltages gives students the teacher's rates, too, where the original keeps their own until the first "
                            + "step");
                }
            }
        }
    }

    private void lateral(String key, String ownKey, boolean selfPredicting) {
        if (!selfPredicting || keys.has(key)) {
            keys.range(key, ownKey);
        }
        if (selfPredicting && keys.has(key)) {
            keys.idle(key, "init_in_SPS");
        }
    }

    /** A range of the teacher, which bw_only needs for angle_update only. */
    private void teacher(String key, String ownKey) {
        if (task == NumpyTask.FW_BW || keys.has(key)) {
            keys.range(key, ownKey);
        }
    }

    private void noise() {
        boolean adaptive = keys.optional("noise_mode").filter(v -> UNFINISHED.equals(v.given())).isPresent();
        ADAPTIVE.forEach(key -> GennTranslation.idle(keys, key, Value::number, "only noise_mode " + UNFINISHED + " has it"));
        if (!pal()) {
            keys.optional("noise_type").ifPresent(value -> value.choice(NoiseType.values(), NoiseType::label));
            if (!adaptive) {
                keys.optional("noise_mode").ifPresent(value -> value.choice(NoiseMode.values(), NoiseMode::label));
            }
            for (String key : List.of("dtxi", "tauHP", "tauLO", "tauxi")) {
                keys.optional(key).ifPresent(value -> keys.number(value, key));
            }
            return;
        }
        double dtxi = keys.number("dtxi", "dtxi");
        keys.number("tauHP", "tauHP");
        keys.number("tauLO", "tauLO");
        clock(dtxi);
        Value type = keys.needed("noise_type");
        own.put("noise_type", type.given());
        if (type.choice(NoiseType.values(), NoiseType::label) == NoiseType.OU) {
            keys.number("tauxi", "tauxi");
        } else {
            GennTranslation.idle(keys, "tauxi", value -> keys.number(value, "tauxi"), "only noise_type OU has it");
        }
        if (adaptive) {
            keys.fault("noise_mode", "the original program does not finish the mode " + UNFINISHED + ", so there is nothing to run; use const, "
                    + "uP, uP_breve or vapi");
        } else {
            Value mode = keys.needed("noise_mode");
            own.put("noise_mode", mode.given());
            mode.choice(NoiseMode.values(), NoiseMode::label);
        }
    }

    /**
     * Sets the noise clock where it matters: the original has one for all hidden areas, which take turns. An area without any noise draws at each of
     * its turns, which moves the generator that also gives the order of the samples.
     */
    private void clock(double dtxi) {
        Object dt = own.get("dt");
        boolean pauses = dt instanceof Number number && dtxi > 1.5 * number.doubleValue();
        Object scales = own.get("noise_scale");
        List<?> scale = scales instanceof List<?> list ? list : Collections.singletonList(scales);
        boolean silent = scale.stream().allMatch(value -> value instanceof Number number && number.doubleValue() == 0);
        if (hidden > 0 && (pauses && hidden > 1 || silent)) {
            own.put("one_noise_clock", true);
        }
    }

    private void filters() {
        boolean activated = keys.truth("dWPP_use_activation", "dWPP_use_activation");
        List<String> switches = List.of("inter_low_pass", "pyr_hi_pass", "dWPP_low_pass", "dWPP_r_low_pass", "dWPP_post_low_pass");
        if (!pal()) {
            Stream.concat(switches.stream(), Stream.of("gate_regularizer", "varphi_regularizer")).forEach(keys::isTrue);
            own.put("dWPP_low_pass", false);
            return;
        }
        for (String key : List.of("inter_low_pass", "pyr_hi_pass", "dWPP_low_pass")) {
            keys.truth(key, key);
        }
        boolean rates = keys.truth("dWPP_r_low_pass", "dWPP_r_low_pass");
        boolean posts = keys.truth("dWPP_post_low_pass", "dWPP_post_low_pass");
        if (rates && posts) {
            own.put("dWPP_post_low_pass", false);
            keys.idle("dWPP_post_low_pass", "dWPP_r_low_pass goes first");
        } else if (posts && !activated) {
            keys.fault("dWPP_post_low_pass", "must be false if dWPP_use_activation is false; the original program stops there with an error");
        }
        if (rates || posts) {
            own.put("traces_while_settling", true);
        }
        boolean gated = keys.needed("gate_regularizer").truth();
        boolean phi = keys.isTrue("varphi_regularizer");
        own.put("regularizer", gated ? "gated" : phi ? "phi" : "plain");
        if (gated && phi) {
            keys.idle("varphi_regularizer", "gate_regularizer goes first");
        } else if (phi) {
            leaveOutTheLast();
        }
    }

    /** The original never sets the slopes of the output area, so that the regularizer phi of the last hidden area is 0. Here alpha does that. */
    private void leaveOutTheLast() {
        Object given = own.get("alpha");
        if (hidden < 1 || given == null) {
            return;
        }
        List<Object> alpha = new ArrayList<>(given instanceof List<?> list ? list : Collections.nCopies(hidden, given));
        alpha.set(alpha.size() - 1, 0);
        own.put("alpha", alpha);
        notes.say("alpha of the last hidden area is 0, as the original leaves varphi_regularizer out there");
    }
}
