package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.LinearClassifier;
import org.pal4j.measure.SampleOutputs;
import org.pal4j.measure.Standstill;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Measures;
import org.pal4j.model.Stage;
import org.pal4j.model.rate.SampleParts.Part;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateParameters;

/**
 * Evaluates a rate network on samples, without learning. The last batch is padded with copies of the last sample, which counts once.
 */
final class Evaluation {
    /** Mean accuracy of the linear classifiers of an autoencoder's latent rates. */
    static final String LATENT_ACCURACY = "latent_accuracy";
    /** The latent accuracy on test samples. */
    static final String TEST_LATENT_ACCURACY = "test_latent_accuracy";
    private static final String SQUARED_ERRORS = "_squared_errors";
    /** Number of test images of each class that are saved with their reconstructions. */
    private static final int EXAMPLES = 4;

    private final RateExperiment e;
    private SampleParts parts;
    private final RateNetwork network;
    private final RateParameters p;
    private final int latentLayer;
    private final Map<Stage, Seen> seen = new EnumMap<>(Stage.class);
    /** Classifiers of the last validation; empty until needed. */
    private List<LinearClassifier> classifiers = List.of();

    Evaluation(RateExperiment e, SampleParts parts, RateNetwork network) {
        this.e = e;
        this.parts = parts;
        this.network = network;
        p = e.network();
        latentLayer = ImageTask.latentLayer(p);
    }

    /** Outputs of the network for the samples of a stage. */
    private static final class Seen {
        private final Part part;
        /** Rates of the last layer, if they are needed. */
        private final Optional<SampleOutputs> outputs;
        /** Rates of the latent layer, samples x neurons; empty in classification. */
        private final float[] latents;
        private double squaredErrors;

        Seen(Part part, Optional<SampleOutputs> outputs, int latents) {
            this.part = part;
            this.outputs = outputs;
            this.latents = new float[Math.multiplyExact(part.size(), latents)];
        }

        double error() {
            // Unlike 0/0, the constant has the same bits on all platforms.
            return part.size() == 0 ? Double.NaN : squaredErrors / part.size();
        }

        void listState(NamedArrays arrays, String stage) {
            outputs.ifPresent(own -> own.listState(arrays, stage));
            if (latents.length > 0) {
                arrays.floats(stage + "_latent", latents, part.size(), latents.length / part.size());
            }
            arrays.number(stage + SQUARED_ERRORS, () -> squaredErrors, saved -> squaredErrors = saved);
        }
    }

    /** Returns the samples of a stage that evaluates. */
    private Part part(Stage stage) {
        return switch (stage) {
            case VALIDATION -> parts.validation();
            case READOUT -> parts.readout();
            case TEST -> parts.test();
            case SETTLING, TRAINING -> throw new IllegalArgumentException(stage + " measures nothing");
        };
    }

    /** Returns the number of batches of a stage. */
    int batches(Stage stage) {
        return Math.ceilDiv(part(stage).size(), p.batch());
    }

    /** Takes other samples for the test. */
    void testOn(SampleParts with) {
        parts = with;
        seen.remove(Stage.TEST);
    }

    /** Starts a stage. */
    void begin(Stage stage) {
        seen(stage).squaredErrors = 0;
        if (stage == Stage.VALIDATION) {
            classifiers = List.of();
        }
    }

    private int outputs() {
        return p.shape(p.depth()).size();
    }

    private Seen seen(Stage stage) {
        return seen.computeIfAbsent(stage, now -> {
            // The outputs of an autoencoder are images, needed only in the test, for examples; likewise those of a regression.
            Optional<SampleOutputs> outputs = parts.hasClasses() || now == Stage.TEST
                    ? Optional.of(new SampleOutputs(part(now).size(), outputs())) : Optional.empty();
            return new Seen(part(now), outputs, e.task().reconstructs() ? p.shape(latentLayer).size() : 0);
        });
    }

    /** Lists the state of the stages that have started. Classifiers are excluded, since they are derived from the readout. */
    void listState(NamedArrays arrays) {
        seen.forEach((stage, own) -> own.listState(arrays, label(stage)));
    }

    /** Allocates the stages that had started in a saved state with arrays of these names. */
    void expect(Set<String> names) {
        Stream.of(Stage.VALIDATION, Stage.READOUT, Stage.TEST).filter(stage -> names.contains(label(stage) + SQUARED_ERRORS)).forEach(this::seen);
    }

