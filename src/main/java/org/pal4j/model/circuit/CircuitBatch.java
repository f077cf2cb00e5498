package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.NonFiniteException;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.circuit.Variable;
import org.pal4j.data.DataSets;
import org.pal4j.data.SampleSet;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.SampleOutputs;
import org.pal4j.measure.UpdateAlignment;
import org.pal4j.model.Batch;
import org.pal4j.model.Driven;
import org.pal4j.model.Measures;
import org.pal4j.model.Place;
import org.pal4j.model.Series;
import org.pal4j.model.Stage;
import org.pal4j.random.CounterRandom;

/**
 * Replicas of a circuit. They are simulated in ensembles or as single circuits, whichever takes the least time ({@link EnsembleSizes}). The
 * simulators advance in turn, presentation by presentation.
 *
 * <p>Settling presents the samples from the first on, with all learning off; its last presentation may be shorter. Evaluations present samples
 * without learning and without targets.
 */
final class CircuitBatch implements Batch {
    private static final String TAUGHT = "taught";
    private static final String HAS_TARGET = "has_target";
    /** The names of what replicas share in {@link #state}. */
    static final Set<String> SHARED = Stream.of(Simulator.SHARED, Set.of("targeted", "trained", TAUGHT, HAS_TARGET)).flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());
    private static final List<Variable> WEIGHTS = List.of(Variable.W, Variable.B, Variable.WI, Variable.BI);

    /**
     * One simulator of the batch: an ensemble of replicas side by side, or a single circuit.
     *
     * @param replicas replicas of the simulator, in order
     */
    private record SimulatorGroup(Simulator simulator, List<RunningReplica> replicas) {
        /**
         * Advances an evaluation. The mean outputs exclude the first step of each presentation.
         *
         * @param from  steps of the presentation already taken
         * @param steps steps to take
         */
        void evaluate(int from, int steps) {
            for (int step = from; step < from + steps; step++) {
                simulator.advance(Phase.EVALUATE, 1);
                for (RunningReplica replica : replicas) {
                    if (step == 0) {
                        replica.mean.clear();
                    } else {
                        replica.mean.add(replica.circuit.prospective(replica.experiment.circuit().areas()));
                    }
                }
            }
        }

        /** Measures angle_update. The replicas are presented the samples side by side, which gives each the bits that it has when recorded alone. */
        void compareUpdates(UpdateComparison comparison) {
            List<double[]> angles = UpdateAlignment.angles(simulator.replicas(), comparison.inputs(), comparison.targets(),
                    replicas.getFirst().experiment.stepsOfPresentation());
            for (int k = 0; k < replicas.size(); k++) {
                replicas.get(k).angles.put(Quantity.UPDATE_ANGLE, angles.get(k));
            }
        }
    }

    private final CircuitExperiment e;
    private final CircuitParameters p;
    private final DataSets data;
    /** The samples of the test. */
    private SampleSet tested;
    private final List<SimulatorGroup> groups = new ArrayList<>();
    private final List<RunningReplica> replicas = new ArrayList<>();
    private final UpdateComparison comparison;
    private final Phase training;
    private final Phase untaught;
    private final Phase lag;
    /** For each presentation of the epoch 1 if it has a target, otherwise 0; the same for all replicas. */
    private final int[] taught;
    /** Whether some presentations of training have no target. */
    private final boolean gaps;
    /** Whether somebody gives the noise step by step. */
    private final boolean given;
    /** Whether the last step had a target. */
    private boolean targeted;
    private boolean trained;
    /** Whether the current presentation has a target. */
    private boolean hasTarget;

    /**
     * Draws the initial weights.
     *
     * @param experiments experiments that differ only in seeds, learning rates, noise scales and alphas
     * @param threads     threads of a large circuit that is simulated alone
     */
    CircuitBatch(List<CircuitExperiment> experiments, DataSets data, int threads) {
        this(experiments, data, threads, experiments.stream().map(InitialCircuit::noise).toList());
    }

    /** Draws the initial weights; with a source of noise for each replica. */
    CircuitBatch(List<CircuitExperiment> experiments, DataSets data, int threads, List<NoiseSource> noise) {
        e = experiments.getFirst();
        p = e.circuit();
        given = noise.getFirst() instanceof NoiseSource.Given && p.drawsNoise();
        this.data = data;
        tested = data.test();
        comparison = UpdateComparison.of(e, data);
        training = e.training();
        untaught = new Phase(training.forward(), training.lateral(), training.backward(), training.noise(), false);
        taught = new int[data.train().size()];
        Arrays.fill(taught, 1);
        gaps = hasGaps(e, data);
        lag = new Phase(false, false, false, training.noise(), false);
        int first = 0;
        // The weights of an ensemble can't be replaced during a run.
        List<Integer> sizes = e.alwaysOn().newForwardAfter() > 0 ? Collections.nCopies(experiments.size(), 1)
                : EnsembleSizes.of(p, experiments.size());
        for (int size : sizes) {
            Simulator simulator = InitialCircuit.of(experiments.subList(first, first + size), noise.subList(first, first + size), threads);
            for (Replica circuit : simulator.replicas()) {
                replicas.add(new RunningReplica(experiments.get(first), circuit, noise.get(first), data));
                first++;
            }
            groups.add(new SimulatorGroup(simulator, List.copyOf(replicas.subList(first - size, first))));
        }
    }

    /** Returns whether some presentations of training have no target. */
    private static boolean hasGaps(CircuitExperiment e, DataSets data) {
        return e.alwaysOn().targetShare() < 1 || data.train().hasGaps();
    }

    /**
     * Returns a state for another share of presentations with a target. If none had gaps before, the epoch that is under way has none to its end; if
     * none has gaps now, that is so at once. Otherwise the next epoch draws with the new share.
     */
    static Map<String, NpyArray> adapted(Map<String, NpyArray> state, CircuitExperiment to, DataSets data) {
        Map<String, NpyArray> adapted = new LinkedHashMap<>(state);
        if (!hasGaps(to, data)) {
            adapted.keySet().removeAll(Set.of(TAUGHT, HAS_TARGET));
        } else if (!state.containsKey(TAUGHT)) {
            long[] all = new long[data.train().size()];
            Arrays.fill(all, 1);
            adapted.put(TAUGHT, NpyArray.ofLongs(all, all.length));
            adapted.put(HAS_TARGET, NpyArray.ofBooleans(new boolean[] {true}));
        }
        return adapted;
    }

    @Override
    public int size() {
        return replicas.size();
    }

    @Override
    public long step() {
        return groups.getFirst().simulator().step();
    }

    @Override
    public Optional<Driven> driven() {
        return Optional.of(new DrivenCircuits(p, groups.stream().map(SimulatorGroup::simulator).toList(), given, this::countTarget, this::samples));
    }

    /** Notes whether the last step had a target, for recordings. */
    private void countTarget(boolean target) {
        targeted = target;
    }

    /** Returns the circuit of a replica, for inspection between steps. */
    Replica circuit(int replica) {
        return replicas.get(replica).circuit;
    }

    private SampleSet samples(Stage stage) {
        return switch (stage) {
            case SETTLING, TRAINING -> data.train();
            case VALIDATION -> data.validation();
            case TEST -> tested;
            case READOUT -> SampleSet.none();
        };
    }

    @Override
    public long presentations(Stage stage) {
        return stage == Stage.SETTLING ? Math.ceilDiv(e.stepsOfSettling(), e.stepsOfPresentation()) : samples(stage).size();
    }

    @Override
    public int steps(Stage stage, long presentation) {
        int whole = e.stepsOfPresentation();
        if (stage != Stage.SETTLING && samples(stage).hasTimes()) {
            return e.steps(samples(stage).time((int) presentation));
        }
        return stage == Stage.SETTLING ? (int) Math.min(whole, e.stepsOfSettling() - presentation * whole) : whole;
    }

    @Override
    public void begin(Stage stage, int epoch) {
        if (stage == Stage.TRAINING && e.alwaysOn().targetShare() < 1) {
            CounterRandom random = new CounterRandom(e.dataSeed(), CounterRandom.Stream.TARGETS, epoch);
            Arrays.setAll(taught, presentation -> random.nextFloat() < e.alwaysOn().targetShare() ? 1 : 0);
        }
        for (RunningReplica replica : replicas) {
            switch (stage) {
                case TRAINING -> {
                    trained = true;
                    replica.error = 0;
                    if (epoch > 0 && epoch == e.alwaysOn().newForwardAfter()) {
                        InitialCircuit.replaceForward(replica.circuit, replica.experiment);
                    }
                    if (e.shuffle()) {
                        replica.shuffle(epoch);
                    }
                }
                case SETTLING, VALIDATION, READOUT, TEST -> {}
            }
        }
    }

    @Override
    public void show(Stage stage, long presentation) {
        hasTarget = stage == Stage.TRAINING && taught[(int) presentation] == 1 && data.train().isTaught((int) presentation);
        SampleSet samples = samples(stage);
        for (RunningReplica replica : replicas) {
            int sample = sample(stage, presentation, replica);
            samples.show(sample, replica.circuit.input());
            if (stage == Stage.TRAINING && samples.hasTargets()) {
                replica.circuit.target().set(samples.target(sample));
            }
        }
        groups.forEach(group -> group.simulator().present());
    }

    private int sample(Stage stage, long presentation, RunningReplica replica) {
        return stage == Stage.TRAINING ? replica.order.sample(presentation) : (int) (presentation % samples(stage).size());
    }

    @Override
    public void advance(Stage stage, int from, int steps) {
        switch (stage) {
            case SETTLING -> advance(Phase.SETTLE, steps);
            case TRAINING -> {
                int waiting = Math.clamp((long) e.stepsOfLag() - from, 0, steps);
                advance(lag, waiting);
                advance(!gaps || hasTarget ? training : untaught, steps - waiting);
            }
            case VALIDATION, TEST -> groups.forEach(group -> group.evaluate(from, steps));
            case READOUT -> throw new IllegalStateException("circuits have no readout");
        }
    }

    private void advance(Phase phase, int steps) {
        if (steps > 0) {
            groups.forEach(group -> group.simulator().advance(phase, steps));
            targeted = phase.target();
        }
    }

    @Override
    public void shown(Stage stage, long presentation) {
        for (RunningReplica replica : replicas) {
            switch (stage) {
                case TRAINING -> replica.error += data.train().hasTargets()
                        ? replica.squaredError(data.train().target(sample(stage, presentation, replica))) : Double.NaN;
                case VALIDATION -> replica.keep(replica.validation, (int) presentation);
                case TEST -> replica.keep(replica.test, (int) presentation);
                case SETTLING, READOUT -> {}
            }
        }
    }

    /** Measures the angles after training. */
    @Override
    public void trained() {
        for (RunningReplica replica : replicas) {
            replica.angles.replaceAll((angle, last) -> angle == Quantity.UPDATE_ANGLE ? last : angle.row(recorded(replica), 0));
        }
        if (e.measures().contains(Quantity.UPDATE_ANGLE.label())) {
            groups.forEach(group -> group.compareUpdates(comparison));
        }
    }

    @Override
    public Measures measures(int k) {
        RunningReplica replica = replicas.get(k);
        double error = trained ? replica.error / data.train().size() : Double.NaN;
        Measures measures = new Measures().add(Measures.TRAIN_ERROR, error);
        if (isRegression()) {
            measures.add(Measures.VALIDATION_ERROR, replica.validation.error(data.validation()::target));
        } else {
            measures.add(Measures.VALIDATION_ACCURACY, replica.validation.accuracy(data.validation().classes()));
        }
        replica.angles.forEach((angle, last) -> measures.add(angle.label(), last));
        return measures;
    }

    /** Returns whether the samples have targets of their own; a teacher's are only for training. */
    private boolean isRegression() {
        return e.own().isPresent() && !data.train().hasClasses();
    }

    @Override
    public void testOn(Stage stage) {
        testOn(samples(stage));
    }

    @Override
    public void testOn(SampleSet samples) {
        tested = samples;
        replicas.forEach(replica -> replica.testOn(samples.size()));
    }

    @Override
    public Optional<TestResult> test(int k) {
        if (tested.size() == 0) {
            return Optional.empty();
        }
        SampleOutputs outputs = replicas.get(k).test;
        if (tested.hasClasses()) {
            int[] classes = tested.classes();
            return Optional.of(new TestResult(tested.size(), Map.of(Measures.TEST_ACCURACY, outputs.accuracy(classes)), outputs.test(classes)));
        }
        if (tested.hasTargets()) {
            return Optional.of(new TestResult(tested.size(), Map.of(Measures.TEST_ERROR, outputs.error(tested::target)),
                    outputs.test(tested::target, data.units())));
        }
        return Optional.of(new TestResult(tested.size(), Map.of(), outputs.test(data.train().hasClasses())));
    }

    @Override
    public Optional<String> fault(int k, Place place) {
        RunningReplica replica = replicas.get(k);
        try {
            replica.circuit.requireFinite();
            return Optional.empty();
        } catch (NonFiniteException exception) {
            return Optional.of(exception.getMessage() + ", " + place.words() + ". " + RunawayCause.likelyCause(replica.experiment, replica.circuit));
        }
    }

    @Override
    public Optional<String> warning(int k) {
        return replicas.get(k).warning(data, tested);
    }

    @Override
    public List<Series> series(int k, List<String> quantities) {
        RunningReplica replica = replicas.get(k);
        List<Series> series = new ArrayList<>();
        for (String name : quantities) {
            Quantity quantity = Quantity.of(name);
            for (Quantity.Shape shape : quantity.series(p)) {
                series.add(new Series(shape.name(), shape.kind(), shape.shape(), () -> quantity.row(recorded(replica), shape.index())));
            }
        }
        return series;
    }

    private Quantity.RecordedStep recorded(RunningReplica replica) {
        return new Quantity.RecordedStep(replica.experiment, replica.circuit, targeted, comparison);
    }

    @Override
    public Map<String, NpyArray> weights(int k) {
        Replica circuit = replicas.get(k).circuit;
        Map<String, NpyArray> weights = new LinkedHashMap<>();
        for (Variable variable : WEIGHTS) {
            for (int i = 0; i < variable.count(p); i++) {
                weights.put(name(p, variable, i), NpyArray.ofFloats(circuit.matrix(variable, i).toArray(), variable.shape(p, i)));
            }
        }
        return weights;
    }

    @Override
    public void setWeights(int k, Map<String, NpyArray> weights) {
        InitialCircuit.set(replicas.get(k).circuit, weights, e.start());
    }

    /**
     * Returns the state of the circuit ({@link Replica#state}) and of the run: {@code order} of the training samples, {@code squared_errors} summed
     * over this epoch, the last {@code measured_} angles, {@code mean_sums} and {@code mean_steps} of the outputs in an evaluation,
     * {@code validation_} and {@code test_ output} and {@code prediction} of each sample, {@code targeted} and {@code trained}.
     */
    @Override
    public Map<String, NpyArray> state(int k) {
        Map<String, NpyArray> state = new LinkedHashMap<>(replicas.get(k).circuit.state());
        state.putAll(list(k).save());
        return state;
    }

    private NamedArrays list(int k) {
        NamedArrays arrays = replicas.get(k).list();
        arrays.flag("targeted", () -> targeted, saved -> targeted = saved);
        arrays.flag("trained", () -> trained, saved -> trained = saved);
        if (gaps) {
            arrays.ints(TAUGHT, 0, 1, taught);
            arrays.flag(HAS_TARGET, () -> hasTarget, saved -> hasTarget = saved);
        }
        return arrays;
    }

    @Override
    public void resume(List<Map<String, NpyArray>> states) {
        List<Map<String, NpyArray>> circuits = new ArrayList<>();
        for (int k = 0; k < states.size(); k++) {
            Map<String, NpyArray> circuit = new LinkedHashMap<>(states.get(k));
            circuits.add(circuit);
            list(k).take(replicas.get(k).experiment.name(), circuit);
        }
        int first = 0;
        for (SimulatorGroup group : groups) {
            int size = group.replicas().size();
            group.simulator().resume(circuits.subList(first, first + size));
            first += size;
        }
    }

    /** Returns the name of a matrix, numbered by its area as in the paper. */
    static String name(CircuitParameters p, Variable variable, int index) {
        return variable + variable.population(p, index).substring(1);
    }

    @Override
    public List<String> snapshotWeights() {
        List<String> names = new ArrayList<>();
        for (int l = 1; l <= p.areas(); l++) {
            names.add("W" + l);
            if (l < p.areas()) {
                names.add("B" + l);
            }
        }
        return names;
    }
}
