package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.data.Mnist;
import org.pal4j.memory.Block;
import org.pal4j.memory.MatrixView;
import org.pal4j.model.Memory;
import org.pal4j.model.RunSettings;

/** Estimates the memory of a run of a circuit from its sizes, before allocation. */
final class CircuitMemory {
    /** Bytes of an array's header and of the reference to it. */
    private static final long ARRAY = 24;
    private static final long MNIST_IMAGES = 2 * 60_000L + 10_000;

    private CircuitMemory() {}

    /**
     * Checks that the JVM's memory suffices for the experiment.
     *
     * @throws InputException with the bytes needed, the bytes available, and what to change
     */
    static void require(CircuitExperiment e) {
        List<Fault> faults = new ArrayList<>();
        long most = Runtime.getRuntime().maxMemory();
        CircuitParameters p = e.circuit();
        long block = block(p);
        if (!isPossible(p)) {
            faults.add(Fault.of("layers", p.layers(), "the network would take " + block + " bytes, and a network has at most "
                    + Block.MAX_BYTES + "; use smaller layers"));
            // Other memory needs are then irrelevant.
            block = 0;
        }
        long samples = samples(e);
        // The JVM limits off-heap memory separately, to the same size as the heap.
        long network = block == 0 ? 0 : weights(p, true) * 2L * Double.BYTES + weights(p, false) * Float.BYTES;
        long heap = samples + network + 2 * Float.BYTES * snapshotFloats(p, e.settings());
        if (block > most || heap > most) {
            boolean many = samples > network;
            // MNIST's files are loaded completely, so fewer samples would not save memory.
            String smaller = !many ? "use smaller layers, or " : e.task() == Task.MNIST ? "" : "use fewer, or ";
            faults.add(Fault.of(many ? "train_samples" : "layers", many ? e.trainSamples() : p.layers(), "the "
                    + (many ? "samples need " + Memory.shown(samples) : "network needs " + Memory.shown(Math.max(block, network)))
                    + " of memory, and this JVM takes at most " + Memory.shown(most) + "; " + smaller + Memory.more(Math.max(block, heap))));
        }
        InputException.throwIfAny(e.name(), faults);
    }

    /** Returns whether a network is as small as one network has to be. */
    static boolean isPossible(CircuitParameters p) {
        return block(p) <= Block.MAX_BYTES;
    }

    /** Returns the approximate bytes of a run: the network and the heap. */
    static long bytes(CircuitExperiment e) {
        CircuitParameters p = e.circuit();
        return block(p) + samples(e) + weights(p, true) * 2L * Double.BYTES + weights(p, false) * Float.BYTES
                + 2 * Float.BYTES * snapshotFloats(p, e.settings());
    }

    private static long samples(CircuitExperiment e) {
        long order = (long) e.trainSamples() * Integer.BYTES;
        long results = (long) e.testSamples() * (ARRAY + (long) e.task().outputs() * Float.BYTES + Integer.BYTES);
        long size = (long) e.trainSamples() + e.validationSamples() + e.testSamples();
        // MNIST's files are loaded completely, as bytes; while the larger one is read, two copies may exist.
        long inputs = e.task() == Task.MNIST ? MNIST_IMAGES * Mnist.INPUTS : size * (ARRAY + (long) e.circuit().size(0) * Float.BYTES);
        return inputs + size * Integer.BYTES + order + results;
    }

    /** Returns the bytes of the matrices in the network's block, which are nearly all of it. */
    static long block(CircuitParameters p) {
        // The number of areas is not limited, so a long could overflow.
        double floats = 0;
        for (Variable variable : List.of(Variable.W, Variable.lo, Variable.WI, Variable.B, Variable.BI)) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                floats += (double) copies(p, variable, i) * MatrixView.storedFloats(shape[0], shape[1]);
            }
        }
        return (long) (floats * Float.BYTES);
    }

    /** Returns how many matrices of its size a variable takes: none if it is not there, 2 if it has a residual. */
    private static int copies(CircuitParameters p, Variable variable, int index) {
        return switch (variable) {
            case lo -> p.updateLowPass() ? 1 : 0;
            case B -> p.algorithm().learnsFeedback() ? 2 : 1;
            case W -> p.algorithm() == Algorithm.KP && index > 0 ? 2 : 1;
            default -> 1;
        };
    }

    /** Counts the weights of the largest matrix (copied in double) or of all matrices (saved as floats). */
    private static long weights(CircuitParameters p, boolean largest) {
        long most = 0;
        long all = 0;
        for (Variable variable : List.of(Variable.W, Variable.B, Variable.WI, Variable.BI)) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                most = Math.max(most, (long) shape[0] * shape[1]);
                all += (long) shape[0] * shape[1];
            }
        }
        return largest ? most : all;
    }

    /** Returns the number of floats in all snapshots of a run. */
    static long snapshotFloats(CircuitParameters p, RunSettings settings) {
        double weights = 0;
        for (int l = 1; l <= p.areas(); l++) {
            weights += (double) p.size(l) * p.size(l - 1) + (l < p.areas() ? (double) p.size(l) * p.size(p.feedbackArea(l)) : 0);
        }
        return (long) (weights * settings.snapshots());
    }
}
