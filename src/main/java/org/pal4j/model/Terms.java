package org.pal4j.model;

/**
 * What things are called in a class of models.
 *
 * @param network     the whole: circuit, network
 * @param step        what a run makes many of: step, update
 * @param aStep       one of them: a step, an update
 * @param quantities  what may no longer be finite: voltages, rates
 * @param part        what networks consist of: area, layer
 * @param outputError what the error of the output is, in a sentence without an end: "The mean squared error of the output voltages at the end of
 *                    each presentation"
 * @param smaller     what to make smaller where memory does not suffice: "fewer train_samples or smaller layers"
 */
public record Terms(String network, String step, String aStep, String quantities, String part, String outputError, String smaller) {
    /** Many of them: steps. */
    public String steps() {
        return step + "s";
    }
}
