package org.pal4j.rate;

import java.util.Locale;

/** The closed choices of a rate network. */
public final class RateChoices {
    private RateChoices() {}

    /** How errors come down. */
    public enum RateAlgorithm {
        /** With the transposed forward weights. */
        BP,
        /** With feedback weights that stay as they were drawn. */
        FA,
        /** With fixed weights straight from the output's error. */
        DFA,
        /** With feedback weights that learn from noise. */
        PAL
    }

    /** What the output is compared with. */
    public enum Target {
        /** Its rates with rates: g = r'(y - r). */
        RATE,
        /** Its voltages with voltages: g = y - u. */
        MSE,
        /** The softmax of its voltages with probabilities: g = y - softmax(u). */
        SOFTMAX;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a layer does. */
    public enum LayerKind {
        /** Every neuron sees every neuron below. */
        DENSE,
        /** Kernels of k x k over the maps below, with stride 1 and no padding. */
        CONVOLUTION,
        /** The largest rate of each 2 x 2 positions of a map. */
        MAXPOOL,
        /** A dense layer on maps, taken as neurons in the order channel, row, column. */
        PROJECTION;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
