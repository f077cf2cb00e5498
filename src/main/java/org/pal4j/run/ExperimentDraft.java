package org.pal4j.run;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pal4j.InputException;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitParametersBuilder;
import org.pal4j.random.NumpyRandom;
import org.pal4j.run.Experiment.Learns;

/** An experiment that is being read; its defaults are what a key stands for that nobody gives. */
final class ExperimentDraft {
    /** Floats of snapshots that a run may hold. */
    private static final long MOST_SNAPSHOT_FLOATS = 1L << 26;
    /** Steps that a run may have: in double, all of their numbers are exact. */
    private static final double MOST_STEPS = 1e15;
    private static final List<String> TEACHER_KEYS = List.of("teacher_seed", "init_teacher_W", "init_teacher_B", "copy_teacher_weights",
            "copy_teacher_voltages");

    final CircuitParametersBuilder circuit = CircuitParameters.builder();
    String name = "experiment";
    String title = "";
    TaskKind task = TaskKind.YINYANG;
    long seed = 1;
    Draws draws = Draws.COUNTER;
    int epochs = 1;
    int previewEpochs;
    double presentation = 1;
    double settling;
    double lag;
    Set<Learns> learns = EnumSet.allOf(Learns.class);
    int trainSamples = 1;
    int validationSamples;
    int testSamples;
    long dataSeed;
    double targetHigh = 1;
    double targetLow;
    boolean shuffle = true;
    Range forwardRange = new Range(-1, 1);
    Range feedbackRange = new Range(-1, 1);
    Range toInterRange = new Range(0, 0);
    Range fromInterRange = new Range(0, 0);
    double initialVoltages;
    boolean selfPredicting = true;
    long teacherSeed;
    Range teacherForwardRange = new Range(-1, 1);
    Range teacherFeedbackRange = new Range(-1, 1);
    boolean copyTeacherWeights;
    boolean copyTeacherVoltages;
    int snapshotEvery;
    List<Recordable> record = List.of();
    long recordEvery;
    /** The keys that were given, by which the checks know what somebody asked for. */
    final Set<String> given = new HashSet<>();

    /** The experiment, if the circuit can be built at all; what is wrong with it goes to {@code faults}. */
    Optional<Experiment> finish(List<String> faults) {
        check(faults);
        checkTogether(faults);
        CircuitParameters p;
        try {
            p = circuit.build();
        } catch (InputException e) {
            faults.addAll(Faults.in(e));
            return Optional.empty();
        }
        check(p, faults);
        Start start = new Start(forwardRange, feedbackRange, toInterRange, fromInterRange, initialVoltages, selfPredicting);
        Teacher teacher = new Teacher(teacherSeed, teacherForwardRange, teacherFeedbackRange, copyTeacherWeights, copyTeacherVoltages);
        return Optional.of(new Experiment(name, title, task, p, seed, draws, epochs, previewEpochs, presentation, settling, lag, learns,
                trainSamples, validationSamples, testSamples, dataSeed, targetHigh, targetLow, shuffle, start, teacher, snapshotEvery,
                new RecordingPlan(record, recordEvery)));
    }

    private void check(List<String> faults) {
        NameFaults.find(name, title, faults);
        if (task == TaskKind.MNIST) {
            requireAtMost("train_samples", trainSamples, MnistFiles.MOST_TRAIN, faults);
            requireAtMost("validation_samples", validationSamples, MnistFiles.MOST_VALIDATION, faults);
            requireAtMost("test_samples", testSamples, MnistFiles.MOST_TEST, faults);
        }
        if (!task.hasClasses() && validationSamples + testSamples > 0) {
            faults.add("validation_samples, test_samples = " + validationSamples + ", " + testSamples + ": must be 0, since the task "
                    + task.label() + " has no classes");
        }
    }

