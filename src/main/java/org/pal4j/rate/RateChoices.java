package org.pal4j.rate;

import java.util.Locale;

/** The enumerated options of a rate network. */
public final class RateChoices {
    private RateChoices() {}

    /** How errors are propagated backward. */
    public enum RateAlgorithm {
        /** Through the transposed forward weights. */
        BP,
        /** Through feedback weights that keep their random initial values. */
        FA,
        /** Directly from the output's error, through fixed weights. */
        DFA,
        /** Through feedback weights that learn from noise. */
        PAL
    }

    /** What the target is compared with. */
    public enum Target {
        /** The output rates: g = r'(y - r). */
        RATE,
        /** The output voltages: g = y - u. */
        MSE,
        /** The softmax of the output voltages; the targets are probabilities: g = y - softmax(u). */
        SOFTMAX;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The kind of a layer. */
    public enum LayerKind {
        /** Every neuron sees every neuron below. */
        DENSE,
        /** Kernels of k x k over the maps below, with stride 1 and no padding. */
        CONVOLUTION,
        /** The largest rate of each 2 x 2 positions of a map. */
        MAXPOOL,
        /** A dense layer on maps, whose neurons are taken in the order channel, row, column. */
        PROJECTION;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
