package org.pal4j.model.circuit.golden;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Plain arithmetic of vectors and matrices. */
final class Vectors {
    private Vectors() {}

    static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    static double[] map(double[] x, double[] y, DoubleBinaryOperator f) {
        double[] z = new double[x.length];
        Arrays.setAll(z, i -> f.applyAsDouble(x[i], y[i]));
        return z;
    }

    static double[] plus(double[] x, double[] y) {
        return map(x, y, Double::sum);
    }

    /** Returns x + factor y. */
    static double[] plus(double[] x, double factor, double[] y) {
        return map(x, y, (a, b) -> a + factor * b);
    }

    static double[] times(double factor, double[] x) {
        return map(x, value -> factor * value);
    }

    static double[] product(double[][] matrix, double[] x) {
        double[] y = new double[matrix.length];
        Arrays.setAll(y, i -> {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
                sum += matrix[i][j] * x[j];
            }
            return sum;
        });
        return y;
    }

    /** Returns post x pre in C order. */
    static double[] outer(double[] post, double[] pre) {
        double[] all = new double[post.length * pre.length];
        Arrays.setAll(all, k -> post[k / pre.length] * pre[k % pre.length]);
        return all;
    }

    static double[][] rows(double[] values, int rows) {
        int columns = values.length / rows;
        double[][] all = new double[rows][];
        Arrays.setAll(all, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
        return all;
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    /** Returns the matrix of the same shape whose values were taken column by column instead of row by row. */
    static double[][] otherOrder(double[][] rows) {
        return transposed(rows(flat(rows), rows[0].length));
    }
}
