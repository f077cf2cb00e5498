package org.pal4j.circuit;

/** A voltage or weight of a circuit is no longer a finite number. */
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String population;
    private final long step;

    /**
     * The first neuron whose voltage is not finite.
     *
     * @param population for example "P2"
     * @param neuron     the first such neuron, from 0
     * @param step       the number of steps taken when it was detected
     */
    public NonFiniteException(String population, int neuron, long step) {
        super("the voltage of neuron " + neuron + " in " + population + " is not finite after step " + step);
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
