package org.pal4j.model.circuit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.config.Keys;
import org.pal4j.data.DataFolder;
import org.pal4j.data.DataSets;
import org.pal4j.data.SampleSet;
import org.pal4j.data.own.FurtherTable;
import org.pal4j.data.own.OwnData;
import org.pal4j.data.own.OwnReader;
import org.pal4j.data.own.OwnSamples;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Cost;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.model.Model;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.Samples;
import org.pal4j.model.Terms;
import org.pal4j.model.TrainedNetwork;
import org.pal4j.model.circuit.original.GennFormat;
import org.pal4j.model.circuit.original.NumpyFormat;
import org.pal4j.verify.GoldenCase;
import org.pal4j.verify.GoldenMaker;

/** The model of dendritic cortical microcircuits. */
public final class CircuitModel implements Model<CircuitExperiment> {
    /** The only instance. */
    public static final CircuitModel INSTANCE = new CircuitModel();

    private static final Terms TERMS = new Terms("circuit", "step", "a step", "voltages", "area",
            "The mean squared error of the output voltages at the end of each presentation", "fewer train_samples or smaller layers");

    private CircuitModel() {}

    @Override
    public String name() {
        return "circuit";
    }

    @Override
    public Terms terms() {
        return TERMS;
    }

    @Override
    public Keys<?, CircuitExperiment> keys() {
        return ExperimentKeys.KEYS;
    }

    @Override
    public List<String> quantities() {
        return Quantity.labels();
    }

    @Override
    public List<String> replicaKeys() {
        return List.of("eta_fw", "eta_bw", "eta_IP", "eta_PI", "noise_scale", "alpha");
    }

    @Override
    public List<String> changeableKeys() {
        return Stream.concat(replicaKeys().stream(), Stream.of("target_share")).toList();
    }

    @Override
    public Examples examples() {
        return new Examples("{eta_bw: [0.1, 1]}", "{tauxi: [0.1, 1], taur: [0, 1]}");
    }

    @Override
    public Cost cost(CircuitExperiment e) {
        return new Cost(e.totalSteps(), replicas -> StepCost.together(e.circuit(), replicas), CircuitMemory.bytes(e),
                Circuit.sharesWork(e.circuit()));
    }

    @Override
    public int replicasTogether(CircuitExperiment e) {
        return e.alwaysOn().newForwardAfter() > 0 ? 1 : EnsembleSizes.mostSideBySide(e.circuit());
    }

    @Override
    public void requireMemory(CircuitExperiment e) {
        CircuitMemory.require(e);
    }

    @Override
    public Set<String> sharedState() {
        return CircuitBatch.SHARED;
    }

    @Override
    public SamplesKey samplesKey(CircuitExperiment e) {
        return new SamplesKey(e.task().isFromFiles(), e.task().samplesKey(e));
    }

    @Override
    public Samples<CircuitExperiment> samples(CircuitExperiment e, DataFolder data) {
        return circuitSamples(e, data);
    }

    private static CircuitSamples circuitSamples(CircuitExperiment e, DataFolder data) {
        if (e.own().isEmpty()) {
            return new CircuitSamples(e.task().samples(e, data), Optional.empty());
        }
        OwnSamples own = OwnReader.read(e.name(), e.own().get(), counts(e), e.targetHigh(), e.targetLow());
        return new CircuitSamples(own.sets(), Optional.of(own));
    }

    private static OwnData.Counts counts(CircuitExperiment e) {
        return new OwnData.Counts(e.trainSamples(), e.validationSamples(), e.testSamples());
    }

    @Override
    public List<OriginalFormat> originalFormats() {
        return List.of(new NumpyFormat(), new GennFormat((p, name) -> Quantity.of(name).bytes(p)));
    }

    @Override
    public Optional<GoldenCase> golden(Path folder) {
        return CircuitCase.isIn(folder) ? Optional.of(CircuitCase.read(folder)) : Optional.empty();
    }

    @Override
    public Optional<GoldenMaker<CircuitExperiment>> goldenMaker() {
        return Optional.of(GoldenCircuits.INSTANCE);
    }

