package org.pal4j.rate;

import java.util.Arrays;

/** Array conversions of the reference model. */
final class ReferenceArrays {
    private ReferenceArrays() {}

    /** Splits values in C order into rows. */
    static double[][] rows(double[] values, int rows, int columns) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(values.length + " values; must be " + rows + " x " + columns);
        }
        double[][] all = new double[rows][];
        for (int i = 0; i < rows; i++) {
            all[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
        }
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

    /** Reorders each row from (channel, row, column) to (row, column, channel), the order of D in files. */
    static double[][] toRowColumnChannel(double[][] rows, Shape shape) {
        double[][] out = new double[rows.length][shape.size()];
        for (int o = 0; o < rows.length; o++) {
            for (int i = 0; i < shape.size(); i++) {
                out[o][rowColumnChannelIndex(i, shape)] = rows[o][i];
            }
        }
        return out;
    }

    /** The inverse of {@link #toRowColumnChannel}. */
    static double[][] fromRowColumnChannel(double[][] rows, Shape shape) {
        double[][] out = new double[rows.length][shape.size()];
        for (int o = 0; o < rows.length; o++) {
            for (int i = 0; i < shape.size(); i++) {
                out[o][i] = rows[o][rowColumnChannelIndex(i, shape)];
            }
        }
        return out;
    }

    private static int rowColumnChannelIndex(int i, Shape shape) {
        return i % shape.positions() * shape.channels() + i / shape.positions();
    }

    static double[] softmax(double[] u) {
        double max = Arrays.stream(u).max().orElse(0);
        double[] parts = Arrays.stream(u).map(value -> StrictMath.exp(value - max)).toArray();
        double sum = Arrays.stream(parts).sum();
        return Arrays.stream(parts).map(part -> part / sum).toArray();
    }

    static void require(RateVariable variable, RateParameters p, int l) {
        if (l < 1 || l > p.depth() || !variable.exists(p, l)) {
            throw new IllegalArgumentException("layer " + l + " has no " + variable);
        }
    }
}
