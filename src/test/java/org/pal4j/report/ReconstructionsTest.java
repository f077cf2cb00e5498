package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
        Chart chart = Reconstructions.of(Map.of("example_image", images, "example_reconstruction", images), "", new Detail(1, 1, 1, 25)).orElseThrow();
        byte[] expected = new byte[20];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (2 * i);
        }
        assertEquals(20, chart.data().get("count").asInt());
        assertArrayEquals(expected, Base64.getDecoder().decode(chart.data().get("above").asText()));
        assertArrayEquals(expected, Base64.getDecoder().decode(chart.data().get("below").asText()));
    }
}
