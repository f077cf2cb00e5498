package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.Alignment;
import org.pal4j.model.FeedbackWeights;

/** Feedback weights of a circuit and the transposed forward weights that backpropagation would use. */
final class Feedback {
    private static final Variable[] WEIGHTS = {Variable.W, Variable.B, Variable.WI, Variable.BI};

    private Feedback() {}

    /** Returns the feedback weights of each hidden area; empty if a matrix is missing or has a different shape. */
    static List<FeedbackWeights> of(CircuitParameters p, Map<String, NpyArray> weights) {
        List<FeedbackWeights> all = new ArrayList<>();
        if (fit(p, weights)) {
            for (int l = 1; l < p.areas(); l++) {
                all.add(new FeedbackWeights("B" + l, ideal(p, l), p.size(l), p.size(p.feedbackArea(l)), "neuron of area " + l,
                        "neuron of area " + p.feedbackArea(l), values(weights, "B" + l), transported(p, weights, l)));
            }
        }
        return all;
    }

    /** Returns whether all matrices of a circuit exist and have the right shapes. */
    static boolean fit(CircuitParameters p, Map<String, NpyArray> weights) {
        for (Variable variable : WEIGHTS) {
            for (int i = 0; i < variable.count(p); i++) {
                NpyArray matrix = weights.get(CircuitBatch.name(p, variable, i));
                if (matrix == null || !Arrays.equals(matrix.shape(), variable.shape(p, i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the name of the ideal B_l. */
    private static String ideal(CircuitParameters p, int l) {
        String first = "W" + (l + 1) + "\u1d40";
        boolean product = p.connectivity() == Connectivity.SKIP && l + 1 < p.areas();
        return product ? first + (l + 2 < p.areas() ? " \u2026 " : " ") + "W" + p.areas() + "\u1d40" : first;
    }

    private static double[] values(Map<String, NpyArray> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name).toDoubles();
    }

    /** Returns the ideal B_l, in its shape: W_{l+1}^T; with skip connectivity W_{l+1}^T .. W_N^T. */
    private static double[] transported(CircuitParameters p, Map<String, NpyArray> weights, int l) {
        double[] product = Alignment.transposed(values(weights, "W" + (l + 1)), p.size(l + 1), p.size(l));
        int last = p.connectivity() == Connectivity.SKIP ? p.areas() : l + 1;
        for (int area = l + 2; area <= last; area++) {
            double[] next = Alignment.transposed(values(weights, "W" + area), p.size(area), p.size(area - 1));
            product = times(product, next, p.size(l), p.size(area - 1), p.size(area));
        }
        return product;
    }

    private static double[] times(double[] a, double[] b, int rows, int inner, int columns) {
        double[] result = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    result[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return result;
    }
}
