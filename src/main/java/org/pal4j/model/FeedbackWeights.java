package org.pal4j.model;

/**
 * Feedback weights beside the weights that backpropagation would use in their place.
 *
 * @param name    of the feedback weights: {@code B1}
 * @param ideal   of what they should be, for people: {@code W2ᵀ}
 * @param rows    rows of both
 * @param columns columns of both
 * @param row     what a row stands for: "neuron of area 1"
 * @param column  what a column stands for
 * @param values  the feedback weights, C order
 * @param ideals  what they should be, C order
 */
public record FeedbackWeights(String name, String ideal, int rows, int columns, String row, String column, double[] values, double[] ideals) {}
