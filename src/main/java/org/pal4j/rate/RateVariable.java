package org.pal4j.rate;

import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/**
 * The variables of a rate network that can be read, under the names of docs/rate-networks.md and of the exchange format of golden
 * trajectories. Layers are numbered from 1.
 */
public enum RateVariable {
    /** Rates, N x neurons. The neurons of maps are in the order channel, row, column. */
    r,
    /** Voltages, which the look-ahead makes equal to the input of a layer; N x neurons. A max-pool has none. */
    u,
    /** Errors, N x neurons. A max-pool has none of its own; it passes them on. */
    e,
    /** High-passed rates with PAL, N x neurons. A max-pool has none. */
    h,
    /** Noise, N x neurons: an Ornstein-Uhlenbeck process with PAL; with WM what the layer sends to its mirror, in all layers but the last. */
    xi,
    /** Forward weights: inputs x neurons, or filters x (channels k k) of a convolution. */
    W,
    /** Biases, one for each neuron, or for each filter of a convolution. */
    b,
    /** Feedback weights of FA, PAL, KP and WM, to the layer below: neurons x inputs, or filters x (channels k k). Layer 1 has none. */
    B,
    /** Feedback weights of DFA, directly from the output: outputs x neurons, or outputs x height x width x filters. */
    D;

    /** Whether layer {@code l} has this variable. */
    public boolean exists(RateParameters p, int l) {
        boolean weights = p.layer(l).hasWeights();
        return switch (this) {
            case r -> true;
            case u, e, W, b -> weights;
            case h -> weights && p.algorithm() == RateAlgorithm.PAL;
            case xi -> p.algorithm() == RateAlgorithm.PAL || p.algorithm() == RateAlgorithm.WM && l < p.depth();
            case B -> weights && l > 1 && p.algorithm().hasFeedback();
            case D -> weights && l < p.depth() && p.algorithm() == RateAlgorithm.DFA;
        };
    }

    /** Whether it is a parameter (learned or drawn) rather than a state of neurons. Only parameters can be written. */
    public boolean isWeight() {
        return switch (this) {
            case W, b, B, D -> true;
            case r, u, e, h, xi -> false;
        };
    }

    /** The shape of the variable in a layer that has it. */
    public int[] shape(RateParameters p, int l) {
        LayerKind kind = p.layer(l).kind();
        Shape shape = p.shape(l);
        boolean kernels = kind == LayerKind.CONVOLUTION;
        return switch (this) {
            case r, u, e, h, xi -> kernels || kind == LayerKind.MAXPOOL
                    ? new int[] {p.batch(), shape.channels(), shape.height(), shape.width()}
                    : new int[] {p.batch(), shape.size()};
            case W -> kernels ? new int[] {shape.channels(), p.fanIn(l)} : new int[] {p.fanIn(l), shape.size()};
            case b -> new int[] {shape.channels()};
            case B -> new int[] {shape.channels(), p.fanIn(l)};
            case D -> kernels
                    ? new int[] {p.shape(p.depth()).size(), shape.height(), shape.width(), shape.channels()}
                    : new int[] {p.shape(p.depth()).size(), shape.size()};
        };
    }
}
