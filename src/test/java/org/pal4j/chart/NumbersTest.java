package org.pal4j.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.config.Json;
import org.pal4j.measure.Statistic;

class NumbersTest {
    @Test
    void numbersAreShownAsPeopleReadThem() {
        assertEquals("95.1 \u00b1 0.4\u00a0%", Numbers.plusMinus(new Statistic(0.951, 0.0041), 100, 1, "%"));
        assertEquals("52.9\u00b0", Numbers.plusMinus(new Statistic(52.91, Double.NaN), 1, 1, "\u00b0"));
        assertEquals("\u2013", Numbers.plusMinus(new Statistic(Double.NaN, Double.NaN), 1, 1, "%"));
        assertEquals("0.0311 \u00b1 0.0024", Numbers.significant(new Statistic(0.031116, 0.002444)));
        assertEquals("0.03602 \u00b1 0.00021", Numbers.significant(new Statistic(0.036018, 0.000212)));
        assertEquals("0.0360 \u00b1 0.0000", Numbers.significant(new Statistic(0.036, 0)));
        assertEquals("1.20e-05", Numbers.significant(new Statistic(1.2e-5, Double.NaN)));
        assertEquals("0.0337", Numbers.significant(0.033711));
        assertEquals("1230", Numbers.significant(1230.4));
        assertEquals("0", Numbers.significant(0));
        assertEquals("8.78\u00a0s", Numbers.duration(8.78));
        assertEquals("17.9\u00a0s", Numbers.duration(17.91));
        assertEquals("2\u00a0min 5\u00a0s", Numbers.duration(125.4));
        assertEquals("1\u00a0h 3\u00a0min", Numbers.duration(3800));
        assertEquals("55,380,000", Numbers.count(55_380_000));
        assertEquals("not finite", Numbers.fixed(Double.POSITIVE_INFINITY, 1));
    }

    @Test
    void aPageCarriesFiveDigits() {
        List<Object> array = new ArrayList<>();
        for (double value : new double[] {3, -0.0123456789, 1e-30, Double.NaN, Double.NEGATIVE_INFINITY, 1e20, 123456}) {
            Numbers.add(array, value);
        }
        assertEquals("[3,-0.012346,1.0E-30,null,null,1.0E20,123460]", Json.text(array));
    }
}
