package org.pal4j.model.circuit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.pal4j.data.DataFolder;
import org.pal4j.data.DataSets;
import org.pal4j.data.Mnist;
import org.pal4j.data.MnistFiles;
import org.pal4j.data.SampleSet;
import org.pal4j.data.YinYang;

/** Tasks of a circuit (key {@code task}). */
public enum Task {
    /** Yin-Yang classification: 4 inputs, 3 classes. */
    YINYANG(YinYang.INPUTS, List.of("yang", "yin", "dots"), "on Yin-Yang classification"),
    /**
     * Classification of handwritten digits from files: 784 inputs, 10 classes. A pixel p is the rate p/256. Training uses the first 50000 training
     * images and validation the last 10000, as in the published program for circuits. (The rate networks' task {@code mnist-random-split} follows
     * another published program.)
     */
    MNIST(Mnist.INPUTS, IntStream.range(0, Mnist.CLASSES).mapToObj(Integer::toString).toList(), "on MNIST classification"),
    /** Uniform inputs without targets, for learning only backward weights. */
    UNIFORM(0, List.of(), "on random inputs without targets"),
    /** Uniform inputs whose targets are the outputs of a teacher, a network of the same layers. */
    TEACHER(0, List.of(), "on what a teacher network makes of random inputs"),
    /** Samples from the user's own files, with classes or targets. */
    DATA(0, List.of(), "on data");

    private final int inputs;
    private final List<String> classNames;
    private final String words;

    Task(int inputs, List<String> classNames, String words) {
        this.inputs = inputs;
        this.classNames = classNames;
        this.words = words;
    }

    /** Returns the name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the names of the classes; empty without classes. */
    public List<String> classNames() {
        return classNames;
    }

    /** Returns the task as part of a sentence. */
    String words() {
        return words;
    }

    /** Returns the number of inputs; 0 if it is arbitrary. */
    int inputs() {
        return inputs;
    }

    /** Returns the number of classes, which is the size of a target; 0 without classes. */
    public int outputs() {
        return classNames.size();
    }

    boolean hasClasses() {
        return !classNames.isEmpty();
    }

    boolean hasTargets() {
        return this != UNIFORM;
    }

    boolean isFromFiles() {
        return this == MNIST || this == DATA;
    }

    /** Returns the values that determine the samples of an experiment. */
    List<?> samplesKey(CircuitExperiment e) {
        List<?> sizes = List.of(this, e.trainSamples(), e.validationSamples(), e.testSamples());
        return switch (this) {
            case YINYANG -> List.of(sizes, e.dataSeed(), e.targetHigh(), e.targetLow());
            case MNIST -> List.of(sizes, e.targetHigh(), e.targetLow());
            case UNIFORM -> List.of(sizes, e.dataSeed(), e.random(), e.circuit().size(0));
            case DATA -> List.of(sizes, e.own(), e.targetHigh(), e.targetLow());
            // The teacher shares all parameters of the circuit that it uses; learning rates, noise and regularizer have no effect on it.
            case TEACHER -> List.of(sizes, e.dataSeed(), e.random(), TeacherTargets.parameters(e), e.teacher(), e.start().voltages(),
                    e.presentation(), e.settling());
        };
    }

    /**
     * Returns the samples of an experiment with this task.
     *
     * @param folder folder of the data files
     * @throws org.pal4j.InputException if files are missing, unreadable, or have too few samples
     */
    DataSets samples(CircuitExperiment e, DataFolder folder) {
        return switch (this) {
            // The published sets use the seeds in this order.
            case YINYANG -> new DataSets(yinYang(e, 0, e.trainSamples()), yinYang(e, 1, e.validationSamples()), yinYang(e, 2, e.testSamples()),
                    Map.of());
            case MNIST -> MnistFiles.find(folder).read(e.name(), new MnistFiles.Counts(e.trainSamples(), e.validationSamples(), e.testSamples()),
                    e.targetHigh(), e.targetLow());
            case DATA -> throw new IllegalStateException("own data are read by CircuitModel, which keeps what the files say of them");
            case UNIFORM -> DataSets.training(TeacherTargets.inputs(e));
            case TEACHER -> DataSets.training(TeacherTargets.samples(e));
        };
    }

    private static SampleSet yinYang(CircuitExperiment e, int further, int size) {
        return YinYang.generate(e.dataSeed() + further, size, e.targetHigh(), e.targetLow());
    }
}
