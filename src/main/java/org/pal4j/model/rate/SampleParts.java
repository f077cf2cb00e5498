package org.pal4j.model.rate;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.pal4j.data.DataSets;
import org.pal4j.data.ImageData;
import org.pal4j.data.SampleSet;

/**
 * Samples of an experiment with a rate network, divided by purpose.
 *
 * @param train      training samples
 * @param validation validation samples, presented at the start and after each epoch
 * @param readout    training samples for the linear classifiers; empty without classifiers
 * @param test       test samples, presented at the end
 * @param units      numbers that belong with test results, by name; usually empty
 */
record SampleParts(Part train, Part validation, Part readout, Part test, Map<String, double[]> units) {
    /** Samples with inputs and targets, by index. */
    private sealed interface Source {
        boolean hasClasses();

        /** Returns whether the samples have targets. */
        boolean hasTargets();

        /** Returns whether the classes of the samples are known, even if they are no targets. */
        boolean isLabelled();

        int classOf(int index);

        void input(int index, float[] to);

        void target(int index, float[] to);
    }

    /**
     * Images of a data set.
     *
     * @param task   task, which determines the rates of pixels and the targets
     * @param images images of the data set
     */
    private record Images(ImageTask task, ImageData.Part images) implements Source {
        @Override
        public boolean hasClasses() {
            return task.hasClasses();
        }

        @Override
        public boolean hasTargets() {
            return true;
        }

        @Override
        public boolean isLabelled() {
            return true;
        }

        @Override
        public int classOf(int index) {
            return images.labels()[index];
        }

        @Override
        public void input(int index, float[] to) {
            int from = index * to.length;
            for (int i = 0; i < to.length; i++) {
                to[i] = task.rate(images.pixels()[from + i]);
            }
        }

        @Override
        public void target(int index, float[] to) {
            if (task.hasClasses()) {
                Arrays.fill(to, 0);
                to[classOf(index)] = 1;
            } else {
                input(index, to);
            }
        }
    }

    /**
     * Samples of the user's files.
     *
     * @param samples      the samples
     * @param classes      whether they have classes
     * @param reconstructs whether the inputs are the targets
     */
    private record Own(SampleSet samples, boolean classes, boolean reconstructs) implements Source {
        @Override
        public boolean hasClasses() {
            return classes;
        }

        @Override
        public boolean hasTargets() {
            return reconstructs || samples.hasTargets();
        }

        @Override
        public boolean isLabelled() {
            return samples.hasClasses();
        }

        @Override
        public int classOf(int index) {
            return samples.classOf(index);
        }

        @Override
        public void input(int index, float[] to) {
            samples.input(index, to);
        }

        @Override
        public void target(int index, float[] to) {
            if (reconstructs) {
                input(index, to);
            } else {
                System.arraycopy(samples.target(index), 0, to, 0, to.length);
            }
        }
    }

    /** A subset of some samples. */
    static final class Part {
        private final Source source;
        private final int[] indices;

        private Part(Source source, int[] indices) {
            this.source = source;
            this.indices = indices;
        }

        /** Returns the indices of the subset. */
        int[] indices() {
            return indices.clone();
        }

        int size() {
            return indices.length;
        }

        boolean hasTargets() {
            return source.hasTargets();
        }

        boolean isLabelled() {
            return source.isLabelled();
        }

        int classOf(int k) {
            return source.classOf(indices[k]);
        }

        int[] classes() {
            return Arrays.stream(indices).map(source::classOf).toArray();
        }

        /** Reads the target of a sample. */
        float[] target(int k, int outputs) {
            float[] target = new float[outputs];
            source.target(indices[k], target);
            return target;
        }
    }

    /**
     * Splits the images as the experiment requests.
     *
     * @throws org.pal4j.InputException if there are too few images, or less than a batch of training images
     */
    static SampleParts of(RateExperiment e, ImageData images) {
        SampleCounts counts = SampleCounts.of(e, images);
        ImageData.Split split = images.split(e.name(), e.splitSeed().orElse(e.seed()), counts.train(), counts.validation(), counts.test());
        Source learned = new Images(e.task(), images.train());
        return new SampleParts(new Part(learned, split.train()), new Part(learned, split.validation()),
                new Part(learned, Arrays.copyOf(split.train(), counts.readout(e))), new Part(new Images(e.task(), images.test()), split.test()),
                Map.of());
    }

    /** Returns the samples of the user's files, which are split already. */
    static SampleParts of(DataSets sets) {
        boolean classes = sets.train().hasClasses();
        Source train = new Own(sets.train(), classes, false);
        return new SampleParts(all(train, sets.train().size()), all(new Own(sets.validation(), classes, false), sets.validation().size()),
                new Part(train, new int[0]), all(new Own(sets.test(), classes, false), sets.test().size()), sets.units());
    }

    /** Returns these samples with others for the test. */
    SampleParts withTest(Part other) {
        return new SampleParts(train, validation, readout, other, units);
    }

    /** Returns further samples, for a prediction. */
    static Part further(ImageTask task, SampleSet samples) {
        return all(new Own(samples, samples.hasClasses(), task.reconstructs()), samples.size());
    }

    private static Part all(Source source, int size) {
        return new Part(source, IntStream.range(0, size).toArray());
    }

    /** Returns whether the samples have classes. */
    boolean hasClasses() {
        return train.source.hasClasses();
    }

    /** Returns the number of whole batches in an epoch. */
    int batches(int batch) {
        return train.size() / batch;
    }

    /** Reads the rates of sample {@code k} of a part, in the order channel, row, column. Their number is the length of {@code to}. */
    void input(Part part, int k, float[] to) {
        part.source.input(part.indices[k], to);
    }

    /** Reads the target of sample {@code k} of a part. */
    void target(Part part, int k, float[] to) {
        part.source.target(part.indices[k], to);
    }
}
