package org.pal4j.circuit;

/** A voltage of a circuit is no longer a finite number, or so large that the circuit has run away. */
public final class NonFiniteException extends RuntimeException {
    /** Voltages and rates beyond it have run away. Usual ones are of order 1, and those of unscaled data of order 1e6. */
    public static final float LIMIT = 1e12f;

    private static final long serialVersionUID = 1L;

    private final String population;
    private final long step;

    /**
     * The first neuron whose voltage is not finite, or is beyond the limit.
     *
     * @param population for example "P2"
     * @param neuron     the first such neuron, from 0
     * @param voltage    its voltage
     * @param step       the number of steps taken when it was detected
     */
    public NonFiniteException(String population, int neuron, float voltage, long step) {
        super("the voltage of neuron " + neuron + " in " + population + " is " + (Float.isFinite(voltage) ? voltage : "not finite") + " after step "
                + step);
        this.population = population;
        this.step = step;
    }

    /** The population, for example "P2". */
    public String population() {
        return population;
    }

    /** The number of steps taken when it was detected. */
    public long step() {
        return step;
    }
}
