package org.pal4j.model;

/**
 * Feedback weights, and the weights that backpropagation would use instead.
 *
 * @param name    the name of the feedback weights: {@code B1}
 * @param ideal   the display name of the ideal weights: {@code W2ᵀ}
 * @param rows    the number of rows of both
 * @param columns the number of columns of both
 * @param row     the meaning of a row: "neuron of area 1"
 * @param column  the meaning of a column
 * @param values  the feedback weights, C order
 * @param ideals  the ideal weights, C order
 */
public record FeedbackWeights(String name, String ideal, int rows, int columns, String row, String column, double[] values, double[] ideals) {}
