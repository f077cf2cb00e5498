package org.pal4j.run;

import java.util.Locale;
import org.pal4j.data.Mnist;
import org.pal4j.data.YinYang;

/** The tasks that an experiment can have. */
public enum TaskKind {
    /** Yin-Yang classification: 4 inputs, 3 classes. */
    YINYANG(YinYang.INPUTS, YinYang.CLASSES),
    /** Classification of handwritten digits, whose files must be there: 784 inputs, 10 classes. */
    MNIST(Mnist.INPUTS, Mnist.CLASSES),
    /** Uniform inputs without targets: for learning backward weights alone. */
    UNIFORM(0, 0),
    /** Uniform inputs whose targets are the outputs of a teacher, a network of the same layers. */
    TEACHER(0, 0);

    private final int inputs;
    private final int outputs;

    TaskKind(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Values of an input; 0 if any number will do. */
    int inputs() {
        return inputs;
    }

    /** Classes, and so values of a target; 0 if there are no classes. */
    int outputs() {
        return outputs;
    }

    boolean hasClasses() {
        return outputs > 0;
    }

    boolean hasTargets() {
        return this != UNIFORM;
    }

    /**
     * The samples of an experiment with this task.
     *
     * @param folder where those are that can't be drawn
     * @throws org.pal4j.InputException if they are not there, can't be read, or are too few
     */
    DataSets samples(Experiment e, DataFolder folder) {
        return switch (this) {
            case YINYANG -> DataSets.drawn(e, (seed, size) -> YinYang.generate(seed, size, e.targetHigh(), e.targetLow()));
            case MNIST -> MnistFiles.find(folder).read(e);
            case UNIFORM -> DataSets.training(Lesson.inputs(e));
            case TEACHER -> DataSets.training(Lesson.samples(e));
        };
    }
}
