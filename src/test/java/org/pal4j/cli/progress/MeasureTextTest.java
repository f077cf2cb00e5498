package org.pal4j.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pal4j.measure.Statistic;

/** Names alone tell how a measure is said. */
class MeasureTextTest {
    private static Statistic one(double value) {
        return new Statistic(value, Double.NaN);
    }

    /** Of names and numbers by turns. */
    private static Map<String, Statistic> measures(Object... namesAndValues) {
        Map<String, Statistic> measures = new LinkedHashMap<>();
        for (int k = 0; k < namesAndValues.length; k += 2) {
            measures.put((String) namesAndValues[k], namesAndValues[k + 1] instanceof Statistic s ? s : one((double) namesAndValues[k + 1]));
        }
        return measures;
    }

    @Test
    void aCircuit() {
        Map<String, Statistic> measures = measures("train_error", 0.1, "validation_accuracy", 0.7367, "angle_B1", 60.34, "angle_B2", Double.NaN,
                "angle_phi1", 3.0);
        assertEquals("validation 73.7 %, angle B1 60.3 B2 - deg", MeasureText.line(measures));
        assertEquals(List.of("73.7 %", "B1 60.3 deg", "B2 - deg"), MeasureText.parts(measures));
    }

    @Test
    void aRateNetwork() {
        Map<String, Statistic> measures = measures("train_error", 0.1, "validation_error", 0.06021, "latent_accuracy", 0.35, "latent_accuracy_sd",
                0.02, "angle_B2", 60.8, "angle_B2_sd", 1.0, "angle_B3", 32.3);
        assertEquals("validation error 0.0602, latent 35.0 %, angle B2 60.8 B3 32.3 deg", MeasureText.line(measures));
        assertEquals(List.of("validation error 0.0602", "latent 35.0 %", "B2 60.8 deg", "B3 32.3 deg"), MeasureText.parts(measures));
    }

    @Test
    void replicas() {
        assertEquals("validation error 0.0602 +- 0.0011, validation 95.1 +- 0.4 %", MeasureText.line(measures("validation_error",
                new Statistic(0.0602, 0.0011), "validation_accuracy", new Statistic(0.951, 0.004))));
        assertEquals("test accuracy 95.1 +- 0.4 %", MeasureText.tested("test_accuracy", new Statistic(0.951, 0.004)));
        assertEquals("test error 0.0612 +- 0.0002", MeasureText.tested("test_error", new Statistic(0.0612, 0.0002)));
    }

    @Test
    void aTest() {
        assertEquals("test accuracy 95.00 %", MeasureText.tested("test_accuracy", one(0.95)));
        assertEquals("test error 0.0612", MeasureText.tested("test_error", one(0.06118)));
        assertEquals("test latent accuracy 32.60 %", MeasureText.tested("test_latent_accuracy", one(0.326)));
    }

    @Test
    void whatWasNotMeasuredIsLeftOut() {
        assertEquals("nothing to measure", MeasureText.line(measures("train_error", 1.0, "validation_error", Double.NaN, "validation_accuracy",
                Double.NaN)));
        assertEquals(List.of(), MeasureText.parts(measures()));
    }
}
