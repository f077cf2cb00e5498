package org.pal4j.model.circuit;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitParametersBuilder;
import org.pal4j.config.Keys.Reading;
import org.pal4j.config.Range;
import org.pal4j.data.MnistFiles;
import org.pal4j.data.own.OwnData;
import org.pal4j.data.own.OwnDataKeys;
import org.pal4j.model.RunSettings;
import org.pal4j.model.SharedKeys;
import org.pal4j.model.circuit.CircuitExperiment.AlwaysOn;
import org.pal4j.model.circuit.CircuitExperiment.Teacher;
import org.pal4j.model.circuit.CircuitExperiment.WeightGroup;
import org.pal4j.random.NumpyRandom;

/** Mutable experiment during reading. Initial field values are the defaults of the keys. */
final class ExperimentDraft {
    /** Maximum number of steps of a run: doubles represent them exactly. */
    static final double MAX_STEPS = 1e15;
    private static final String TRAIN_SAMPLES = "train_samples";
    private static final String TARGET_EARLY = "target_steps_early";
    private static final List<String> TEACHER_KEYS = List.of("teacher_seed", "init_teacher_W", "init_teacher_B", "copy_teacher_weights",
            "copy_teacher_voltages", TARGET_EARLY);

    final CircuitParametersBuilder circuit = CircuitParameters.builder();
    final SharedKeys settings = new SharedKeys();
    Task task = Task.YINYANG;
    RandomSource random = RandomSource.COUNTER;
    double presentation = 1;
    double settling;
    double lag;
    Set<WeightGroup> learns = EnumSet.allOf(WeightGroup.class);
    int trainSamples = 1;
    int validationSamples;
    int testSamples;
    long dataSeed;
    double targetHigh = 1;
    double targetLow;
    boolean shuffle = true;
    double targetShare = AlwaysOn.USUAL.targetShare();
    int newForwardAfter = AlwaysOn.USUAL.newForwardAfter();
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
    int targetEarly;
    final OwnDataKeys own = new OwnDataKeys();
    List<Quantity> measures = List.of();

    /** Builds the experiment, unless the circuit cannot be built, and adds the faults found. */
    static Optional<CircuitExperiment> finish(Reading<ExperimentDraft> reading, List<Fault> faults) {
        // Without sizes, the other keys cannot be checked.
        return reading.wrong().contains("layers") ? Optional.empty() : reading.draft().check(reading, faults);
    }

    private Optional<CircuitExperiment> check(Reading<?> keys, List<Fault> faults) {
        Set<String> given = keys.given();
        RunSettings run = settings.finish(faults);
        if (task == Task.DATA && !given.contains(TRAIN_SAMPLES)) {
            trainSamples = 0;
        }
        Optional<OwnData> data = own.finish(task.label(), keys, new OwnData.Counts(trainSamples, validationSamples, testSamples), faults);
        if (task != Task.DATA && given.contains(OwnDataKeys.SPLIT_SEED)) {
            faults.add(OwnDataKeys.misplaced(OwnDataKeys.SPLIT_SEED, task.label()));
        }
        checkSamples(faults);
        checkAlwaysOn(faults);
        checkTogether(run, given, faults);
        CircuitParameters p;
        try {
            p = circuit.build();
        } catch (InputException e) {
            faults.addAll(e.faults());
            return Optional.empty();
        }
        check(run, p, faults);
        InitialState start = new InitialState(forwardRange, feedbackRange, toInterRange, fromInterRange, initialVoltages, selfPredicting);
        Teacher teacher = new Teacher(teacherSeed, teacherForwardRange, teacherFeedbackRange, copyTeacherWeights, copyTeacherVoltages,
                targetEarly);
        return Optional
                .of(new CircuitExperiment(run, task, p, random, presentation, settling, lag, learns, trainSamples, validationSamples, testSamples,
                        dataSeed, targetHigh, targetLow, shuffle, start, teacher, data,
                        new AlwaysOn(targetShare, newForwardAfter),
                        measures.stream().map(Quantity::label).toList()));
    }

    private void checkSamples(List<Fault> faults) {
        if (task == Task.MNIST) {
            requireAtMost(TRAIN_SAMPLES, trainSamples, MnistFiles.MAX_TRAIN, faults);
            requireAtMost("validation_samples", validationSamples, MnistFiles.MAX_VALIDATION, faults);
            requireAtMost("test_samples", testSamples, MnistFiles.MAX_TEST, faults);
        }
        if (trainSamples < 1 && task != Task.DATA) {
            faults.add(Fault.of(TRAIN_SAMPLES, trainSamples, "must be a whole number from 1 to " + ExperimentKeys.MAX_SAMPLES
                    + "; only the task data takes all with 0"));
        }
        if (!task.hasClasses() && task != Task.DATA && validationSamples + testSamples > 0) {
            faults.add(Fault.of("validation_samples, test_samples", validationSamples + ", " + testSamples, "must be 0, since the task "
                    + task.label() + " has no classes"));
        }
    }

