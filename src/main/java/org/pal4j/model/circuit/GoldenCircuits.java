package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.data.SampleSet;
import org.pal4j.model.circuit.golden.CircuitRecorder;
import org.pal4j.model.circuit.golden.CircuitRecorder.Sample;
import org.pal4j.model.circuit.golden.RandomCircuits;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.verify.GoldenFiles;
import org.pal4j.verify.GoldenMaker;

/** Makes golden cases of experiments with circuits. */
final class GoldenCircuits implements GoldenMaker<CircuitExperiment> {
    static final GoldenCircuits INSTANCE = new GoldenCircuits();
    private static final int INPUTS = 2;

    private GoldenCircuits() {}

    @Override
    public GoldenFiles make(CircuitExperiment e, Request request) {
        CircuitParameters p = e.circuit();
        // Before anything large is made.
        CircuitRecorder.times(p, request);
        Circuit circuit = (Circuit) InitialCircuit.of(List.of(e), List.of(new NoiseSource.Given()), 1);
        InitialCircuit.set(circuit, request.weights(), e.start());
        int hold = request.held(e.stepsOfPresentation());
        CircuitRecorder recorder = new CircuitRecorder(circuit, e.training(), Math.min(e.stepsOfLag(), hold - 1), hold, e.seed(), request);
        return recorder.record(CircuitCase.json(e.name(), p, request.steps()), samples(e, request, hold));
    }

    private static List<Sample> samples(CircuitExperiment e, Request request, int hold) {
        int outputs = e.circuit().size(e.circuit().areas());
        Optional<SampleSet> own = request.ownSamples() ? Optional.of(CircuitModel.INSTANCE.sets(e, request.data()).train()) : Optional.empty();
        CounterRandom random = new CounterRandom(e.seed(), Stream.GOLDEN, INPUTS);
        List<Sample> samples = new ArrayList<>();
        for (int k = 0; k < request.presentations(hold); k++) {
            samples.add(own.map(set -> sample(set, samples.size() % set.size(), outputs))
                    .orElseGet(() -> new Sample(uniform(random, e.circuit().size(0)), uniform(random, outputs), true)));
        }
        return samples;
    }

    private static Sample sample(SampleSet set, int k, int outputs) {
        return set.hasTargets() ? new Sample(set.input(k), set.target(k), set.isTaught(k)) : new Sample(set.input(k), new float[outputs], false);
    }

    private static float[] uniform(CounterRandom random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    @Override
    public Draft random(CounterRandom random) {
        return RandomCircuits.draft(random);
    }

    @Override
    public List<Draft> simpler(Draft draft) {
        return RandomCircuits.simpler(draft);
    }
}
