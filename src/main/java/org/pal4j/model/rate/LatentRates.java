package org.pal4j.model.rate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.format.NpyArray;

/** Scatter plot of an autoencoder's latent code of images: rates of its narrowest layer, coloured by class. */
final class LatentRates {
    /** Maximum number of classes that can be told apart: five colours, two shapes. */
    private static final int MAX_CLASSES = 10;

    private LatentRates() {}

    /**
     * Returns the chart if the recordings contain classes and the latent rates of at least two neurons.
     *
     * @param arrays arrays of recordings.npz
     * @param whose  name of the run in the caption; may be empty
     */
    static Optional<Chart> of(Map<String, NpyArray> arrays, String whose, Detail detail) {
        NpyArray latents = arrays.get("test_latent");
        NpyArray classes = arrays.get("test_class");
        if (latents == null || classes == null || latents.shape().length != 2 || latents.shape()[1] < 2 || classes.size() == 0
                || latents.shape()[0] != classes.size()) {
            return Optional.empty();
        }
        int dims = latents.shape()[1];
        int size = classes.size();
        String title = "Latent rates";
        ChartData data = ChartData.of("classes").put("title", title).put("x", "rate of latent neuron 0").put("y", "rate of latent neuron 1");
        List<Object> points = data.list("points");
        // Evenly spaced over all samples, which are in the order of the files.
        int shown = Math.min(size, Math.max(200, detail.dots()));
        int most = 0;
        for (int k = 0; k < shown; k++) {
            int i = (int) ((long) k * size / shown);
            double of = classes.at(i);
            if (!(of >= 0 && of < MAX_CLASSES && of == Math.rint(of))) {
                return Optional.empty();
            }
            most = Math.max(most, (int) of);
            List<Object> point = ChartData.appendList(points);
            Numbers.add(point, latents.at(i * dims));
            Numbers.add(point, latents.at(i * dims + 1));
            point.add((long) of);
        }
        List<Object> names = data.list("names");
        for (int c = 0; c <= most; c++) {
            names.add(Integer.toString(c));
        }
        String caption = "The rates of the narrowest layer" + whose + (dims > 2 ? ", of its first two of " + dims + " neurons," : "") + " for "
                + (shown < size ? Numbers.count(shown) + " of the " : "the ") + Numbers.count(size)
                + " test images, with a colour and a shape for each digit. Click on a digit to hide it.";
        return Optional.of(new Chart(title, caption, Size.SQUARE, data));
    }
}
