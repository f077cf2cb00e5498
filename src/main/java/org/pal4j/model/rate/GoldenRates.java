package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.model.rate.golden.RandomRates;
import org.pal4j.model.rate.golden.RateRecorder;
import org.pal4j.model.rate.golden.RateRecorder.Shown;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.verify.GoldenFiles;
import org.pal4j.verify.GoldenMaker;

/** Makes golden cases of experiments with rate networks. */
final class GoldenRates implements GoldenMaker<RateExperiment> {
    static final GoldenRates INSTANCE = new GoldenRates();
    private static final int INPUTS = 3;

    private GoldenRates() {}

    @Override
    public GoldenFiles make(RateExperiment e, Request request) {
        // Before anything large is made.
        RateRecorder.times(e.network(), request);
        RateNetwork network = InitialWeights.network(e, new RateNoise.Given(), 1);
        request.weights().forEach((name, values) -> write(network, e.network(), name, values));
        int hold = request.held(e.updates());
        return new RateRecorder(network, hold, e.noiseInEvaluation(), e.seed(), request).record(e.name(), batches(e, request, hold));
    }

    private static void write(RateNetwork network, RateParameters p, String name, NpyArray values) {
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (name.equals(variable.name() + l) && variable.isWeight() && variable.exists(p, l)) {
                    network.write(variable, l, values.toDoubles());
                }
            }
        }
    }

    private static List<Shown> batches(RateExperiment e, Request request, int hold) {
        Optional<SampleParts> own = request.ownSamples()
                ? Optional.of(RateModel.INSTANCE.rateSamples(e, request.data()).parts(e)) : Optional.empty();
        CounterRandom random = new CounterRandom(e.seed(), Stream.GOLDEN, INPUTS);
        List<Shown> batches = new ArrayList<>();
        for (int k = 0; k < request.presentations(hold); k++) {
            batches.add(own.map(parts -> own(e, parts, batches.size())).orElseGet(() -> drawn(e.network(), random)));
        }
        return batches;
    }

    private static Shown own(RateExperiment e, SampleParts parts, int batch) {
        RateParameters p = e.network();
        if (!parts.train().hasTargets() && !parts.hasClasses()) {
            throw new InputException(e.name() + ": the samples have no targets; use --inputs random");
        }
        int inputs = p.input().size();
        int outputs = p.shape(p.depth()).size();
        float[] x = new float[p.batch() * inputs];
        float[] y = new float[p.batch() * outputs];
        float[] input = new float[inputs];
        float[] target = new float[outputs];
        for (int s = 0; s < p.batch(); s++) {
            int sample = (int) (((long) batch * p.batch() + s) % parts.train().size());
            parts.input(parts.train(), sample, input);
            parts.target(parts.train(), sample, target);
            System.arraycopy(input, 0, x, s * inputs, inputs);
            System.arraycopy(target, 0, y, s * outputs, outputs);
        }
        return new Shown(x, y);
    }

    private static Shown drawn(RateParameters p, CounterRandom random) {
        int outputs = p.shape(p.depth()).size();
        float[] x = new float[p.batch() * p.input().size()];
        float[] y = new float[p.batch() * outputs];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        for (int s = 0; s < p.batch(); s++) {
            int right = random.nextInt(outputs);
            for (int o = 0; o < outputs; o++) {
                // The targets of a softmax are probabilities.
                y[s * outputs + o] = p.target() == Target.SOFTMAX ? (o == right ? 1 : 0) : random.nextFloat();
            }
        }
        return new Shown(x, y);
    }

    @Override
    public Draft random(CounterRandom random) {
        return RandomRates.draft(random);
    }

    @Override
    public List<Draft> simpler(Draft draft) {
        return RandomRates.simpler(draft);
    }
}
