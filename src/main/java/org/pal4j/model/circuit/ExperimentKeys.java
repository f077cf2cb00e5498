package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.pal4j.config.Key;
import org.pal4j.config.Keys;
import org.pal4j.config.Kind;
import org.pal4j.config.Range;
import org.pal4j.data.own.OwnDataKeys;
import org.pal4j.model.RunSettings;
import org.pal4j.model.SharedKeys;
import org.pal4j.model.circuit.CircuitExperiment.WeightGroup;
import org.pal4j.random.NumpyRandom;

/** All keys of an experiment with a circuit: settings, samples, initial state, and the circuit's parameters ({@link ParameterKeys}). */
final class ExperimentKeys {
    private static final String CIRCUIT_HEADING =
            "\n# The circuit. Times in ms, conductances in 1/ms; one value for all areas, or a list with one for each.\n";
    static final int MAX_SAMPLES = 10_000_000;

    static final Keys<ExperimentDraft, CircuitExperiment> KEYS = new Keys<>(ExperimentDraft::new, all(), ExperimentDraft::finish);

    private ExperimentKeys() {}

    private static List<Key<ExperimentDraft, CircuitExperiment>> all() {
        List<Key<ExperimentDraft, CircuitExperiment>> keys = new ArrayList<>(List.of(
                setting(SharedKeys.name()),
                setting(SharedKeys.title()),
                Key.of("task", "yinyang, mnist, data (own files), teacher (uniform inputs, a network's outputs), or uniform (no targets)",
                        Kind.choice(Task.values(), Task::label), (d, v) -> d.task = v, e -> e.task().label()),
                setting(SharedKeys.seed()),
                Key.of("random", "counter: our own generator; numpy: as the original programs draw; numpy-start: the same, but for noise and order",
                        Kind.choice(RandomSource.values(), RandomSource::label), (d, v) -> d.random = v, e -> e.random().label()),
                setting(SharedKeys.epochs()),
                setting(SharedKeys.previewEpochs("passes of a plain run; 0: all")),
                time("Tpres", "time for which a sample is shown", (d, v) -> d.presentation = v, CircuitExperiment::presentation),
                time("settling_time", "time before learning", (d, v) -> d.settling = v, CircuitExperiment::settling),
                time("learning_lag", "time at the start of a presentation without learning and target", (d, v) -> d.lag = v,
                        CircuitExperiment::lag),
                Key.of("learn", "weights that learn: forward (W), lateral (WI, BI), backward (B)",
                        Kind.choices(WeightGroup.values(), WeightGroup::label), (d, v) -> {
                            d.learns = EnumSet.noneOf(WeightGroup.class);
                            d.learns.addAll(v);
                        }, e -> e.learns().stream().map(WeightGroup::label).toList()),
                samples("train_samples", "training samples", (d, v) -> d.trainSamples = v.intValue(), CircuitExperiment::trainSamples),
                samples("validation_samples", "samples shown before each epoch and after the last", (d, v) -> d.validationSamples = v.intValue(),
                        CircuitExperiment::validationSamples),
                samples("test_samples", "samples shown at the end", (d, v) -> d.testSamples = v.intValue(), CircuitExperiment::testSamples),
                Key.of("data_seed", "of the training samples; +1 validation, +2 test", Kind.integer(0, (1L << 32) - 3), (d, v) -> d.dataSeed = v,
                        CircuitExperiment::dataSeed),
                Key.of("target_high", "target voltage of the own class", Kind.voltage(), (d, v) -> d.targetHigh = v,
                        CircuitExperiment::targetHigh),
                Key.of("target_low", "target voltage of the other classes", Kind.voltage(), (d, v) -> d.targetLow = v,
                        CircuitExperiment::targetLow),
                Key.<ExperimentDraft, CircuitExperiment, Double>of("target_share",
                        "share of the training presentations that have a target; all weights also learn in the others",
                        Kind.number().within(0, 1), (d, v) -> d.targetShare = v, e -> e.alwaysOn().targetShare())
                        .shownIf(e -> e.alwaysOn().targetShare() < 1),
                Key.<ExperimentDraft, CircuitExperiment, Long>of("new_W_after", "epochs after which W is drawn anew, to see B follow it; 0: never",
                        Kind.integer(0, Integer.MAX_VALUE),
                        (d, v) -> d.newForwardAfter = v.intValue(), e -> e.alwaysOn().newForwardAfter())
                        .shownIf(e -> e.alwaysOn().newForwardAfter() > 0),
                Key.of("shuffle", "a new order of samples in each epoch", Kind.truth(), (d, v) -> d.shuffle = v, CircuitExperiment::shuffle),
                range("init_W", "range of the initial W", (d, v) -> d.forwardRange = v, e -> e.start().forward()),
                range("init_B", "range of the initial B", (d, v) -> d.feedbackRange = v, e -> e.start().feedback()),
                Key.of("init_in_SPS", "WI and BI start in the self-predicting state", Kind.truth(), (d, v) -> d.selfPredicting = v,
                        e -> e.start().selfPredicting()),
                range("init_WI", "range of the initial WI, unless init_in_SPS", (d, v) -> d.toInterRange = v, e -> e.start().toInter()),
                range("init_BI", "range of the initial BI, unless init_in_SPS", (d, v) -> d.fromInterRange = v, e -> e.start().fromInter()),
                Key.of("init_u", "standard deviation of the initial somatic voltages", Kind.voltage(), (d, v) -> d.initialVoltages = v,
                        e -> e.start().voltages()),
                taught(Key.of("teacher_seed", "of the teacher's weights and voltages", Kind.integer(0, NumpyRandom.MAX_SEED),
                        (d, v) -> d.teacherSeed = v, e -> e.teacher().seed())),
                taught(range("init_teacher_W", "range of the teacher's W", (d, v) -> d.teacherForwardRange = v, e -> e.teacher().forward())),
                taught(range("init_teacher_B", "range of the teacher's B", (d, v) -> d.teacherFeedbackRange = v, e -> e.teacher().feedback())),
                copied(Key.of("copy_teacher_weights", "students start with its weights", Kind.truth(), (d, v) -> d.copyTeacherWeights = v,
                        e -> e.teacher().copyWeights())),
                copied(Key.of("copy_teacher_voltages", "students start with its voltages", Kind.truth(), (d, v) -> d.copyTeacherVoltages = v,
                        e -> e.teacher().copyVoltages())),
                Key.<ExperimentDraft, CircuitExperiment, Long>of("target_steps_early",
                        "steps before the end of a presentation at which the teacher's output is taken as the target",
                        Kind.integer(0, Integer.MAX_VALUE), (d, v) -> d.targetEarly = v.intValue(), e -> e.teacher().early())
                        .shownIf(e -> e.teacher().early() > 0),
                Key.of("measure", "angles in metrics.csv beside angle_B and angle_phi, for example [angle_update]",
                        Kind.choices(Quantity.MEASURABLE.toArray(Quantity[]::new), Quantity::label),
                        (d, v) -> d.measures = v.stream().distinct().toList(), CircuitExperiment::measures),
                setting(SharedKeys.weights()),
                setting(SharedKeys.snapshotEvery()),
                setting(SharedKeys.record(Quantity.labels(), "[B, vbas, angle_B]")),
                setting(SharedKeys.recordEvery(CircuitModel.INSTANCE.terms()))));
        List<Key<ExperimentDraft, CircuitExperiment>> own = new ArrayList<>();
        OwnDataKeys.all().forEach(key -> own.add(key.in(d -> d.own, CircuitExperiment::own)));
        own.add(OwnDataKeys.splitSeed().in(d -> d.own, CircuitExperiment::own));
        // After the task.
        keys.addAll(3, own);
        int first = keys.size();
        ParameterKeys.ALL.forEach(key -> keys.add(key.in(d -> d.circuit, CircuitExperiment::circuit)));
        keys.set(first, keys.get(first).below(CIRCUIT_HEADING));
        return keys;
    }

