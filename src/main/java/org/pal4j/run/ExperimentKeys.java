package org.pal4j.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pal4j.random.NumpyRandom;
import org.pal4j.run.Experiment.Learns;

/** The keys of an experiment that are not those of its circuit ({@link CircuitKeys}). */
public final class ExperimentKeys {
    /**
     * One key.
     *
     * @param name  in files and after {@code --set}
     * @param about what it means, for {@code show}
     * @param set   gives a value to a draft
     * @param get   the value as it is shown
     * @param shown whether it says something about an experiment
     */
    record Key(String name, String about, BiConsumer<ExperimentDraft, Value> set, Function<Experiment, Object> get, Predicate<Experiment> shown) {
        Key(String name, String about, BiConsumer<ExperimentDraft, Value> set, Function<Experiment, Object> get) {
            this(name, about, set, get, e -> true);
        }
    }

    static final List<Key> ALL = List.of(
            new Key("name", "of the experiment and its run folder", (d, v) -> d.name = v.text(), Experiment::name),
            new Key("title", "what it shows", (d, v) -> d.title = v.text(), Experiment::title),
            new Key("task", "yinyang, mnist, teacher (uniform inputs, a network's outputs), or uniform (no targets)",
                    (d, v) -> d.task = v.choice(TaskKind.values(), TaskKind::label), e -> e.task().label()),
            new Key("seed", "of weights, noise and the order of samples",
                    (d, v) -> d.seed = v.integer(Long.MIN_VALUE, Long.MAX_VALUE), Experiment::seed),
            new Key("random", "counter: our own generator; numpy: as the original programs draw; numpy-start: the same, but for noise and order",
                    (d, v) -> d.draws = v.choice(Draws.values(), Draws::label), e -> e.draws().label()),
            new Key("epochs", "passes over the training samples", (d, v) -> d.epochs = (int) v.integer(0, 100_000_000),
                    Experiment::epochs),
            new Key("preview_epochs", "passes of a plain run: about 20 s", (d, v) -> d.previewEpochs = (int) v.integer(0, 100_000_000),
                    Experiment::previewEpochs),
            new Key("Tpres", "time for which a sample is shown, ms", (d, v) -> d.presentation = v.number(), Experiment::presentation),
            new Key("settling_time", "time before learning, ms", (d, v) -> d.settling = v.number(), Experiment::settling),
            new Key("learning_lag", "time at the start of a presentation without learning and target, ms", (d, v) -> d.lag = v.number(),
                    Experiment::lag),
            new Key("learn", "weights that learn: forward (W), lateral (WI, BI), backward (B)",
                    (d, v) -> {
                        d.learns = EnumSet.noneOf(Learns.class);
                        d.learns.addAll(v.choices(Learns.values(), Learns::label));
                    },
                    e -> e.learns().stream().map(Learns::label).toList()),
            new Key("train_samples", "training samples", (d, v) -> d.trainSamples = samples(v, 1), Experiment::trainSamples),
            new Key("validation_samples", "samples shown before each epoch and after the last",
                    (d, v) -> d.validationSamples = samples(v, 0), Experiment::validationSamples),
            new Key("test_samples", "samples shown at the end", (d, v) -> d.testSamples = samples(v, 0), Experiment::testSamples),
            new Key("data_seed", "of the training samples; +1 validation, +2 test",
                    (d, v) -> d.dataSeed = v.integer(0, (1L << 32) - 3), Experiment::dataSeed),
            new Key("target_high", "target voltage of the own class", (d, v) -> d.targetHigh = v.voltage(), Experiment::targetHigh),
            new Key("target_low", "target voltage of the other classes", (d, v) -> d.targetLow = v.voltage(), Experiment::targetLow),
            new Key("shuffle", "a new order of samples in each epoch", (d, v) -> d.shuffle = v.truth(), Experiment::shuffle),
            new Key("init_W", "range of the initial W", (d, v) -> d.forwardRange = v.range(), e -> ends(e.start().forward())),
            new Key("init_B", "range of the initial B", (d, v) -> d.feedbackRange = v.range(), e -> ends(e.start().feedback())),
            new Key("init_in_SPS", "WI and BI start in the self-predicting state", (d, v) -> d.selfPredicting = v.truth(),
                    e -> e.start().selfPredicting()),
            new Key("init_WI", "range of the initial WI, unless init_in_SPS", (d, v) -> d.toInterRange = v.range(), e -> ends(e.start().toInter())),
            new Key("init_BI", "range of the initial BI, unless init_in_SPS", (d, v) -> d.fromInterRange = v.range(), e -> ends(e.start().fromInter())),
            new Key("init_u", "standard deviation of the initial somatic voltages", (d, v) -> d.initialVoltages = v.voltage(),
                    e -> e.start().voltages()),
            taught("teacher_seed", "of the teacher's weights and voltages",
                    (d, v) -> d.teacherSeed = v.integer(0, NumpyRandom.MAX_SEED), e -> e.teacher().seed()),
            taught("init_teacher_W", "range of the teacher's W", (d, v) -> d.teacherForwardRange = v.range(),
                    e -> ends(e.teacher().forward())),
            taught("init_teacher_B", "range of the teacher's B", (d, v) -> d.teacherFeedbackRange = v.range(),
                    e -> ends(e.teacher().feedback())),
            taught("copy_teacher_weights", "students start with its weights", (d, v) -> d.copyTeacherWeights = v.truth(),
                    e -> e.teacher().copyWeights()),
            taught("copy_teacher_voltages", "students start with its voltages", (d, v) -> d.copyTeacherVoltages = v.truth(),
                    e -> e.teacher().copyVoltages()),
            new Key("snapshot_every", "epochs between snapshots of W and B in recordings.npz; 0 for none",
                    (d, v) -> d.snapshotEvery = (int) v.integer(0, 100_000_000), Experiment::snapshotEvery),
            new Key("record", "what is written into the folder recordings as the run goes on, for example [B, vbas, angle_B]",
                    (d, v) -> d.record = v.choices(Recordable.values(), Recordable::label).stream().distinct().toList(),
                    e -> e.recording().quantities().stream().map(Recordable::label).toList()),
            new Key("record_every", "steps between two records; 0: once an epoch",
                    (d, v) -> d.recordEvery = v.integer(0, 1_000_000_000_000L), e -> e.recording().every(), e -> !e.recording().isEmpty()));

