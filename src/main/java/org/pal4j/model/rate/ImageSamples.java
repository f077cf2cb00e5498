package org.pal4j.model.rate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pal4j.data.ImageData;
import org.pal4j.data.SampleSet;
import org.pal4j.data.own.FurtherTable;
import org.pal4j.model.Batch;
import org.pal4j.model.Samples;

/**
 * Images of a data set, read once for all experiments that use it. Each experiment splits them according to its own keys.
 *
 * @param images images of the files
 */
record ImageSamples(ImageData images) implements Samples<RateExperiment> {
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
        return new RateBatch(e, SampleParts.of(e, images), threads);
    }
}
