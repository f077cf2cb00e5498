package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.Alignment;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/** B of each layer and its ideal, as in backpropagation: W transposed or, for convolutions, W itself, whose kernels have the shape of B. */
final class FeedbackPairs {
    private FeedbackPairs() {}

    /** Returns one pair for each layer with a B; empty if a matrix is missing or has a different shape. */
    static List<FeedbackWeights> of(RateParameters p, Map<String, NpyArray> weights) {
        List<FeedbackWeights> pairs = new ArrayList<>();
        for (int l = 2; l <= p.depth(); l++) {
            if (RateVariable.B.exists(p, l)) {
                if (!fits(p, weights, RateVariable.B, l) || !fits(p, weights, RateVariable.W, l)) {
                    return List.of();
                }
                pairs.add(pair(p, weights, l));
            }
        }
        return pairs;
    }

    private static boolean fits(RateParameters p, Map<String, NpyArray> weights, RateVariable variable, int l) {
        NpyArray array = weights.get(variable.name() + l);
        return array != null && Arrays.equals(array.shape(), variable.shape(p, l));
    }

    private static FeedbackWeights pair(RateParameters p, Map<String, NpyArray> weights, int l) {
        boolean kernels = p.layer(l).kind() == LayerKind.CONVOLUTION;
        int rows = p.shape(l).channels();
        int columns = p.fanIn(l);
        double[] w = values(weights, "W" + l);
        return new FeedbackWeights("B" + l, kernels ? "W" + l : "W" + l + "\u1d40", rows, columns,
                (kernels ? "filter of layer " : "neuron of layer ") + l, kernels ? "position in a kernel" : "neuron of layer " + (l - 1),
                values(weights, "B" + l), kernels ? w : Alignment.transposed(w, /* rows= */ columns, /* columns= */ rows));
    }

    private static double[] values(Map<String, NpyArray> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name).toDoubles();
    }
}
