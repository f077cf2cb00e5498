package org.pal4j.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.LinearClassifier;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateParameters;
import org.pal4j.run.RateListener.Stage;
import org.pal4j.run.RateListener.Where;

/** Shows samples to a rate network that does not learn, and says what it makes of them. */
final class Evaluation {
    /** Test images of each class that are kept with what the network makes of them. */
    private static final int EXAMPLES = 4;

    /** The updates of one batch. */
    interface Advance {
        void advance(boolean train, boolean noise, Where where);
    }

    private final RateExperiment e;
    private final RateSamples samples;
    private final RateNetwork network;
    private final RateParameters p;
    private final Advance advance;
    private final int latentLayer;
    private List<LinearClassifier> classifiers = List.of();

    Evaluation(RateExperiment e, RateSamples samples, RateNetwork network, Advance advance) {
        this.e = e;
        this.samples = samples;
        this.network = network;
        this.advance = advance;
        p = e.network();
        latentLayer = RateTask.latentLayer(p);
    }

    /**
     * What the network made of samples.
     *
     * @param outputs rates of the last layer, samples x outputs
     * @param latents rates of the latent layer, samples x neurons; empty in classification
     * @param error   mean squared error of the outputs
     */
    private record Seen(float[] outputs, float[] latents, double error) {}

    /**
     * What a test gave.
     *
     * @param results    by name
     * @param recordings arrays by name
     */
    record Test(Map<String, Double> results, Map<String, NpyArray> recordings) {}

