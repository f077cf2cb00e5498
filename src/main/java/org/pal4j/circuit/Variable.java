package org.pal4j.circuit;

/**
 * The variables of a circuit that can be read, under the names of the original programs and of the exchange format of golden
 * trajectories.
 *
 * <p>{@link #count} is the number of areas (or interneuron populations) that have the variable.
 */
public enum Variable {
    /** Somatic voltages of P, areas 1..N. */
    uP(Owner.PYRAMIDAL),
    /** Somatic voltages of I. */
    uI(Owner.INTERNEURON),
    /** Prospective voltages of P, as used in the last step. */
    bP(Owner.PYRAMIDAL),
    /** Prospective voltages of I. */
    bI(Owner.INTERNEURON),
    /** Rates of P. */
    rP(Owner.PYRAMIDAL),
    /** Rates of I. */
    rI(Owner.INTERNEURON),
    /** Basal voltages of P. */
    vbas(Owner.PYRAMIDAL),
    /** Dendritic voltages of I. */
    vden(Owner.INTERNEURON),
    /** Apical voltages of hidden P, without noise. */
    vapi(Owner.HIDDEN),
    /** Noise in the apical compartments. */
    noise(Owner.HIDDEN),
    /** High-passed rates of P. */
    hi(Owner.PYRAMIDAL),
    /** Low-passed updates of W, n_l x n_{l-1}. */
    lo(Owner.PYRAMIDAL),
    /** Forward weights, n_l x n_{l-1}. */
    W(Owner.PYRAMIDAL),
    /** Weights from P to I, n_{l+1} x n_l. */
    WI(Owner.INTERNEURON),
    /** Feedback weights, n_l x n_{l+1} (skip: n_l x n_N). */
    B(Owner.HIDDEN),
    /** Weights from I to the apical compartments, with the shape of B. */
    BI(Owner.HIDDEN),
    /** Paces of P: nominal over own membrane time constant. Present with spread_tau. */
    paceP(Owner.PYRAMIDAL),
    /** Paces of I. */
    paceI(Owner.INTERNEURON),
    /** Gains of P: the rate is phi(gain b). Present with spread_gain. */
    gainP(Owner.PYRAMIDAL),
    /** Gains of I. */
    gainI(Owner.INTERNEURON);

    private final Owner owner;

    Variable(Owner owner) {
        this.owner = owner;
    }

    /** The number of populations that have this variable in a circuit with these parameters; they are indexed from 0. */
    public int count(CircuitParameters parameters) {
        return isAbsent(parameters) ? 0 : switch (owner) {
            case PYRAMIDAL -> parameters.areas();
            case HIDDEN -> parameters.areas() - 1;
            case INTERNEURON -> parameters.interneuronPopulations();
        };
    }

    /** Throws if no circuit with these parameters has the variable. */
    void require(CircuitParameters parameters) {
        if (isAbsent(parameters)) {
            throw new IllegalArgumentException(
                    "a circuit has " + this + " only with " + (this == paceP || this == paceI ? "spread_tau" : "spread_gain")
                            + " above 0");
        }
    }

    private boolean isAbsent(CircuitParameters parameters) {
        return switch (this) {
            case paceP, paceI -> parameters.spreadTau() == 0;
            case gainP, gainI -> parameters.spreadGain() == 0;
            default -> false;
        };
    }

    /**
     * The population that owns the variable, for example "P2" or "I1", with areas numbered as in the paper.
     *
     * @param index the population, from 0
     */
    public String population(CircuitParameters parameters, int index) {
        return owner == Owner.INTERNEURON ? "I" + parameters.interneuronArea(index) : "P" + (index + 1);
    }

    /** The shape of the variable of population {@code index}: (n) or (post, pre). */
    public int[] shape(CircuitParameters parameters, int index) {
        int[] n = parameters.layers().stream().mapToInt(Integer::intValue).toArray();
        return switch (this) {
            case uP, bP, rP, vbas, hi, vapi, noise, paceP, gainP -> new int[] {n[index + 1]};
            case uI, bI, rI, vden, paceI, gainI -> new int[] {n[parameters.interneuronArea(index) + 1]};
            case W, lo -> new int[] {n[index + 1], n[index]};
            case WI -> new int[] {n[parameters.interneuronArea(index) + 1], n[parameters.interneuronArea(index)]};
            case B, BI -> new int[] {n[index + 1], n[parameters.feedbackArea(index + 1)]};
        };
    }

    private enum Owner { PYRAMIDAL, INTERNEURON, HIDDEN }
}
