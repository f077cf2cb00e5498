package org.pal4j.measure;

import java.util.Arrays;
import org.pal4j.Activation;
import org.pal4j.Cancellation;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.MatrixView;
import org.pal4j.memory.VectorView;

/**
 * Angles between feedback weights and their ideals, in degrees: 0 is backpropagation, 90 is chance. cos(A, B) = trace(A^T B) /
 * (|A| |B|). NaN if either matrix is zero or not finite.
 *
 * <p>phi'_l denotes the slopes of area l at its basal voltages, phi'(k vbas), where k is the attenuation of the hidden areas, for
 * every area. With skip connectivity, the product of the transposes up to the output replaces W_{l+1}^T.
 */
public final class Alignment {
    private Alignment() {}

    /**
     * Returns the angle between B_l and W_{l+1}^T.
     *
     * @param circuit the circuit
     * @param l       a hidden area, 1..N-1
     */
    public static double weightAngle(Replica circuit, int l) {
        return angle(feedback(circuit, l), transposedForward(circuit, l, false));
    }

    /** Returns the angle between B_l and the fixed point of PAL, phi'_l W_{l+1}^T phi'_{l+1}. */
    public static double convergedAngle(Replica circuit, int l) {
        double[][] ideal = scaled(slopes(circuit, l), transposedForward(circuit, l, true), slopes(circuit, circuit.parameters().feedbackArea(l)));
        return angle(feedback(circuit, l), ideal);
    }

    /** Returns the angle between the Jacobians B_l phi'_{l+1} of the feedback and phi'_l W_{l+1}^T of backpropagation. */
    public static double jacobianAngle(Replica circuit, int l) {
        double[][] feedback = feedback(circuit, l);
        double[] rows = ones(feedback.length);
        double[] columns = ones(feedback[0].length);
        return angle(scaled(rows, feedback, slopes(circuit, circuit.parameters().feedbackArea(l))),
                scaled(slopes(circuit, l), transposedForward(circuit, l, true), columns));
    }

    private static double angle(double[][] a, double[][] b) {
        return angle(Arrays.stream(a).flatMapToDouble(Arrays::stream).toArray(), Arrays.stream(b).flatMapToDouble(Arrays::stream).toArray());
    }

    /** Returns the angle between two vectors. */
    static double angle(double[] a, double[] b) {
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        return degrees(dot, squareA, squareB);
    }

    /** Returns the angle between two vectors from their dot product and squared lengths. The cosine is clamped to [-1, 1] against round-off. */
    static double degrees(double dot, double squareA, double squareB) {
        double cosine = dot / Math.sqrt(squareA * squareB);
        return StrictMath.toDegrees(StrictMath.acos(Math.max(-1, Math.min(1, cosine))));
    }

    private static double[][] feedback(Replica circuit, int l) {
        MatrixView b = circuit.matrix(Variable.B, l - 1);
        double[][] result = new double[b.rows()][b.columns()];
        for (int i = 0; i < b.rows(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                result[i][j] = b.get(i, j);
            }
        }
        return result;
    }

    /**
     * Returns W_{l+1}^T, in the shape of B_l. With skip connectivity, it is multiplied by the transposes up to the output, optionally with the
     * slopes between them.
     */
    private static double[][] transposedForward(Replica circuit, int l, boolean withSlopes) {
        CircuitParameters p = circuit.parameters();
        double[][] product = transpose(circuit.matrix(Variable.W, l));
        int last = p.connectivity() == Connectivity.SKIP ? p.areas() : l + 1;
        for (int area = l + 2; area <= last; area++) {
            double[] between = withSlopes ? slopes(circuit, area - 1) : ones(p.size(area - 1));
            product = times(scaled(ones(product.length), product, between), transpose(circuit.matrix(Variable.W, area - 1)));
        }
        return product;
    }

    private static double[] slopes(Replica circuit, int l) {
        CircuitParameters p = circuit.parameters();
        Activation phi = p.activation(l);
        double attenuation = p.basalAttenuation(1);
        VectorView basal = circuit.vector(Variable.vbas, l - 1);
        double[] slopes = new double[basal.size()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = phi.slope(attenuation * basal.get(i));
        }
        return slopes;
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Returns diag(rows) a diag(columns). */
    private static double[][] scaled(double[] rows, double[][] a, double[] columns) {
        double[][] result = new double[a.length][columns.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                result[i][j] = rows[i] * a[i][j] * columns[j];
            }
        }
        return result;
    }

    /** Returns the transpose of a matrix of this shape, both in C order. */
    public static double[] transposed(double[] matrix, int rows, int columns) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = matrix[i * columns + j];
            }
        }
        return result;
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
                Cancellation.check(k, 1 << 6);
                for (int j = 0; j < b[0].length; j++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }
}
