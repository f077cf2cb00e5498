package org.pal4j.model.rate;

import java.util.List;
import org.pal4j.model.Place;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/** Reports the layer in which rates diverged, and the likely cause. */
final class RunawayCause {
    /** Weights should stay below this in stable learning. */
    private static final double ORDINARY = 100;
    /** Weights above this may have driven neurons into saturation; they begin at hundredths. */
    private static final double GROWN = 3;

    private RunawayCause() {}

    /** Returns a message: the layer, the place in the run, the weights that grew most, and what to change. */
    static String fault(RateExperiment e, RateNetwork network, int layer, Place place) {
        return "a rate of layer " + layer + " is not finite or beyond 1e12 after update " + network.updates() + ", " + place.words() + ", batch "
                + (place.presentation() + 1) + " of " + place.presentations() + ". " + likelyCause(e, network, ORDINARY);
    }

    /** Returns a sentence for a network whose neurons are saturated or silent: the weights that grew most, and what to change. */
    static String standstill(RateExperiment e, RateNetwork network) {
        return likelyCause(e, network, GROWN);
    }

    private static String likelyCause(RateExperiment e, RateNetwork network, double least) {
        RateParameters p = e.network();
        if (e.init() > ORDINARY) {
            return "The likely cause: init = " + e.init() + "; weights are of the size of 1.";
        }
        double most = least;
        String cause = "";
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : List.of(RateVariable.W, RateVariable.B)) {
                double size = learns(p, variable, l) ? largest(network.read(variable, l)) : 0;
                if (size > most) {
                    most = size;
                    String key = variable == RateVariable.W ? "lr_factors" : "bw_lr_factors";
                    double factor = (variable == RateVariable.W ? e.rates().forward() : e.rates().backward()).get(l - 1);
                    String grew = Double.isInfinite(size) ? "are no longer finite" : "grew to " + (float) size;
                    cause = "The likely cause: the weights " + variable + l + " " + grew + ", so the learning rate, multiplier = "
                            + e.rates().multiplier() + " times the factor " + factor + " of layer " + l + " in " + key
                            + ", is too large; try a tenth of it.";
                }
            }
        }
        return cause.isEmpty() ? "The weights are of ordinary size, so the noise, the target's strength beta or the activations are likely at fault."
                : cause;
    }

    private static boolean learns(RateParameters p, RateVariable variable, int l) {
        if (!variable.exists(p, l)) {
            return false;
        }
        return variable == RateVariable.W ? p.layer(l).eta() > 0 : p.algorithm().learnsFeedback() && p.layer(l).etaBackward() > 0;
    }

    private static double largest(double[] weights) {
        double size = 0;
        for (double weight : weights) {
            size = Math.max(size, Double.isFinite(weight) ? Math.abs(weight) : Double.POSITIVE_INFINITY);
        }
        return size;
    }
}
