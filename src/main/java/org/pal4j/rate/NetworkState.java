package org.pal4j.rate;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.memory.MatrixView;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/**
 * The list of everything that is state of a network; {@link RateNetwork#state} documents the names. The list leaves out what an update writes before
 * it reads it, and what never changes.
 */
final class NetworkState {
    private static final String SOURCE = "the state of a rate network";

    private final RateNetwork network;
    private final RateParameters p;
    private final RateLayout at;
    private final MemorySegment m;
    private final NamedArrays arrays;

    /**
     * Makes the list.
     *
     * @param arrays receives the list; it holds the numbers already
     */
    NetworkState(RateNetwork network, RateLayout at, NamedArrays arrays) {
        this.network = network;
        this.at = at;
        this.arrays = arrays;
        p = at.p;
        m = at.block.memory();
        activity("x", at.r[0], at.rateBlockBytes[0], 0);
        activity("y", at.target, at.blockBytes[p.depth()], p.depth());
        for (int l = 1; l <= p.depth(); l++) {
            listActivity(l);
        }
        for (int l = 1; l <= p.depth(); l++) {
            if (p.layer(l).hasWeights()) {
                listWeights(l);
            }
        }
        if (holds(1)) {
            listMatrix("held_W1", RateVariable.W, 1, at.w[1]);
            listBiases("held_b1", 1, at.w[1], at.bias[1]);
            MatrixView errors = new MatrixView(m, at.errorSum, at.rows[1], p.batch());
            arrays.floats("held_errors", errors::toArray, errors::set, at.rows[1], p.batch());
        }
    }

    private void listActivity(int l) {
        activity("r" + l, at.r[l], at.rateBlockBytes[l], l);
        activity("slope" + l, at.slope[l], at.blockBytes[l], l);
        activity("u" + l, at.u[l], at.blockBytes[l], l);
        if (p.layer(l).hasWeights() || p.algorithm() != RateAlgorithm.DFA) {
            activity("e" + l, at.e[l], at.blockBytes[l], l);
        }
        activity("h" + l, at.high[l], at.blockBytes[l], l);
        activity("xi" + l, at.xi[l], at.blockBytes[l], l);
        activity("draw" + l, at.draw[l], at.blockBytes[l], l);
        activity("white" + l, at.white[l], at.blockBytes[l], l);
    }

    /** Lists a value for each sample and neuron of a layer, if the network keeps it. */
    private void activity(String name, int region, int block, int l) {
        if (region < 0) {
            return;
        }
        Shape shape = p.shape(l);
        boolean maps = l == 0 ? shape.isMap() : List.of(LayerKind.CONVOLUTION, LayerKind.MAXPOOL).contains(p.layer(l).kind());
        list(name, RateNetwork.activity(region, block, l), at.rows[l],
                maps ? new int[] {p.batch(), shape.channels(), shape.height(), shape.width()} : new int[] {p.batch(), shape.size()});
    }

    private void listWeights(int l) {
        if (holds(l)) {
            follows("W1", RateVariable.W);
            follows("b1", RateVariable.b);
        } else {
            listMatrix("W" + l, RateVariable.W, l, at.w[l]);
            listBiases("b" + l, l, at.w[l], at.bias[l]);
        }
        if (at.low[l] >= 0) {
            listMatrix("m_W" + l, RateVariable.W, l, at.low[l]);
            listBiases("m_b" + l, l, at.low[l], at.lowBias[l]);
        }
        for (RateVariable variable : List.of(RateVariable.B, RateVariable.D)) {
            if (variable.exists(p, l)) {
                listMatrix(variable.name() + l, variable, l, -1);
            }
        }
    }

    /** Whether the matrix in memory is that of the start of the batch, so that the current W follows from other arrays. */
    private boolean holds(int l) {
        return l == 1 && RateLayout.holds(p);
    }

    private void follows(String name, RateVariable variable) {
        arrays.floats(name, () -> floats(network.read(variable, 1)), values -> {}, variable.shape(p, 1));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            floats[k] = (float) values[k];
        }
        return floats;
    }

    private void listMatrix(String name, RateVariable variable, int l, int region) {
        int[] shape = variable.shape(p, l);
        list(name, network.entryOffset(variable, l, region), RateNetwork.columns(shape), shape);
    }

    private void listBiases(String name, int l, int weights, int biases) {
        listMatrix(name, RateVariable.b, l, p.layer(l).kind() == LayerKind.CONVOLUTION ? biases : weights);
    }

    /** Lists an array by rows and columns, whatever its memory layout. */
    private void list(String name, RateNetwork.EntryOffset offset, int columns, int... shape) {
        arrays.floats(name, () -> {
            float[] values = new float[Math.multiplyExact(shape[0], RateNetwork.columns(shape))];
            for (int k = 0; k < values.length; k++) {
                values[k] = m.get(JAVA_FLOAT, offset.of(k / columns, k % columns));
            }
            return values;
        }, values -> {
            for (int k = 0; k < values.length; k++) {
                m.set(JAVA_FLOAT, offset.of(k / columns, k % columns), values[k]);
            }
        }, shape);
    }

    Map<String, NpyArray> save() {
        return arrays.save();
    }

    void resume(Map<String, NpyArray> state) {
        arrays.check(SOURCE, state);
        arrays.restore(state);
        if (holds(1)) {
            requireFollowing(state);
        }
    }

    /** Rejects a W1 that was changed in a file: it is there to be read, and follows from other arrays. */
    private void requireFollowing(Map<String, NpyArray> state) {
        List<Fault> faults = new ArrayList<>();
        for (RateVariable variable : List.of(RateVariable.W, RateVariable.b)) {
            String name = variable + "1";
            if (!NpyArray.ofFloats(floats(network.read(variable, 1)), variable.shape(p, 1)).equals(state.get(name))) {
                faults.add(new Fault(name, "", "contradicts held_" + name + " and held_errors, from which it follows",
                        "to change weights, resume the state as it was and write them then"));
            }
        }
        InputException.throwIfAny(SOURCE, faults);
    }
}
