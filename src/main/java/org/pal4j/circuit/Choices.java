package org.pal4j.circuit;

import java.util.Locale;

/** The closed choices that a circuit has besides numbers. */
public final class Choices {
    private Choices() {}

    /** How the feedback weights B come about. */
    public enum Algorithm {
        /** Weight transport: B = W^T of the area above, at every step. The ideal; layered only. */
        BP,
        /** Feedback alignment: B stays as it was drawn; layered only. */
        FA,
        /** Direct feedback alignment: B from the output area stays as it was drawn; skip only. */
        DFA,
        /** Phaseless alignment learning: B learns from the noise in the apical compartments. */
        PAL
    }

    /** Where the apical compartments of a hidden area get their input from. */
    public enum Connectivity {
        /** From the next area, and from interneurons of the own area. */
        LAYERED,
        /** From the output area, and from the interneurons of the last hidden area. */
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
        /** White noise, held for dtxi. */
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

    /** What the amplitude of the noise is multiplied with, for each neuron. */
    public enum NoiseMode {
        /** 1. */
        CONST("const"),
        /** The size of the somatic voltage |u|. */
        SOMATIC("uP"),
        /** The size of the prospective voltage |b|. */
        PROSPECTIVE("uP_breve"),
        /** The size of the apical voltage |vapi|. */
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

    /** What keeps PAL's feedback weights from growing. */
    public enum Regularizer {
        /** B itself. */
        PLAIN,
        /** B where the presynaptic high-passed rate is positive. */
        GATED,
        /** phi' B phi'^T with the slopes of both areas. */
        PHI;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