    /** Returns the samples of an experiment that its layers fit. */
    DataSets sets(CircuitExperiment e, DataFolder data) {
        CircuitSamples samples = circuitSamples(e, data);
        samples.requireFit(e);
        return samples.data();
    }

    @Override
    public List<FeedbackWeights> feedback(CircuitExperiment e, Map<String, NpyArray> weights) {
        return Feedback.of(e.circuit(), weights);
    }

    @Override
    public List<Chart> charts(TrainedNetwork<CircuitExperiment> network, Detail detail) {
        Optional<Chart> regions = DecisionRegions.of(network);
        Optional<Chart> features = Features.of(network, detail);
        return Stream.of(regions, features).flatMap(Optional::stream).toList();
    }

    /**
     * The samples of circuits.
     *
     * @param data training, validation and test samples
     * @param own  what files of the user say of them; empty with other tasks
     */
    private record CircuitSamples(DataSets data, Optional<OwnSamples> own) implements Samples<CircuitExperiment> {
        @Override
        public Map<String, String> files() {
            return data.files();
        }

        @Override
        public List<String> classNames() {
            return data.classNames();
        }

        @Override
        public long steps(CircuitExperiment e) {
            requireFit(e);
            long steps = e.totalSteps(data);
            if (steps < 0 || steps > ExperimentDraft.MAX_STEPS) {
                throw new InputException(e.name(), List.of(Fault.of("epochs", e.epochs(), "with " + data.train().size()
                        + " training samples and this Tpres, a run has too many steps (use fewer epochs)")));
            }
            return steps;
        }

        /** Checks that the layers fit the user's files. */
        private void requireFit(CircuitExperiment e) {
            CircuitParameters p = e.circuit();
            InputException.throwIfAny(e.name(),
                    own.flatMap(there -> there.unfit(p.layers(), p.size(0), p.size(p.areas()))).map(List::of).orElse(List.of()));
            List<Fault> faults = new ArrayList<>();
            if (e.shuffle() && (data.train().hasTimes() || data.train().hasGaps())) {
                faults.add(new Fault("shuffle", "true", "must be false, as " + own.orElseThrow().file() + " says when each sample is shown",
                        "the samples are then shown in the order of the file"));
            }
            for (SampleSet set : List.of(data.train(), data.validation(), data.test())) {
                checkTimes(e, set, faults);
            }
            InputException.throwIfAny(e.name(), faults);
        }

        private void checkTimes(CircuitExperiment e, SampleSet set, List<Fault> faults) {
            double dt = e.circuit().dt();
            for (int k = 0; set.hasTimes() && k < set.size() && faults.isEmpty(); k++) {
                double steps = set.time(k) / dt;
                if (!(steps >= 2) || steps > Integer.MAX_VALUE || Math.abs(steps - Math.rint(steps)) > 1e-6 * steps || set.time(k) <= e.lag()) {
                    faults.add(Fault.of("time[" + k + "] of " + own.orElseThrow().file(), set.time(k),
                            "must be a whole multiple of dt, " + dt + " ms, at least twice it, more "
                                    + "than learning_lag and at most 2^31 steps"));
                }
            }
        }

        @Override
        public SampleSet read(CircuitExperiment e, Path file) {
            CircuitParameters p = e.circuit();
            return e.own().map(there -> OwnReader.further(e.name(), there, counts(e), file, e.targetHigh(), e.targetLow()))
                    .orElseGet(() -> FurtherTable.read(e.name(), file, p.size(0), p.size(p.areas()), e.classNames(), e.targetHigh(), e.targetLow()));
        }

        @Override
        public Map<String, NpyArray> adapted(Map<String, NpyArray> state, CircuitExperiment to) {
            return CircuitBatch.adapted(state, to, data);
        }

        @Override
        public Batch start(List<CircuitExperiment> replicas, int threads) {
            requireFit(replicas.getFirst());
            return new CircuitBatch(replicas, data, threads);
        }

        @Override
        public Batch startGiven(CircuitExperiment e, int threads) {
            requireFit(e);
            return new CircuitBatch(List.of(e), data, threads, List.of(new NoiseSource.Given()));
        }
    }
}
