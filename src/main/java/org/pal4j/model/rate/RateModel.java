package org.pal4j.model.rate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.config.Keys;
import org.pal4j.data.DataFolder;
import org.pal4j.data.own.OwnData;
import org.pal4j.data.own.OwnReader;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Cost;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.model.Measures;
import org.pal4j.model.Model;
import org.pal4j.model.OriginalFormat;
import org.pal4j.model.Samples;
import org.pal4j.model.Terms;
import org.pal4j.model.TrainedNetwork;
import org.pal4j.model.rate.golden.RateCase;
import org.pal4j.verify.GoldenCase;
import org.pal4j.verify.GoldenMaker;

/** The model of latent-equilibrium rate networks. */
public final class RateModel implements Model<RateExperiment> {
    /** The only instance. */
    public static final RateModel INSTANCE = new RateModel();

    static final String NAME = "rate";
    static final Terms TERMS = new Terms("network", "update", "an update", "rates", "layer",
            "The mean squared error of the outputs at the last update of each batch",
            "smaller layers, a smaller batch, or fewer threads or replicas");

    private RateModel() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Terms terms() {
        return TERMS;
    }

    @Override
    public Keys<?, RateExperiment> keys() {
        return RateKeys.KEYS;
    }

    @Override
    public List<String> quantities() {
        return Quantity.labels();
    }

    @Override
    public List<String> replicaKeys() {
        return List.of("multiplier", "lr_factors", "bw_lr_factors", "regularizer", "sigma");
    }

    @Override
    public Examples examples() {
        return new Examples("{multiplier: [32, 64]}", "{algorithm: [PAL, BP], sigma: [0.01, 0]}");
    }

    @Override
    public List<String> scores() {
        return List.of(Measures.TEST_ACCURACY, Measures.VALIDATION_ACCURACY, Evaluation.TEST_LATENT_ACCURACY, Evaluation.LATENT_ACCURACY);
    }

    @Override
    public Cost cost(RateExperiment e) {
        return RunCost.of(e);
    }

    /** Returns 1, since a network already simulates a whole batch of samples side by side. */
    @Override
    public void requireMemory(RateExperiment e) {
        RunCost.requireMemory(e);
    }

    @Override
    public SamplesKey samplesKey(RateExperiment e) {
        return new SamplesKey(true, e.own().<List<?>>map(own -> List.of(own, counts(e))).orElseGet(() -> List.of(e.task().dataSet())));
    }

    @Override
    public Samples<RateExperiment> samples(RateExperiment e, DataFolder data) {
        return rateSamples(e, data);
    }

    RateSamples rateSamples(RateExperiment e, DataFolder data) {
        return e.own().<RateSamples>map(own -> new RateSamples.Own(OwnReader.read(e.name(), own, counts(e), 1, 0)))
                .orElseGet(() -> new RateSamples.Published(e.task().read(data)));
    }

    static OwnData.Counts counts(RateExperiment e) {
        return new OwnData.Counts(e.trainSamples(), e.validationSamples(), e.testSamples());
    }

    @Override
    public List<OriginalFormat> originalFormats() {
        return List.of(new OriginalRate());
    }

    @Override
    public Optional<GoldenCase> golden(Path folder) {
        return RateCase.isIn(folder) ? Optional.of(RateCase.read(folder, LayerText::of)) : Optional.empty();
    }

    @Override
    public Optional<GoldenMaker<RateExperiment>> goldenMaker() {
        return Optional.of(GoldenRates.INSTANCE);
    }

    @Override
    public List<FeedbackWeights> feedback(RateExperiment e, Map<String, NpyArray> weights) {
        return FeedbackPairs.of(e.network(), weights);
    }

    @Override
    public List<Chart> charts(TrainedNetwork<RateExperiment> network, Detail detail) {
        return Stream.of(LatentRates.of(network.arrays(), network.whose(), detail), Reconstructions.of(network.arrays(), network.whose(), detail))
                .flatMap(Optional::stream).toList();
    }
}
