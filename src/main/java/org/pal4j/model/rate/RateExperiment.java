package org.pal4j.model.rate;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.chart.Numbers;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.RunSettings;
import org.pal4j.rate.RateParameters;

/**
 * A resolved configuration of a rate network: everything that decides what a run computes. {@code RateKeys} reads and shows it.
 *
 * @param settings          name, seed, epochs and what is recorded
 * @param task              what is learned
 * @param network           the network, with the learning rates that follow from {@code rates}
 * @param rates             learning rates and times as configurations give them
 * @param updates           for which a batch is shown
 * @param trainSamples      training samples; 0 for all that are there and not for validation
 * @param validationSamples validation samples; 0 for the usual share of the training images
 * @param testSamples       test samples; 0 for all
 * @param splitSeed         decides which images are for validation; the seed itself if it is empty
 * @param noiseInEvaluation whether OU noise stays on in validation and test
 * @param init              standard deviation of all initial weights and biases
 * @param classifierSamples training samples from which a linear classifier of latent rates learns, at most
 * @param classifierSeeds   such classifiers, of whose accuracies the mean is taken; 0 for none
 */
public record RateExperiment(
        RunSettings settings, ImageTask task, RateParameters network, Rates rates, int updates, int trainSamples, int validationSamples,
        int testSamples, Optional<Long> splitSeed, boolean noiseInEvaluation, double init, int classifierSamples, int classifierSeeds)
        implements Experiment {

    /** What 1 stands for as multiplier, with one update for each batch and dt = 1. */
    private static final double UNIT = 0.125;

    /**
     * Learning rates and times as configurations give them.
     *
     * @param multiplier of all learning rates
     * @param forward    factor of the learning rate of W, for each layer
     * @param backward   factor of the learning rate of B, for each layer
     * @param tauXi      time constant of the noise, in units of dt
     * @param tauHP      time constant of the high-pass, in units of dt
     * @param tauLO      time constant of the low-pass on updates, in units of dt; 0 for none
     */
    public record Rates(double multiplier, List<Double> forward, List<Double> backward, double tauXi, double tauHP, double tauLO) {
        /** Copies the lists. */
        public Rates {
            forward = List.copyOf(forward);
            backward = List.copyOf(backward);
        }

        /** The learning rate of a factor 1. */
        double base(int updates, double dt) {
            return UNIT * multiplier / updates / dt;
        }
    }

    @Override
    public Model<RateExperiment> model() {
        return RateModel.INSTANCE;
    }

    @Override
    public RateExperiment with(RunSettings other) {
        return new RateExperiment(other, task, network, rates, updates, trainSamples, validationSamples, testSamples, splitSeed, noiseInEvaluation,
                init, classifierSamples, classifierSeeds);
    }

    /** Whether linear classifiers tell classes apart by latent rates. */
    boolean hasClassifier() {
        return !task.hasClasses() && classifierSeeds > 0;
    }

    @Override
    public String layers() {
        return LayerText.sizes(network);
    }

    @Override
    public String algorithm() {
        return network.algorithm().name();
    }

    @Override
    public String description() {
        return "A rate network of " + layers() + " neurons with " + algorithmInWords() + " " + task.words() + ": " + Numbers.count(epochs())
                + (epochs() == 1 ? " epoch" : " epochs") + " in batches of " + network.batch() + ", each shown for " + Numbers.count(updates)
                + " updates";
    }

    private String algorithmInWords() {
        return switch (network.algorithm()) {
            case PAL -> "phaseless alignment learning (PAL)";
            case FA -> "random feedback (FA)";
            case BP -> "backpropagation (BP)";
            case DFA -> "direct random feedback (DFA)";
        };
    }

    /** Numbers from 0: digits, or the classes of CIFAR-10. */
    @Override
    public List<String> classNames() {
        return IntStream.range(0, ImageTask.CLASSES).mapToObj(Integer::toString).toList();
    }

    @Override
    public Optional<String> warning() {
        List<String> missing = settings.record().stream().filter(name -> !Quantity.of(name).exists(network)).toList();
        return missing.isEmpty() ? Optional.empty()
                : Optional.of("record: nothing is recorded of " + String.join(", ", missing) + ", as no layer of this network keeps it");
    }
}
