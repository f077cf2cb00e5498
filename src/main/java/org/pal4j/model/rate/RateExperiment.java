package org.pal4j.model.rate;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.chart.Numbers;
import org.pal4j.data.own.OwnData;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.RunSettings;
import org.pal4j.rate.RateParameters;

/**
 * Resolved configuration of a rate network: all settings that affect the results of a run. {@code RateKeys} reads and shows it.
 *
 * @param settings          name, seed, epochs and recorded quantities
 * @param task              task
 * @param network           parameters of the network, with the learning rates derived from {@code rates}
 * @param rates             learning rates and time constants as in configurations
 * @param updates           number of updates for which a batch is presented
 * @param trainSamples      number of training samples; 0 for all that are not used for validation
 * @param validationSamples number of validation samples; 0 for the default share of the training images
 * @param testSamples       number of test samples; 0 for all
 * @param splitSeed         seed of the split into training and validation images; if empty, the seed of the run
 * @param noiseInEvaluation whether OU noise is on in validation and test
 * @param init              standard deviation of all initial weights and biases
 * @param classifierSamples maximum number of training samples for a linear classifier of latent rates
 * @param classifierSeeds   number of these classifiers, whose accuracies are averaged; 0 for none
 * @param own               files of the task data; empty with other tasks
 */
public record RateExperiment(
        RunSettings settings, ImageTask task, RateParameters network, Rates rates, int updates, int trainSamples, int validationSamples,
        int testSamples, Optional<Long> splitSeed, boolean noiseInEvaluation, double init, int classifierSamples, int classifierSeeds,
        Optional<OwnData> own)
        implements Experiment {

    /** Learning rate at multiplier 1, with one update per batch and dt = 1. */
    private static final double UNIT = 0.125;

    /**
     * Learning rates and time constants as in configurations.
     *
     * @param multiplier common factor of all learning rates
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

        /** Returns the learning rate at factor 1. */
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
                init, classifierSamples, classifierSeeds, own);
    }

    /** Returns whether linear classifiers are trained on latent rates. */
    boolean hasClassifier() {
        return task.reconstructs() && classifierSeeds > 0;
    }

    @Override
    public String layers() {
        return LayerText.sizes(network);
    }

    /** Returns the sizes of all layers but the last. A map has a neuron for each of its positions; a max-pool has none of its own. */
    @Override
    public List<Integer> hiddenNeurons() {
        return IntStream.range(1, network.depth()).filter(l -> network.layer(l).hasWeights()).map(l -> network.shape(l).size()).boxed().toList();
    }

    @Override
    public String algorithm() {
        return network.algorithm().name();
    }

    @Override
    public String description() {
        return "A rate network of " + layers() + " neurons with " + algorithmInWords() + " "
                + own.map(data -> "on the data of " + data.fileName()).orElse(task.words()) + ": " + Numbers.count(epochs())
                + (epochs() == 1 ? " epoch" : " epochs") + " in batches of " + network.batch() + ", each shown for " + Numbers.count(updates)
                + " updates";
    }

    /** Returns numbers from 0: digits, or the classes of CIFAR-10. Those of own data are in their files. */
    @Override
    public List<String> classNames() {
        return IntStream.range(0, own.isPresent() ? 0 : ImageTask.CLASSES).mapToObj(Integer::toString).toList();
    }

    @Override
    public Optional<String> warning() {
        List<String> missing = settings.record().stream().filter(name -> !Quantity.of(name).exists(network)).toList();
        return missing.isEmpty() ? Optional.empty()
                : Optional.of("record: nothing is recorded of " + String.join(", ", missing) + ", as no layer of this network keeps it");
    }
}
