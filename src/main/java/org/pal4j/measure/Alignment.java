package org.pal4j.measure;

import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.MatrixView;

/** Angles between feedback weights and the transported forward weights, in degrees: 0 is backpropagation, 90 is chance. */
public final class Alignment {
    private Alignment() {}

    /**
     * The angle between B_l and W_{l+1}^T; with skip connectivity between B_l and W_{l+1}^T ... W_N^T. With cos(A, B) =
     * trace(A^T B) / (|A| |B|).
     *
     * @param circuit the circuit
     * @param l       a hidden area, 1..N-1
     * @return degrees in [0, 180]; NaN if one of the two is zero
     */
    public static double weightAngle(Replica circuit, int l) {
        MatrixView b = circuit.matrix(Variable.B, l - 1);
        double[][] ideal = transported(circuit, l);
        double dot = 0;
        double feedback = 0;
        double forward = 0;
        for (int i = 0; i < b.rows(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                double x = b.get(i, j);
                double y = ideal[i][j];
                dot += x * y;
                feedback += x * x;
                forward += y * y;
            }
        }
        return degrees(dot, feedback, forward);
    }

    /** The angle of two vectors from their product and their squared lengths; rounding is kept from leaving [-1, 1]. */
    static double degrees(double dot, double squareA, double squareB) {
        double cosine = dot / Math.sqrt(squareA * squareB);
        return StrictMath.toDegrees(StrictMath.acos(Math.max(-1, Math.min(1, cosine))));
    }

    /** W_{l+1}^T, times the transposes up to the output with skip connectivity; of the shape of B_l. */
    private static double[][] transported(Replica circuit, int l) {
        CircuitParameters p = circuit.parameters();
        double[][] product = transpose(circuit.matrix(Variable.W, l));
        int last = p.connectivity() == Connectivity.SKIP ? p.areas() : l + 1;
        for (int area = l + 2; area <= last; area++) {
            product = times(product, transpose(circuit.matrix(Variable.W, area - 1)));
        }
        return product;
    }

    private static double[][] transpose(MatrixView w) {
        double[][] result = new double[w.columns()][w.rows()];
        for (int i = 0; i < w.rows(); i++) {
            for (int j = 0; j < w.columns(); j++) {
                result[j][i] = w.get(i, j);
            }
        }
        return result;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] result = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }
}
