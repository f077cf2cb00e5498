package org.pal4j.model;

/**
 * The terms of a model class, for messages and reports.
 *
 * @param network     the whole: circuit, network
 * @param step        one step of a run: step, update
 * @param aStep       the same with an article: a step, an update
 * @param quantities  the quantities that may become non-finite: voltages, rates
 * @param part        a part of the network: area, layer
 * @param outputError a definition of the output error, without a full stop: "The mean squared error of the output voltages at the end of each
 *                    presentation"
 * @param smaller     advice for insufficient memory: "fewer train_samples or smaller layers"
 */
public record Terms(String network, String step, String aStep, String quantities, String part, String outputError, String smaller) {
    /** The terms of a network of voltages in layers. */
    public static final Terms OF_NETWORKS = new Terms("network", "step", "a step", "voltages", "layer", "The mean squared error of the output",
            "fewer samples");

    /** Returns the plural of {@link #step()}. */
    public String steps() {
        return step + "s";
    }
}
