package org.pal4j.circuit;

import java.util.Locale;

/** The enumerated options of a circuit. */
public final class Choices {
    private Choices() {}

    /** How the feedback weights B are determined. */
    public enum Algorithm {
        /** Weight transport: B = W^T of the area above, at every step. The ideal case; layered only. */
        BP,
        /** Feedback alignment: B keeps its random initial values; layered only. */
        FA,
        /** Direct feedback alignment: B from the output area keeps its random initial values; skip only. */
        DFA,
        /** Phaseless alignment learning: B learns from the noise in the apical compartments. */
        PAL,
        /** The rule of Kolen and Pollack: B gets the transposed update of W of the area above, and both decay; layered only. */
        KP;

        /** Whether B learns by a rule of its own. */
        public boolean learnsFeedback() {
            return this == PAL || this == KP;
        }
    }

    /** The source of the apical input of a hidden area. */
    public enum Connectivity {
        /** The next area, and the interneurons of the same area. */
        LAYERED,
        /** The output area, and the interneurons of the last hidden area. */
        SKIP;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The kind of the noise in apical compartments. */
    public enum NoiseType {
        /** Ornstein-Uhlenbeck noise with the time constant tauxi. */
        OU("OU"),
        /** White noise, each draw held for dtxi. */
        HOLD_WHITE_NOISE("hold_white_noise");

        private final String label;

        NoiseType(String label) {
            this.label = label;
        }

        /** The name in configurations. */
        public String label() {
            return label;
        }
    }

    /** The factor by which each neuron's noise amplitude is multiplied. */
    public enum NoiseMode {
        /** 1. */
        CONST("const"),
        /** The magnitude of the somatic voltage, |u|. */
        SOMATIC("uP"),
        /** The magnitude of the prospective voltage, |b|. */
        PROSPECTIVE("uP_breve"),
        /** The magnitude of the apical voltage, |vapi|. */
        APICAL("vapi");

        private final String label;

        NoiseMode(String label) {
            this.label = label;
        }

        /** The name in configurations. */
        public String label() {
            return label;
        }
    }

    /** The decay term of feedback weights that learn. */
    public enum Regularizer {
        /** B itself. */
        PLAIN,
        /** B, only where the presynaptic high-passed rate is positive. */
        GATED,
        /** phi' B phi'^T, with the slopes of both areas. */
        PHI;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
