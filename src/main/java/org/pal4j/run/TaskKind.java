package org.pal4j.run;

import java.util.Locale;
import org.pal4j.task.Samples;
import org.pal4j.task.UniformInputs;
import org.pal4j.task.YinYang;

/** The tasks that an experiment can have. */
public enum TaskKind {
    /** Yin-Yang classification: 4 inputs, 3 classes. */
    YINYANG(YinYang.INPUTS, YinYang.CLASSES),
    /** Uniform inputs without targets: for learning backward weights alone. */
    UNIFORM(0, 0);

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

    /** Values of a target; 0 if there are no targets. */
    int outputs() {
        return outputs;
    }

    boolean hasTargets() {
        return outputs > 0;
    }

    /**
     * One of the experiment's data sets.
     *
     * @param part 0 for training, 1 for validation, 2 for test: the published sets have seeds in this order
     */
    Samples generate(Experiment e, int part, int size) {
        return switch (this) {
            case YINYANG -> YinYang.generate(e.dataSeed() + part, size, e.targetHigh(), e.targetLow());
            case UNIFORM -> UniformInputs.generate(e.dataSeed() + part, size, e.circuit().size(0));
        };
    }
}
