package org.pal4j.model.rate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.data.SampleSet;
import org.pal4j.data.own.OwnReader;
import org.pal4j.data.own.OwnSamples;
import org.pal4j.model.Batch;
import org.pal4j.model.Samples;

/**
 * Samples of the user's files, split and scaled once for all experiments that use them.
 *
 * @param own the samples
 */
record OwnRateSamples(OwnSamples own) implements Samples<RateExperiment> {
    @Override
    public Map<String, String> files() {
        return own.sets().files();
    }

    @Override
    public List<String> classNames() {
        return own.sets().classNames();
    }

    @Override
    public SampleSet read(RateExperiment e, Path file) {
        return OwnReader.further(e.name(), e.own().orElseThrow(), RateModel.counts(e), file, 1, 0);
    }

    @Override
    public long steps(RateExperiment e) {
        if (own.sets().train().hasTimes() || own.sets().train().hasGaps()) {
            throw new InputException(e.name(), List.of(new Fault("train", own.file(), "has the arrays time or has_target, which only circuits know",
                    "write the file without them")));
        }
        return SampleCounts.of(e, own).updates(e);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is more than one replica ({@link RateModel#replicasTogether})
     */
    @Override
    public Batch start(List<RateExperiment> replicas, int threads) {
        if (replicas.size() != 1) {
            throw new IllegalArgumentException("a batch holds one rate network, not " + replicas.size());
        }
        RateExperiment e = replicas.getFirst();
        SampleCounts.of(e, own);
        return new RateBatch(e, SampleParts.of(own.sets()), threads);
    }
}
