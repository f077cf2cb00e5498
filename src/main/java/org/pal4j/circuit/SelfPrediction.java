package org.pal4j.circuit;

/** The self-predicting state: interneurons predict the areas above, and the apical inputs cancel. */
final class SelfPrediction {
    private SelfPrediction() {}

    /** Sets {@code WI_l = selfPrediction(l) W_{l+1}} for every interneuron population, and {@code BI_l = -B_l}. */
    static void apply(CircuitState circuit) {
        CircuitParameters p = circuit.parameters();
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            int l = p.interneuronArea(k);
            circuit.write(Variable.WI, k, scaled(p.selfPrediction(l), circuit.read(Variable.W, l)));
        }
        for (int l = 1; l < p.areas(); l++) {
            circuit.write(Variable.BI, l - 1, scaled(-1, circuit.read(Variable.B, l - 1)));
        }
    }

    private static double[] scaled(double factor, double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }
}