    private static String label(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** Sets the inputs of a batch. */
    void show(Stage stage, int batch) {
        Part part = part(stage);
        float[] input = new float[p.input().size()];
        for (int s = 0; s < p.batch(); s++) {
            parts.input(part, Math.min(batch * p.batch() + s, part.size() - 1), input);
            network.input(s, input);
        }
    }

    /** Reads the outputs of a batch. */
    void read(Stage stage, int batch) {
        Seen own = seen(stage);
        int outputs = outputs();
        int dims = own.latents.length / own.part.size();
        float[] target = new float[outputs];
        float[] output = new float[outputs];
        float[] latent = new float[dims];
        for (int s = 0; s < p.batch() && batch * p.batch() + s < own.part.size(); s++) {
            int k = batch * p.batch() + s;
            network.rates(p.depth(), s, output);
            if (own.part.hasTargets()) {
                parts.target(own.part, k, target);
                own.squaredErrors += SampleOutputs.squaredError(output, target);
            }
            own.outputs.ifPresent(kept -> kept.keep(k, output, SampleOutputs.argmax(output)));
            if (dims > 0) {
                network.rates(latentLayer, s, latent);
                System.arraycopy(latent, 0, own.latents, k * dims, dims);
            }
        }
    }

    /** Adds the measures of the last validation. Linear classifiers are trained on the readout for this. */
    void addTo(Measures measures) {
        Seen validation = seen(Stage.VALIDATION);
        measures.add(Measures.VALIDATION_ERROR, validation.error());
        if (parts.hasClasses()) {
            measures.add(Measures.VALIDATION_ACCURACY, validation.outputs.orElseThrow().accuracy(validation.part.classes()));
        } else if (e.hasClassifier()) {
            Statistic accuracy = latentAccuracy(validation);
            measures.add(LATENT_ACCURACY, accuracy.mean());
            measures.add(LATENT_ACCURACY + Measures.DEVIATION, accuracy.deviation());
        }
    }

    /** Returns the words for outputs of the test, or else of the validation, that say nothing; nothing if they do. */
    Optional<String> mute() {
        Stage stage = parts.test().size() >= Standstill.ENOUGH ? Stage.TEST : Stage.VALIDATION;
        Seen last = seen(stage);
        String name = label(stage);
        if (parts.hasClasses()) {
            return last.outputs.flatMap(outputs -> Standstill.classes(outputs, last.part.classes(), last.part.size() + " " + name));
        }
        return last.part.size() > 0 && last.part.hasTargets() ? Standstill.error(last.error(), last.part.size(), k -> {
            float[] target = new float[outputs()];
            parts.target(last.part, k, target);
            return target;
        }, name) : Optional.empty();
    }

    private List<LinearClassifier> learn(Seen readout) {
        List<LinearClassifier> learned = new ArrayList<>();
        for (int k = 0; k < e.classifierSeeds(); k++) {
            learned.add(LinearClassifier.train(readout.latents, p.shape(latentLayer).size(), readout.part.classes(), ImageTask.CLASSES,
                    e.seed() + k));
        }
        return learned;
    }

    private Statistic latentAccuracy(Seen own) {
        if (classifiers.isEmpty()) {
            classifiers = learn(seen(Stage.READOUT));
        }
        int[] classes = own.part.classes();
        return Statistic.of(classifiers.stream().map(classifier -> classifier.accuracy(own.latents, classes)).toList());
    }

    /** Returns the results of the test, with the linear classifiers of the last validation. Empty without test samples. */
    Optional<TestResult> test() {
        Part part = parts.test();
        if (part.size() == 0) {
            return Optional.empty();
        }
        Seen own = seen(Stage.TEST);
        Map<String, Double> numbers = new LinkedHashMap<>();
        SampleOutputs outputs = own.outputs.orElseThrow();
        if (part.hasTargets()) {
            numbers.put(Measures.TEST_ERROR, own.error());
        }
        if (parts.hasClasses() && part.isLabelled()) {
            numbers.put(Measures.TEST_ACCURACY, outputs.accuracy(part.classes()));
            return Optional.of(new TestResult(part.size(), numbers, outputs.test(part.classes())));
        }
        if (!e.task().reconstructs()) {
            return Optional.of(new TestResult(part.size(), numbers, part.hasTargets() ? outputs.test(k -> part.target(k, outputs()), parts.units())
                    : outputs.test(parts.hasClasses())));
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        if (part.isLabelled()) {
            if (e.hasClassifier()) {
                numbers.put(TEST_LATENT_ACCURACY, latentAccuracy(own).mean());
            }
            arrays.put("test_class", NpyArray.ofInts(part.classes(), part.size()));
        }
        arrays.put("test_latent", NpyArray.ofFloats(own.latents, part.size(), p.shape(latentLayer).size()));
        if (part.isLabelled()) {
            addExamples(part, outputs, arrays);
        }
        return Optional.of(new TestResult(part.size(), numbers, arrays));
    }

    /** Returns the results of the test with the outputs of all samples. */
    Optional<TestResult> prediction() {
        return test().map(result -> {
            Map<String, NpyArray> arrays = new LinkedHashMap<>(seen(Stage.TEST).outputs.orElseThrow().test(false));
            arrays.putAll(result.arrays());
            return new TestResult(result.samples(), result.numbers(), arrays);
        });
    }

    /** Adds the first images of each class and their reconstructions. */
    private void addExamples(Part part, SampleOutputs outputs, Map<String, NpyArray> arrays) {
        int[] chosen = IntStream.range(0, ImageTask.CLASSES)
                .flatMap(c -> IntStream.range(0, part.size()).filter(k -> part.classOf(k) == c).limit(EXAMPLES)).toArray();
        int size = e.task().images().size();
        float[] originals = new float[chosen.length * size];
        float[] reconstructions = new float[chosen.length * size];
        float[] image = new float[size];
        for (int i = 0; i < chosen.length; i++) {
            parts.input(part, chosen[i], image);
            System.arraycopy(image, 0, originals, i * size, size);
            System.arraycopy(outputs.output(chosen[i]), 0, reconstructions, i * size, size);
        }
        int[] shape = {chosen.length, e.task().images().height(), e.task().images().width()};
        arrays.put("example_index", NpyArray.ofInts(chosen, chosen.length));
        arrays.put("example_image", NpyArray.ofFloats(originals, shape));
        arrays.put("example_reconstruction", NpyArray.ofFloats(reconstructions, shape));
    }

}
