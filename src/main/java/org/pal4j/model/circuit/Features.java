package org.pal4j.model.circuit;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.model.TrainedNetwork;

/** Weights of the neurons of the first hidden area, shown as images if the inputs are pixels. */
final class Features {
    private static final int SIDE = 28;
    /** Share of the weights within the scale. With outliers, all other weights would be pale. */
    private static final double SHARE_IN_SCALE = 0.998;
    private static final int LEVELS = 127;

    private Features() {}

    /** Returns the chart if there are 28 x 28 inputs. */
    static Optional<Chart> of(TrainedNetwork<CircuitExperiment> network, Detail detail) {
        CircuitParameters p = network.experiment().circuit();
        if (p.size(0) != SIDE * SIDE || !Feedback.fit(p, network.weights())) {
            return Optional.empty();
        }
        double[] w = Objects.requireNonNull(network.weights().get("W1")).toDoubles();
        int neurons = p.size(1);
        int shown = Math.min(neurons, Math.max(4, detail.features()));
        double bound = bound(Arrays.copyOf(w, shown * SIDE * SIDE));
        byte[] levels = new byte[shown * SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(LEVELS * Math.clamp(w[i] / bound, -1, 1));
        }
        String title = "Features of area 1";
        ChartData data = ChartData.of("features").put("title", title).put("side", SIDE).put("count", shown).put("bound", bound);
        data.put("levels", Base64.getEncoder().encodeToString(levels));
        String caption = "The weights W1" + network.whose() + " from the " + SIDE + " \u00d7 " + SIDE + " pixels to "
                + (shown < neurons ? "the first " + shown + " of " + Numbers.count(neurons) : "each of the " + shown)
                + " neurons of area 1, one image for each neuron, all on one scale: what a neuron is excited and inhibited by. The ends of the scale "
                + "are reached by 0.2 % of the weights.";
        return Optional.of(new Chart(title, caption, Size.TALL, data));
    }

    private static double bound(double[] w) {
        double[] sizes = Arrays.stream(w).map(Math::abs).sorted().toArray();
        double bound = sizes[(int) Math.min(sizes.length - 1, Math.ceil(SHARE_IN_SCALE * sizes.length))];
        return bound > 0 ? bound : 1;
    }
}