    /** The mean over outputs of their squared differences from a target. */
    static double squaredError(float[] output, float[] target) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double difference = output[i] - target[i];
            sum += difference * difference;
        }
        return sum / target.length;
    }

    /** What validation says after so many epochs, by the names of {@link RateMetrics}. */
    Map<String, Double> measure(int epoch) {
        Map<String, Double> values = new LinkedHashMap<>();
        Seen seen = show(samples.validation(), Stage.VALIDATION, epoch);
        values.put(RateMetrics.VALIDATION_ERROR, seen.error);
        if (e.task().hasClasses()) {
            values.put(RateMetrics.VALIDATION_ACCURACY, accuracy(samples.validation(), predictions(seen.outputs)));
        } else if (e.hasClassifier()) {
            RateSamples.Part part = samples.train().first(e.classifierSamples());
            float[] latents = show(part, Stage.CLASSIFIER, epoch).latents;
            classifiers = new ArrayList<>();
            for (int k = 0; k < e.classifierSeeds(); k++) {
                classifiers.add(LinearClassifier.train(latents, p.shape(latentLayer).size(), part.classes(), RateTask.CLASSES, e.seed() + k));
            }
            Statistic accuracy = latentAccuracy(seen.latents, samples.validation());
            values.put(RateMetrics.LATENT_ACCURACY, accuracy.mean());
            values.put(RateMetrics.LATENT_DEVIATION, accuracy.deviation());
        }
        return values;
    }

    /** The test, after so many epochs; the linear classifiers are those of the last validation. */
    Test test(int epoch) {
        RateSamples.Part part = samples.test();
        Seen seen = show(part, Stage.TEST, epoch);
        int[] classes = part.classes();
        Map<String, Double> results = new LinkedHashMap<>();
        Map<String, NpyArray> recordings = new LinkedHashMap<>();
        results.put(RateOutcome.TEST_ERROR, seen.error);
        if (e.task().hasClasses()) {
            int[] predicted = predictions(seen.outputs);
            results.put(RateOutcome.TEST_ACCURACY, accuracy(part, predicted));
            recordings.put("test_output", NpyArray.ofFloats(seen.outputs, part.size(), e.task().outputs()));
            recordings.put("test_class", NpyArray.ofInts(classes, part.size()));
            recordings.put("test_prediction", NpyArray.ofInts(predicted, part.size()));
        } else {
            if (e.hasClassifier()) {
                results.put(RateOutcome.TEST_LATENT_ACCURACY, latentAccuracy(seen.latents, part).mean());
            }
            recordings.put("test_class", NpyArray.ofInts(classes, part.size()));
            recordings.put("test_latent", NpyArray.ofFloats(seen.latents, part.size(), p.shape(latentLayer).size()));
            examples(part, seen, recordings);
        }
        return new Test(results, recordings);
    }

    private Statistic latentAccuracy(float[] latents, RateSamples.Part part) {
        int[] classes = part.classes();
        return Statistic.of(classifiers.stream().map(classifier -> classifier.accuracy(latents, classes)).toList());
    }

    /** The first images of each class beside what the network makes of them. */
    private void examples(RateSamples.Part part, Seen seen, Map<String, NpyArray> recordings) {
        int[] chosen = IntStream.range(0, RateTask.CLASSES)
                .flatMap(c -> IntStream.range(0, part.size()).filter(k -> part.classOf(k) == c).limit(EXAMPLES)).toArray();
        int size = e.task().images().size();
        float[] originals = new float[chosen.length * size];
        float[] reconstructions = new float[chosen.length * size];
        float[] image = new float[size];
        for (int i = 0; i < chosen.length; i++) {
            samples.input(part, chosen[i], image);
            System.arraycopy(image, 0, originals, i * size, size);
            System.arraycopy(seen.outputs, chosen[i] * size, reconstructions, i * size, size);
        }
        int[] shape = {chosen.length, e.task().images().height(), e.task().images().width()};
        recordings.put("example_index", NpyArray.ofInts(chosen, chosen.length));
        recordings.put("example_image", NpyArray.ofFloats(originals, shape));
        recordings.put("example_reconstruction", NpyArray.ofFloats(reconstructions, shape));
    }

    private Seen show(RateSamples.Part part, Stage stage, int epoch) {
        int batch = p.batch();
        int batches = Math.ceilDiv(part.size(), batch);
        int outputs = e.task().outputs();
        boolean latent = !e.task().hasClasses();
        int dims = p.shape(latentLayer).size();
        float[] input = new float[p.input().size()];
        float[] target = new float[outputs];
        float[] output = new float[outputs];
        float[] inner = new float[dims];
        // An autoencoder's outputs are images, and needed for examples of the test alone.
        boolean keep = !latent || stage == Stage.TEST;
        float[] all = new float[keep ? Math.multiplyExact(part.size(), outputs) : 0];
        float[] latents = new float[latent ? Math.multiplyExact(part.size(), dims) : 0];
        double error = 0;
        for (int b = 0; b < batches; b++) {
            for (int s = 0; s < batch; s++) {
                samples.input(part, Math.min(b * batch + s, part.size() - 1), input);
                network.input(s, input);
            }
            advance.advance(false, e.noiseInEvaluation(), new Where(epoch, stage, b + 1, batches));
            for (int s = 0; s < batch && b * batch + s < part.size(); s++) {
                int k = b * batch + s;
                network.rates(p.depth(), s, output);
                samples.target(part, k, target);
                error += squaredError(output, target);
                if (keep) {
                    System.arraycopy(output, 0, all, k * outputs, outputs);
                }
                if (latent) {
                    network.rates(latentLayer, s, inner);
                    System.arraycopy(inner, 0, latents, k * dims, dims);
                }
            }
        }
        return new Seen(all, latents, error / part.size());
    }

    /** The class with the largest output, the first of equals. */
    private int[] predictions(float[] outputs) {
        int classes = e.task().outputs();
        return IntStream.range(0, outputs.length / classes).map(k -> {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = outputs[k * classes + c] > outputs[k * classes + best] ? c : best;
            }
            return best;
        }).toArray();
    }

    private static double accuracy(RateSamples.Part part, int[] predicted) {
        return (double) IntStream.range(0, predicted.length).filter(k -> predicted[k] == part.classOf(k)).count() / predicted.length;
    }
}