    /** Things that belong together. */
    private void checkTogether(List<String> faults) {
        if (draws.startsWithNumpy() && (seed < 0 || seed > NumpyRandom.MAX_SEED)) {
            faults.add("seed = " + seed + ": must be from 0 to " + NumpyRandom.MAX_SEED + ", as random = " + draws.label() + " has no other seeds");
        }
        if (!(initialVoltages >= 0)) {
            faults.add("init_u = " + initialVoltages + ": must be a standard deviation, 0 or more");
        }
        boolean teaches = task == TaskKind.TEACHER || task == TaskKind.UNIFORM && record.contains(Recordable.UPDATE_ANGLE);
        for (String key : TEACHER_KEYS) {
            if (given.contains(key) && !teaches) {
                faults.add(key + ": only the task teacher has a teacher, or the task uniform for angle_update; the task is " + task.label());
            }
        }
        boolean copies = copyTeacherWeights || copyTeacherVoltages;
        if (copies && task == TaskKind.UNIFORM) {
            faults.add("copy_teacher_weights, copy_teacher_voltages: only the task teacher has students");
        }
        if (!task.hasTargets()) {
            List<String> targeted = record.stream().filter(Recordable::needsTarget).map(Recordable::label).toList();
            if (!targeted.isEmpty()) {
                faults.add("record: the task " + task.label() + " has no targets, so there is no " + String.join(", ", targeted));
            }
        }
        if (recordEvery > 0 && record.isEmpty()) {
            faults.add("record_every = " + recordEvery + ": nothing is recorded; name it with record, for example record: [B, angle_B]");
        }
    }

    private void requireAtMost(String key, int wanted, int most, List<String> faults) {
        if (wanted > most) {
            faults.add(key + " = " + wanted + ": must be at most " + most + ", since the task " + task.label() + " has no more");
        }
    }

    private void check(CircuitParameters p, List<String> faults) {
        double steps = presentation / p.dt();
        double shown = ((double) epochs * trainSamples + (epochs + 1.0) * validationSamples + testSamples) * steps;
        if (!(steps >= 2) || steps > Integer.MAX_VALUE || Math.abs(steps - Math.rint(steps)) > 1e-6 * steps) {
            faults.add("Tpres = " + presentation + ": must be a whole multiple of dt, " + p.dt() + " ms, from 2 to " + Integer.MAX_VALUE
                    + " times it");
        } else if (shown > MOST_STEPS) {
            faults.add(String.format(Locale.ROOT, "epochs = %d: with these samples and this Tpres, a run has %.3g steps, at most %.0e "
                    + "are possible (use fewer epochs)", epochs, shown, MOST_STEPS));
        }
        if (!(lag >= 0) || lag >= presentation || Math.abs(lag / p.dt() - Math.rint(lag / p.dt())) > 1e-6 * steps) {
            faults.add("learning_lag = " + lag + ": must be a whole multiple of dt, " + p.dt() + " ms, from 0 to less than Tpres, "
                    + presentation + " ms");
        }
        if (!(settling >= 0) || settling / p.dt() > MOST_STEPS) {
            faults.add("settling_time = " + settling + ": must be 0 or more, and at most " + MOST_STEPS + " times dt, " + p.dt() + " ms");
        }
        if (task.inputs() > 0 && (p.size(0) != task.inputs() || p.size(p.areas()) != task.outputs())) {
            faults.add("layers = " + p.layers() + ": the task " + task.label() + " has " + task.inputs() + " inputs and "
                    + task.outputs() + " outputs, so the first and the last must be these");
        }
        if (p.areas() == 1 && record.stream().anyMatch(Recordable::needsHiddenArea)) {
            faults.add("record: " + record.stream().filter(Recordable::needsHiddenArea).map(Recordable::label).collect(Collectors.joining(", "))
                    + " exist for hidden areas, and layers = " + p.layers() + " has none");
        }
        long floats = MemoryNeed.snapshotFloats(p, epochs, snapshotEvery);
        if (floats > MOST_SNAPSHOT_FLOATS) {
            faults.add("snapshot_every = " + snapshotEvery + ": " + floats + " weights would be kept, at most " + MOST_SNAPSHOT_FLOATS
                    + " may be; use a larger number, or 0 for none");
        }
    }
}
