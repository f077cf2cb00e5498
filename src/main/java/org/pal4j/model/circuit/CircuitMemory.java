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

/** What a run of a circuit will hold in memory, told from its sizes before any of it is allocated. */
final class CircuitMemory {
    /** An array's header and the reference to it. */
    private static final long ARRAY = 24;
    private static final long MNIST_IMAGES = 2 * 60_000L + 10_000;

    private CircuitMemory() {}

    /**
     * Makes sure that the JVM may take as much as the experiment needs.
     *
     * @throws InputException with the bytes needed, the bytes there are, and what to change
     */
    static void require(CircuitExperiment e) {
        List<Fault> faults = new ArrayList<>();
        long most = Runtime.getRuntime().maxMemory();
        CircuitParameters p = e.circuit();
        long block = block(p);
        if (block > Block.MAX_BYTES) {
            faults.add(Fault.of("layers", p.layers(), "the network would take " + block + " bytes, and a network has at most "
                    + Block.MAX_BYTES + "; use smaller layers"));
            // What it needs besides does not matter then.
            block = 0;
        }
        long samples = samples(e);
        // The JVM limits memory outside the heap to the size of the heap, separately.
        long network = block == 0 ? 0 : weights(p, true) * 2L * Double.BYTES + weights(p, false) * Float.BYTES;
        long heap = samples + network + 2 * Float.BYTES * snapshotFloats(p, e.settings());
        if (block > most || heap > most) {
            boolean many = samples > network;
            // Files are kept whole, so fewer samples of them would not help.
            String smaller = !many ? "use smaller layers, or " : e.task() == Task.MNIST ? "" : "use fewer, or ";
            faults.add(Fault.of(many ? "train_samples" : "layers", many ? e.trainSamples() : p.layers(), "the "
                    + (many ? "samples need " + Memory.shown(samples) : "network needs " + Memory.shown(Math.max(block, network)))
                    + " of memory, and this JVM takes at most " + Memory.shown(most) + "; " + smaller + Memory.more(Math.max(block, heap))));
        }
        InputException.throwIfAny(e.name(), faults);
    }

    /** Bytes of a run's network and of its heap together, roughly. */
    static long bytes(CircuitExperiment e) {
        CircuitParameters p = e.circuit();
        return block(p) + samples(e) + weights(p, true) * 2L * Double.BYTES + weights(p, false) * Float.BYTES
                + 2 * Float.BYTES * snapshotFloats(p, e.settings());
    }

    private static long samples(CircuitExperiment e) {
        long order = (long) e.trainSamples() * Integer.BYTES;
        long results = (long) e.testSamples() * (ARRAY + (long) e.task().outputs() * Float.BYTES + Integer.BYTES);
        long size = (long) e.trainSamples() + e.validationSamples() + e.testSamples();
        // MNIST's files are kept whole, as bytes; while the larger one is read, it may be there twice.
        long inputs = e.task() == Task.MNIST ? MNIST_IMAGES * Mnist.INPUTS : size * (ARRAY + (long) e.circuit().size(0) * Float.BYTES);
        return inputs + size * Integer.BYTES + order + results;
    }

    /** Bytes of the matrices in the network's block, which has little else. */
    static long block(CircuitParameters p) {
        // There may be any number of areas, and a long could overflow.
        double floats = 0;
        for (Variable variable : List.of(Variable.W, Variable.lo, Variable.WI, Variable.B, Variable.BI)) {
            int copies = variable == Variable.lo && !p.updateLowPass() ? 0 : variable == Variable.B && p.algorithm() == Algorithm.PAL ? 2 : 1;
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                floats += (double) copies * MatrixView.storedFloats(shape[0], shape[1]);
            }
        }
        return (long) (floats * Float.BYTES);
    }

    /** Weights of the largest matrix, of which copies in double are made, or of all, which are saved as floats. */
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

    /** Floats of all the snapshots of a run. */
    static long snapshotFloats(CircuitParameters p, RunSettings settings) {
        double weights = 0;
        for (int l = 1; l <= p.areas(); l++) {
            weights += (double) p.size(l) * p.size(l - 1) + (l < p.areas() ? (double) p.size(l) * p.size(p.feedbackArea(l)) : 0);
        }
        return (long) (weights * settings.snapshots());
    }
}