    /** Stands above the keys of the circuit. */
    private static final String OF_CIRCUIT = "\n# The circuit. Times in ms, conductances in 1/ms; one value for all areas, or a list with one for each.\n";

    private ExperimentKeys() {}

    private static Key taught(String name, String about, BiConsumer<ExperimentDraft, Value> set, Function<Experiment, Object> get) {
        return new Key(name, about, set, get,
                e -> e.task() == TaskKind.TEACHER || e.task() == TaskKind.UNIFORM && e.recording().quantities().contains(Recordable.UPDATE_ANGLE));
    }

    private static int samples(Value value, int least) {
        return (int) value.integer(least, 10_000_000);
    }

    private static List<Double> ends(Range range) {
        return List.of(range.low(), range.high());
    }

    /** The names of all keys, those of the circuit included. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        ALL.forEach(key -> names.add(key.name()));
        CircuitKeys.ALL.forEach(key -> names.add(key.name()));
        return names;
    }

    /** All keys as they are shown. */
    static List<ShownKey> shown() {
        List<ShownKey> shown = new ArrayList<>();
        ALL.forEach(key -> shown.add(ShownKey.of(Experiment.class, key.name(), key.about(), key.get(), key.shown())));
        CircuitKeys.ALL.forEach(key -> shown.add(ShownKey.of(Experiment.class, key.name(), key.about(), e -> key.get().apply(e.circuit()), e -> true)
                .below(key == CircuitKeys.ALL.getFirst() ? OF_CIRCUIT : "")));
        return List.copyOf(shown);
    }

    /** {@link #names}, and the keys of studies and sweeps. */
    static List<String> all() {
        List<String> all = names();
        all.add(Study.SEEDS);
        all.add(Study.EACH);
        all.add(Sweep.KEY);
        return all;
    }

    /** The experiment as a YAML file with a comment on each key; it reads back as the same experiment. */
    public static String show(Experiment e) {
        StringBuilder text = new StringBuilder();
        for (Key key : ALL.stream().filter(key -> key.shown().test(e)).toList()) {
            ShownKey.line(text, key.name(), key.get().apply(e), key.about());
        }
        text.append(OF_CIRCUIT);
        for (CircuitKeys.Key key : CircuitKeys.ALL) {
            ShownKey.line(text, key.name(), key.get().apply(e.circuit()), key.about());
        }
        return text.toString();
    }
}
