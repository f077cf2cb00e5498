package org.pal4j.model.rate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.data.ImageData;
import org.pal4j.data.SampleSet;
import org.pal4j.data.own.FurtherTable;
import org.pal4j.data.own.OwnReader;
import org.pal4j.data.own.OwnSamples;
import org.pal4j.model.Batch;
import org.pal4j.model.Samples;
import org.pal4j.rate.RateNoise;

/** Samples for rate networks, read once for all experiments that use them. */
sealed interface RateSamples extends Samples<RateExperiment> {
    /**
     * Returns the samples of an experiment, divided by purpose.
     *
     * @throws InputException if there are too few
     */
    SampleParts parts(RateExperiment e);

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is more than one replica ({@link RateModel#replicasTogether})
     */
    @Override
    default Batch start(List<RateExperiment> replicas, int threads) {
        if (replicas.size() != 1) {
            throw new IllegalArgumentException("a batch holds one rate network, not " + replicas.size());
        }
        RateExperiment e = replicas.getFirst();
        return new RateBatch(e, parts(e), new RateNoise.Counter(e.seed()), threads);
    }

    @Override
    default Batch startGiven(RateExperiment e, int threads) {
        return new RateBatch(e, parts(e), new RateNoise.Given(), threads);
    }

    /**
     * Images of a data set. Each experiment splits them according to its own keys.
     *
     * @param images images of the files
     */
    record Published(ImageData images) implements RateSamples {
        @Override
        public Map<String, String> files() {
            return images.files();
        }

        @Override
        public SampleSet read(RateExperiment e, Path file) {
            return FurtherTable.read(e.name(), file, e.network().input().size(), e.task().outputs(), e.classNames(), 1, 0);
        }

        @Override
        public long steps(RateExperiment e) {
            return SampleCounts.of(e, images).updates(e);
        }

        @Override
        public SampleParts parts(RateExperiment e) {
            return SampleParts.of(e, images);
        }
    }

    /**
     * Samples of the user's files, split and scaled once for all experiments that use them.
     *
     * @param own the samples
     */
    record Own(OwnSamples own) implements RateSamples {
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
                throw new InputException(e.name(),
                        List.of(new Fault("train", own.file(), "has the arrays time or has_target, which only circuits know",
                                "write the file without them")));
            }
            return SampleCounts.of(e, own).updates(e);
        }

        @Override
        public SampleParts parts(RateExperiment e) {
            SampleCounts.of(e, own);
            return SampleParts.of(own.sets());
        }
    }
}
