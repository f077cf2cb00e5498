package org.pal4j.data.own;

import java.util.Arrays;

/**
 * An affine map of each column: the value minus an offset, divided by a unit. A column that is constant among the samples it was made from becomes
 * 0, in all samples.
 *
 * @param offsets offset of each column
 * @param units   unit of each column; 0 for a constant one
 */
record Scaling(double[] offsets, double[] units) {
    /**
     * Returns the scaling that some samples ask for.
     *
     * @param cells  the values
     * @param rows   the samples
     * @param groups columns of one group share offset and unit; the group of each column, from 0
     */
    static Scaling of(Scale scale, Cells cells, int[] rows, int[] groups) {
        int columns = groups.length;
        double[] offsets = new double[columns];
        double[] units = new double[columns];
        switch (scale) {
            case NONE -> Arrays.fill(units, 1);
            case UNIT -> extremes(cells, rows, groups, offsets, units);
            case STANDARD -> moments(cells, rows, groups, offsets, units);
        }
        return new Scaling(offsets, units);
    }

    private static void extremes(Cells cells, int[] rows, int[] groups, double[] offsets, double[] units) {
        double[] least = filled(groups.length, Double.POSITIVE_INFINITY);
        double[] most = filled(groups.length, Double.NEGATIVE_INFINITY);
        for (int row : rows) {
            for (int k = 0; k < groups.length; k++) {
                double value = cells.at(row, k);
                least[groups[k]] = Math.min(least[groups[k]], value);
                most[groups[k]] = Math.max(most[groups[k]], value);
            }
        }
        for (int k = 0; k < groups.length; k++) {
            offsets[k] = least[groups[k]];
            units[k] = most[groups[k]] - least[groups[k]];
        }
    }

    /** Two passes: the variance of values with a large mean would otherwise be lost in rounding. */
    private static void moments(Cells cells, int[] rows, int[] groups, double[] offsets, double[] units) {
        double[] sums = new double[groups.length];
        double[] squares = new double[groups.length];
        double[] least = filled(groups.length, Double.POSITIVE_INFINITY);
        double[] most = filled(groups.length, Double.NEGATIVE_INFINITY);
        long[] counts = new long[groups.length];
        for (int row : rows) {
            for (int k = 0; k < groups.length; k++) {
                double value = cells.at(row, k);
                int group = groups[k];
                sums[group] += value;
                counts[group]++;
                least[group] = Math.min(least[group], value);
                most[group] = Math.max(most[group], value);
            }
        }
        for (int row : rows) {
            for (int k = 0; k < groups.length; k++) {
                double difference = cells.at(row, k) - sums[groups[k]] / counts[groups[k]];
                squares[groups[k]] += difference * difference;
            }
        }
        for (int k = 0; k < groups.length; k++) {
            int group = groups[k];
            offsets[k] = sums[group] / counts[group];
            // The mean of equal values may differ from them by rounding.
            units[k] = least[group] == most[group] ? 0 : Math.sqrt(squares[group] / counts[group]);
        }
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }

    /** Returns a scaled value, rounded to a float. */
    float scaled(double value, int column) {
        double unit = units[column];
        // Without scaling nothing is computed, so that -0 stays what it is.
        return unit == 1 && offsets[column] == 0 ? (float) value : unit == 0 ? 0 : (float) ((value - offsets[column]) / unit);
    }
}