    private static Key<ExperimentDraft, CircuitExperiment> setting(Key<SharedKeys, RunSettings> key) {
        return key.in(d -> d.settings, CircuitExperiment::settings);
    }

    private static Key<ExperimentDraft, CircuitExperiment> time(
            String name, String about, BiConsumer<ExperimentDraft, Double> set, Function<CircuitExperiment, Double> get) {
        return Key.of(name, about, "ms", Kind.number().within(0, Double.POSITIVE_INFINITY), set, get);
    }

    private static Key<ExperimentDraft, CircuitExperiment> samples(
            String name, String about, BiConsumer<ExperimentDraft, Long> set, Function<CircuitExperiment, Integer> get) {
        return Key.of(name, about, Kind.integer(0, MAX_SAMPLES), set, get);
    }

    private static Key<ExperimentDraft, CircuitExperiment> range(
            String name, String about, BiConsumer<ExperimentDraft, Range> set, Function<CircuitExperiment, Range> get) {
        return Key.of(name, about, Kind.range(), set, e -> List.of(get.apply(e).low(), get.apply(e).high()));
    }

    /** Shows the key only if the task has a teacher, for its targets or for those of angle_update. */
    private static Key<ExperimentDraft, CircuitExperiment> taught(Key<ExperimentDraft, CircuitExperiment> key) {
        return key.shownIf(e -> e.task().hasTeacher());
    }

    /** Shows the key only if the task has students. */
    private static Key<ExperimentDraft, CircuitExperiment> copied(Key<ExperimentDraft, CircuitExperiment> key) {
        return key.shownIf(e -> e.task() == Task.TEACHER);
    }
}
