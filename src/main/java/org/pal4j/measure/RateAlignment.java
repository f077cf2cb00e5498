package org.pal4j.measure;

import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateState;
import org.pal4j.rate.RateVariable;

/** The angle, in degrees, between the feedback weights of a rate network and the forward weights that backpropagation would use. */
public final class RateAlignment {
    private RateAlignment() {}

    /**
     * Returns the angle between B_l and the transpose of W_l. For a convolution, whose W_l and B_l have the same shape, W_l is not transposed.
     * Frobenius norms; NaN if either matrix is zero or not finite.
     *
     * @param network an FA or PAL network
     * @param l       a layer with weights, from 2
     */
    public static double angle(RateState network, int l) {
        double[] w = network.read(RateVariable.W, l);
        double[] b = network.read(RateVariable.B, l);
        int inputs = network.parameters().fanIn(l);
        boolean kernels = network.parameters().layer(l).kind() == LayerKind.CONVOLUTION;
        return Alignment.angle(kernels ? w : Alignment.transposed(w, inputs, w.length / inputs), b);
    }
}
