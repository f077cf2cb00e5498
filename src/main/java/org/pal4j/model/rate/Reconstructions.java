package org.pal4j.model.rate;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.format.NpyArray;

/** Chart of test images above their reconstructions by an autoencoder. */
final class Reconstructions {
    private static final int LEVELS = 255;
    private static final int MAX_SIDE = 256;

    private Reconstructions() {}

    /**
     * Returns the chart if the recordings contain examples.
     *
     * @param arrays arrays of recordings.npz
     * @param whose  name of the run in the caption; may be empty
     */
    static Optional<Chart> of(Map<String, NpyArray> arrays, String whose, Detail detail) {
        NpyArray images = arrays.get("example_image");
        NpyArray made = arrays.get("example_reconstruction");
        if (images == null || made == null || images.shape().length != 3 || !Arrays.equals(images.shape(), made.shape()) || images.size() == 0
                || images.shape()[1] > MAX_SIDE || images.shape()[2] > MAX_SIDE) {
            return Optional.empty();
        }
        int height = images.shape()[1];
        int width = images.shape()[2];
        // The examples are sorted by class, so a constant stride covers all classes.
        int stride = Math.ceilDiv(images.shape()[0], Math.max(4, detail.features()));
        int shown = Math.ceilDiv(images.shape()[0], stride);
        String title = "Test images and their reconstructions";
        ChartData data = ChartData.of("pairs").put("title", title).put("height", height).put("width", width).put("count", shown)
                .put("above", levels(images, stride)).put("below", levels(made, stride));
        String caption = "Test images, the first few of each class, and below each one the output of the network" + whose
                + ". Values from 0 to 1; what is outside is shown as 0 or 1.";
        return Optional.of(new Chart(title, caption, Size.TALL, data));
    }

    private static String levels(NpyArray array, int stride) {
        int size = array.shape()[1] * array.shape()[2];
        byte[] levels = new byte[Math.ceilDiv(array.shape()[0], stride) * size];
        for (int i = 0; i < levels.length; i++) {
            double value = array.at(i / size * stride * size + i % size);
            levels[i] = (byte) Math.round(LEVELS * (Double.isNaN(value) ? 0 : Math.clamp(value, 0, 1)));
        }
        return Base64.getEncoder().encodeToString(levels);
    }
}
