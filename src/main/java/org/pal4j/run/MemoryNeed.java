package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.data.Mnist;
import org.pal4j.memory.Block;
import org.pal4j.memory.MatrixView;
import org.pal4j.rate.RateNeeds;

/** What a run will hold in memory, told from its sizes before any of it is allocated. */
final class MemoryNeed {
    /** An array's header and the reference to it. */
    private static final long ARRAY = 24;
    private static final long MNIST_IMAGES = 2 * 60_000L + 10_000;
    private static final String MORE = "give the JVM more: PAL4J_JAVA_OPTS=-Xmx%dg";

    private MemoryNeed() {}

    /**
     * Makes sure that the JVM may take as much as the experiment needs.
     *
     * @throws InputException with the bytes needed, the bytes there are, and what to change
     */
    static void require(Configuration e) {
        switch (e) {
            case Experiment circuit -> circuit(circuit);
            case RateExperiment rate -> rate(rate);
        }
    }

    private static void rate(RateExperiment e) {
        long most = Runtime.getRuntime().maxMemory();
        long network = network(e);
        if (network > most) {
            throw new InputException(e.name() + ": layers = " + e.layers() + ", batch = " + e.network().batch() + ": the network needs "
                    + shown(network) + " of memory, and this JVM takes at most " + shown(most) + "; use smaller layers or a smaller batch, or "
                    + more(network));
        }
    }

    /** Bytes of a rate network. */
    private static long network(RateExperiment e) {
        try {
            return RateNeeds.bytes(e.network());
        } catch (ArithmeticException | InputException tooMany) {
            throw new InputException(e.name() + ": layers = " + e.layers() + ", batch = " + e.network().batch() + ": the network would take more than "
                    + Block.MAX_BYTES + " bytes, which is the most that one network may have; use smaller layers or a smaller batch", tooMany);
        }
    }

    private static void circuit(Experiment e) {
        List<String> faults = new ArrayList<>();
        long most = Runtime.getRuntime().maxMemory();
        CircuitParameters p = e.circuit();
        long block = block(p);
        if (block > Block.MAX_BYTES) {
            faults.add("layers = " + p.layers() + ": the network would take " + block + " bytes, and a network has at most "
                    + Block.MAX_BYTES + "; use smaller layers");
            // Then what it needs besides is of no interest.
            block = 0;
        }
        long samples = samples(e);
        // The JVM limits memory outside the heap to the size of the heap, separately.
        long network = block == 0 ? 0 : weights(p, true) * 2L * Double.BYTES + weights(p, false) * Float.BYTES;
        long heap = samples + network + 2 * Float.BYTES * snapshotFloats(p, e.epochs(), e.snapshotEvery());
        if (block > most || heap > most) {
            boolean many = samples > network;
            // Files are kept whole, so fewer samples of them would not help.
            String smaller = !many ? "use smaller layers, or " : e.task() == TaskKind.MNIST ? "" : "use fewer, or ";
            faults.add((many ? "train_samples = " + e.trainSamples() : "layers = " + p.layers()) + ": the "
                    + (many ? "samples need " + shown(samples) : "network needs " + shown(Math.max(block, network)))
                    + " of memory, and this JVM takes at most " + shown(most) + "; " + smaller + more(Math.max(block, heap)));
        }
        if (!faults.isEmpty()) {
            throw Faults.of(e.name(), faults);
        }
    }

    /** Bytes of a run's network and of its heap together, roughly. */
    static long of(Configuration any) {
        return switch (any) {
            case Experiment e -> circuitBytes(e);
            // The images, and results with weights and outputs, which are no larger than the network.
            case RateExperiment e -> 2 * network(e) + (long) (e.task().trainImages() + e.task().testImages()) * e.task().images().size();
        };
    }

    private static long circuitBytes(Experiment e) {
        CircuitParameters p = e.circuit();
        return block(p) + samples(e) + weights(p, true) * 2L * Double.BYTES + weights(p, false) * Float.BYTES
                + 2 * Float.BYTES * snapshotFloats(p, e.epochs(), e.snapshotEvery());
    }

    /** What to do about an allocation that failed. */
    static InputException exceeded(Configuration e, OutOfMemoryError error) {
        String smaller = switch (e) {
            case Experiment circuit -> "fewer train_samples or smaller layers";
            case RateExperiment rate -> "smaller layers, a smaller batch, or fewer threads or replicas";
        };
        return new InputException(e.name() + ": the memory of this JVM, " + shown(Runtime.getRuntime().maxMemory())
                + ", does not suffice (" + error.getMessage() + "); use " + smaller + ", or "
                + more(2 * Runtime.getRuntime().maxMemory()), error);
    }

    private static String more(long bytes) {
        return String.format(Locale.ROOT, MORE, (long) Math.ceil(1.25 * bytes / (1 << 30)));
    }

    private static String shown(long bytes) {
        return bytes < 10_000_000_000L ? Math.ceilDiv(bytes, 1_000_000) + " MB" : Math.ceilDiv(bytes, 1_000_000_000) + " GB";
    }

    private static long samples(Experiment e) {
        long order = (long) e.trainSamples() * Integer.BYTES;
        long results = (long) e.testSamples() * (ARRAY + (long) e.task().outputs() * Float.BYTES + Integer.BYTES);
        long size = (long) e.trainSamples() + e.validationSamples() + e.testSamples();
        // MNIST's files are kept whole, as bytes; while the larger one is read, it may be there twice.
        long inputs = e.task() == TaskKind.MNIST ? MNIST_IMAGES * Mnist.INPUTS : size * (ARRAY + (long) e.circuit().size(0) * Float.BYTES);
        return inputs + size * Integer.BYTES + order + results;
    }

    /** Bytes of the matrices in the network's block, which has little else. */
    static long block(CircuitParameters p) {
        // As many areas as one likes: a long could run over.
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
    static long snapshotFloats(CircuitParameters p, int epochs, int every) {
        if (every == 0) {
            return 0;
        }
        double weights = 0;
        for (int l = 1; l <= p.areas(); l++) {
            weights += (double) p.size(l) * p.size(l - 1) + (l < p.areas() ? (double) p.size(l) * p.size(p.feedbackArea(l)) : 0);
        }
        return (long) (weights * (epochs / every + 2));
    }
}
