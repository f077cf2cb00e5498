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
        PAL,
        /** Kolen-Pollack: through feedback weights that learn as the forward weights do, while both decay. */
        KP,
        /** Weight mirrors: through feedback weights that learn from noise in a mode of its own, in which nothing else is active. */
        WM;

        /** Whether errors take one layer at a time, through a B that is not the transpose of W. */
        public boolean hasFeedback() {
            return this != BP && this != DFA;
        }

        /** Whether that B learns. */
        public boolean learnsFeedback() {
            return hasFeedback() && this != FA;
        }

        /** Whether layers make noise from which the B above them learns. */
        public boolean isNoisy() {
            return this == PAL || this == WM;
        }
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
