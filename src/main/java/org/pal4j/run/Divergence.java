package org.pal4j.run;

import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;

/** Guesses why a circuit ran away. */
final class Divergence {
    private Divergence() {}

    /** A sentence: the group of weights that grew most, and what to change. */
    static String likelyCause(Circuit circuit) {
        Variable[] groups = {Variable.W, Variable.WI, Variable.B, Variable.BI};
        String[] rates = {"eta_fw", "eta_IP", "eta_bw", "eta_PI"};
        CircuitParameters p = circuit.parameters();
        int worst = -1;
        double largest = 100;
        for (int g = 0; g < groups.length; g++) {
            for (int i = 0; i < groups[g].count(p); i++) {
                double size = largest(circuit.matrix(groups[g], i).toArray());
                if (size > largest) {
                    largest = size;
                    worst = g;
                }
            }
        }
        if (worst < 0) {
            return "The weights are of ordinary size, so the inputs, targets or initial weights are likely at fault, or dt = " + p.dt()
                    + " ms is too large for these conductances.";
        }
        return "The likely cause: the weights " + groups[worst] + " grew to " + (float) largest + ", so the learning rate " + rates[worst]
                + " is too large for dt = " + p.dt() + " ms; try a tenth of it.";
    }

    private static double largest(float[] weights) {
        double largest = 0;
        for (float weight : weights) {
            largest = Float.isFinite(weight) ? Math.max(largest, Math.abs(weight)) : Double.POSITIVE_INFINITY;
            if (largest == Double.POSITIVE_INFINITY) {
                return largest;
            }
        }
        return largest;
    }
}
