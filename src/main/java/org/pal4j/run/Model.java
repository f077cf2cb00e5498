package org.pal4j.run;

import java.util.Locale;

/** The kinds of networks, as the key {@code model} tells them apart, with the words for what they do. */
public enum Model {
    /** A cortical microcircuit: simulated in steps. */
    CIRCUIT("step", "a step", "voltages", "area"),
    /** A latent-equilibrium rate network: simulated in updates. */
    RATE("update", "an update", "rates", "layer");

    /** The key. */
    static final String KEY = "model";

    private final String unit;
    private final String one;
    private final String quantities;
    private final String part;

    Model(String unit, String one, String quantities, String part) {
        this.unit = unit;
        this.one = one;
        this.quantities = quantities;
        this.part = part;
    }

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a run makes many of: {@code step}. */
    public String unit() {
        return unit;
    }

    /** Many of them: {@code steps}. */
    public String units() {
        return unit + "s";
    }

    /** One of them: {@code a step}. */
    public String one() {
        return one;
    }

    /** What may be no longer finite: {@code voltages}. */
    public String quantities() {
        return quantities;
    }

    /** What networks consist of: {@code area}. */
    public String part() {
        return part;
    }

    /** The keys of its experiments, and how they are read. */
    ModelKeys<? extends Configuration> keys() {
        return switch (this) {
            case CIRCUIT -> ModelKeys.CIRCUIT;
            case RATE -> ModelKeys.RATE;
        };
    }
}
