package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.format.NpyArray;

/** A page with room for fewer images shows some of every class. */
class ReconstructionsTest {
    @Test
    void fewerImagesAreFromAllClasses() {
        float[] values = new float[40];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 255f;
        }
        NpyArray images = NpyArray.ofFloats(values, 40, 1, 1);
        Map<String, NpyArray> arrays = Map.of("example_image", images, "example_reconstruction", images);
        Chart chart = Reconstructions.of(arrays, "", new Detail(1, 1, 1, 25)).orElseThrow();
        byte[] expected = new byte[20];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (2 * i);
        }
        assertEquals(20, chart.data().values().get("count"));
        assertArrayEquals(expected, Base64.getDecoder().decode((String) chart.data().values().get("above")));
        assertArrayEquals(expected, Base64.getDecoder().decode((String) chart.data().values().get("below")));
    }
}
