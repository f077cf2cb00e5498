package org.pal4j.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticTest {
    @Test
    void statistics() {
        assertEquals(new Statistic(2, 1), Statistic.of(List.of(1.0, 2.0, 3.0, Double.NaN)));
        assertTrue(Double.isNaN(Statistic.of(List.of(1.0)).deviation()));
        assertTrue(Double.isNaN(Statistic.of(List.of()).mean()));
        assertEquals("95.2 +- 0.4", new Statistic(0.952, 0.0041).shown(100));
        assertEquals("-", Statistic.of(List.of()).shown(1));
    }
}