    private void checkAlwaysOn(List<Fault> faults) {
        if (!(targetShare >= 0 && targetShare <= 1)) {
            faults.add(Fault.of("target_share", targetShare, "must be a share, from 0 to 1"));
        } else if (targetShare < 1 && !task.hasTargets()) {
            faults.add(Fault.of("target_share", targetShare, "the task " + task.label() + " has no targets"));
        }
    }

    /** Checks combinations of keys. */
    private void checkTogether(RunSettings run, Set<String> given, List<Fault> faults) {
        if (random.startsWithNumpy() && (run.seed() < 0 || run.seed() > NumpyRandom.MAX_SEED)) {
            faults.add(Fault.of("seed", run.seed(),
                    "must be from 0 to " + NumpyRandom.MAX_SEED + ", as random = " + random.label() + " has no other seeds"));
        }
        if (!(initialVoltages >= 0)) {
            faults.add(Fault.of("init_u", initialVoltages, "must be a standard deviation, 0 or more"));
        }
        List<Quantity> recorded = run.record().stream().map(Quantity::of).toList();
        for (String key : TEACHER_KEYS) {
            if (given.contains(key) && !task.hasTeacher()) {
                faults.add(Fault.of(key, "only the task teacher has a teacher, and the task uniform for angle_update; the task is " + task.label()));
            }
        }
        if ((copyTeacherWeights || copyTeacherVoltages) && task == Task.UNIFORM) {
            faults.add(Fault.of("copy_teacher_weights, copy_teacher_voltages", "only the task teacher has students"));
        }
        List<String> targeted = recorded.stream().filter(Quantity::needsTarget).map(Quantity::label).toList();
        if (!task.hasTargets() && !targeted.isEmpty()) {
            faults.add(Fault.of("record", "the task " + task.label() + " has no targets, so there is no " + String.join(", ", targeted)));
        }
    }

    private void requireAtMost(String key, int wanted, int most, List<Fault> faults) {
        if (wanted > most) {
            faults.add(Fault.of(key, wanted, "must be at most " + most + ", since the task " + task.label() + " has no more"));
        }
    }

    private void check(RunSettings run, CircuitParameters p, List<Fault> faults) {
        double steps = presentation / p.dt();
        double shown = ((double) run.epochs() * trainSamples + (run.epochs() + 1.0) * validationSamples + testSamples) * steps;
        if (!(steps >= 2) || steps > Integer.MAX_VALUE || Math.abs(steps - Math.rint(steps)) > 1e-6 * steps) {
            faults.add(Fault.of("Tpres", presentation,
                    "must be a whole multiple of dt, " + p.dt() + " ms, from 2 to " + Integer.MAX_VALUE + " times it"));
        } else if (shown > MAX_STEPS) {
            faults.add(Fault.of("epochs", run.epochs(), String.format(Locale.ROOT, "with these samples and this Tpres, a run has %.3g steps, at most "
                    + "%.0e are possible (use fewer epochs)", shown, MAX_STEPS)));
        }
        if (targetEarly > 0 && targetEarly >= steps - 1e-6 * steps) {
            faults.add(Fault.of(TARGET_EARLY, targetEarly, "must be less than the steps of a presentation, of which there are "
                    + Math.round(steps) + " (Tpres / dt)"));
        }
        if (!(lag >= 0) || lag >= presentation || Math.abs(lag / p.dt() - Math.rint(lag / p.dt())) > 1e-6 * steps) {
            faults.add(Fault.of("learning_lag", lag, "must be a whole multiple of dt, " + p.dt() + " ms, from 0 to less than Tpres, " + presentation
                    + " ms"));
        }
        if (!(settling >= 0) || settling / p.dt() > MAX_STEPS) {
            faults.add(Fault.of("settling_time", settling, "must be 0 or more, and at most " + MAX_STEPS + " times dt, " + p.dt() + " ms"));
        }
        if (task.inputs() > 0 && (p.size(0) != task.inputs() || p.size(p.areas()) != task.outputs())) {
            faults.add(Fault.of("layers", p.layers(), "the task " + task.label() + " has " + task.inputs() + " inputs and " + task.outputs()
                    + " outputs, so the first and the last must be these"));
        }
        checkHidden("record", run.record().stream().map(Quantity::of), p, faults);
        checkHidden("measure", measures.stream(), p, faults);
        // Of a network that is too large, its size is told.
        if (CircuitMemory.isPossible(p)) {
            run.checkSnapshots((double) CircuitMemory.snapshotFloats(p, run), faults);
        }
    }

    private static void checkHidden(String key, Stream<Quantity> quantities, CircuitParameters p, List<Fault> faults) {
        List<String> ofHidden = quantities.filter(Quantity::needsHiddenArea).map(Quantity::label).toList();
        if (p.areas() == 1 && !ofHidden.isEmpty()) {
            faults.add(Fault.of(key, String.join(", ", ofHidden) + " exist for hidden areas, and layers = " + p.layers() + " has none"));
        }
    }
}
