package org.pal4j.run;

import java.util.List;
import java.util.Optional;
import org.pal4j.rate.RateNeeds;
import org.pal4j.rate.RateParameters;

/**
 * A resolved configuration of a rate network: everything that decides what a run computes. Read by {@link RateDraft}, shown by {@link RateKeys#show},
 * which gives a file that reads back as the same experiment.
 *
 * @param name              of the experiment
 * @param title             one line about it
 * @param task              what is learned
 * @param network           the network, with the learning rates that follow from {@code rates}
 * @param rates             learning rates and times as configurations give them
 * @param seed              of weights, noise and the order of samples
 * @param epochs            passes over the training samples
 * @param previewEpochs     passes that a plain {@code run} makes; 0 for all
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
        String name, String title, RateTask task, RateParameters network, Rates rates, long seed, int epochs, int previewEpochs, int updates,
        int trainSamples, int validationSamples, int testSamples, Optional<Long> splitSeed, boolean noiseInEvaluation, double init,
        int classifierSamples, int classifierSeeds) implements Configuration {

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
    public String show() {
        return RateKeys.show(this);
    }

    /** The same with another number of epochs. */
    @Override
    public RateExperiment withEpochs(int number) {
        return new RateExperiment(name, title, task, network, rates, seed, number, previewEpochs, updates, trainSamples, validationSamples,
                testSamples, splitSeed, noiseInEvaluation, init, classifierSamples, classifierSeeds);
    }

    @Override
    public Model model() {
        return Model.RATE;
    }

    /** For data sets as they are published: how many images there are is known once they are read. */
    @Override
    public long work() {
        return RateSizes.published(this).updates(this);
    }

    @Override
    public int classes() {
        return RateTask.CLASSES;
    }

    @Override
    public boolean sharesWork() {
        return RateNeeds.sharesWork(network);
    }

    /** Whether latent rates are told apart by a linear classifier. */
    boolean hasClassifier() {
        return !task.hasClasses() && classifierSeeds > 0;
    }

    /** The layers in a few words. */
    public String layers() {
        return LayerText.sizes(network);
    }
}
